"""What is saved out of a damaged spool."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_agent.clock import Moment
from barometer_agent.spool import SealedBatch, Spool, salvage
from barometer_agent.spool.database import FILE, WAL
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_agent.spool.tickets import State
from barometer_shared.anonymous import unseal
from barometer_shared.questions import Answer, FacesAnswer
from barometer_shared.samples import AgentFacts, Batch, Sample
from barometer_shared.tokens import to_text
from tests.agent.voting import CLOSES, held, wanted

START = Moment(1_790_000_000_000, 120, "boot-1", 60_000)
FACTS = AgentFacts("0.1.0", "linux", "Debian")
QUOTA = 1 << 20
ALL = 900
SEALED = 500


def answer(number: int) -> Answer:
    return Answer(f"{number:032x}", f"pulse-{number}", FacesAnswer(4), START.utc_ms, "anna")


def samples(first: int, end: int) -> list[Sample]:
    return [Sample("pressure_permille", number, START.utc_ms, labels={"link": "wifi"}) for number in range(first, end)]


@dataclass(frozen=True)
class Killed:
    """The files of a spool whose service was killed, and what was in it."""

    files: dict[str, bytes]
    acknowledged: SealedBatch
    pending: SealedBatch


def killed_spool() -> Killed:
    """Samples 0 to 299 were acknowledged, those to 499 are in a batch on its way, those to 899 wait."""
    with tempfile.TemporaryDirectory() as name, Spool(Path(name), QUOTA, START) as spool:
        for first in range(0, 300, 100):
            spool.add("pressure", samples(first, first + 100), None, START)
        acknowledged = spool.next_batch(FACTS, START, None)
        assert acknowledged is not None
        spool.acknowledge(acknowledged.id, START)
        spool.answer(answer(1), START)
        spool.add("pressure", samples(300, SEALED), "cursor-1", START)
        pending = spool.next_batch(FACTS, START, None)
        assert pending is not None
        spool.answer(answer(2), START)
        spool.shown("bert", Shown("other", 5, Outcome.NOT_NOW))
        spool.remember("config", "c" * 9000)
        for first in range(SEALED, ALL, 100):
            spool.add("pressure", samples(first, first + 100), "cursor-2", START)
        files = {file: (Path(name) / file).read_bytes() for file in (FILE, WAL)}
    return Killed(files, acknowledged, pending)


KILLED = killed_spool()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """A folder in which the killed spool lies."""
    for name, content in KILLED.files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def sent(spool: Spool) -> Iterator[SealedBatch]:
    """All that a collector gets, the samples of each batch once."""
    while (batch := spool.next_batch(FACTS, START, None)) is not None:
        yield batch
        spool.acknowledge(batch.id, START)


def test_an_undamaged_spool_is_salvaged_whole(folder: Path) -> None:
    salvage.replace(folder)
    with Spool(folder, QUOTA, START) as spool:
        health = spool.health()
        assert (health.samples, health.answers, health.pending_batches, health.lost) == (ALL - SEALED, 1, 1, 0)
        assert spool.recall("config") == "c" * 9000
        assert spool.cursor("pressure") == "cursor-2"
        assert spool.answered("anna") == {"pulse-1", "pulse-2"}
        assert spool.history("bert") == [Shown("other", 5, Outcome.NOT_NOW)]
        assert [batch.body for batch in spool.sent(0)] == [KILLED.acknowledged.body]
        assert spool.next_batch(FACTS, START, None) == KILLED.pending


@pytest.mark.parametrize("page", range(1, 9))
def test_a_page_that_is_gone_costs_its_own_rows_and_they_are_counted(folder: Path, page: int) -> None:
    salvage.replace(folder)  # everything lies in the file now, and not in the log
    content = bytearray((folder / FILE).read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    (folder / FILE).write_bytes(content)
    with Spool(folder, QUOTA, START) as spool:
        spool.health()
        batches = list(sent(spool))
        lost = spool.health().lost
    values = [sample.value for batch in batches for sample in batch.decoded().samples if batch.id != KILLED.pending.id]
    told = sum(batch.decoded().dropped.get("pressure_permille", 0) for batch in batches)
    assert values == sorted(set(values))
    assert set(values) <= set(range(SEALED, ALL))
    assert (len(values) + told == ALL - SEALED) or lost >= told > 0


@pytest.mark.parametrize("place", [0, 20, 57, 60, 63, 100, 103, 110, 500])
def test_a_damaged_header_costs_nothing(folder: Path, place: int) -> None:
    salvage.replace(folder)
    content = bytearray((folder / FILE).read_bytes())
    content[place] ^= 0xFF
    (folder / FILE).write_bytes(content)
    with Spool(folder, QUOTA, START) as spool:
        batches = list(sent(spool))
        assert spool.health().lost == 0
    assert [sample.value for batch in batches for sample in batch.decoded().samples] == list(range(300, ALL))


def test_a_log_that_is_gone_makes_no_sealed_sample_wait_again(folder: Path) -> None:
    (folder / WAL).unlink()
    with Spool(folder, QUOTA, START) as spool:
        batches = list(sent(spool))
    assert batches[0] == KILLED.pending
    assert not {sample.value for batch in batches[1:] for sample in batch.decoded().samples} & set(range(SEALED))


def test_a_flipped_bit_in_a_waiting_row_costs_that_row_alone(folder: Path) -> None:
    salvage.replace(folder)
    content = (folder / FILE).read_bytes()
    assert content.count(b'"value":700,') == 1
    (folder / FILE).write_bytes(content.replace(b'"value":700,', b'"value":300,'))
    with Spool(folder, QUOTA, START) as spool:
        batches = list(sent(spool))
        assert spool.health().lost == 1
    contents = [batch.decoded() for batch in batches]
    assert [sample.value for content in contents[1:] for sample in content.samples] == [
        value for value in range(SEALED, ALL) if value != 700
    ]
    assert sum(content.dropped.get("pressure_permille", 0) for content in contents) == 1


def test_a_sealed_batch_that_was_damaged_is_set_aside_and_counted(folder: Path) -> None:
    salvage.replace(folder)
    content = (folder / FILE).read_bytes()
    place = content.index(KILLED.pending.body[20:60])
    (folder / FILE).write_bytes(content[:place] + b"\0" + content[place + 1 :])
    with Spool(folder, QUOTA, START) as spool:
        batches = list(sent(spool))
        health = spool.health()
    assert (health.lost, health.refused) == (201, 1)
    assert KILLED.pending.id not in {batch.id for batch in batches}


def test_what_cannot_be_salvaged_at_all_is_kept_and_a_new_spool_begins(folder: Path) -> None:
    (folder / WAL).unlink()
    (folder / FILE).write_bytes(b"this is no database at all" * 400)
    with Spool(folder, QUOTA, START) as spool:
        kept = spool.health().unreadable
        assert spool.health().samples == 0
    assert (folder / kept[0]).read_bytes() == b"this is no database at all" * 400


def test_damage_that_nobody_foresaw_is_no_crash_loop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def surprise(_path: Path, _size: int) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("barometer_agent.spool.salvage.wal.read", surprise)
    salvage.replace(folder)
    monkeypatch.undo()
    with Spool(folder, QUOTA, START) as spool:
        assert (spool.health().samples, len(spool.health().unreadable)) == (0, 1)


Damage = tuple[str, float, int]
NEVER = Preferences(never=True)
ANNA, BERT = held("anna", seed=1), held("bert", seed=2)


def voted_spool() -> dict[str, bytes]:
    """Anna has answered, Bert may still do so and Carl's ticket is to be asked for; Bert is never to be asked."""
    with tempfile.TemporaryDirectory() as name, Spool(Path(name), QUOTA, START) as spool:
        spool.remember("config", "c" * 9000)
        for account in ("anna", "bert"):
            spool.prefer(account, Preferences(first_seen_ms=3))
        for ticket in (ANNA, BERT, wanted("carl", due_ms=7)):
            spool.ballots.keep(ticket)
        spool.ballots.answer(ANNA, FacesAnswer(2), "", "in her own words", 5)
        spool.prefer("bert", NEVER)
        spool.add("pressure", samples(0, 40), "cursor-1", START)
        spool.ballots.keep(wanted("carl", due_ms=9))
        return {file: (Path(name) / file).read_bytes() for file in (FILE, WAL)}


