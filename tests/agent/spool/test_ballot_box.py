"""Tickets and messages in a spool: durable, once, and without a trace of what was taken away."""

import tempfile
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, SpoolClosedError, SpoolError, database
from barometer_agent.spool.ballot_box import BallotBox
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_agent.spool.tickets import Message, State, Ticket
from barometer_shared import tokens
from barometer_shared.anonymous import MAX_OWN_WORDS, unseal
from barometer_shared.questions import FacesAnswer
from tests.agent.voting import CLOSES, held, token, wanted

START = Moment(1_790_000_000_000, 120, "boot-1", 60_000)
QUOTA = 1 << 20
ANNA = held("anna", seed=1)
WORDS = "never to be found again"


def on_disk(folder: Path) -> bytes:
    """Every byte of the spool and of what was set aside."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("spool.*")))


def test_only_a_ticket_that_is_held_lets_an_account_answer(spool: Spool) -> None:
    spool.ballots.keep(wanted("anna", "other"))
    spool.ballots.keep(ANNA)
    assert spool.ballots.held("anna") == {"pulse": ANNA}
    assert spool.ballots.held("bert") == {}


def test_nobody_answers_twice_and_the_history_does_not_say_who_did(spool: Spool) -> None:
    spool.ballots.keep(ANNA)
    assert spool.ballots.answer(ANNA, FacesAnswer(1), "", WORDS, 5)
    assert not spool.ballots.answer(ANNA, FacesAnswer(5), "", "", 6)
    assert spool.ballots.held("anna") == {}
    assert [unseal(each.body).response for each in spool.ballots.ballots()] == [FacesAnswer(1)]
    assert spool.history("anna") == [Shown("pulse", 5, Outcome.UNANSWERED)]
    assert spool.answered("anna") == set()


def test_an_answer_is_neither_counted_nor_in_a_batch(spool: Spool) -> None:
    before = spool.health()
    spool.ballots.keep(ANNA)
    spool.ballots.answer(ANNA, FacesAnswer(1), "", WORDS, 5)
    spool.make_room()
    assert spool.health() == before
    assert not spool.ballots.tickets()[0].token
    assert len(spool.ballots.ballots()) == 1


def test_too_many_words_are_refused_and_the_ticket_stays(spool: Spool) -> None:
    spool.ballots.keep(ANNA)
    with pytest.raises(ValueError, match="characters of one's own"):
        spool.ballots.answer(ANNA, FacesAnswer(1), "", "x" * (MAX_OWN_WORDS + 1), 5)
    assert spool.ballots.held("anna") == {"pulse": ANNA}


def test_after_the_answer_nothing_on_the_disk_joins_the_account_and_its_token(tmp_path: Path) -> None:
    with Spool(tmp_path, QUOTA, START) as spool:
        spool.ballots.keep(ANNA)
        assert ANNA.token in on_disk(tmp_path)
        spool.ballots.answer(ANNA, FacesAnswer(1), "", WORDS, 5)
        left = on_disk(tmp_path)
        assert ANNA.token not in left
        assert left.count(tokens.to_text(ANNA.token).encode()) == 1
        assert not (tmp_path / database.WAL).read_bytes()


@pytest.mark.parametrize("sent", [True, False])
def test_of_a_message_that_has_left_nothing_stays_on_the_disk(tmp_path: Path, sent: bool) -> None:
    with Spool(tmp_path, QUOTA, START) as spool:
        spool.remember("name", "v" * 9000)
        spool.ballots.keep(ANNA)
        spool.ballots.answer(ANNA, FacesAnswer(1), "", WORDS, 5)
        (tmp_path / "spool.db.unreadable-0001").write_bytes(on_disk(tmp_path))
        assert WORDS.encode() in on_disk(tmp_path)
        (waiting,) = spool.ballots.ballots()
        spool.ballots.settle(waiting, CLOSES, sent=sent)
        left = on_disk(tmp_path)
        for trace in (WORDS.encode(), tokens.to_text(ANNA.token).encode(), waiting.id.encode(), ANNA.token):
            assert trace not in left
        assert spool.ballots.messages() == [Message("pulse", CLOSES, sent)]
        assert spool.health().unreadable == []


def test_of_a_blank_message_nothing_stays_either(tmp_path: Path) -> None:
    with Spool(tmp_path, QUOTA, START) as spool:
        spool.ballots.keep(ANNA)
        spool.ballots.close(CLOSES)
        (waiting,) = spool.ballots.ballots()
        assert b"anna" not in on_disk(tmp_path)
        spool.ballots.settle(waiting, CLOSES, sent=True)
        assert tokens.to_text(ANNA.token).encode() not in on_disk(tmp_path)


def test_a_log_that_cannot_be_emptied_does_not_make_an_answer_a_failure(tmp_path: Path, spool: Spool) -> None:
    def refuses(_query: object, *, writes: bool = False) -> NoReturn:
        raise SpoolError("spool.failing.full", path="spool.db")

    spool.ballots.keep(ANNA)
    assert BallotBox(tmp_path, refuses, spool._change).answer(ANNA, FacesAnswer(1), "", "", 5)
    assert len(spool.ballots.ballots()) == 1


def test_a_closed_spool_says_so(tmp_path: Path) -> None:
    spool = Spool(tmp_path, QUOTA, START)
    spool.close()
    with pytest.raises(SpoolClosedError):
        spool.ballots.tickets()


PEOPLE = ("anna", "bert", "carl", "dora")
STEP = st.one_of(
    st.tuples(st.just("hold"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("answer"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("close"), st.just("")),
    st.tuples(st.just("restart"), st.just("")),
    st.tuples(st.just("send"), st.sampled_from(("heard", "unheard"))),
)


class Laptop:
    """A laptop with four people and one campaign, and the collector that its messages reach."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.spool = Spool(folder, QUOTA, START)
        self.received: dict[str, object] = {}  # the first response with each token
        self.answered: dict[str, object] = {}
        self.closed = False

    def step(self, what: str, who: str) -> None:
        match what:
            case "hold" if all(each.account != who for each in self.spool.ballots.tickets()) and not self.closed:
                self.spool.ballots.keep(held(who, seed=PEOPLE.index(who)))
            case "answer":
                self._answer(who)
            case "close":
                self.closed = True
                self.spool.ballots.close(CLOSES)
            case "restart":
                self.spool.close()
                self.spool = Spool(self._folder, QUOTA, START)
            case "send":
                self._send(heard=who == "heard")

    def _answer(self, who: str) -> None:
        ticket: Ticket | None = self.spool.ballots.held(who).get("pulse")
        if ticket is not None:
            number = 1 + len(self.answered) % 5
            assert self.spool.ballots.answer(ticket, FacesAnswer(number), "", "", 5)
            assert who not in self.answered
            self.answered[who] = FacesAnswer(number)

    def _send(self, *, heard: bool) -> None:
        for waiting in self.spool.ballots.ballots() if self.closed else ():
            ballot = unseal(waiting.body)
            self.received.setdefault(ballot.token, ballot.response)
            if heard:
                self.spool.ballots.settle(waiting, CLOSES, sent=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_whatever_happens_each_person_has_one_message_and_no_answer_is_lost(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        laptop = Laptop(Path(name))
        holders: set[str] = set()
        for what, who in steps:
            laptop.step(what, who)
            holders |= {each.account for each in laptop.spool.ballots.tickets() if each.state is not State.WANTED}
        for what, who in (("close", ""), ("restart", ""), ("send", "heard")):
            laptop.step(what, who)
        laptop.spool.close()
    by_person = {who: tokens.to_text(token(PEOPLE.index(who))) for who in holders}
    assert set(laptop.received) == set(by_person.values())
    assert {who: laptop.received[text] for who, text in by_person.items()} == {
        who: laptop.answered.get(who) for who in holders
    }
