"""The life of a batch."""

from dataclasses import replace

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool.sealing import told_boot
from barometer_shared.samples import Batch
from tests.agent.spool.outbox.box import SKEW_MS, Outbox


def test_a_batch_that_was_not_acknowledged_is_the_same_bytes_again(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    first = outbox.seal()
    outbox.add(2)
    assert outbox.seal(replace(moment, utc_ms=moment.utc_ms + 5)) == first
    assert first.decoded().skew_ms == SKEW_MS


def test_what_was_acknowledged_is_never_sent_again_and_stays_readable(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    batch = outbox.seal()
    outbox.acknowledge(batch)
    assert outbox.is_empty()
    assert list(outbox.spool.sent(0)) == [(moment.utc_ms, batch.body, "acknowledged")]
    assert list(outbox.spool.sent(moment.utc_ms + 1)) == []


def test_a_batch_can_be_read_with_nothing_but_the_wire(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    batch = outbox.seal().decoded()
    assert msgspec.json.decode(msgspec.json.encode(batch), type=Batch) == batch
    assert (batch.utc_offset_minutes, batch.boot_id, batch.month) == (120, told_boot("boot-1"), moment.month)


def test_what_the_disk_has_damaged_is_not_said_to_be_sent(outbox: Outbox) -> None:
    outbox.add(1)
    outbox.seal()
    outbox.spool._change(lambda connection: connection.execute("UPDATE batch SET body = x'00'").rowcount)
    assert outbox.is_empty()
    assert (outbox.spool.health().refused, list(outbox.spool.sent(0))) == (1, [])
