"""The collector as anonymous questions see it: keys, tokens, and messages that are counted once."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from voprf import p384

from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.transport import UnreachableError
from barometer_shared import tokens
from barometer_shared.anonymous import (
    BallotReceipt,
    Group,
    KeyList,
    TokenReply,
    TokenRequest,
    keys_hash,
    unseal,
)
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, Problem
from barometer_shared.questions import Anonymous, Response
from tests.agent.voting import CLOSES

NAME = {"en": "Finance", "nl": "Financiën"}
EVALUATOR: Any = p384.Evaluator.from_seed(bytes(32), b"pulse|finance")
OTHER: Any = p384.Evaluator.from_seed(bytes(32), b"pulse|anna")
PROOF = tokens.PROOF_BYTES


def key_list(evaluator: Any = EVALUATOR, campaign: str = "pulse", closes_at: int = CLOSES, laptops: int = 12) -> bytes:
    group = Group("finance", NAME, laptops, tokens.to_text(evaluator.public_key.serialize()))
    return msgspec.json.encode(KeyList(campaign, closes_at, [group]))


def told(body: bytes | None = None, closes_at: int = CLOSES) -> Anonymous:
    """The question's part, as the configuration tells it."""
    key = tokens.to_text(EVALUATOR.public_key.serialize())
    return Anonymous(NAME, key, keys_hash(body or key_list(closes_at=closes_at)), 12, closes_at)


def refusal(status: int) -> Reply:
    body = msgspec.json.encode(Problem("No", status, COLLECTOR_PROBLEM))
    return Reply(status, {"content-type": PROBLEM_TYPE}, body)


def issue(request: bytes, evaluator: Any = EVALUATOR) -> bytes:
    key = EVALUATOR.public_key.serialize()
    output = evaluator.evaluate(p384.BlindedInput.deserialize(tokens.split_request(request, key))).serialize()
    return tokens.join_reply(output[PROOF:], output[:PROOF])


@dataclass
class Counter:
    """Stands in for the road and whoever is at its end. ``away``: nobody is; ``replies`` are given first."""

    body: bytes = field(default_factory=key_list)
    evaluator: Any = EVALUATOR
    away: bool = False
    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[str, object]] = field(default_factory=list)
    issued: dict[str, str] = field(default_factory=dict)  # the request of each account
    spent: dict[str, Response | None] = field(default_factory=dict)  # by nonce
    sent: list[bytes] = field(default_factory=list)

    def keys(self, campaign: str) -> Reply:
        return self._first("keys", campaign) or Reply(200, {}, self.body)

    def token(self, campaign: str, body: bytes, authorization: str) -> Reply:
        request = msgspec.json.decode(body, type=TokenRequest)
        early = self._first("token", request)
        if early:
            return early
        if self.issued.setdefault(request.account, request.request) != request.request:
            return refusal(409)
        reply = issue(tokens.from_text(request.request), self.evaluator)
        return Reply(200, {}, msgspec.json.encode(TokenReply(tokens.to_text(reply))))

    def ballot(self, campaign: str, body: bytes) -> Reply:
        early = self._first("ballot", campaign)
        if early:
            return early
        self.sent.append(body)
        ballot = unseal(body)
        parts = tokens.split_token(tokens.from_text(ballot.token))
        assert EVALUATOR.evaluate_known_input(parts.input) == parts.authenticator
        nonce = tokens.to_text(parts.nonce)
        self.spent.setdefault(nonce, ballot.response)
        return Reply(200, {}, msgspec.json.encode(BallotReceipt(nonce)))

    def _first(self, what: str, about: object) -> Reply | None:
        self.asked.append((what, about))
        if self.away:
            raise UnreachableError("refused")
        return self.replies.pop(0) if self.replies else None

    def at(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes] | None:
        """As a server that is asked at ``path``."""
        match path.split("/")[-1]:
            case "keys":
                reply = self.keys("pulse")
            case "tokens":
                reply = self.token("pulse", body, "")
            case "ballots":
                reply = self.ballot("pulse", body)
            case _:
                return None
        return reply.status, dict(reply.headers), reply.body
