"""The errands for anonymous questions: tickets for everybody, messages for everybody, on a thread of their own.

They share no turn with the batches of this laptop, and say nothing in its log but what is broken in the agent itself.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from random import Random

from barometer_agent.anonymous import asking
from barometer_agent.anonymous.keeper import Keeper
from barometer_agent.anonymous.sender import Sender
from barometer_agent.link.messages import KeysDiffer
from barometer_agent.spool import SpoolClosedError, SpoolError
from barometer_agent.spool.ballot_box import BallotBox
from barometer_agent.spool.tickets import State, Ticket
from barometer_shared.questions import Anonymous, OpenQuestion

log = logging.getLogger(__name__)

LOOK_SECONDS = 300.0  # a wait does not count the time asleep; far less than what counts as absence
_SHORTEST_SECONDS = 1.0


class Errands:
    """Done when they are due until it is stopped.

    ``people`` are the accounts that an icon runs for, whatever they chose; ``now_ms`` is the collector's time, None
    while it is not known.
    """

    def __init__(
        self,
        box: BallotBox,
        questions: Callable[[], Iterable[OpenQuestion] | None],
        people: Callable[[], Iterable[str]],
        now_ms: Callable[[], int | None],
        keeper: Keeper,
        sender: Sender,
        random: Random,
    ) -> None:
        self._box = box
        self._questions = questions
        self._people = people
        self._now_ms = now_ms
        self._keeper = keeper
        self._sender = sender
        self._random = random
        self._changed: list[KeysDiffer] = []  # since their tickets were asked for
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="errands", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is somebody more."""
        self._wake.set()

    def stop(self, timeout_seconds: float) -> None:
        """End after what is under way, or leave it after ``timeout_seconds``."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)

    def differing(self) -> list[KeysDiffer]:
        """Of which campaigns this laptop was told other keys than it found."""
        return [*self._keeper.differing.values(), *self._changed]

    def turn(self) -> float:
        """Do what is due; the seconds until something may be again."""
        now_ms = self._now_ms()
        if now_ms is None:
            return LOOK_SECONDS
        self._box.close(now_ms)
        self._sender.turn(now_ms)
        self._want(now_ms)
        for ticket in self._box.tickets():
            if ticket.state is State.WANTED and ticket.due_ms <= now_ms and not self._stopping.is_set():
                self._keeper.ask(ticket, now_ms)
        return self._next_seconds(now_ms)

    def _want(self, now_ms: int) -> None:
        """A ticket for everybody. What was told of a question may be put right until its ticket is asked for."""
        known = {ticket[:2]: ticket for ticket in self._box.tickets()}
        people = list(self._people())
        changed: dict[str, KeysDiffer] = {}
        for campaign, told in self._open(now_ms):
            for account in people:
                ticket = known.get((account, campaign))
                if ticket is None:
                    due_ms = asking.ask_at(now_ms, told.closes_at, self._random)
                    self._box.keep(Ticket(account, campaign, State.WANTED, told, b"", due_ms))
                elif ticket.state is State.WANTED and ticket.anonymous != told:
                    self._box.keep(ticket._replace(anonymous=told))
                elif ticket.anonymous.keys != told.keys:
                    changed[campaign] = KeysDiffer(campaign, told.keys, ticket.anonymous.keys)
        self._changed = list(changed.values())
        self._keeper.forget_all_but({campaign for campaign, _ in self._open(now_ms)})

    def _open(self, now_ms: int) -> list[tuple[str, Anonymous]]:
        told = ((question.campaign, question.anonymous) for question in self._questions() or ())
        return [(campaign, each) for campaign, each in told if each is not None and each.closes_at > now_ms]

    def _next_seconds(self, now_ms: int) -> float:
        moments = [ticket.due_ms for ticket in self._box.tickets() if ticket.state is State.WANTED]
        moments += [ticket.anonymous.closes_at for ticket in self._box.tickets()]
        moments += [waiting.send_ms for waiting in self._box.ballots()]
        seconds = (min(moments, default=now_ms) - now_ms) / 1000 if moments else LOOK_SECONDS
        return min(max(seconds, _SHORTEST_SECONDS), LOOK_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                wait = self.turn()
            except SpoolClosedError:
                return
            except SpoolError:
                wait = LOOK_SECONDS  # the spool itself has said what is wrong with the disk
            except Exception as error:  # noqa: BLE001 - the service outlives a bug
                log.error("errand_failed kind=%s", type(error).__name__)  # noqa: TRY400 - may hold an answer
                wait = LOOK_SECONDS
            self._wake.wait(wait)
            self._wake.clear()
