"""Asks for a token, once the list of keys was found to be the same that everybody is told."""

import secrets
from collections.abc import Callable, Collection
from random import Random
from typing import Protocol

import msgspec

from barometer_agent.anonymous import asking, token, verdict
from barometer_agent.anonymous.verdict import Differs, Given, Later, Never
from barometer_agent.link.messages import KeysDiffer
from barometer_agent.spool.ballot_box import BallotBox
from barometer_agent.spool.tickets import State, Ticket
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.transport import UnreachableError
from barometer_shared import tokens
from barometer_shared.anonymous import TokenRequest


class Way(Protocol):
    """What the requests take; see ``Road``."""

    def keys(self, campaign: str) -> Reply: ...

    def token(self, campaign: str, body: bytes, authorization: str) -> Reply: ...


class Keeper:
    """Fills the tickets of ``box``. A request is made once and sent until it is answered, as long as the service runs.

    ``authorization`` is the device's, None while the collector does not know this laptop.
    """

    def __init__(self, box: BallotBox, way: Way, authorization: Callable[[], str | None], random: Random) -> None:
        self._box = box
        self._way = way
        self._authorization = authorization
        self._random = random
        self._asked: dict[tuple[str, str], token.Asked] = {}
        self.differing: dict[str, KeysDiffer] = {}  # by campaign

    def ask(self, ticket: Ticket, now_ms: int) -> None:
        """One exchange for a ticket that is wanted: it is held or refused afterwards, or has a later moment.

        Raises SpoolError where that cannot be kept; it is then as it was.
        """
        try:
            outcome = self._outcome(ticket)
        except UnreachableError:
            outcome = Later()
        match outcome:
            case bytes():
                send_ms = asking.send_at(ticket.anonymous.closes_at, self._random)
                self._box.keep(ticket._replace(state=State.HELD, token=outcome, due_ms=send_ms))
            case Never():
                self._box.keep(ticket._replace(state=State.REFUSED))
            case Later():
                self._box.keep(ticket._replace(due_ms=asking.again_at(now_ms, self._random)))
                return
        self._asked.pop(ticket[:2], None)

    def forget_all_but(self, campaigns: Collection[str]) -> None:
        """Nothing is said any more of other campaigns."""
        self.differing = {name: differs for name, differs in self.differing.items() if name in campaigns}

    def _outcome(self, ticket: Ticket) -> bytes | Never | Later:
        authorization = self._authorization()
        if authorization is None or not self._are_keys_the_same(ticket):
            return Later()
        asked = self._asked.get(ticket[:2]) or _asked(ticket)
        if asked is None:
            return Later()
        self._asked[ticket[:2]] = asked
        request = TokenRequest(ticket.account, tokens.to_text(asked.request))
        reply = self._way.token(ticket.campaign, msgspec.json.encode(request), authorization)
        judged = verdict.judge_token(reply)
        return _finished(asked, judged) if isinstance(judged, Given) else judged

    def _are_keys_the_same(self, ticket: Ticket) -> bool:
        """What differed is looked at again each time: a mistake may have been put right."""
        if ticket[:2] in self._asked:
            return True
        judged = verdict.judge_keys(self._way.keys(ticket.campaign), ticket)
        if isinstance(judged, Differs):
            self.differing[ticket.campaign] = KeysDiffer(ticket.campaign, ticket.anonymous.keys, judged.found)
        elif not isinstance(judged, Later):
            self.differing.pop(ticket.campaign, None)
            return True
        return False


def _asked(ticket: Ticket) -> token.Asked | None:
    """None where the key that was told is none, or the library has gone."""
    try:
        key = tokens.from_text(ticket.anonymous.key)
        return token.Asked(ticket.campaign, key, secrets.token_bytes(tokens.NONCE_BYTES))
    except (ValueError, ImportError):
        return None


def _finished(asked: token.Asked, given: Given) -> bytes | Later:
    """What was made with another key is no token; the collector may still give the right one."""
    try:
        return asked.finish(given.reply)
    except ValueError:
        return Later()
