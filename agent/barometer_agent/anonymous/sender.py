"""Sends the messages that wait, each at its own moment. Nothing of it is counted or logged: that would be a list."""

from random import Random
from typing import Protocol

from barometer_agent.anonymous import asking, verdict
from barometer_agent.anonymous.verdict import Arrived, Later, Never
from barometer_agent.spool.ballot_box import BallotBox
from barometer_agent.spool.tickets import Waiting
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.transport import UnreachableError


class Way(Protocol):
    """What the messages take; see ``Road``."""

    def ballot(self, campaign: str, body: bytes) -> Reply: ...


class Sender:
    """Of the messages in ``box``. All times are the collector's. Raises SpoolError where the disk stands in the way."""

    def __init__(self, box: BallotBox, way: Way, random: Random) -> None:
        self._box = box
        self._way = way
        self._random = random

    def turn(self, now_ms: int) -> None:
        """Send what is due."""
        for waiting in self._box.ballots():
            if waiting.send_ms <= now_ms:
                self._attempt(waiting, now_ms)

    def _attempt(self, waiting: Waiting, now_ms: int) -> None:
        if asking.is_too_late(waiting.closes_ms, now_ms):
            self._box.settle(waiting, now_ms, sent=False)
            return
        send_ms = asking.after_absence(waiting.send_ms, now_ms, self._random)
        if send_ms != waiting.send_ms:
            self._box.redraw(waiting, send_ms)
            return
        match self._sent(waiting):
            case Arrived():
                self._box.settle(waiting, now_ms, sent=True)
            case Never():
                self._box.settle(waiting, now_ms, sent=False)
            case Later():
                self._box.redraw(waiting, asking.again_at(now_ms, self._random))

    def _sent(self, waiting: Waiting) -> Arrived | Never | Later:
        try:
            return verdict.judge_ballot(self._way.ballot(waiting.campaign, waiting.body), waiting)
        except UnreachableError:
            return Later()
