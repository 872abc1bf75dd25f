"""How a laptop comes by a token, and by no more than one a person."""

import logging
from random import Random

import msgspec
import pytest

from barometer_agent.anonymous.keeper import Keeper
from barometer_agent.link.messages import KeysDiffer
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.ballot_box import BallotBox
from barometer_agent.spool.tickets import State, Ticket
from barometer_agent.uplink.replies import Reply
from barometer_shared import tokens
from barometer_shared.anonymous import TokenRequest, keys_hash
from tests.agent.anonymous.counter import EVALUATOR, OTHER, Counter, key_list, refusal, told
from tests.agent.voting import CLOSES, HOUR, wanted

NOW = CLOSES - 100 * HOUR
WANTED = wanted("anna", due_ms=NOW)._replace(anonymous=told())


@pytest.fixture
def box(spool: Spool) -> BallotBox:
    spool.ballots.keep(WANTED)
    return spool.ballots


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def keeper(box: BallotBox, counter: Counter) -> Keeper:
    return new_keeper(box, counter)


def new_keeper(box: BallotBox, counter: Counter) -> Keeper:
    return Keeper(box, counter, lambda: "Bearer 1.secret", Random(1))


def only(box: BallotBox) -> Ticket:
    (ticket,) = box.tickets()
    return ticket


def test_a_ticket_is_held_once_the_list_was_compared(box: BallotBox, counter: Counter, keeper: Keeper) -> None:
    keeper.ask(WANTED, NOW)
    assert [what for what, _ in counter.asked] == ["keys", "token"]
    held = only(box)
    assert held.state is State.HELD
    made = tokens.split_token(held.token)
    assert made.authenticator == EVALUATOR.evaluate_known_input(made.input)
    assert CLOSES <= held.due_ms <= CLOSES + 72 * HOUR


def test_a_list_of_ones_own_gets_no_request_and_both_hashes_are_told(
    box: BallotBox, counter: Counter, keeper: Keeper
) -> None:
    counter.body = key_list(OTHER)
    keeper.ask(WANTED, NOW)
    assert [what for what, _ in counter.asked] == ["keys"]
    assert only(box).state is State.WANTED
    assert only(box).due_ms > NOW
    assert list(keeper.differing.values()) == [KeysDiffer("pulse", told().keys, keys_hash(counter.body))]
    counter.body = key_list()
    keeper.ask(only(box), NOW)
    assert (only(box).state, keeper.differing) == (State.HELD, {})


def test_what_is_told_of_other_campaigns_is_forgotten(box: BallotBox, counter: Counter, keeper: Keeper) -> None:
    counter.body = key_list(OTHER)
    keeper.ask(WANTED, NOW)
    keeper.forget_all_but({"pulse"})
    assert keeper.differing
    keeper.forget_all_but(())
    assert not keeper.differing


@pytest.mark.parametrize(
    "reply", [Reply(503, {}, b""), Reply(200, {}, b"<html>sign in</html>"), refusal(401), Reply(200, {}, b"{}")]
)
def test_the_same_request_is_sent_until_it_is_answered(
    box: BallotBox, counter: Counter, keeper: Keeper, reply: Reply
) -> None:
    counter.replies = [Reply(200, {}, key_list()), reply]
    keeper.ask(WANTED, NOW)
    assert only(box).state is State.WANTED
    keeper.ask(only(box), NOW)
    requests = [about for what, about in counter.asked if what == "token"]
    assert len(requests) == 2
    assert requests[0] == requests[1]
    assert only(box).state is State.HELD


def test_without_a_road_or_a_known_laptop_the_ticket_is_wanted_later(box: BallotBox, counter: Counter) -> None:
    counter.away = True
    new_keeper(box, counter).ask(WANTED, NOW)
    counter.away = False
    Keeper(box, counter, lambda: None, Random(1)).ask(only(box), NOW)
    assert (only(box).state, len(counter.asked)) == (State.WANTED, 1)
    assert only(box).due_ms > NOW


@pytest.mark.parametrize("status", [403, 404, 409, 410, 422])
def test_who_is_refused_is_not_asked_for_again(box: BallotBox, counter: Counter, keeper: Keeper, status: int) -> None:
    counter.replies = [Reply(200, {}, key_list()), refusal(status)]
    keeper.ask(WANTED, NOW)
    assert only(box) == WANTED._replace(state=State.REFUSED)


def test_a_token_made_with_another_key_is_none(box: BallotBox, counter: Counter, keeper: Keeper) -> None:
    counter.evaluator = OTHER
    keeper.ask(WANTED, NOW)
    assert only(box).state is State.WANTED
    counter.evaluator = EVALUATOR
    keeper.ask(only(box), NOW)
    assert only(box).state is State.HELD


def test_a_key_that_is_none_is_no_end_of_the_service(box: BallotBox, counter: Counter, keeper: Keeper) -> None:
    bad = msgspec.structs.replace(told(), key="_" * 66)
    body = counter.body = key_list().replace(told().key.encode(), b"_" * 66)
    box.keep(WANTED._replace(anonymous=msgspec.structs.replace(bad, keys=keys_hash(body))))
    keeper.ask(only(box), NOW)
    assert only(box).state is State.WANTED
    assert [what for what, _ in counter.asked] == ["keys"]


def test_a_service_that_starts_between_request_and_reply_gets_none_and_never_two(
    box: BallotBox, counter: Counter, keeper: Keeper
) -> None:
    counter.replies = [Reply(200, {}, key_list())]
    before = new_keeper(box, counter)
    before._outcome(WANTED)  # answered, and killed before it was kept
    assert counter.issued.keys() == {"anna"}
    keeper.ask(only(box), NOW)
    assert only(box).state is State.REFUSED


def test_a_token_that_the_disk_does_not_take_is_not_lost(box: BallotBox, counter: Counter) -> None:
    def refuses(ticket: Ticket) -> None:
        raise SpoolError("spool.failing.full", path="spool.db")

    full = BallotBox.__new__(BallotBox)
    full.keep = refuses  # type: ignore[method-assign]
    keeper = new_keeper(full, counter)
    with pytest.raises(SpoolError):
        keeper.ask(WANTED, NOW)
    keeper._box = box
    keeper.ask(WANTED, NOW)
    assert only(box).state is State.HELD


def test_the_request_says_the_account_and_nothing_of_the_token(
    box: BallotBox, counter: Counter, keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keeper.ask(WANTED, NOW)
    (request,) = [about for what, about in counter.asked if what == "token"]
    assert isinstance(request, TokenRequest)
    assert request.account == "anna"
    nonce = tokens.split_token(only(box).token).nonce
    for length in range(4, 33):
        assert nonce[:length] not in tokens.from_text(request.request)
    assert caplog.text == ""
