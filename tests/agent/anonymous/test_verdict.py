"""What is believed of what comes back."""

import msgspec
import pytest

from barometer_agent.anonymous.verdict import (
    Alike,
    Arrived,
    Differs,
    Given,
    Later,
    Never,
    judge_ballot,
    judge_keys,
    judge_token,
)
from barometer_agent.spool.tickets import Waiting
from barometer_agent.uplink.replies import Reply
from barometer_shared import tokens
from barometer_shared.anonymous import Ballot, BallotReceipt, TokenReply, keys_hash, seal
from tests.agent.anonymous.counter import OTHER, key_list, refusal, told
from tests.agent.voting import CLOSES, token, wanted

TICKET = wanted()._replace(anonymous=told())
WAITING = Waiting("0" * 32, "pulse", CLOSES, CLOSES, seal(Ballot(tokens.to_text(token(1)))))
PAGE = Reply(200, {"content-type": "text/html"}, b"<html>sign in</html>")


def test_the_list_that_everybody_is_told_is_the_one_that_is_there() -> None:
    assert judge_keys(Reply(200, {}, key_list()), TICKET) == Alike()


def test_a_list_for_one_person_is_found_out() -> None:
    personal = key_list(OTHER)
    assert judge_keys(Reply(200, {}, personal), TICKET) == Differs(keys_hash(personal))


@pytest.mark.parametrize(
    "body", [key_list(laptops=9), key_list(campaign="other"), key_list(closes_at=CLOSES + 1), key_list(OTHER)]
)
def test_a_group_must_stand_in_the_list_as_it_was_told(body: bytes) -> None:
    """Also where the hash that was told is that of the list."""
    assert judge_keys(Reply(200, {}, body), TICKET._replace(anonymous=told(body))) == Differs(keys_hash(body))


@pytest.mark.parametrize("reply", [PAGE, Reply(503, {}, b""), refusal(404), Reply(200, {}, b"\xff")])
def test_no_list_is_no_difference(reply: Reply) -> None:
    assert judge_keys(reply, TICKET) == Later()


def test_a_token_is_made_of_what_the_collector_replies() -> None:
    reply = bytes(range(145))
    body = msgspec.json.encode(TokenReply(tokens.to_text(reply)))
    assert judge_token(Reply(200, {}, body)) == Given(reply)


@pytest.mark.parametrize("status", [403, 404, 409, 410, 422])
def test_who_is_refused_a_token_has_none(status: int) -> None:
    assert judge_token(refusal(status)) == Never()


@pytest.mark.parametrize(
    "reply",
    [
        PAGE,
        refusal(401),
        refusal(503),
        Reply(409, {}, b"<html>conflict</html>"),
        Reply(200, {}, b'{"reply": "' + b"A" * 193 + b'B"}'),  # bits that no encoder writes
    ],
)
def test_a_token_that_did_not_come_may_come_yet(reply: Reply) -> None:
    assert judge_token(reply) == Later()


def test_only_who_has_read_a_message_can_say_that_it_arrived() -> None:
    nonce = tokens.to_text(tokens.split_token(token(1)).nonce)
    assert judge_ballot(Reply(200, {}, msgspec.json.encode(BallotReceipt(nonce))), WAITING) == Arrived()
    other = msgspec.json.encode(BallotReceipt("A" * 43))
    for reply in (PAGE, Reply(200, {}, other), Reply(202, {}, b""), refusal(409), refusal(404), refusal(503)):
        assert judge_ballot(reply, WAITING) == Later()


@pytest.mark.parametrize("status", [410, 422])
def test_a_message_that_is_never_taken_is_let_go_of(status: int) -> None:
    assert judge_ballot(refusal(status), WAITING) == Never()
    assert judge_ballot(Reply(status, {}, b"<html>"), WAITING) == Later()
