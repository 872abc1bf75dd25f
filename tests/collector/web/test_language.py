import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.web.language import LANGUAGE_COOKIE, load_languages, marked, negotiate


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("nl", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("de,en-US;q=0.8,nl;q=0.9", "nl"),
        ("fr", "en"),
        ("", "en"),
        ("nl;q=0,en", "en"),
        ("nl;q=broken,en;q=0.1", "en"),
        ("*", "en"),
    ],
)
def test_the_browser_gets_what_it_asks_for_as_far_as_there_is(accepted: str, expected: str) -> None:
    assert negotiate(accepted, ("en", "nl")) == expected


@given(st.text())
def test_no_header_breaks_the_choice(accepted: str) -> None:
    assert negotiate(accepted, ("en", "nl")) in ("en", "nl")


def test_each_language_is_named_as_its_speakers_do() -> None:
    assert [each.name for each in load_languages().values()] == ["English", "Nederlands"]


def test_a_text_is_translated_and_an_unknown_one_stays() -> None:
    dutch = load_languages()["nl"]
    assert dutch.text("Experience score") == "Ervaringsscore"
    assert dutch.text("never written") == "never written"
    assert marked("as it is") == "as it is"


def test_the_cookie_wins_over_the_browser(client: httpx.Client) -> None:
    assert 'lang="en"' in client.get("/sign-in").text
    client.cookies.set(LANGUAGE_COOKIE, "nl")
    assert re.search(r'<html lang="nl"', client.get("/sign-in").text)


def test_a_strange_cookie_is_passed_over(client: httpx.Client) -> None:
    client.cookies.set(LANGUAGE_COOKIE, "../../etc")
    assert re.search(r'<html lang="en"', client.get("/sign-in").text)
