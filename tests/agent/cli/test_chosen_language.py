"""The language that a person chose."""

from collections.abc import Callable

import pytest

from barometer_agent.cli import chosen_language
from barometer_agent.cli.command import Call
from barometer_agent.link import client
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import Prefer
from barometer_agent.service import Service


def test_it_is_the_one_that_was_chosen(service: Service, make_call: Callable[..., Call]) -> None:
    config = make_call().config
    assert chosen_language.ask(config) == ""
    client.ask(socket_path(config.socket_dir), Prefer(language="nl"))
    assert chosen_language.ask(config) == "nl"


def test_one_that_is_not_spoken_here_is_none(service: Service, make_call: Callable[..., Call]) -> None:
    config = make_call().config
    client.ask(socket_path(config.socket_dir), Prefer(language="xx"))
    assert chosen_language.ask(config) == ""


def test_without_a_service_there_is_none_and_nothing_fails(make_call: Callable[..., Call]) -> None:
    assert chosen_language.ask(make_call().config) == ""


def test_the_languages_of_the_system_count_where_no_locale_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barometer_agent.sources.own_languages.read", lambda: ("nl-NL",))
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    assert chosen_language.of_session() == "nl"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert chosen_language.of_session() == "en"
