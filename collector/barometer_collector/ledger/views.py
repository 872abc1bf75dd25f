"""What is told of the ledger. ``samples`` are those that were acknowledged, ``stored`` those that lie there now."""

from msgspec import Struct


class DeviceLedger(Struct, frozen=True, omit_defaults=False):
    """The batches of one device, added up. ``device`` is its id, 16 hexadecimal digits.

    ``counted`` are the samples in its device-days; ``stored`` is None where that was not asked. ``checksum`` is the sum
    of the first 15 hexadecimal digits of each batch's id, modulo 2^60.
    """

    device: str
    batches: int
    samples: int
    counted: int
    checksum: int
    stored: int | None = None


class LedgerPage(Struct, frozen=True):
    """Devices that have batches, by their id; ``next`` is where the next page begins, None on the last."""

    devices: list[DeviceLedger]
    next: str | None


class BatchEntry(Struct, frozen=True):
    """One batch. ``open``: the roll-up has not counted it yet."""

    batch: str
    samples: int
    stored: int
    open: bool


class DeviceBatches(Struct, frozen=True):
    """Every batch of one device that the ledger remembers."""

    device: str
    batches: list[BatchEntry]


class LedgerState(Struct, frozen=True):
    """How far the roll-up is: batches that wait for it, and the age of the oldest of them."""

    open_batches: int
    lag_seconds: float
