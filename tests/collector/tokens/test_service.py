"""Everybody's laptop gets one token for a person, without the collector seeing it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text

from barometer_collector.ballots import service as ballots
from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.settings import Settings
from barometer_collector.teams import service as teams
from barometer_collector.tokens import service
from barometer_shared import tokens
from barometer_shared.anonymous import KeyList, keys_hash
from tests.collector.laptops import NOON, NOON_MS, TODAY, Laptop, enrol
from tests.collector.voters import (
    AFTER,
    CAMPAIGN,
    CLOSES,
    TERMS,
    Voter,
    office,
    open_round,
    rows,
    vote,
    voter,
    with_token,
)


@pytest.fixture
def team(database: Database, settings: Settings) -> list[Laptop]:
    """Five laptops of one team, in an open round."""
    found = office(database, settings, [("Finance", 5)])["Finance"]
    open_round(database, settings)
    return found


def status(database: Database, settings: Settings, who: Voter, laptop: Laptop, now: object = NOON) -> int:
    """200, or the status of the problem."""
    try:
        service.issue(database, settings.secret, now, laptop.device_id, who.campaign, who.asks)  # type: ignore[arg-type]
    except ProblemError as error:
        return error.problem.status
    return 200


def test_the_list_of_keys_is_the_same_for_everybody_and_holds_the_key_that_each_is_given(
    database: Database, settings: Settings
) -> None:
    offices = office(database, settings, [("Finance", 6), ("Sales", 5), ("Board", 3), ("Legal", 2)])
    opened = open_round(database, settings)
    body = ballots.key_list(database, CAMPAIGN)
    told = msgspec.json.decode(body, type=KeyList)
    assert [group.name["nl"] for group in told.groups] == ["Finance", "Sales", "overige teams"]
    assert [group.laptops for group in told.groups] == [6, 5, 5]
    assert told.closes_at == TERMS.closes_at
    assert opened.left_out == 0
    of_team = {"Finance": 0, "Sales": 1, "Board": 2, "Legal": 2}
    for name, laptops in offices.items():
        for laptop in laptops:
            with database.reading() as session:
                anonymous = service.anonymous_of(session, laptop.device_id)[CAMPAIGN]
            group = told.groups[of_team[name]]
            assert (anonymous.key, anonymous.laptops, anonymous.group) == (group.key, group.laptops, group.name)
            assert (anonymous.keys, anonymous.closes_at) == (keys_hash(body), told.closes_at)


def test_where_all_small_teams_together_are_too_few_they_are_not_asked(database: Database, settings: Settings) -> None:
    offices = office(database, settings, [("Finance", 5), ("Board", 3)])
    assert open_round(database, settings).left_out == 3
    with database.reading() as session:
        assert service.anonymous_of(session, offices["Board"][0].device_id) == {}


def test_too_few_laptops_for_any_group_open_no_round(database: Database, settings: Settings) -> None:
    office(database, settings, [("Finance", 2), ("Board", 2)])
    with pytest.raises(ProblemError, match="too few laptops"):
        open_round(database, settings)
    assert rows(database, "ballot_round") == []


def test_a_token_is_made_of_what_is_replied(database: Database, settings: Settings, team: list[Laptop]) -> None:
    who = with_token(database, settings, team[0], "CORP\\Jan")
    assert tokens.split_token(who.token).challenge_digest == tokens.challenge_digest(CAMPAIGN)


def test_the_same_request_is_told_the_same_and_any_other_of_that_person_is_refused(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    who = voter(database, settings, team[0], "jan")
    first = service.issue(database, settings.secret, NOON, team[0].device_id, CAMPAIGN, who.asks)
    assert service.issue(database, settings.secret, NOON, team[0].device_id, CAMPAIGN, who.asks) == first
    assert status(database, settings, voter(database, settings, team[0], "jan"), team[0]) == 409
    assert status(database, settings, voter(database, settings, team[1], "jan@corp.example"), team[1]) == 409
    assert status(database, settings, who, team[1]) == 409


def test_a_laptop_gets_four_tokens_whatever_accounts_it_invents(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    invented = [voter(database, settings, team[0], f"nobody{number}") for number in range(40)]
    told = [status(database, settings, each, team[0]) for each in invented]
    assert told == [200] * 4 + [403] * 36
    service.close(database, AFTER)
    with database.reading() as session:
        assert list(ballots.extra_votes(session, CAMPAIGN).values()) == [3]


def test_a_laptop_that_has_no_seat_or_comes_late_gets_none(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    who = voter(database, settings, team[0], "jan")
    newcomer = enrol(database, settings)
    assert status(database, settings, who, newcomer) == 404
    assert status(database, settings, Voter("jan", team[0], who.key, "unknown"), team[0]) == 404
    assert status(database, settings, who, team[0], CLOSES) == 410
    service.close(database, AFTER)
    assert status(database, settings, who, team[0], CLOSES - timedelta(days=1)) == 410


@pytest.mark.parametrize(
    "request_", ["", "x" * 70, tokens.to_text(bytes(52)), tokens.to_text(b"\x00\x01" + bytes(50)), "A" * 200]
)
def test_what_is_no_request_is_refused_and_leaves_no_note(
    database: Database, settings: Settings, team: list[Laptop], request_: str
) -> None:
    who = voter(database, settings, team[0], "jan")
    who.request = request_
    assert status(database, settings, who, team[0]) == 422
    who.account = "@"
    assert status(database, settings, who, team[0]) == 422
    assert rows(database, "token_issue") == []


def test_a_token_stays_with_its_group_when_the_laptop_changes_teams(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    with database.writing() as session:
        teams.join(session, team[0].device_id, teams.ensure_team(session, "Sales", NOON_MS), TODAY)
    with database.reading() as session:
        assert service.anonymous_of(session, team[0].device_id)[CAMPAIGN].group["en"] == "Finance"


def test_when_a_round_is_closed_two_numbers_for_each_group_remain(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    for laptop, account in ((0, "a"), (0, "b"), (1, "c")):
        with_token(database, settings, team[laptop], account)
    service.close(database, CLOSES - timedelta(milliseconds=1))
    assert len(rows(database, "token_issue")) == 3
    service.close(database, CLOSES)
    service.close(database, AFTER)
    (group,) = ballots.figures(database)[0].groups
    assert (group.issued, group.served) == (3, 2)
    assert (rows(database, "token_issue"), rows(database, "token_seat")) == ([], [])


def test_a_note_knows_neither_the_token_nor_a_time_nor_a_name(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    who = with_token(database, settings, team[0], "CORP\\Jan")
    (row,) = rows(database, "token_issue")
    assert row.keys() == {"campaign", "respondent", "device_id", "request", "reply"}
    seen = "".join(str(value) for value in row.values()).lower()
    token = tokens.split_token(who.token)
    for secret in (token.nonce, token.authenticator, who.token):
        assert tokens.to_text(secret).lower() not in seen
        assert secret.hex() not in seen
    assert "jan" not in str(row["respondent"])


def values(database: Database, *tables: str) -> set[str]:
    return {str(value) for table in tables for row in rows(database, table) for value in row.values()}


def test_who_has_a_token_and_what_was_answered_have_nothing_in_common_but_round_and_group(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    people = [with_token(database, settings, laptop, f"person{number}") for number, laptop in enumerate(team)]
    for number, who in enumerate(people):
        vote(database, settings, who, 1 + number)
    issued = values(database, "token_issue", "token_seat", "device", "membership", "batch", "answer", "occasion")
    answered = values(database, "ballot", "ballot_spent")
    (group,) = {row["group_id"] for row in rows(database, "ballot_group")}
    assert {each for each in issued & answered if len(each) > 1} == {CAMPAIGN, group}
    requested = "".join(issued)
    assert not [number for number in answered - issued if len(number) >= 32 and number in requested]


def test_a_person_who_asks_from_two_laptops_at_once_gets_one_token(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    asked = [(voter(database, settings, laptop, "jan"), laptop) for laptop in team]
    with ThreadPoolExecutor(5) as pool:
        told = list(pool.map(lambda each: status(database, settings, *each), asked))
    assert sorted(told) == [200, 409, 409, 409, 409]
    assert len(rows(database, "token_issue")) == 1


def test_a_laptop_that_asks_for_many_at_once_gets_four(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    asked = [voter(database, settings, team[0], f"nobody{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda each: status(database, settings, each, team[0]), asked))
    assert sorted(told) == [200] * 4 + [403] * 4


def test_under_another_secret_no_token_is_made_and_it_is_asked_for_again(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    asked = voter(database, settings, team[0], "jan")
    with pytest.raises(ProblemError) as error:
        service.issue(database, b"another secret", NOON, team[0].device_id, CAMPAIGN, asked.asks)
    assert error.value.problem.status == 503
    assert status(database, settings, asked, team[0]) == 200


STEPS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 4), st.booleans()), max_size=25)


@examples(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_whatever_order_people_ask_each_has_one_token_and_each_laptop_four(
    database: Database, settings: Settings, team: list[Laptop], steps: list[tuple[str, int, bool]]
) -> None:
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM token_issue"))
    asked: dict[tuple[str, int], Voter] = {}
    for account, laptop, afresh in steps:
        if afresh or (account, laptop) not in asked:
            asked[account, laptop] = voter(database, settings, team[laptop], account)
        status(database, settings, asked[account, laptop], team[laptop])
    noted = rows(database, "token_issue")
    by_laptop = [row["device_id"] for row in noted]
    assert len({row["respondent"] for row in noted}) == len(noted)
    assert all(by_laptop.count(device) <= 4 for device in by_laptop)
    assert len(noted) <= len({account for account, _, _ in steps})
