"""Tickets and messages for everybody, whatever happens to the laptop meanwhile."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_agent.anonymous.errands import LOOK_SECONDS, Errands
from barometer_agent.anonymous.keeper import Keeper
from barometer_agent.anonymous.sender import Sender
from barometer_agent.clock import Moment
from barometer_agent.link.messages import KeysDiffer
from barometer_agent.spool import Spool
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.tickets import State
from barometer_shared import tokens
from barometer_shared.anonymous import BALLOT_BYTES, SPREAD_MS
from barometer_shared.questions import Faces, FacesAnswer, OpenQuestion
from tests.agent.anonymous.counter import Counter, key_list, told
from tests.agent.voting import CLOSES, HOUR
from tests.eventually import eventually

OPENS = CLOSES - 7 * 24 * HOUR
QUOTA = 1 << 20
STARTED = Moment(OPENS, 60, "boot-1", 60_000)
ASKED = OpenQuestion("pulse", Faces({"en": "How is it?"}), {}, {}, CLOSES, anonymous=told())


@dataclass
class Laptop:
    """With its icons, a road that may be cut, and a clock that is the collector's where it is known."""

    spool: Spool
    counter: Counter
    random: Random
    people: set[str] = field(default_factory=set)
    questions: list[OpenQuestion] = field(default_factory=lambda: [ASKED])
    now_ms: int = OPENS
    clock_is_known: bool = True
    answered: dict[str, FacesAnswer] = field(default_factory=dict)
    log: list[tuple[int, str]] = field(default_factory=list)  # when something travelled, and what

    def start(self) -> None:
        keeper = Keeper(self.spool.ballots, self.counter, lambda: "Bearer 1.secret", self.random)
        sender = Sender(self.spool.ballots, self.counter, self.random)
        self.errands = Errands(
            self.spool.ballots, lambda: self.questions, lambda: self.people, self._now, keeper, sender, self.random
        )

    def pass_hours(self, hours: float, look_minutes: int = 5) -> None:
        """The service runs and looks as often as it does."""
        for _ in range(int(hours * 60 / look_minutes)):
            self.now_ms += look_minutes * 60_000
            before = len(self.counter.asked)
            self.errands.turn()
            self.log += [(self.now_ms, what) for what, _ in self.counter.asked[before:]]

    def sleep_hours(self, hours: float) -> None:
        self.now_ms += int(hours * HOUR)

    def answer(self, who: str) -> None:
        ticket = self.spool.ballots.held(who).get("pulse")
        if ticket is not None and self.now_ms < CLOSES:
            given = FacesAnswer(1 + len(self.answered) % 5)
            assert self.spool.ballots.answer(ticket, given, "", "", 5)
            assert who not in self.answered
            self.answered[who] = given

    def _now(self) -> int | None:
        return self.now_ms if self.clock_is_known else None


@contextmanager
def laptop(folder: Path, seed: int = 1, counter: Counter | None = None) -> Iterator[Laptop]:
    with Spool(folder, QUOTA, STARTED) as spool:
        made = Laptop(spool, counter or Counter(), Random(seed))
        made.start()
        yield made


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as made:
        yield made


def test_whoever_an_icon_runs_for_has_a_ticket_after_a_day_whatever_they_chose(one: Laptop) -> None:
    one.people |= {"anna", "bert"}
    one.spool.prefer("bert", Preferences(never=True))
    one.pass_hours(24.1)
    assert {each.account: each.state for each in one.spool.ballots.tickets()} == {
        "anna": State.HELD,
        "bert": State.HELD,
    }
    one.people.add("carl")
    one.pass_hours(24.1)
    assert one.counter.issued.keys() == {"anna", "bert", "carl"}