VOTED = voted_spool()


@pytest.fixture
def voted(folder: Path) -> Path:
    for name, content in VOTED.items():
        (folder / name).write_bytes(content)
    return folder


def test_tickets_and_messages_are_salvaged_whole(voted: Path) -> None:
    salvage.replace(voted)
    with Spool(voted, QUOTA, START) as spool:
        assert spool.ballots.held("bert") == {"pulse": BERT}
        assert {each.account: each.state for each in spool.ballots.tickets()} == {
            "anna": State.USED,
            "bert": State.HELD,
            "carl": State.WANTED,
        }
        (ballot,) = (unseal(each.body) for each in spool.ballots.ballots())
        assert (ballot.response, ballot.comment) == (FacesAnswer(2), "in her own words")
        assert spool.preferences("bert") == NEVER
        assert spool.preferences("carl") == Preferences()


def test_nothing_salvaged_is_nobody_to_be_asked(folder: Path) -> None:
    (folder / WAL).unlink()
    (folder / FILE).write_bytes(b"this is no database at all" * 400)
    with Spool(folder, QUOTA, START) as spool:
        assert spool.preferences("bert") == Preferences(never=True, unreadable=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([FILE, WAL]), st.floats(0, 1, exclude_max=True), st.integers(0, 7))))
def test_whatever_is_flipped_nobody_has_two_messages_and_never_stays_never(hits: list[Damage]) -> None:
    with tempfile.TemporaryDirectory() as name:
        for file, content in VOTED.items():
            (Path(name) / file).write_bytes(_hit(content, [hit for hit in hits if hit[0] == file]))
        with Spool(Path(name), QUOTA, START) as spool:
            asked = not spool.preferences("bert").never
            spool.ballots.close(CLOSES)
            ballots = [unseal(each.body) for each in spool.ballots.ballots()]
            assert spool.ballots.tickets() == []
    assert not asked
    assert len(ballots) == len({ballot.token for ballot in ballots})
    assert {ballot.token for ballot in ballots} <= {to_text(ANNA.token), to_text(BERT.token)}
    for ballot in ballots:
        assert ballot.response in ((None, FacesAnswer(2)) if ballot.token == to_text(ANNA.token) else (None,))


