"""English, and what holds for every language."""

import pkgutil
import re
import string
from pathlib import Path

import pytest

import barometer_agent
from barometer_agent import language
from barometer_agent.language.en import TEXTS
from barometer_agent.prompting import Reason
from barometer_shared.questions import Sharing

CODES = [module.name for module in pkgutil.iter_modules(language.__path__)]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_everything_with_the_same_values(code: str) -> None:
    texts = language.texts(code)
    assert set(texts) == set(TEXTS)
    assert {name: fields(text) for name, text in texts.items()} == {name: fields(text) for name, text in TEXTS.items()}
    assert all(text.strip() for text in texts.values())


def test_every_language_has_a_name_of_its_own() -> None:
    assert set(language.names()) == set(CODES)
    assert len(set(language.names().values())) == len(CODES)


def test_every_text_that_the_sources_name_is_there() -> None:
    sources = [path.read_text("utf-8") for path in Path(barometer_agent.__path__[0]).rglob("*.py")]
    named = {name for source in sources for name in re.findall(r"""say\(\s*["']([a-z_.0-9]+)["']""", source)}
    assert len(named) > 40
    assert named <= set(TEXTS)
    assert {f"reason.{reason}" for reason in Reason} | {f"sharing.{sharing}" for sharing in Sharing} <= set(TEXTS)


def test_the_language_is_the_users() -> None:
    assert language.of_user({"LANG": "nl_NL.UTF-8"}) == "nl"
    assert language.of_user({"LC_ALL": "nl", "LANG": "en_GB.UTF-8"}) == "nl"
    assert language.of_user({"LANGUAGE": "fy:nl:en", "LANG": "en_GB"}) == "nl"
    assert language.of_user({"LANG": "C.UTF-8"}) == "en"
    assert language.of_user({}) == "en"


def test_without_a_locale_it_is_the_systems_and_the_dearest_that_is_spoken_here() -> None:
    assert language.of_user({}, lambda: ("fy-NL", "nl-BE", "en-GB")) == "nl"
    assert language.of_user({"LANG": "en_GB.UTF-8"}, lambda: ("nl-NL",)) == "en"
    assert language.of_user({}, lambda: ("", "xx")) == "en"


def test_a_text_of_the_collector_falls_back_to_english_and_then_to_anything() -> None:
    assert language.choose({"en": "one", "nl": "een"}, "nl") == "een"
    assert language.choose({"en": "one"}, "nl") == "one"
    assert language.choose({"fr": "un"}, "nl") == "un"
    assert language.choose({}, "nl") == ""


def test_only_files_of_texts_are_languages() -> None:
    assert language.known("nl")
    assert not any(language.known(code) for code in ("xx", "", "..", "__init__", "NL"))
