"""A batch that was refused for its clock goes once more, by the clock as it is known now."""

import hashlib
from datetime import timedelta
from itertools import pairwise

import msgspec

from barometer_agent.clock import Moment, Skew
from barometer_agent.spool.sealing import SealedBatch, pack, told_boot
from barometer_shared.protocol import SPOOL_DAYS
from barometer_shared.samples import Batch

_LONGEST_MS = int(timedelta(days=SPOOL_DAYS).total_seconds()) * 1000


def resealed(batch: Batch, now: Moment, skew_ms: int | None, before: Skew | None) -> SealedBatch | None:
    """The same content under another id, with the month and skew of ``now``; None where that may not or need not be.

    Once for each sample: a collector whose own clock is wrong would refuse it for ever. And not a batch of a bygone
    month that may be so old that the collector has forgotten whether it came.
    """
    skew_ms = _skew_ms(batch, now, skew_ms, before)
    month = now.without(skew_ms).month
    if (month, skew_ms) == (batch.month, batch.skew_ms) or not (batch.samples or batch.answers):
        return None
    if _was_resealed(batch) or (batch.month < month and not _is_recent(batch, now)):
        return None
    return pack(
        msgspec.structs.replace(
            batch,
            id=_id_after(batch.id),
            parent=batch.id,
            ancestors=[*batch.ancestors, *([batch.parent] if batch.parent else [])],
            month=month,
            sealed_at=now.utc_ms,
            skew_ms=skew_ms,
        )
    )


def _skew_ms(batch: Batch, now: Moment, skew_ms: int | None, before: Skew | None) -> int | None:
    earlier = before is not None and batch.boot_id == told_boot(before.measured.boot_id) != told_boot(now.boot_id)
    return before.skew_ms if before is not None and earlier else skew_ms


def _was_resealed(batch: Batch) -> bool:
    chain = [*batch.ancestors, *([batch.parent] if batch.parent else []), batch.id]
    return any(later == _id_after(earlier) for earlier, later in pairwise(chain))


def _id_after(batch: str) -> str:
    """It tells what it is, also after a restart, and is the same when a damaged disk forgot that it was made."""
    return hashlib.sha256(f"{batch} by another clock".encode()).hexdigest()[:32]


def _is_recent(batch: Batch, now: Moment) -> bool:
    return batch.boot_id == told_boot(now.boot_id) and now.monotonic_ms < _LONGEST_MS
