"""Becoming known to a collector."""

import os
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpcore
import httpx
import msgspec
import pytest

from barometer_agent.config import Config
from barometer_agent.enrolment import (
    FILE,
    EnrolmentError,
    Identity,
    IdentityError,
    NoCollectorError,
    enrol,
    load,
    save,
)
from barometer_agent.language import speaker
from barometer_agent.uplink.transport import Transport
from barometer_shared.protocol import PROBLEM_TYPE, Problem
from tests.played import Played

if TYPE_CHECKING:
    FakeCollector = Any

DEVICE = SimpleNamespace(name="laptop", platform="linux", os="Debian", hardware_id="a" * 64)
IDENTITY = Identity("00000000000000ab", "secret", "demo", "http://collector.test")


def transport(handler: Any) -> Transport:
    return Transport("http://collector.test", Config(), Played(handler))


def test_a_good_token_gives_an_identity(collector_server: "FakeCollector") -> None:
    with Transport(collector_server.url, Config()) as real:
        identity = enrol(real, "good-token", DEVICE)
    assert identity == Identity("00000000000000ab", "secret", "demo", collector_server.url)


def test_the_collectors_own_words_are_shown(collector_server: "FakeCollector") -> None:
    with Transport(collector_server.url, Config()) as real, pytest.raises(EnrolmentError) as told:
        enrol(real, "expired-token", DEVICE)
    assert str(told.value) == "This token is not known: It may have expired. Ask for a new one."


@pytest.mark.parametrize(("status", "body"), [(200, "<html>sign in</html>"), (502, "<html>bad gateway</html>")])
def test_a_page_on_the_way_is_not_an_identity(status: int, body: str) -> None:
    with (
        transport(lambda _request: httpx.Response(status, text=body)) as page,
        pytest.raises(NoCollectorError) as told,
    ):
        enrol(page, "good-token", DEVICE)
    assert (told.value.text, told.value.values["status"]) == ("doctor.server.other", status)


def test_the_problem_of_a_gateway_is_nobodys_word() -> None:
    body = msgspec.json.encode(Problem("Call this number", 403))
    answer = httpx.Response(403, headers={"content-type": PROBLEM_TYPE}, content=body)
    with transport(lambda _request: answer) as gateway, pytest.raises(NoCollectorError) as told:
        enrol(gateway, "good-token", DEVICE)
    assert told.value.values == {"server": "http://collector.test", "status": 403}


def test_a_server_that_is_not_there_is_named_with_the_cause() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpcore.ConnectError("refused")

    with (
        transport(refuse) as nobody,
        pytest.raises(NoCollectorError) as told,
    ):
        enrol(nobody, "good-token", DEVICE)
    assert told.value.text == "doctor.server.silent"
    assert told.value.values["server"] == "http://collector.test"
    assert str(told.value.values["reason"]) == "unreachable: ConnectError: refused"


def test_an_identity_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    save(tmp_path, IDENTITY)
    save(tmp_path, IDENTITY)
    assert load(tmp_path) == IDENTITY
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_without_an_identity_the_fix_is_named(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match=r"not enrolled yet .*barometer-agent enrol --server"):
        load(tmp_path)


def test_a_damaged_identity_is_named_with_the_fix(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"device_id": ')
    with pytest.raises(IdentityError, match=r"is damaged .*barometer-agent enrol"):
        load(tmp_path)


def test_a_secret_is_never_shown() -> None:
    assert "secret" not in repr(IDENTITY).replace("secret=", "")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("a token made on this collector", "deze aanmeldcode is onbekend: vraag de beheerder om een nieuwe"),
        ("not expired", "deze aanmeldcode is verlopen: vraag de beheerder om een nieuwe"),
        ("not used up", "deze aanmeldcode is opgebruikt: vraag de beheerder om een nieuwe"),
        ("not revoked", "deze aanmeldcode is ingetrokken: vraag de beheerder om een nieuwe"),
        ("something new", "odd: it is so ask"),
    ],
)
def test_a_refusal_is_told_in_the_persons_language_where_its_rule_is_known(rule: str, told: str) -> None:
    assert EnrolmentError("odd", "it is so", "ask", rule).told(speaker("nl")) == told
