"""An anonymous round, from its opening to the last message: real agents at a real collector, over HTTP."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
import pytest

from barometer_agent.anonymous.errands import Errands
from barometer_agent.anonymous.keeper import Keeper
from barometer_agent.anonymous.road import Road
from barometer_agent.anonymous.sender import Sender
from barometer_agent.clock import Moment
from barometer_agent.config import Config
from barometer_agent.spool import Spool
from barometer_agent.spool.tickets import State
from barometer_agent.uplink.replies import read_config
from barometer_collector.app import create_app
from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations.schema import upgrade
from barometer_collector.sentiment.service import ensure_campaigns, open_anonymous
from barometer_collector.settings import Settings
from barometer_shared.protocol import DEVICE_CONFIG_PATH
from barometer_shared.questions import FacesAnswer, OpenQuestion
from tests.collector.laptops import NOON, FakeClock, Laptop
from tests.collector.running import running
from tests.collector.voters import faces, office, rows

CLOSES = NOON + timedelta(days=7)
START = Moment(1_790_000_000_000, 60, "boot-1", 60_000)


@dataclass
class Office:
    """A collector with an open round, and the agents of one team's laptops."""

    database: Database
    clock: FakeClock
    agents: list["Agent"] = field(default_factory=list)

    def pass_hours(self, hours: int, minutes: int = 60) -> None:
        for agent in self.agents:
            agent.fetch()
        for _ in range(hours * 60 // minutes):
            self.clock.move(minutes=minutes)
            for agent in self.agents:
                agent.errands.turn()


class Agent:
    """The anonymous part of the agent on ``laptop``, with the icons of ``people``."""

    def __init__(self, folder: Path, laptop: Laptop, server: httpx.Client, clock: FakeClock, number: int) -> None:
        self.people = [f"person-{number}"]
        self.questions: list[OpenQuestion] = []
        self.spool = Spool(folder, 1 << 20, START)
        self._server = server
        self._laptop = laptop
        random = Random(number)
        road = Road(lambda: str(server.base_url).rstrip("/"), Config())
        keeper = Keeper(self.spool.ballots, road, lambda: laptop.key, random)
        sender = Sender(self.spool.ballots, road, random)
        self.errands = Errands(
            self.spool.ballots,
            lambda: self.questions,
            lambda: self.people,
            lambda: int(clock.now.timestamp() * 1000),
            keeper,
            sender,
            random,
        )

    def fetch(self) -> None:
        """The configuration, as the uplink does."""
        reply = self._server.get(DEVICE_CONFIG_PATH, headers=self._laptop.headers)
        config = read_config(reply.content)
        assert config is not None
        self.questions = config.questions

    def states(self) -> Counter[State]:
        return Counter(ticket.state for ticket in self.spool.ballots.tickets())

    def answer(self, face: int) -> None:
        (ticket,) = self.spool.ballots.held(self.people[0]).values()
        assert self.spool.ballots.answer(ticket, FacesAnswer(face), "", "", START.utc_ms)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Office]:
    database = Database(sqlite_url(tmp_path))
    upgrade(database)
    settings = Settings(data_dir=tmp_path, database_url=database.url, secret=b"a secret of thirty-two bytes....")
    clock = FakeClock()
    ensure_campaigns(database, settings, NOON)
    laptops = office(database, settings, [("Finance", 6)])["Finance"]
    open_anonymous(database, settings, NOON, CLOSES, comments=True)
    with running(create_app(database, settings, clock)) as server:
        made = Office(database, clock)
        made.agents = [Agent(tmp_path / str(n), laptop, server, clock, n) for n, laptop in enumerate(laptops)]
        yield made
        for agent in made.agents:
            agent.spool.close()
    database.close()


def test_everybody_gets_a_token_and_sends_a_message_and_answers_are_counted_once(opened: Office) -> None:
    opened.pass_hours(25)
    assert [agent.states() for agent in opened.agents] == [{State.HELD: 1}] * 6
    assert all(agent.errands.differing() == [] for agent in opened.agents)
    for agent, face in zip(opened.agents, (1, 2, 2, 5), strict=False):
        agent.answer(face)
    opened.pass_hours(6 * 24)
    assert (rows(opened.database, "ballot_spent"), faces(opened.database)) == ([], [])
    opened.pass_hours(73, minutes=10)
    assert len(rows(opened.database, "ballot_spent")) == 6
    assert faces(opened.database) == [1, 2, 2, 5]
    for agent in opened.agents:
        assert (agent.spool.ballots.tickets(), agent.spool.ballots.ballots()) == ([], [])
        assert [message.sent for message in agent.spool.ballots.messages()] == [True]


def test_a_laptop_gets_four_tokens_at_most_and_a_person_one(opened: Office) -> None:
    first, second = opened.agents[:2]
    first.people += [f"invented-{number}" for number in range(8)]
    second.people = ["person-9"]
    opened.agents[2].people = ["person-9"]
    opened.pass_hours(25)
    assert first.states() == {State.HELD: 4, State.REFUSED: 5}
    assert Counter(second.states() + opened.agents[2].states()) == {State.HELD: 1, State.REFUSED: 1}


def test_a_laptop_that_was_off_for_three_weeks_is_still_heard(opened: Office) -> None:
    away = opened.agents[0]
    opened.pass_hours(25)
    away.answer(3)
    opened.agents = opened.agents[1:]
    opened.pass_hours(28 * 24, minutes=240)
    opened.agents.append(away)
    opened.pass_hours(3, minutes=5)
    assert faces(opened.database) == [3]
    assert away.spool.ballots.ballots() == []
