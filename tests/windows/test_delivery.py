"""Real samples of a Windows process in a durable spool, over real TLS, in a real collector: each of them once."""

from tests.eventually import eventually
from tests.spooled import waiting
from tests.windows.conftest import Laptop


def test_what_was_measured_arrives_once_though_the_agent_is_killed(laptop: Laptop) -> None:
    laptop.enrol()
    laptop.start()
    eventually(lambda: stored(laptop) >= 3)
    laptop.kill()

    laptop.server.front.leave()
    before, left = stored(laptop), waiting(laptop.data)
    laptop.start()
    eventually(lambda: waiting(laptop.data) > left + 3)
    assert "Traceback" not in laptop.kill()
    measured_alone = waiting(laptop.data)
    assert measured_alone > left

    laptop.server.front.away = False
    laptop.start()
    eventually(lambda: stored(laptop) >= before + measured_alone)
    laptop.kill()
    kept = laptop.kept()
    arrived = laptop.server.samples(kept)
    assert arrived.total() == sum(len(batch["samples"]) for batch in kept.values())
    assert max(arrived.values()) == 1


def stored(laptop: Laptop) -> int:
    """How many samples of this spool the collector has."""
    return laptop.server.samples(laptop.kept()).total()
