"""What is told of the ledger."""

import msgspec

from barometer_collector.ledger.views import DeviceLedger, LedgerPage


def test_what_was_not_asked_is_told_as_nothing_and_not_as_zero() -> None:
    told = msgspec.to_builtins(DeviceLedger("00", 1, 2, 3, 4))
    assert told["stored"] is None


def test_the_last_page_has_no_next() -> None:
    assert msgspec.json.encode(LedgerPage([], None)) == b'{"devices":[],"next":null}'
