"""What comes on the anonymous path leaves no trace: no log, no counter, no cookie, no word of it in a problem."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import msgspec
import pytest
from fastapi import FastAPI
from prometheus_client import generate_latest
from sqlalchemy import text

from barometer_collector.ballots.routes import Turns, _tell_once
from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.settings import Settings
from barometer_shared import tokens
from barometer_shared.anonymous import BallotReceipt, KeyList, ballots_path, keys_hash, keys_path
from barometer_shared.questions import CalmAnswer, FacesAnswer
from tests.collector.laptops import FakeClock
from tests.collector.voters import AFTER, CAMPAIGN, Voter, faces, office, open_round, rows, with_token

PATH = ballots_path(CAMPAIGN)
SECRET = "words that are nobody's business"


@pytest.fixture
def who(database: Database, settings: Settings, clock: FakeClock) -> Voter:
    laptop = office(database, settings, [("Finance", 5)])["Finance"][0]
    open_round(database, settings)
    made = with_token(database, settings, laptop, "jan")
    clock.now = AFTER
    return made


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that any logger says, from the least of it on."""
    with ExitStack() as stack:
        for name in ("", "barometer_collector", "uvicorn.error", "asyncio", "sqlalchemy"):
            stack.enter_context(caplog.at_level(logging.DEBUG, name))
        yield caplog


def test_the_list_of_keys_is_told_to_anybody_byte_for_byte(server: httpx.Client, who: Voter) -> None:
    told = server.get(keys_path(CAMPAIGN))
    assert told.status_code == 200
    assert keys_hash(told.content) == keys_hash(rows(server_database(server), "ballot_round")[0]["keys"].encode())
    assert msgspec.json.decode(told.content, type=KeyList).campaign == CAMPAIGN
    assert server.get(keys_path("unknown")).status_code == 404


def server_database(server: httpx.Client) -> Database:
    found: Database = server.database  # type: ignore[attr-defined]
    return found


@pytest.fixture(autouse=True)
def reachable(server: httpx.Client, database: Database) -> None:
    server.database = database  # type: ignore[attr-defined]


def test_a_ballot_is_acknowledged_with_the_number_that_only_its_reader_knows(
    server: httpx.Client, who: Voter, database: Database
) -> None:
    body = who.ballot(FacesAnswer(5))
    for _ in range(2):
        answer = server.post(PATH, content=body)
        assert answer.status_code == 200
        nonce = tokens.split_token(who.token).nonce
        assert msgspec.json.decode(answer.content, type=BallotReceipt).nonce == tokens.to_text(nonce)
    assert faces(database) == [5]


def test_answers_look_the_same_with_an_answer_and_without(server: httpx.Client, who: Voter) -> None:
    answers = [server.post(PATH, content=who.ballot(response)) for response in (None, FacesAnswer(5))]
    told = [(each.status_code, len(each.content), sorted(set(each.headers) - {"date"})) for each in answers]
    assert told[0] == told[1]
    assert "set-cookie" not in told[0][2]


@pytest.mark.parametrize(("length", "status"), [(0, 422), (4095, 422), (4097, 413), (100_000, 413)])
def test_a_body_of_another_length_is_refused(server: httpx.Client, who: Voter, length: int, status: int) -> None:
    body = who.ballot(FacesAnswer(5)) + b" " * 100_000
    answer = server.post(PATH, content=body[:length])
    assert (answer.status_code, answer.json()["field"]) == (status, "body")


def _figures(app: FastAPI) -> list[bytes]:
    """All that is measured, but for the volume, on which all other programs write as well."""
    lines = generate_latest(app.state.registry).splitlines()
    return [line for line in lines if not line.startswith(b"barometer_disk_free_bytes ")]


def test_nothing_that_came_is_in_a_log_a_figure_or_a_problem(
    server: httpx.Client,
    app: FastAPI,
    who: Voter,
    clock: FakeClock,
    everything_logged: pytest.LogCaptureFixture,
) -> None:
    before = _figures(app)
    bodies = [
        who.ballot(FacesAnswer(5), comment=SECRET),
        who.ballot(CalmAnswer(5), comment=SECRET),
        who.ballot(FacesAnswer(5), comment=SECRET).replace(b'"faces"', b'"fackes'),
        who.ballot(FacesAnswer(5), comment=SECRET)[:-1],
    ]
    told = [server.post(path, content=body) for body in bodies for path in (PATH, ballots_path("unknown"))]
    clock.move(days=-3)
    told.append(server.post(PATH, content=bodies[0]))
    assert {each.status_code for each in told} == {200, 404, 409, 422}
    token = tokens.split_token(who.token)
    private = (SECRET, tokens.to_text(token.nonce)[:20], token.nonce.hex()[:20], tokens.to_text(who.token)[:20])
    of_problems = "".join(each.text for each in told if each.status_code != 200)
    of_logs = "".join(of_server(everything_logged))
    assert not [each for each in private if each in of_problems + of_logs]
    assert "anonymous" not in of_logs
    assert _figures(app) == before


def of_server(log: pytest.LogCaptureFixture) -> list[str]:
    """What the collector logged; the test's own client logs as well."""
    return [f"{each.name} {each.getMessage()} {each.exc_text}" for each in log.records if "http" not in each.name]


def test_a_database_that_fails_is_told_once_and_without_what_came(
    server: httpx.Client, database: Database, who: Voter, everything_logged: pytest.LogCaptureFixture
) -> None:
    _tell_once.cache_clear()
    with database.writing() as session:
        session.connection().execute(text("DROP TABLE ballot"))
    told = [server.post(PATH, content=who.ballot(FacesAnswer(5), comment=SECRET)) for _ in range(3)]
    assert [each.status_code for each in told] == [503] * 3
    assert all(30 <= int(each.headers["retry-after"]) <= 300 for each in told)
    logged = of_server(everything_logged)
    assert len([line for line in logged if "ballots_failed" in line]) == 1
    assert SECRET not in "".join(logged) + "".join(each.text for each in told)


def test_whoever_would_wait_too_long_is_sent_away() -> None:
    async def crowd() -> list[str]:
        turns, done = Turns(most=2), asyncio.Event()

        async def come() -> str:
            try:
                async with turns.taken():
                    await done.wait()
                    return "taken"
            except ProblemError as error:
                return str(error.problem.status)

        waiting = [asyncio.create_task(come()) for _ in range(3)]
        await asyncio.sleep(0)
        done.set()
        return [await each for each in waiting] + [await come()]

    assert asyncio.run(crowd()) == ["taken", "taken", "503", "taken"]
