import re
from collections.abc import Callable

import httpx
import pytest

from barometer_collector.people.rules import Role
from barometer_shared.anonymous import keys_path
from tests.collector.web.example import ROUNDS, ExampleFigures

SignIn = Callable[[Role], httpx.Client]


def test_the_hash_of_the_keys_stands_where_colleagues_can_compare_it(signed_in: SignIn) -> None:
    html = signed_in(Role.VIEWER).get("/anonymous").text
    for each in ROUNDS:
        assert f'<code class="hash">{each.keys}</code>' in html
        assert f'href="{keys_path(each.campaign)}"' in html


def test_what_is_not_known_yet_is_said_to_be_so_and_nothing_else_is_painted_as_zero(signed_in: SignIn) -> None:
    html = signed_in(Role.VIEWER).get("/anonymous").text
    figures = [re.findall(r'<td class="n">([^<]*)</td>', row) for row in html.split("<tr>")[1:]]
    assert [row for row in figures if row] == [
        ["8", "–", "–", "–", "–"],
        ["24", "25", "23", "22", "17"],
        ["9", "9", "9", "9", "0"],
    ]


def test_a_round_is_open_until_it_is_closed_and_told_in_both_languages(client: httpx.Client, signed_in: SignIn) -> None:
    signed_in(Role.VIEWER)
    english = client.get("/anonymous").text
    assert "open until 25 Nov 2026" in english
    assert "closed since 25 Oct 2026" in english
    client.headers["Accept-Language"] = "nl"
    dutch = client.get("/anonymous").text
    assert "open tot 25 nov 2026" in dutch
    assert "overige teams" in dutch


def test_the_name_of_a_team_is_text_and_nothing_more(signed_in: SignIn) -> None:
    assert "<script>alert" not in signed_in(Role.VIEWER).get("/anonymous").text


def test_what_people_said_is_counted_for_all_and_read_by_who_reads_words(signed_in: SignIn) -> None:
    viewer, operations = (signed_in(role).get("/anonymous").text for role in (Role.VIEWER, Role.OPERATIONS))
    assert "What 7 people said of it" in viewer
    assert "Network: 4" in viewer
    assert "the Wi-Fi drops" not in viewer
    assert "the Wi-Fi drops" in operations


def test_without_any_round_the_page_says_how_to_open_one(signed_in: SignIn, figures: ExampleFigures) -> None:
    figures.told_rounds = ()
    assert "barometer-collector round open" in signed_in(Role.VIEWER).get("/anonymous").text


@pytest.mark.parametrize("role", [Role.MONITORING])
def test_who_may_not_see_scores_may_not_see_rounds(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get("/anonymous").status_code == 403
