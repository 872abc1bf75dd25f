"""Real samples of a Windows process in a durable spool, over real TLS, in a real collector: each of them once."""

import sqlite3

from tests.eventually import eventually
from tests.windows.conftest import Laptop


def test_what_was_measured_arrives_once_though_the_agent_is_killed(laptop: Laptop) -> None:
    laptop.enrol()
    laptop.start()
    eventually(lambda: stored(laptop) >= 3)
    laptop.kill()

    laptop.server.front.leave()
    before, waiting = stored(laptop), in_the_spool(laptop)
    laptop.start()
    eventually(lambda: in_the_spool(laptop) > waiting + 3)
    assert "Traceback" not in laptop.kill()
    measured_alone = in_the_spool(laptop)
    assert measured_alone > waiting

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


def in_the_spool(laptop: Laptop) -> int:
    """How many samples lie there, in a batch or not, and the collector has not said that it has them."""
    try:
        [(loose, sealed)] = laptop.spool(
            "select (select count(*) from sample),"
            " (select coalesce(sum(samples), 0) from batch where state != 'acknowledged')"
        )
    except sqlite3.DatabaseError:
        return 0
    return int(loose + sealed)
