"""An anonymous round on a laptop of three people, killed at any call: from the tickets to the last message.

    python -m tests.faults.spool.rounds FOLDER POINTS [FIRST_SEED]

The collector outlives the laptop: what it had received before the kill it still has afterwards. Prints the figures as
JSON; the first faults say how to see them again.
"""

import errno
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count, cycle
from pathlib import Path
from random import Random

import msgspec

from barometer_agent.anonymous.errands import Errands
from barometer_agent.anonymous.keeper import Keeper
from barometer_agent.anonymous.sender import Sender
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.uplink.replies import Reply
from barometer_shared.anonymous import SPREAD_MS, unseal
from barometer_shared.questions import Faces, FacesAnswer, OpenQuestion
from tests.agent.anonymous.counter import Counter, told
from tests.agent.voting import CLOSES, HOUR
from tests.faults.spool.disk import Power, Strike
from tests.faults.spool.kills import MOST_FAULTS, child
from tests.faults.spool.life import START

QUOTA = 1 << 20
OPENS = CLOSES - 60 * HOUR
PEOPLE = ("anna", "bert", "carl")
ASKED = OpenQuestion("pulse", Faces({"en": "How is it?"}), {}, {}, CLOSES, anonymous=told())


class Heard(msgspec.Struct, array_like=True):
    """One line of the pipe: the collector gave a token, took a message, or somebody answers or has answered."""

    what: str
    account: str = ""
    body: bytes = b""
    request: str = ""


@dataclass
class Figures:
    """What a run found."""

    points: int = 0
    tokens_lost: int = 0  # with the one exchange in which they came
    answers: int = 0
    messages: int = 0
    faults: list[str] = field(default_factory=list)


class Collector(Counter):
    """Tells all that it does, as it will be asked after the kill."""

    pipe = -1

    def token(self, campaign: str, body: bytes, authorization: str) -> Reply:
        before = dict(self.issued)
        reply = super().token(campaign, body, authorization)
        for account in self.issued.keys() - before.keys():
            tell(self.pipe, Heard("issued", account, request=self.issued[account]))
        return reply

    def ballot(self, campaign: str, body: bytes) -> Reply:
        reply = super().ballot(campaign, body)
        tell(self.pipe, Heard("spent", body=body))
        return reply


def tell(pipe: int, heard: Heard) -> None:
    if pipe >= 0:
        os.write(pipe, msgspec.json.encode(heard) + b"\n")


