"""People who answer anonymously, as their laptops do it: with the library, and without the agent."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from voprf import p384

from barometer_collector.ballots import service as ballots
from barometer_collector.ballots.rules import Terms
from barometer_collector.database import Database
from barometer_collector.sentiment.pulse import FOLLOW_UPS
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens_service
from barometer_collector.tokens.service import Opened
from barometer_shared import tokens
from barometer_shared.anonymous import Ballot, TokenReply, TokenRequest, seal
from barometer_shared.questions import Faces, FacesAnswer, Response
from tests.collector.laptops import NOON, NOON_MS, Laptop, enrol

CAMPAIGN = "pulse-12"
QUESTION = Faces({"en": "How is it?", "nl": "Hoe gaat het?"})
CLOSES = NOON + timedelta(days=7)
AFTER = CLOSES + timedelta(hours=1)
COUNTED = CLOSES + timedelta(hours=73)
TERMS = Terms(CAMPAIGN, QUESTION, True, int(CLOSES.timestamp() * 1000), FOLLOW_UPS)


def office(
    database: Database, settings: Settings, teams: Sequence[tuple[str, int]], types: str = "faces,anonymous"
) -> dict[str, list[Laptop]]:
    """Laptops of teams, just heard of, that can show questions of these types."""
    found = {team: [enrol(database, settings, team) for _ in range(size)] for team, size in teams}
    with database.writing() as session:
        heard = text("UPDATE device SET last_seen_at = :now, question_types = :types")
        session.connection().execute(heard, {"now": NOON_MS, "types": types})
    return found


def open_round(database: Database, settings: Settings, terms: Terms = TERMS, needed: int = 5) -> Opened:
    with database.writing() as session:
        return tokens_service.open_round(session, settings.secret, terms, NOON_MS, needed)


@dataclass
class Voter:
    """Somebody at a laptop. ``key`` is the public key that the laptop was given."""

    account: str
    laptop: Laptop
    key: bytes
    campaign: str = CAMPAIGN
    token: bytes = b""
    _client: Any = field(init=False)
    _input: bytes = field(init=False)
    request: str = field(init=False)

    def __post_init__(self) -> None:
        nonce = hashlib.sha256(f"{self.account}|{self.laptop.device_id}".encode()).digest()
        self._input = tokens.token_input(nonce, self.campaign, self.key)
        self._client, blinded = p384.Client.blind(self._input)
        self.request = tokens.to_text(tokens.join_request(blinded.serialize(), self.key))

    @property
    def asks(self) -> TokenRequest:
        return TokenRequest(self.account, self.request)

    def take(self, reply: TokenReply) -> "Voter":
        """Make the token of what was replied."""
        element, proof = tokens.split_reply(tokens.from_text(reply.reply))
        output = self._client.finalize(
            p384.VerifiableOutput.deserialize(proof + element), p384.PublicKey.deserialize(self.key)
        )
        self.token = tokens.join_token(self._input, output)
        return self

    def ballot(self, response: Response | None = None, **more: str) -> bytes:
        return seal(Ballot(tokens.to_text(self.token), response, **more))


def voter(database: Database, settings: Settings, laptop: Laptop, account: str, campaign: str = CAMPAIGN) -> Voter:
    """Somebody whose laptop was told of the round and has not asked yet."""
    with database.reading() as session:
        told = tokens_service.anonymous_of(session, laptop.device_id)[campaign]
    return Voter(account, laptop, tokens.from_text(told.key), campaign)


def with_token(
    database: Database, settings: Settings, laptop: Laptop, account: str, campaign: str = CAMPAIGN, now: datetime = NOON
) -> Voter:
    made = voter(database, settings, laptop, account, campaign)
    reply = tokens_service.issue(database, settings.secret, now, laptop.device_id, campaign, made.asks)
    return made.take(reply)


def vote(database: Database, settings: Settings, who: Voter, face: int | None = 4, now: datetime = AFTER) -> bytes:
    """Send the message of ``who``; None: without an answer."""
    body = who.ballot(None if face is None else FacesAnswer(face))
    return ballots.spend(database, settings.secret, now, who.campaign, body)


def rows(database: Database, table: str) -> list[dict[str, Any]]:
    """All of a table, as it comes."""
    with database.reading() as session:
        found = session.connection().execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - names of our own
        return [dict(row) for row in found.mappings()]


def faces(database: Database) -> list[int]:
    """What was answered, in no order that means anything."""
    return sorted(json.loads(row["response"])["value"] for row in rows(database, "ballot"))
