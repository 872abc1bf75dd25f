"""HTTP to the collector."""

import gzip
import ssl
from collections.abc import Iterator
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from barometer_agent.config import Config
from barometer_agent.uplink.transport import MAX_REPLY_BYTES, Transport, UnreachableError, on_this_machine, tls_context

if TYPE_CHECKING:
    FakeCollector = Any


def test_a_reply_comes_back_with_lower_case_names(collector_server: "FakeCollector") -> None:
    with Transport(collector_server.url, Config()) as transport:
        reply = transport.get("/openapi.json", {"If-None-Match": "x"})
    assert reply.status == 200
    assert "date" in reply.headers
    assert collector_server.requests[0][2]["if-none-match"] == "x"
    assert collector_server.requests[0][2]["user-agent"].startswith("barometer-agent/")


def test_an_endless_reply_is_cut() -> None:
    huge = httpx.MockTransport(lambda _request: httpx.Response(200, content=b"x" * (MAX_REPLY_BYTES * 3)))
    with Transport("http://collector.test", Config(), huge) as transport:
        assert len(transport.get("/").body) == MAX_REPLY_BYTES


def test_a_reply_that_would_unfold_is_left_as_it_came() -> None:
    folded = gzip.compress(gzip.compress(b"x" * (MAX_REPLY_BYTES * 20)))
    asked = []

    def unfold(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["accept-encoding"])
        return httpx.Response(200, headers={"Content-Encoding": "gzip, gzip"}, stream=_Stream(iter([folded])))

    with Transport("http://collector.test", Config(), httpx.MockTransport(unfold)) as transport:
        assert transport.get("/").body == folded
    assert asked == ["identity"]


def test_a_reply_that_drips_in_without_end_is_given_up() -> None:
    drip = httpx.MockTransport(lambda _request: httpx.Response(200, stream=_Stream(repeat(b"x"))))
    seconds = count(step=10)
    with (
        Transport("http://collector.test", Config(), drip, lambda: float(next(seconds))) as transport,
        pytest.raises(UnreachableError, match="not whole within 60 s"),
    ):
        transport.get("/")


def test_a_redirect_is_not_followed() -> None:
    seen = []

    def redirect(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"Location": "http://elsewhere.test/"})

    with Transport("http://collector.test", Config(), httpx.MockTransport(redirect)) as transport:
        assert transport.post("/", b"", {"Authorization": "Bearer x"}).status == 307
    assert seen == ["http://collector.test/"]


def test_a_server_that_is_gone_is_unreachable() -> None:
    with Transport("http://127.0.0.1:1", Config()) as transport, pytest.raises(UnreachableError, match="ConnectError"):
        transport.get("/")


def test_certificates_are_always_verified(tmp_path: Path) -> None:
    for server in ("https://collector.test", "http://collector.test"):
        context = tls_context(server, Config())
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname


def test_a_certificate_authority_of_ones_own_replaces_the_systems(tmp_path: Path) -> None:
    import certifi

    context = tls_context("https://collector.test", Config(ca_file=Path(certifi.where())))
    assert type(context) is ssl.SSLContext
    assert len(context.get_ca_certs()) > 10


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    collector_server: "FakeCollector", monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    with Transport(collector_server.url, Config()) as transport:
        assert transport.get("/openapi.json").status == 200


@pytest.mark.parametrize(
    ("server", "here"),
    [
        ("http://127.0.0.1:8600", True),
        ("http://localhost:8600", True),
        ("http://[::1]:8600", True),
        ("https://barometer.example.org", False),
        ("https://127.example.org", False),
    ],
)
def test_this_machine_is_known_by_its_name(server: str, here: bool) -> None:
    assert on_this_machine(server) is here


class _Stream(httpx.SyncByteStream):
    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return self._parts
