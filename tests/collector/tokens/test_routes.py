"""Tokens are asked for with the device's own key."""

import httpx
import msgspec
import pytest

from barometer_collector.database import Database
from barometer_collector.settings import Settings
from barometer_shared import tokens
from barometer_shared.anonymous import TokenReply, tokens_path
from tests.collector.laptops import Laptop
from tests.collector.voters import CAMPAIGN, Voter, office, open_round, voter

PATH = tokens_path(CAMPAIGN)


@pytest.fixture
def team(database: Database, settings: Settings) -> list[Laptop]:
    found = office(database, settings, [("Finance", 5)])["Finance"]
    open_round(database, settings)
    return found


@pytest.fixture
def who(database: Database, settings: Settings, team: list[Laptop]) -> Voter:
    return voter(database, settings, team[0], "jan")


def ask(server: httpx.Client, who: Voter, **headers: str) -> httpx.Response:
    return server.post(PATH, content=msgspec.json.encode(who.asks), headers={**who.laptop.headers, **headers})


def test_a_token_can_be_made_of_the_reply_which_is_the_same_again(server: httpx.Client, who: Voter) -> None:
    told = [ask(server, who) for _ in range(2)]
    assert [each.status_code for each in told] == [200, 200]
    assert told[0].content == told[1].content
    made = who.take(msgspec.json.decode(told[0].content, type=TokenReply))
    assert len(made.token) == tokens.TOKEN_BYTES
    assert "set-cookie" not in told[0].headers


@pytest.mark.parametrize("key", ["", "Bearer 0123456789abcdef.wrong", "Bearer bt_123"])
def test_without_the_key_of_a_laptop_there_is_no_token(server: httpx.Client, who: Voter, key: str) -> None:
    assert ask(server, who, Authorization=key).status_code == 401


def test_another_request_of_that_person_is_refused(
    server: httpx.Client, database: Database, settings: Settings, who: Voter
) -> None:
    ask(server, who)
    told = ask(server, voter(database, settings, who.laptop, "jan"))
    assert (told.status_code, told.json()["type"]) == (409, "urn:barometer:problem")


@pytest.mark.parametrize(("body", "status"), [(b"{}", 422), (b"no json", 422), (b" " * 5_000, 413)])
def test_what_is_no_request_is_refused(server: httpx.Client, who: Voter, body: bytes, status: int) -> None:
    assert server.post(PATH, content=body, headers=who.laptop.headers).status_code == status


@pytest.mark.parametrize("campaign", ["a b", "x" * 65, "%00"])
def test_a_name_that_no_campaign_has_is_refused(server: httpx.Client, who: Voter, campaign: str) -> None:
    told = server.post(tokens_path(campaign), content=msgspec.json.encode(who.asks), headers=who.laptop.headers)
    assert told.status_code == 422
