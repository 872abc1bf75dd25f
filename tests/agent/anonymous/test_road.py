"""What travels for nobody looks the same on every laptop."""

import logging
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent import __version__
from barometer_agent.anonymous.road import Road
from barometer_agent.config import Config
from barometer_agent.uplink.transport import UnreachableError
from barometer_shared.anonymous import BALLOT_BYTES

if TYPE_CHECKING:
    Ear = FakeCollector = Any

BODY = b"x" * BALLOT_BYTES
KEY = "Bearer 00000000000000ab.secret"


@pytest.fixture
def road(ear: "Ear") -> Road:
    return Road(lambda: str(ear.url), Config(), ear.trust)


def heads(ear: "Ear") -> list[list[bytes]]:
    """The lines of each request, without the port of the server."""
    port = ear.url.rpartition(":")[2].encode()
    return [data.partition(b"\r\n\r\n")[0].replace(port, b"PORT").split(b"\r\n") for _, data in ear.heard]


def test_a_message_says_nothing_but_where_it_goes(ear: "Ear", road: Road) -> None:
    road.ballot("pulse", BODY)
    (head,) = heads(ear)
    assert head == [
        b"POST /api/v1/anonymous/pulse/ballots HTTP/1.1",
        b"Host: 127.0.0.1:PORT",
        b"User-Agent: barometer-agent",
        b"Accept: */*",
        b"Accept-Encoding: identity",
        b"Content-Length: 4096",
        b"Connection: close",
        b"Content-Type: application/json",
    ]
    assert ear.heard[0][1].endswith(BODY)


def test_the_list_of_keys_is_asked_for_by_nobody(ear: "Ear", road: Road) -> None:
    road.keys("pulse")
    (head,) = heads(ear)
    assert head[0] == b"GET /api/v1/anonymous/pulse/keys HTTP/1.1"
    assert not any(line.lower().startswith((b"authorization", b"cookie")) for line in head)


def test_only_the_request_for_a_token_shows_who_this_laptop_is(ear: "Ear", road: Road) -> None:
    road.keys("pulse")
    road.token("pulse", b"{}", KEY)
    road.ballot("pulse", BODY)
    assert [any(b"secret" in line for line in head) for head in heads(ear)] == [False, True, False]
    assert not any(__version__.encode() in data for _, data in ear.heard)


def test_each_request_has_a_connection_that_resumes_no_other(ear: "Ear", road: Road) -> None:
    road.token("pulse", b"{}", KEY)
    for _ in range(3):
        road.ballot("pulse", BODY)
    assert [resumed for resumed, _ in ear.heard] == [False] * 4


def test_all_messages_are_alike_on_the_wire(ear: "Ear", road: Road) -> None:
    for body in (BODY, b"y" * BALLOT_BYTES):
        road.ballot("pulse", body)
    first, second = heads(ear)
    assert first == second
    assert len({len(data) for _, data in ear.heard}) == 1


def test_a_list_of_ten_thousand_groups_is_read_whole(collector_server: "FakeCollector") -> None:
    long = b"[" + b"1," * 1_500_000 + b"1]"
    collector_server.refusals = [(200, {}, long)]
    assert Road(lambda: collector_server.url, Config()).keys("pulse").body == long


def test_who_does_not_answer_is_told_apart_and_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(UnreachableError):
        Road(lambda: "http://127.0.0.1:1", Config()).ballot("pulse", BODY)
    assert caplog.text == ""
