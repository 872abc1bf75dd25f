"""Messages leave at moments that say nothing, and look the same whatever is in them."""

import logging
from random import Random

import pytest

from barometer_agent.anonymous.keeper import Keeper
from barometer_agent.anonymous.sender import Sender
from barometer_agent.spool import Spool
from barometer_agent.spool.ballot_box import BallotBox
from barometer_agent.spool.tickets import Message
from barometer_agent.uplink.replies import Reply
from barometer_shared.anonymous import BALLOT_BYTES, LATE_MS, SPREAD_MS, unseal
from barometer_shared.questions import FacesAnswer
from tests.agent.anonymous.counter import Counter, refusal, told
from tests.agent.voting import CLOSES, HOUR, wanted


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def box(spool: Spool, counter: Counter) -> BallotBox:
    """Anna has answered and Bert has not; both messages wait."""
    keeper = Keeper(spool.ballots, counter, lambda: "Bearer 1.secret", Random(1))
    for account in ("anna", "bert"):
        ticket = wanted(account)._replace(anonymous=told())
        spool.ballots.keep(ticket)
        keeper.ask(ticket, CLOSES - 100 * HOUR)
    spool.ballots.answer(spool.ballots.held("anna")["pulse"], FacesAnswer(1), "", "in my own words", 5)
    spool.ballots.close(CLOSES)
    counter.asked.clear()
    return spool.ballots


@pytest.fixture
def sender(box: BallotBox, counter: Counter) -> Sender:
    return Sender(box, counter, Random(2))


def first(box: BallotBox) -> int:
    return min(waiting.send_ms for waiting in box.ballots())


def last(box: BallotBox) -> int:
    return max(waiting.send_ms for waiting in box.ballots())


def test_nothing_leaves_before_its_moment_and_then_it_alone(box: BallotBox, counter: Counter, sender: Sender) -> None:
    sender.turn(first(box) - 1)
    assert counter.sent == []
    sender.turn(first(box))
    assert (len(counter.sent), len(box.ballots())) == (1, 1)


def test_each_is_counted_once_and_then_only_that_it_left_is_known(
    box: BallotBox, counter: Counter, sender: Sender
) -> None:
    while box.ballots():
        sender.turn(first(box))
    assert sorted(map(str, counter.spent.values())) == ["FacesAnswer(value=1)", "None"]
    assert [len(body) for body in counter.sent] == [BALLOT_BYTES] * 2
    (message,) = box.messages()
    assert (message.campaign, message.sent) == ("pulse", True)


@pytest.mark.parametrize("reply", [None, Reply(503, {}, b""), Reply(200, {}, b"<html>"), refusal(409)])
def test_what_did_not_arrive_goes_again_later(
    box: BallotBox, counter: Counter, sender: Sender, reply: Reply | None
) -> None:
    counter.away, counter.replies = reply is None, [reply] if reply else []
    now_ms = first(box)
    sender.turn(now_ms)
    assert (len(box.ballots()), counter.spent) == (2, {})
    counter.away = False
    sender.turn(now_ms + HOUR // 6 - 1)
    assert counter.sent == []
    for minute in range(10, 61):
        sender.turn(now_ms + minute * 60_000)
    assert len(counter.spent) >= 1


def test_a_message_that_arrived_unheard_is_sent_again_and_counts_once(
    box: BallotBox, counter: Counter, sender: Sender
) -> None:
    waiting = min(box.ballots(), key=lambda each: each.send_ms)
    counter.ballot("pulse", waiting.body)
    sender.turn(first(box))
    assert counter.sent == [waiting.body] * 2
    assert len(counter.spent) == 1
    assert waiting not in box.ballots()


def test_after_absence_each_message_has_a_moment_of_its_own(box: BallotBox, counter: Counter, sender: Sender) -> None:
    back_ms = CLOSES + SPREAD_MS + 10 * HOUR
    sender.turn(back_ms)
    assert counter.sent == []
    moments = {waiting.send_ms for waiting in box.ballots()}
    assert len(moments) == 2
    assert all(back_ms <= moment <= back_ms + 2 * HOUR for moment in moments)


@pytest.mark.parametrize("status", [410, 422])
def test_what_is_never_taken_is_let_go_of_and_told(
    box: BallotBox, counter: Counter, sender: Sender, status: int
) -> None:
    counter.replies = [refusal(status), refusal(status)]
    now_ms = last(box)
    while box.ballots():
        sender.turn(first(box))
    assert box.messages() == [Message("pulse", now_ms, sent=False)]


def test_after_a_month_it_is_let_go_of_unsent(box: BallotBox, counter: Counter, sender: Sender) -> None:
    now_ms = CLOSES + SPREAD_MS + LATE_MS + 1
    sender.turn(now_ms)
    assert (box.ballots(), counter.sent) == ([], [])
    assert box.messages() == [Message("pulse", now_ms, sent=False)]


def test_no_log_says_anything_of_a_message(
    box: BallotBox, counter: Counter, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    counter.replies = [Reply(503, {}, b""), refusal(422)]
    for minute in range(80 * 60):
        sender.turn(CLOSES + minute * 60_000)
    assert box.ballots() == []
    assert caplog.text == ""
    assert {unseal(body).comment for body in counter.sent} <= {"", "in my own words"}
