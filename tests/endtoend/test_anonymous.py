"""An anonymous round from the command that opens it to the X of a team, with laptops of the real agent.

Each laptop enrols, is told of the round, asks for its people's tokens, takes what they answer at the link, and sends
its messages over HTTP. Only time is the test's: days pass between one thing that is due and the next.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import httpx
import pytest
from sqlalchemy import text

from barometer_agent import enrolment
from barometer_agent.anonymous.errands import Errands
from barometer_agent.anonymous.keeper import Keeper
from barometer_agent.anonymous.road import Road
from barometer_agent.anonymous.sender import Sender
from barometer_agent.clock import Moment
from barometer_agent.collector import Collector
from barometer_agent.config import Config
from barometer_agent.desk import Desk
from barometer_agent.link.messages import (
    AskQuestions,
    AskSent,
    Done,
    GiveAnswer,
    Questions,
    Reply,
    SentBatch,
    SentMessage,
)
from barometer_agent.link.peers import Peer
from barometer_agent.service import _question_types
from barometer_agent.spool import Spool
from barometer_agent.spool.tickets import State
from barometer_agent.uplink.transport import Transport
from barometer_collector.app import create_app
from barometer_collector.ballots import service as ballots
from barometer_collector.database import Database, sqlite_url
from barometer_collector.devices import service as devices
from barometer_collector.migrations import schema
from barometer_collector.people import service as people
from barometer_collector.people.rules import Role
from barometer_collector.scoring import service as scoring
from barometer_collector.sentiment import service as sentiment
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens
from barometer_shared.anonymous import SPREAD_MS
from barometer_shared.protocol import bearer
from barometer_shared.questions import FacesAnswer, NoOpinion, OpenQuestion, Response, Sharing
from barometer_shared.samples import AgentFacts, Sample
from tests.collector.laptops import FakeClock
from tests.collector.running import running
from tests.endtoend.asking import STATUS

pytestmark = pytest.mark.timeout(300)
OPENS = datetime.now(UTC).replace(microsecond=0)  # a laptop compares its clock with that of HTTP, which is the real one
CLOSES = OPENS + timedelta(days=7)
DAY_MS = 86_400_000


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


class Facts(NamedTuple):
    """What an enrolment tells of a laptop."""

    name: str
    platform: str
    os: str
    hardware_id: str


class Office:
    """A collector, its laptops, and the one clock that all of them look at."""

    def __init__(self, folder: Path, address: str, database: Database, settings: Settings, clock: FakeClock) -> None:
        self.folder, self.address, self.clock = folder, address, clock
        self.database, self.settings = database, settings
        self.laptops: list[Laptop] = []

    def hire(self, team: str, *accounts: str) -> "Laptop":
        """A laptop of ``team``, enrolled and heard of."""
        token = devices.create_token(self.database, self.settings, self.clock(), team)
        made = Laptop(self, self.folder / f"laptop{len(self.laptops)}", len(self.laptops), token, accounts)
        self.laptops.append(made)
        made.exchange()
        return made

    def pass_until(self, moment: datetime) -> None:
        """All errands that fall due until then, each at its moment."""
        self.turn()
        while (due := min(due for laptop in self.laptops for due in [*laptop.due_ms(), ms(moment)])) < ms(moment):
            self.clock.now = max(self.clock(), datetime.fromtimestamp((due + 1) / 1000, UTC))
            self.turn()
        self.clock.now = moment
        self.turn()

    def turn(self) -> None:
        for laptop in self.laptops:
            laptop.errands.turn()

    def open_round(self) -> None:
        """Ask everybody, and have all laptops hear of it."""
        sentiment.open_anonymous(self.database, self.settings, self.clock(), CLOSES, comments=False)
        self.clock.move(minutes=5)
        for laptop in self.laptops:
            laptop.exchange()

    def close_round(self) -> None:
        """Let it close, all messages arrive, and what they say be counted."""
        self.pass_until(CLOSES)
        tokens.close(self.database, self.clock())
        self.pass_until(CLOSES + timedelta(milliseconds=SPREAD_MS))
        scoring.score_all(self.database, self.settings, self.clock())

    def x(self) -> dict[str, tuple[float | None, int]]:
        """X of each team and how many answered, as the API tells it."""
        token = people.create_api_token(self.database, self.clock(), "test", Role.VIEWER, None)
        headers = {"Authorization": f"Bearer {token}"}
        told = httpx.get(f"{self.address}/api/v1/teams", headers=headers, trust_env=False).json()
        return {team["key"]: (team["x"]["value"], team["x"]["respondents"]) for team in told["teams"]}


class Laptop:
    """The agent without its samplers and threads."""

    def __init__(self, office: Office, folder: Path, number: int, token: str, accounts: Sequence[str]) -> None:
        folder.mkdir()
        self.office, self.accounts = office, accounts
        config = Config(data_dir=folder, server_url=office.address)
        facts = Facts(f"LT-{number}", "linux", "Debian GNU/Linux 12", f"{number:064x}")
        with Transport(office.address, config) as transport:
            enrolment.save(folder, enrolment.enrol(transport, token, facts))
        self.spool = Spool(folder, 8 << 20, self.now())
        agent = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", _question_types())
        self.collector = Collector(config, self.spool, self, agent, lambda: False)
        road = Road(lambda: office.address, config)
        random = Random(number)
        box = self.spool.ballots
        self.errands = Errands(
            box, self.questions, lambda: self.accounts, lambda: ms(office.clock()),
            Keeper(box, road, self._authorization, random), Sender(box, road, random), random,
        )  # fmt: skip
        self.desk = Desk(self.spool, self, self.questions, lambda: STATUS, lambda: None)

    def now(self) -> Moment:
        """As a clock of the agent tells it."""
        return Moment(ms(self.office.clock()), 60, "boot", ms(self.office.clock()) % DAY_MS)

    def questions(self) -> list[OpenQuestion]:
        return self.collector.config.questions if self.collector.config else []

    def exchange(self) -> None:
        """Send what waits, and hear what is new."""
        self.spool.add("use", [Sample("use_seconds", 60, ms(self.office.clock()), subject="input")], None, self.now())
        self.collector.exchange()

    def ask(self, account: str) -> Questions:
        (told,) = self.handle(account, AskQuestions())
        assert isinstance(told, Questions)
        return told

    def answer(self, account: str, response: Response) -> Reply:
        (question,) = self.ask(account).questions
        (reply,) = self.handle(account, GiveAnswer(question.campaign, response, Sharing.ANONYMOUS, language="nl"))
        return reply

    def handle(self, account: str, request: AskQuestions | GiveAnswer | AskSent) -> list[Reply]:
        return list(self.desk.handle(request, Peer(account, trusted=False)))

    def due_ms(self) -> list[int]:
        """When something is to be done."""
        tickets, ballots = self.spool.ballots.tickets(), self.spool.ballots.ballots()
        wanted = [each.due_ms for each in tickets if each.state is State.WANTED]
        return [*wanted, *(each.anonymous.closes_at for each in tickets), *(each.send_ms for each in ballots)]

    def _authorization(self) -> str | None:
        identity = self.collector.identity
        return bearer(identity.device_id, identity.secret) if identity else None


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    settings = Settings(
        data_dir=tmp_path, database_url=sqlite_url(tmp_path), secret=b"a secret of thirty-two bytes...."
    )
    with ExitStack() as everything:
        database = everything.enter_context(closing(Database(settings.database_url)))
        schema.upgrade(database)
        clock = FakeClock(OPENS)
        sentiment.ensure_campaigns(database, settings, clock())
        client = everything.enter_context(running(create_app(database, settings, clock)))
        made = Office(tmp_path, str(client.base_url).rstrip("/"), database, settings, clock)
        yield made
        for laptop in made.laptops:
            laptop.collector.close()
            laptop.spool.close()


def test_x_of_a_team_appears_with_five_anonymous_answers_and_not_with_four(office: Office) -> None:
    five = [office.hire("Five", f"five{number}") for number in range(6)]
    four = [office.hire("Four", f"four{number}") for number in range(5)]
    alone = office.hire("Alone", "alone")
    office.open_round()
    assert [each.anonymous for each in alone.questions()] == [None], "too few even with all other small teams"
    office.pass_until(OPENS + timedelta(days=1, hours=1))
    for number, laptop in enumerate(five[:5]):
        assert laptop.answer(f"five{number}", FacesAnswer(1 + number)) == Done()
    assert five[5].answer("five5", NoOpinion()) == Done()
    for number, laptop in enumerate(four[:4]):
        assert laptop.answer(f"four{number}", FacesAnswer(5)) == Done()
    office.close_round()
    assert office.x() == {"five": (50.0, 5), "four": (None, 4), "alone": (None, 0)}


def test_everybodys_message_leaves_answered_or_not_and_nothing_of_it_stays_on_the_laptop(office: Office) -> None:
    team = [office.hire("Five", f"five{number}") for number in range(5)]
    shared = office.hire("Five", "anna", "bert")
    office.open_round()
    office.pass_until(OPENS + timedelta(days=1, hours=1))
    assert shared.answer("anna", FacesAnswer(5)) == Done()
    assert shared.ask("anna").questions == []
    assert len(shared.ask("bert").questions) == 1
    office.close_round()
    (round_,) = ballots.figures(office.database)
    assert [(each.laptops, each.issued, each.served, each.spent, each.answered) for each in round_.groups] == [
        (6, 7, 6, 7, 1)
    ]
    for laptop in [*team, shared]:
        assert (laptop.spool.ballots.tickets(), laptop.spool.ballots.ballots()) == ([], [])
    told = [each for who in ("anna", "bert") for each in shared.handle(who, AskSent(30))]
    assert [(each.campaign, each.sent) for each in told if isinstance(each, SentMessage)] == [
        (round_.campaign, True)
    ] * 2
    assert not [each for each in told if isinstance(each, SentBatch) and b"five" in bytes(each.batch)]


def test_a_laptop_that_finds_other_keys_than_it_was_told_asks_for_no_token(office: Office) -> None:
    team = [office.hire("Five", f"five{number}") for number in range(5)]
    office.open_round()
    with office.database.writing() as session:  # another list than what this laptop was told the hash of
        changed = """UPDATE ballot_round SET keys = replace(keys, '"laptops":5', '"laptops":6')"""
        session.connection().exec_driver_sql(changed)
    office.pass_until(OPENS + timedelta(days=2))
    assert [laptop.ask(f"five{number}").questions for number, laptop in enumerate(team)] == [[]] * 5
    assert [len(laptop.errands.differing()) for laptop in team] == [1] * 5
    with office.database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM token_issue")).scalar_one() == 0