def test_after_the_close_a_message_leaves_for_everybody_answered_or_not(one: Laptop) -> None:
    one.people |= {"anna", "bert"}
    one.pass_hours(24.1)
    one.answer("anna")
    one.pass_hours(24 * 6 - 1)
    assert one.counter.sent == []
    one.pass_hours(73)
    assert sorted(map(str, one.counter.spent.values())) == ["FacesAnswer(value=1)", "None"]
    assert one.spool.ballots.tickets() == []
    assert [message.campaign for message in one.spool.ballots.messages()] == ["pulse"]


def test_nothing_is_asked_or_sent_before_the_clock_is_known(one: Laptop) -> None:
    one.people.add("anna")
    one.clock_is_known = False
    one.pass_hours(30)
    assert one.counter.asked == []
    assert one.errands.turn() == LOOK_SECONDS


def test_a_closed_round_and_a_question_that_is_not_anonymous_need_no_ticket(one: Laptop) -> None:
    one.people.add("anna")
    one.questions = [msgspec.structs.replace(ASKED, anonymous=None)]
    one.pass_hours(25)
    one.questions = [ASKED]
    one.now_ms = CLOSES
    one.pass_hours(25)
    assert one.spool.ballots.tickets() == []


def test_what_was_told_is_put_right_until_a_ticket_is_asked_for(one: Laptop) -> None:
    wrong = msgspec.structs.replace(told(), laptops=3)
    one.questions = [msgspec.structs.replace(ASKED, anonymous=wrong)]
    one.people.add("anna")
    one.pass_hours(25)
    assert one.counter.issued == {}
    assert [keys.campaign for keys in one.errands.differing()] == ["pulse"]
    one.questions = [ASKED]
    one.pass_hours(2)
    assert one.counter.issued.keys() == {"anna"}
    assert one.errands.differing() == []


def test_keys_that_change_after_a_ticket_was_asked_for_are_told(one: Laptop) -> None:
    one.people.add("anna")
    one.pass_hours(25)
    (ticket,) = one.spool.ballots.tickets()
    other = msgspec.structs.replace(told(), keys="cd" * 32)
    one.questions = [msgspec.structs.replace(ASKED, anonymous=other)]
    one.pass_hours(1)
    assert one.errands.differing() == [KeysDiffer("pulse", "cd" * 32, told().keys)]
    assert one.spool.ballots.tickets() == [ticket]
    one.questions = []
    one.pass_hours(1)
    assert one.errands.differing() == []


def test_a_list_of_ones_own_means_no_ticket_and_no_question(one: Laptop) -> None:
    one.counter.body = key_list(laptops=1)
    one.people.add("anna")
    one.pass_hours(48)
    assert one.counter.issued == {}
    assert one.spool.ballots.held("anna") == {}


def test_it_looks_when_something_is_due_and_otherwise_now_and_then(one: Laptop) -> None:
    assert one.errands.turn() == LOOK_SECONDS
    one.people.add("anna")
    one.pass_hours(24.1)
    (ticket,) = one.spool.ballots.tickets()
    one.now_ms = CLOSES - 20_000
    assert one.errands.turn() == 20
    one.now_ms = ticket.due_ms - 2_500
    assert one.errands.turn() == 2.5


def test_it_works_on_a_thread_of_its_own_until_it_is_stopped(one: Laptop) -> None:
    one.questions = [msgspec.structs.replace(ASKED, anonymous=told(key_list(closes_at=OPENS + 400), OPENS + 400))]
    one.counter.body = key_list(closes_at=OPENS + 400)
    one.people.add("anna")
    one.errands.start()
    eventually(lambda: one.spool.ballots.tickets())
    one.errands.stop(5)
    assert not one.errands._thread.is_alive()


