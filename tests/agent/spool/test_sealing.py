"""Making a batch, and two of one."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.clock import Moment, Skew
from barometer_agent.spool.sealing import (
    MAX_BATCH_JSON_BYTES,
    Envelope,
    Row,
    fitting,
    halves,
    pack,
    seal,
    told_boot,
    written,
)
from barometer_shared.protocol import MAX_BATCH_SAMPLES
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Gap, GapKind, Sample

YEAR_MS = 365 * 86_400_000
FACTS = AgentFacts("0.1.0", "linux", "Debian")
START = Moment(1_790_000_000_000, 120, "boot-1", 60_000)


def sample_row(seq: int, taken: Moment, value: int = 1) -> Row:
    return Row(seq, taken, msgspec.json.encode(Sample("pressure_permille", value, taken.utc_ms)))


def test_a_batch_ends_where_the_time_zone_or_the_boot_changes(moment: Moment) -> None:
    rows = [
        sample_row(1, moment),
        sample_row(2, moment),
        sample_row(3, replace(moment, utc_offset_minutes=60)),
        sample_row(4, replace(moment, boot_id="boot-2")),
    ]
    assert [row.seq for row in fitting([], rows)[1]] == [1, 2]
    assert [row.seq for row in fitting([], rows[2:])[1]] == [3]


def test_a_boot_is_told_by_a_hash_that_stays_the_same_for_all_of_it(moment: Moment) -> None:
    system = "5e0f7c0b-3c1d-4f7a-9a3e-2f1d5b6c7d8e"
    taken = replace(moment, boot_id=system)
    first, second = (
        seal([], [sample_row(1, at)], Envelope(FACTS), at) for at in (taken, replace(taken, monotonic_ms=9))
    )
    later = seal([], [sample_row(1, moment)], Envelope(FACTS), moment).decoded()
    assert first.decoded().boot_id == second.decoded().boot_id == told_boot(system) != later.boot_id
    assert len(told_boot(system)) == 32
    assert system.encode() not in gzip.decompress(first.body)


def test_answers_go_first_and_set_the_boot_of_the_batch(moment: Moment, make_answer: Callable[..., Answer]) -> None:
    answer = Row(1, replace(moment, boot_id="boot-2"), msgspec.json.encode(make_answer()))
    answers, samples = fitting([answer], [sample_row(1, moment)])
    assert answers == [answer]
    assert samples == []


def test_a_batch_is_bounded_in_number_and_bytes(moment: Moment) -> None:
    many = [sample_row(seq, moment) for seq in range(MAX_BATCH_SAMPLES + 10)]
    assert len(fitting([], many[:MAX_BATCH_SAMPLES])[1]) == MAX_BATCH_SAMPLES
    large = [Row(seq, moment, b"x" * 10_000) for seq in range(100)]
    assert sum(len(row.body) for row in fitting([], large)[1]) <= MAX_BATCH_JSON_BYTES


def test_a_single_item_above_the_limit_still_goes(moment: Moment) -> None:
    giant = Row(1, moment, b"x" * (MAX_BATCH_JSON_BYTES + 1))
    assert fitting([], [giant, sample_row(2, moment)]) == ([], [giant])


def test_samples_are_dated_by_the_clock_as_it_is_when_sealed(moment: Moment) -> None:
    set_right = replace(moment, utc_ms=moment.utc_ms + 86_400_000)
    batch = seal([], [sample_row(1, moment)], Envelope(FACTS), set_right).decoded()
    assert batch.samples[0].at == set_right.utc_ms
    assert batch.sealed_at == set_right.utc_ms


def test_the_same_batch_is_the_same_bytes(moment: Moment) -> None:
    batch = seal([], [sample_row(1, moment)], Envelope(FACTS, 5, [], {"dns_us": 2}), moment)
    assert pack(batch.decoded()).body == batch.body
    assert batch.metrics() == {"pressure_permille": 1}


def test_one_item_cannot_be_halved(moment: Moment) -> None:
    assert halves(seal([], [sample_row(1, moment)], Envelope(FACTS), moment).decoded()) == []


def test_the_month_is_the_servers_where_it_is_known(moment: Moment) -> None:
    ahead = replace(moment, utc_ms=moment.utc_ms + 900 * 86_400_000)
    batch = seal([], [sample_row(1, ahead)], Envelope(FACTS, 900 * 86_400_000, month=moment.month), ahead).decoded()
    assert batch.month == moment.month != ahead.month


def test_what_another_boot_took_is_dated_by_the_clock_of_that_boot(moment: Moment) -> None:
    before = Skew(7_000_000, replace(moment, utc_ms=moment.utc_ms + 10_000, monotonic_ms=moment.monotonic_ms + 10_000))
    booted = replace(moment, utc_ms=moment.utc_ms - 6_000_000, boot_id="boot-2", monotonic_ms=5)
    early = replace(moment, utc_ms=moment.utc_ms - 90_000_000)  # the clock was set forward before it was compared
    batch = seal([], [sample_row(1, early), sample_row(2, moment)], Envelope(FACTS, 3), booted, before).decoded()
    assert batch.skew_ms == 7_000_000
    assert [sample.at for sample in batch.samples] == [moment.utc_ms, moment.utc_ms]
    own = seal([], [sample_row(1, booted)], Envelope(FACTS, 3), booted, before).decoded()
    assert (own.skew_ms, own.samples[0].at) == (3, booted.utc_ms)


def test_halves_of_halves_name_all_they_came_from() -> None:
    batch = seal([], [sample_row(seq, START) for seq in range(8)], Envelope(FACTS), START).decoded()
    line = []
    while parts := halves(batch):
        line.append(batch.id)
        batch = parts[0].decoded()
        assert [*batch.ancestors, batch.parent] == line
    assert len(line) == 3


@given(st.integers(2, 40), st.integers(0, 5))
def test_halves_hold_everything_once_and_name_their_parent(samples: int, answers: int) -> None:
    rows = [sample_row(seq, START, value=seq) for seq in range(samples)]
    given_answers = [
        Row(
            seq,
            START,
            b'{"id":"%032x","campaign":"c","response":{"type":"faces","value":3},"at":5,"account":"a"}' % seq,
        )
        for seq in range(answers)
    ]
    gaps = [Gap("dns_us", GapKind.NO_DATA, {"en": "no network", "nl": "geen netwerk"})]
    whole = seal(given_answers, rows, Envelope(FACTS, None, gaps, {"dns_us": 2}), START).decoded()
    parts = [part.decoded() for part in halves(whole)]
    assert [sample for part in parts for sample in part.samples] == whole.samples
    assert [answer for part in parts for answer in part.answers] == whole.answers
    assert {part.parent for part in parts} == {whole.id}
    assert len({part.id for part in parts} | {whole.id}) == 3
    assert [part.gaps for part in parts] == [gaps, None]
    assert [part.dropped for part in parts] == [{"dns_us": 2}, {}]
    assert {part.month for part in parts} == {whole.month}


# Wrong by years, set back, set forward, a weekend of sleep: what a laptop's clock does between two runs.
JUMPS = st.sampled_from(
    [0, 1_000, 60_000, -3_600_000, 3_600_000, 60 * 3_600_000, -20 * YEAR_MS, 30 * YEAR_MS, 400 * YEAR_MS]
)
RUNS = st.lists(st.tuples(JUMPS, st.sampled_from([-60, 0, 60, 120]), st.integers(0, 2), st.integers(1, 9)), max_size=12)


def moments(runs: list[tuple[int, int, int, int]]) -> list[tuple[Moment, int]]:
    """For each run when it was, by a clock that jumps and may be before 1970, and how many samples it took."""
    utc_ms, found = START.utc_ms, []
    for number, (jump, offset, boot, count) in enumerate(runs, 1):
        utc_ms += jump
        found.append((Moment(utc_ms, offset, f"boot-{boot}", number * 300_000), count))
    return found


@given(RUNS, JUMPS, st.none() | st.integers(-20 * YEAR_MS, 20 * YEAR_MS))
def test_whatever_the_clock_does_samples_travel_once_and_in_the_order_they_came(
    runs: list[tuple[int, int, int, int]], last_jump: int, skew_ms: int | None
) -> None:
    taken = [moment for moment, count in moments(runs) for _ in range(count)]
    waiting = [
        Row(seq, moment, written(Sample("pressure_permille", seq, moment.utc_ms))) for seq, moment in enumerate(taken)
    ]
    now = replace(START, utc_ms=abs(START.utc_ms + last_jump), monotonic_ms=9_000_000)
    order: list[int] = []
    while waiting:
        _, first = fitting([], waiting)
        assert len({(row.taken.utc_offset_minutes, row.taken.boot_id) for row in first}) == 1
        month = now.without(skew_ms).month
        batch = seal([], first, Envelope(FACTS, skew_ms, month=month), now)
        assert batch.intact()  # it can be read by the wire's own rules
        assert batch.decoded().month == month
        order += [sample.value for sample in batch.decoded().samples]
        waiting = waiting[len(first) :]
    assert order == list(range(len(taken)))


@given(st.integers(-50 * YEAR_MS, 400 * YEAR_MS))
def test_a_sample_of_the_right_minute_has_the_right_time_whatever_the_clock_said_then(wrong_by_ms: int) -> None:
    """The clock was set right between measuring and sealing, in the same boot."""
    wrong = replace(START, utc_ms=START.utc_ms + wrong_by_ms)
    row = Row(
        1, wrong, msgspec.json.encode(Sample("pressure_permille", 1, min(max(wrong.utc_ms, 0), 9_999_999_999_999)))
    )
    right = replace(START, utc_ms=START.utc_ms + 60_000, monotonic_ms=START.monotonic_ms + 60_000)
    at = seal([], [row], Envelope(FACTS), right).decoded().samples[0].at
    if 0 <= wrong.utc_ms <= 9_999_999_999_999:
        assert abs(at - START.utc_ms) < 2_000


def test_flipped_bytes_are_no_batch(moment: Moment) -> None:
    batch = seal([], [sample_row(1, moment)], Envelope(FACTS), moment)
    assert batch.intact()
    for place in range(0, len(batch.body), 7):
        body = bytearray(batch.body)
        body[place] ^= 4
        damaged = replace(batch, body=bytes(body))
        assert not damaged.intact() or damaged.decoded() == batch.decoded()  # gzip's own header says little
    assert not replace(batch, id="0" * 32).intact()


def test_a_batch_that_is_halved_again_has_the_same_halves(moment: Moment) -> None:
    whole = seal([], [sample_row(seq, moment) for seq in range(4)], Envelope(FACTS), moment).decoded()
    assert halves(whole) == halves(whole)
