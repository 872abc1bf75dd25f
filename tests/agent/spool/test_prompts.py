"""Which questions were put to whom."""

from collections.abc import Callable

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, prompts
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


def test_putting_off_without_end_fills_nothing_and_forgets_no_answer(
    spool: Spool, moment: Moment, make_answer: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("barometer_agent.spool.prompts.MOST_UNANSWERED", 3)
    spool.answer(make_answer(account="anna"), moment)
    for at_ms in range(10):
        spool.shown("anna", Shown("other", at_ms, Outcome.NOT_NOW))
    assert [shown.at_ms for shown in spool.history("anna")] == [moment.utc_ms, 7, 8, 9]
    assert spool.answered("anna") == {"pulse"}


def test_of_a_hidden_outcome_only_that_it_was_shown_is_left(spool: Spool) -> None:
    for campaign, outcome in (("round", Outcome.NOT_NOW), ("other", Outcome.NOT_NOW), ("round", Outcome.UNANSWERED)):
        spool.shown("anna", Shown(campaign, 5, outcome))
    spool._change(lambda connection: prompts.hide_outcomes(connection, "round"))
    assert spool.history("anna") == [
        Shown("round", 5, Outcome.UNANSWERED),
        Shown("other", 5, Outcome.NOT_NOW),
        Shown("round", 5, Outcome.UNANSWERED),
    ]