class Round:
    """One life, by ``seed``: looks every two hours, and each answers once the ticket is there."""

    def __init__(self, folder: Path, seed: int, collector: Collector) -> None:
        self._random = Random(seed)
        self._collector = collector
        self._spool = _opened(folder)
        self._now_ms = OPENS
        box = self._spool.ballots
        keeper = Keeper(box, collector, lambda: "Bearer 1.secret", self._random)
        sender = Sender(box, collector, self._random)
        self._errands = Errands(
            box, lambda: [ASKED], lambda: PEOPLE, lambda: self._now_ms, keeper, sender, self._random
        )
        self._tried: set[str] = set()

    def live(self, *, answering: bool = True) -> None:
        """To the end of the round and of its messages."""
        while self._now_ms < CLOSES + SPREAD_MS + 3 * HOUR:
            self._now_ms += self._random.choice((HOUR // 12, 3 * HOUR))
            try:
                self._errands.turn()
                if answering and self._now_ms < CLOSES:
                    self._answer(self._random.choice(PEOPLE))
            except SpoolError:
                continue  # a disk that fails for a while

    def end(self) -> list[str]:
        """Until nothing is left; what is there all the same."""
        for _ in range(400):
            self._now_ms += HOUR // 6
            self._errands.turn()
        left = [*self._spool.ballots.tickets(), *self._spool.ballots.ballots()]
        self._spool.close()
        return list(map(str, left))

    def _answer(self, who: str) -> None:
        ticket = self._spool.ballots.held(who).get("pulse")
        if ticket is None or who in self._tried:
            return
        self._tried.add(who)
        tell(self._collector.pipe, Heard("answers", who))
        if self._spool.ballots.answer(ticket, _answer_of(who), "", f"the own words of {who}", self._now_ms):
            tell(self._collector.pipe, Heard("answered", who))


def _opened(folder: Path) -> Spool:
    for _ in range(200):
        try:
            return Spool(folder, QUOTA, START)
        except SpoolError:
            continue
    raise AssertionError("the spool never opened again")


def _answer_of(who: str) -> FacesAnswer:
    return FacesAnswer(1 + PEOPLE.index(who))


def main(arguments: list[str]) -> int:
    folder, points, seed = Path(arguments[0]), int(arguments[1]), int(arguments[2]) if len(arguments) > 2 else 0
    logging.disable(logging.CRITICAL)
    figures = Figures()
    for life, strike in _plan(seed, figures):
        if figures.points >= points or len(figures.faults) >= MOST_FAULTS:
            break
        _live(folder / "spool", life, strike, figures)
    sys.stdout.write(msgspec.json.encode(figures).decode() + "\n")
    return 1 if figures.faults else 0


def _plan(seed: int, figures: Figures) -> Iterator[tuple[int, Strike]]:
    """Life after life, struck at every third call; now and then on a disk that fails for a while."""
    random = Random(seed)
    powers = cycle(Power)
    while True:
        life = random.getrandbits(32)
        for at in count(random.randint(1, 3), 3):
            before = figures.points
            yield life, Strike(at, next(powers), random.getrandbits(32))
            if figures.points == before:
                break
            if at % 10 == 0:
                window = Strike(0, fail_from=at, fail_to=at + random.choice((1, 10, 40)), error=errno.ENOSPC)
                yield life, replace(window, kill_at=at + 60, power=next(powers))


def _live(folder: Path, life: int, strike: Strike, figures: Figures) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lines, ended = child(lambda pipe: _first_life(folder, life, pipe), folder, strike)
    if ended:
        return
    figures.points += 1
    heard = [msgspec.json.decode(line, type=Heard) for line in lines.split(b"\n")[:-1]]
    collector = Collector()
    for one in heard:
        if one.what == "issued":
            collector.issued[one.account] = one.request
        elif one.what == "spent":
            collector.ballot("pulse", one.body)
    second = Round(folder, life + 1, collector)
    second.live(answering=False)
    faults = [f"left: {left}" for left in second.end()]
    faults += _account(collector, heard, figures)
    faults += _traces(folder)
    if faults:
        figures.faults.append(f"{'; '.join(faults)} in life {life} at {strike}")


def _first_life(folder: Path, life: int, pipe: int) -> None:
    collector = Collector()
    collector.pipe = pipe
    Round(folder, life, collector).live()


def _account(collector: Collector, heard: list[Heard], figures: Figures) -> Iterator[str]:
    """Everybody counts once, what was promised arrived, and nothing arrived that nobody gave."""
    given = [response for response in collector.spent.values() if response is not None]
    promised = [_answer_of(one.account) for one in heard if one.what == "answered"]
    tried = [_answer_of(one.account) for one in heard if one.what == "answers"]
    figures.answers += len(promised)
    figures.messages += len(collector.spent)
    figures.tokens_lost += len(collector.issued) - len(collector.spent)
    if any(given.count(answer) != 1 for answer in promised):
        yield f"promised {promised}, counted {given}"
    if any(given.count(answer) > tried.count(answer) for answer in given):
        yield f"given {tried}, counted {given}"
    if not len(collector.issued) - 1 <= len(collector.spent) <= len(collector.issued) == len(PEOPLE):
        yield f"{len(collector.spent)} messages of {len(collector.issued)} tokens"
    if len({unseal(body).token for body in collector.sent}) != len(collector.spent):
        yield "two messages of one token"


def _traces(folder: Path) -> Iterator[str]:
    """What was said and sent is not on the disk any more."""
    for path in folder.iterdir():
        content = path.read_bytes()
        if any(f"the own words of {who}".encode() in content for who in PEOPLE):
            yield f"own words in {path.name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
