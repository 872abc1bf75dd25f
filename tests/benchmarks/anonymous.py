"""What an anonymous round costs the collector: everybody's token, and everybody's message, on SQLite.

python3 run.py bench anonymous [PEOPLE [LARGEST_GROUP]]     10000 people in teams of 40; or in groups of another size
"""

import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from voprf import p384

from barometer_collector.ballots import service as ballots
from barometer_collector.ballots.rules import Terms
from barometer_collector.ballots.service import People
from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations.schema import upgrade
from barometer_collector.sentiment.publishing import publish
from barometer_collector.sentiment.pulse import QUESTION
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens_service
from barometer_collector.tokens import store as tokens_store
from barometer_shared import tokens
from barometer_shared.anonymous import Ballot, TokenRequest, seal
from barometer_shared.questions import FacesAnswer

PEOPLE, OF_A_GROUP = 10_000, 40
SECRET = b"a secret of thirty-two bytes...."
CAMPAIGN = "pulse-anonymous"
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
CLOSES = NOON + timedelta(days=7)
ANSWER_EVERY = 3  # two of three answer


class Stopwatch:
    """Seconds by the clock, and of a processor."""

    clock = cpu = 0.0

    def __enter__(self) -> Self:
        self._started = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.clock, self.cpu = time.perf_counter() - self._started[0], time.process_time() - self._started[1]


@dataclass
class Person:
    """Somebody at a laptop of their own."""

    device_id: int
    key: bytes
    token: bytes = b""

    def ask(self, issue: Callable[[TokenRequest], bytes]) -> Stopwatch:
        """Get a token; what it took the collector."""
        input_ = tokens.token_input(secrets.token_bytes(32), CAMPAIGN, self.key)
        client, blinded = p384.Client.blind(input_)
        asked = TokenRequest(
            f"person{self.device_id}", tokens.to_text(tokens.join_request(blinded.serialize(), self.key))
        )
        with Stopwatch() as took:
            reply = issue(asked)
        element, proof = tokens.split_reply(reply)
        output = p384.VerifiableOutput.deserialize(proof + element)
        self.token = tokens.join_token(input_, client.finalize(output, p384.PublicKey.deserialize(self.key)))
        return took


def main() -> None:
    """Print one line per measurement."""
    numbers = [int(each) for each in sys.argv[1:]]
    count, of_a_group = (*numbers, *(PEOPLE, OF_A_GROUP)[len(numbers) :])
    with tempfile.TemporaryDirectory() as folder, closing(Database(sqlite_url(Path(folder)))) as database:
        upgrade(database)
        people = opened(database, count, of_a_group)
        print(f"{count:,} people in groups of {of_a_group}; load {os.getloadavg()[0]:.1f}")
        told("a token", [person.ask(issuing(database, person.device_id)) for person in people])
        told("closing the round", [seconds(lambda: tokens_service.close(database, CLOSES))])
        bodies = [body(number, person) for number, person in enumerate(people)]
        now = CLOSES + timedelta(hours=1)
        spent = [seconds(lambda one=one: ballots.spend(database, SECRET, now, CAMPAIGN, one)) for one in bodies]
        told("a message", spent)
        told("a message, the last thousand", spent[-1_000:])
        again = [seconds(lambda one=one: ballots.spend(database, SECRET, now, CAMPAIGN, one)) for one in bodies[:500]]
        told("the same message again", again)
        told("publishing all", [seconds(lambda: publishing(database, Path(folder)))])
        print(f"the database: {size(Path(folder)) / 1e6:.1f} MB")


def opened(database: Database, count: int, of_a_group: int) -> list[Person]:
    """Everybody, in an open round, and not yet asked."""
    groups = {
        f"team-{number}": min(of_a_group, count - number * of_a_group) for number in range(-(-count // of_a_group))
    }
    people = [People(group, group, {"en": group, "nl": group}, laptops) for group, laptops in groups.items()]
    terms = Terms(CAMPAIGN, QUESTION, True, int(CLOSES.timestamp() * 1000))
    with database.writing() as session:
        took = seconds(lambda: ballots.open_round(session, SECRET, terms, people))
        tokens_store.add_seats(session, CAMPAIGN, {number: f"team-{number // of_a_group}" for number in range(count)})
    told(f"opening it, {len(groups)} keys", [took])
    return [Person(number, key_of(number // of_a_group)) for number in range(count)]


def key_of(group: int) -> bytes:
    return ballots.key_of(SECRET, CAMPAIGN, f"team-{group}").public


def issuing(database: Database, device_id: int) -> Callable[[TokenRequest], bytes]:
    return lambda asked: tokens.from_text(
        tokens_service.issue(database, SECRET, NOON, device_id, CAMPAIGN, asked).reply
    )


def body(number: int, person: Person) -> bytes:
    answer = FacesAnswer(1 + number % 5) if number % ANSWER_EVERY else None
    return seal(Ballot(tokens.to_text(person.token), answer, comment="x" * 80 if answer else ""))


def publishing(database: Database, folder: Path) -> None:
    now_ms = int((CLOSES + timedelta(hours=73)).timestamp() * 1000)
    with database.writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO campaign (slug, kind, question, asker, why, starts_at, ends_at, anonymous)"
            " VALUES (?, 'pulse', '', '', '', 0, ?, 1)",
            (CAMPAIGN, int(CLOSES.timestamp() * 1000)),
        )
        settings = Settings(data_dir=folder, database_url=database.url, secret=SECRET)
        publish(session, settings, now_ms, now_ms // 86_400_000, {})


def seconds(work: Callable[[], object]) -> Stopwatch:
    with Stopwatch() as took:
        work()
    return took


def told(what: str, took: list[Stopwatch]) -> None:
    """One line; the processor's time says more than the clock where others use the machine."""
    cpu, clock = (sum(getattr(each, name) for each in took) for name in ("cpu", "clock"))
    if len(took) == 1:
        print(f"{what}: {cpu:.2f} s of a processor, {clock:.2f} s")
        return
    by_cpu, by_clock = (statistics.median(getattr(each, name) for each in took) for name in ("cpu", "clock"))
    print(
        f"{what}: median {by_cpu * 1000:.1f} ms of a processor, {by_clock * 1000:.1f} ms;"
        f" {cpu:.1f} s of a processor, {clock:.1f} s for {len(took):,}"
    )


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


if __name__ == "__main__":
    main()
