"""Use cases of the ledger's reading."""

import httpx
import pytest

from barometer_collector.database import Database
from barometer_collector.devices.rules import shown_id
from barometer_collector.errors import ProblemError
from barometer_collector.ledger import service
from barometer_collector.ledger.rules import checksum
from barometer_collector.ledger.views import DeviceLedger, LedgerState
from barometer_collector.rollup.service import roll_up
from tests.collector.laptops import NOON, FakeClock, Laptop, batch, sample


def test_a_device_is_added_up(database: Database, laptop: Laptop, server: httpx.Client) -> None:
    sent = [batch(sample(), sample()), batch(sample())]
    for each in sent:
        laptop.send(server, each)
        laptop.send(server, each)  # a repeated batch changes nothing
    roll_up(database, NOON)
    page = service.page(database, None, 10, stored=True)
    expected = DeviceLedger(shown_id(laptop.device_id), 2, 3, 3, checksum(each["id"] for each in sent), 3)
    assert (page.devices, page.next) == ([expected], shown_id(laptop.device_id))
    assert service.page(database, page.next, 10, stored=True).next is None


def test_what_lies_there_is_counted_only_when_asked(database: Database, laptop: Laptop, server: httpx.Client) -> None:
    laptop.send(server, batch(sample()))
    assert [each.stored for each in service.page(database, None, 10, stored=False).devices] == [None]


def test_the_state_tells_what_waits_and_since_when(
    database: Database, laptop: Laptop, server: httpx.Client, clock: FakeClock
) -> None:
    assert service.state(database, clock()) == LedgerState(0, 0.0)
    laptop.send(server, batch(sample()))
    clock.move(seconds=7)
    assert service.state(database, clock()) == LedgerState(1, 7.0)


@pytest.mark.parametrize("wrong", ["", "12", "x" * 16, "f" * 16])
def test_what_is_no_id_is_refused(database: Database, wrong: str) -> None:
    with pytest.raises(ProblemError, match="no device"):
        service.device(database, wrong)
    with pytest.raises(ProblemError, match="no device"):
        service.page(database, wrong, 10, stored=False)


def test_a_device_that_sent_nothing_has_no_batches(database: Database) -> None:
    assert service.device(database, "0" * 16).batches == []
