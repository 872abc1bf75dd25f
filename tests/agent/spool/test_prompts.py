"""Which questions were put to whom."""

from collections.abc import Callable

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_shared.questions import Answer


def test_everybody_has_a_history_of_their_own(spool: Spool, moment: Moment, make_answer: Callable[..., Answer]) -> None:
    spool.shown("anna", Shown("pulse", 5, Outcome.NOT_NOW))
    spool.answer(make_answer(account="anna"), moment)
    spool.shown("bert", Shown("pulse", 6, Outcome.UNANSWERED))
    assert spool.history("anna") == [
        Shown("pulse", 5, Outcome.NOT_NOW),
        Shown("pulse", moment.utc_ms, Outcome.ANSWERED),
    ]
    assert spool.answered("anna") == {"pulse"}
    assert spool.answered("bert") == set()
