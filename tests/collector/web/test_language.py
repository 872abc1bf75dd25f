import re
from typing import Any

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.web.assets import STATIC
from barometer_collector.web.language import LANGUAGE_COOKIE, load_languages, marked, negotiate

WEB = STATIC.parent


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


def test_the_catalogue_has_every_text_of_the_pages_and_no_other() -> None:
    catalogue = {message.id: message for message in _catalogue() if message.id}
    missing, unused = _texts() - catalogue.keys(), catalogue.keys() - _texts()
    assert not missing, f"renew locales/nl.po as collector/babel.cfg says; it lacks {missing}"
    assert not unused, f"renew locales/nl.po as collector/babel.cfg says; nothing uses {unused}"
    assert len(catalogue) > 100


def test_every_text_is_translated_and_none_is_a_guess() -> None:
    for message in _catalogue():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert message.id == "" or (all(forms) and not message.fuzzy), message.id
        assert not list(message.check(_catalogue())), message.id


def _catalogue() -> Catalog:
    with (WEB / "locales" / "nl.po").open("rb") as file:
        return read_po(file, locale="nl")


def _texts() -> set[Any]:
    """What the code and the templates say, extracted by the commands of babel.cfg."""
    with (WEB.parents[1] / "babel.cfg").open() as file:
        methods, options, *_ = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = DEFAULT_KEYWORDS | {"marked": None, "text": None}
    extracted = extract_from_dir(WEB, methods, options, keywords=keywords)
    return {message for _, _, message, _, _ in extracted}