def test_a_fault_of_ours_ends_nothing_and_is_logged_without_its_words(
    one: Laptop, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[int] = []

    def broken() -> int:
        calls.append(1)
        raise ZeroDivisionError("of Anna's answer")

    one.errands._now_ms = broken
    one.errands.start()
    eventually(lambda: calls)
    eventually(lambda: caplog.records)
    one.errands.stop(5)
    assert [record.getMessage() for record in caplog.records] == ["errand_failed kind=ZeroDivisionError"]


def lived(seed: int, answers: dict[str, int], folder: Path) -> Laptop:
    """A week and four days of a laptop of three people, who answer so many hours after the opening."""
    with laptop(folder, seed) as made:
        made.people |= {"anna", "bert", "carl"}
        for hour in range(24 * 11):
            for who, at_hour in answers.items():
                if at_hour == hour:
                    made.answer(who)
            made.pass_hours(1, look_minutes=30)
        return made


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1 << 32), st.dictionaries(st.sampled_from(["anna", "bert", "carl"]), st.integers(24, 160)))
def test_whether_anybody_answered_changes_no_moment_and_no_length(seed: int, answers: dict[str, int]) -> None:
    """What travels, and when, is a function of the seed alone."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        quiet, busy = lived(seed, {}, Path(first)), lived(seed, answers, Path(second))
    assert busy.log == quiet.log
    assert [len(body) for body in busy.counter.sent] == [len(body) for body in quiet.counter.sent] == [BALLOT_BYTES] * 3
    assert len(busy.answered) == len(answers)
    assert list(quiet.counter.spent.values()) == [None] * 3


PEOPLE = st.sampled_from(["anna", "bert", "carl", "dora"])
STEP = st.one_of(
    st.tuples(st.just("come"), PEOPLE),
    st.tuples(st.just("answer"), PEOPLE),
    st.tuples(st.just("pass"), st.integers(1, 40)),
    st.tuples(st.just("sleep"), st.integers(1, 60)),
    st.tuples(st.just("restart"), st.just(0)),
    st.tuples(st.just("away"), st.booleans()),
    st.tuples(st.just("clock"), st.booleans()),
)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1 << 32), st.lists(STEP, max_size=25))
def test_whatever_happens_everybody_counts_once_and_no_answer_is_lost(
    seed: int, steps: list[tuple[str, int | str | bool]]
) -> None:
    with tempfile.TemporaryDirectory() as name, laptop(Path(name), seed) as made:
        try:
            for what, value in steps:
                _step(made, Path(name), what, value)
            made.counter.away, made.clock_is_known = False, True
            made.now_ms = max(made.now_ms, CLOSES)
            made.pass_hours(SPREAD_MS / HOUR + 12, look_minutes=9)
            assert (made.spool.ballots.tickets(), made.spool.ballots.ballots()) == ([], [])
        finally:
            made.spool.close()
    nonces = {
        tokens.split_token(tokens.from_text(msgspec.json.decode(body)["token"])).nonce for body in made.counter.sent
    }
    assert len(nonces) == len(made.counter.spent) <= len(made.counter.issued)
    given_ = sorted(response.value for response in made.counter.spent.values() if isinstance(response, FacesAnswer))
    assert given_ == sorted(answer.value for answer in made.answered.values())
    assert {len(body) for body in made.counter.sent} <= {BALLOT_BYTES}


def _step(made: Laptop, folder: Path, what: str, value: int | str | bool) -> None:
    match what, value:
        case "come", str():
            made.people.add(value)
        case "answer", str():
            made.answer(value)
        case "pass", int():
            made.pass_hours(value, look_minutes=20)
        case "sleep", int():
            made.sleep_hours(value)
        case "restart", _:
            made.spool.close()
            made.spool = Spool(folder, QUOTA, STARTED)
            made.start()
        case "away", bool():
            made.counter.away = value
        case "clock", bool():
            made.clock_is_known = value


def test_nothing_of_all_this_is_logged(one: Laptop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    one.people |= {"anna", "bert"}
    one.pass_hours(24.1)
    one.answer("anna")
    one.counter.away = True
    one.pass_hours(24 * 6)
    one.counter.away = False
    one.pass_hours(80)
    assert len(one.counter.spent) == 2
    assert caplog.text == ""