HITS = st.lists(
    st.tuples(st.sampled_from([FILE, WAL]), st.floats(0, 1, exclude_max=True), st.integers(-1, 7)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(HITS)
def test_whatever_is_flipped_or_cut_off_nothing_is_sent_twice_or_made_up(hits: list[Damage]) -> None:
    with tempfile.TemporaryDirectory() as name:
        for file, content in KILLED.files.items():
            (Path(name) / file).write_bytes(_hit(content, [hit for hit in hits if hit[0] == file]))
        with Spool(Path(name), QUOTA, START) as spool:
            batches = list(sent(spool))
        with Spool(Path(name), QUOTA, START) as spool:
            assert len(spool.health().unreadable) <= 2
            assert spool.health().samples == 0
    _check(batches)


def _hit(content: bytes, hits: list[Damage]) -> bytes:
    """Bits flipped at those places; -1 cuts the file off there."""
    damaged = bytearray(content)
    for _, place, bit in hits:
        if bit >= 0 and damaged:
            damaged[int(place * len(damaged))] ^= 1 << bit
        else:
            del damaged[int(place * len(damaged)) :]
    return bytes(damaged)


def _check(batches: list[SealedBatch]) -> None:
    """As a collector counts, which has the first batch already and may have the second."""
    before = {KILLED.acknowledged.id: KILLED.acknowledged, KILLED.pending.id: KILLED.pending}
    received: dict[str, Batch] = {}
    for batch in batches:
        assert batch.id not in before or batch.body == before[batch.id].body
        received[batch.id] = batch.decoded()
    new = [content for name, content in received.items() if name not in before]
    values = [sample.value for content in new for sample in content.samples]
    assert len(values) == len(set(values))
    assert set(values) <= set(range(SEALED, ALL))
    assert [sample for content in new for sample in content.samples] == [
        samples(value, value + 1)[0] for value in values
    ]
    for content in new:
        assert [one for one in content.answers if one not in (answer(1), answer(2))] == []
        assert msgspec.json.decode(msgspec.json.encode(content), type=Batch) == content


def test_the_oldest_of_the_kept_is_told_by_number_and_not_by_date(folder: Path) -> None:
    """A clock set back must not make the newest the first to go."""
    for days in range(5):
        (folder / FILE).write_bytes(f"damaged {days}".encode() * 1000)
        (folder / WAL).unlink(missing_ok=True)
        with Spool(folder, QUOTA, replace(START, utc_ms=START.utc_ms - days * 86_400_000)) as spool:
            kept = spool.health().unreadable
    assert [(folder / name).read_bytes()[:9] for name in kept] == [b"damaged 2", b"damaged 3", b"damaged 4"]
