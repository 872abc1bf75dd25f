"""HTTP to the collector."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, repeat
from typing import TYPE_CHECKING, Any

import httpcore
import httpx
import pytest

from barometer_agent.config import Config
from barometer_agent.language import speaker
from barometer_agent.uplink import cause
from barometer_agent.uplink.transport import MAX_REPLY_BYTES, Transport, UnreachableError
from tests.played import Played

if TYPE_CHECKING:
    FakeCollector = Any


def test_a_reply_comes_back_with_lower_case_names(collector_server: "FakeCollector") -> None:
    with Transport(collector_server.url, Config()) as transport:
        reply = transport.get("/openapi.json", {"If-None-Match": "x"})
    assert reply.status == 200
    assert "date" in reply.headers
    assert collector_server.requests[0][2]["if-none-match"] == "x"
    assert collector_server.requests[0][2]["user-agent"].startswith("barometer-agent/")


@pytest.mark.parametrize(
    ("server", "host"),
    [
        ("https://barometer.example.org", "barometer.example.org"),
        ("http://barometer.example.org:8600", "barometer.example.org:8600"),
        ("https://bärometer.example.org", "xn--brometer-0za.example.org"),
        ("http://[::1]:8600", "[::1]:8600"),
    ],
)
def test_a_server_is_asked_by_its_name_and_port(server: str, host: str) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(204)

    with Transport(server, Config(), Played(answer)) as transport:
        transport.get("/api/v1/device/config")
        transport.post("/api/v1/batches", b"", {"Authorization": "Bearer x"})
    assert [request.headers["host"] for request in asked] == [host] * 2
    assert [request.headers.get("content-length") for request in asked] == [None, "0"]
    assert asked[1].headers["authorization"] == "Bearer x"
    assert asked[0].url.raw_path == b"/api/v1/device/config"


def test_a_header_told_twice_is_one_line_and_can_be_sent_back() -> None:
    asked: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.extend(value for name, value in request.headers.raw if name == b"If-None-Match")
        return httpx.Response(200, headers=[(b"ETag", b'"\xe9"'), (b"Via", b"1.1 a"), (b"via", b"1.1 b")])

    with Transport("http://collector.test", Config(), Played(answer)) as transport:
        reply = transport.get("/")
        transport.get("/", {"If-None-Match": reply.headers["etag"]})
    assert reply.headers["via"] == "1.1 a, 1.1 b"
    assert asked == [b'"\xe9"']


def test_an_address_that_cannot_be_is_unreachable() -> None:
    with (
        Transport("http://collector.test:99999", Config()) as transport,
        pytest.raises(UnreachableError, match=r"^unreachable: ValueError: Port out of range"),
    ):
        transport.get("/")


def test_an_endless_reply_is_cut() -> None:
    huge = Played(lambda _request: httpx.Response(200, content=b"x" * (MAX_REPLY_BYTES * 3)))
    with Transport("http://collector.test", Config(), huge) as transport:
        assert len(transport.get("/").body) == MAX_REPLY_BYTES


def test_a_reply_that_would_unfold_is_left_as_it_came() -> None:
    folded = gzip.compress(gzip.compress(b"x" * (MAX_REPLY_BYTES * 20)))
    asked = []

    def unfold(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["accept-encoding"])
        return httpx.Response(200, headers={"Content-Encoding": "gzip, gzip"}, stream=_Stream(iter([folded])))

    with Transport("http://collector.test", Config(), Played(unfold)) as transport:
        assert transport.get("/").body == folded
    assert asked == ["identity"]


def test_a_reply_that_drips_in_without_end_is_given_up() -> None:
    drip = Played(lambda _request: httpx.Response(200, stream=_Stream(repeat(b"x"))))
    seconds = count(step=10)
    with (
        Transport("http://collector.test", Config(), drip, lambda: float(next(seconds))) as transport,
        pytest.raises(UnreachableError, match="not over within 90 s"),
    ):
        transport.get("/")


def test_a_redirect_is_not_followed() -> None:
    seen = []

    def redirect(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"Location": "http://elsewhere.test/"})

    with Transport("http://collector.test", Config(), Played(redirect)) as transport:
        assert transport.post("/", b"", {"Authorization": "Bearer x"}).status == 307
    assert seen == ["http://collector.test/"]


def test_no_more_is_loaded_than_speaking_takes() -> None:
    asked = (
        "import sys; import barometer_agent.uplink.transport;"
        " assert 'httpcore' in sys.modules; assert not {'httpx', 'http.client', 'click', 'rich'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], check=True, timeout=60)


def test_a_server_that_is_gone_is_unreachable() -> None:
    with (
        Transport("http://127.0.0.1:1", Config()) as transport,
        pytest.raises(UnreachableError, match=r"^refused: ConnectError"),
    ):
        transport.get("/")


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    collector_server: "FakeCollector", monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    with Transport(collector_server.url, Config()) as transport:
        assert transport.get("/openapi.json").status == 200


def test_a_proxy_that_is_gone_is_named_without_its_password() -> None:
    with (
        Transport("http://collector.test", Config(proxy="http://anna:secret@127.0.0.1:1")) as transport,
        pytest.raises(UnreachableError, match=r"^proxy_gone: http://127\.0\.0\.1:1 ConnectError") as told,
    ):
        transport.get("/")
    assert "secret" not in str(told.value)


def test_a_proxy_that_wants_a_password_is_told_with_the_fix() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpcore.ProxyError("407 Proxy Authentication Required")

    with (
        Transport("https://collector.test", Config(), Played(refuse)) as transport,
        pytest.raises(UnreachableError) as told,
    ):
        transport.get("/")
    assert cause.told(told.value, speaker("en")).startswith("the proxy asks for a name and a password: set proxy")


def test_a_name_that_cannot_be_is_unreachable() -> None:
    with (
        Transport("http://" + "x" * 64 + ".test", Config()) as transport,
        pytest.raises(UnreachableError, match="name"),
    ):
        transport.get("/")


class _Stream(httpx.SyncByteStream):
    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return self._parts
