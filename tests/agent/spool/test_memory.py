"""What is known again after a restart."""

from pathlib import Path

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_shared.samples import AgentFacts, Gap, GapKind

GAPS = [Gap("boot_ms", GapKind.NOT_APPLICABLE, {"en": "no systemd", "nl": "geen systemd"})]


def test_cursors_and_texts_survive_a_restart(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path, 1 << 20, moment) as spool:
        spool.add("crashes", [], "7", moment)
        spool.remember("config", "{}")
        spool.remember("config", "{1}")
    with Spool(tmp_path, 1 << 20, moment) as spool:
        assert spool.cursor("crashes") == "7"
        assert spool.recall("config") == "{1}"
        assert spool.cursor("other") is None
        assert spool.recall("other") is None


def test_gaps_travel_once_with_the_next_batch(spool: Spool, moment: Moment, agent: AgentFacts) -> None:
    spool.set_gaps(GAPS)
    batch = spool.next_batch(agent, moment, None)
    assert batch is not None
    assert batch.decoded().gaps == GAPS
    spool.acknowledge(batch.id, moment)
    assert spool.next_batch(agent, moment, None) is None


def test_no_gaps_any_more_is_news_too(spool: Spool, moment: Moment, agent: AgentFacts) -> None:
    spool.set_gaps([])
    batch = spool.next_batch(agent, moment, None)
    assert batch is not None
    assert batch.decoded().gaps == []
