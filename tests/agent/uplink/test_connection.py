"""The connection to one server."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

import certifi
import pytest

from barometer_agent.config import Config
from barometer_agent.uplink import connection
from barometer_agent.uplink.connection import on_this_machine, proxy_of, tls_context
from barometer_agent.uplink.transport import Transport, UnreachableError

if TYPE_CHECKING:
    FakeCollector = Any

AUTHORITY = Path(certifi.where())


def proxies(**known: str) -> Any:
    return lambda: known


def test_certificates_are_always_verified() -> None:
    for config in (Config(), Config(ca_file=AUTHORITY)):
        context = tls_context(config)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname


def test_a_certificate_authority_of_ones_own_replaces_the_systems() -> None:
    assert len(tls_context(Config(ca_file=AUTHORITY)).get_ca_certs()) > 10


def test_certificates_are_read_once_and_not_before_the_first_exchange(
    collector_server: "FakeCollector", monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def reading(config: Config) -> ssl.SSLContext:
        read.append(config)
        return tls_context(config)

    monkeypatch.setattr(connection, "tls_context", reading)
    with Transport(collector_server.url.replace("http:", "https:"), Config()) as transport:
        assert read == []
        for _ in range(3):
            with pytest.raises(UnreachableError, match=r"^tls: "):
                transport.get("/")
    assert len(read) == 1


def test_no_certificates_are_read_where_no_tls_is_spoken(
    collector_server: "FakeCollector", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "tls_context", None)
    with Transport(collector_server.url, Config()) as transport:
        assert transport.get("/openapi.json").status == 200


def test_one_connection_serves_exchange_after_exchange(collector_server: "FakeCollector") -> None:
    with Transport(collector_server.url, Config()) as transport:
        for _ in range(3):
            assert transport.get("/openapi.json").status == 200


def test_the_proxy_is_that_of_the_settings_then_of_the_system() -> None:
    server = "https://barometer.example.org"
    of_system = proxies(https="proxy.example.org:3128", http="http://other")
    assert proxy_of(server, Config(proxy="http://own:8080"), of_system) == "http://own:8080"
    assert proxy_of(server, Config(), of_system, lambda _: False) == "http://proxy.example.org:3128"
    assert proxy_of(server, Config(), of_system, lambda host: host == "barometer.example.org") is None
    assert proxy_of(server, Config(), proxies(all="http://all"), lambda _: False) == "http://all"
    assert proxy_of(server, Config(), proxies(), lambda _: False) is None
    assert proxy_of("http://127.0.0.1:8600", Config(), proxies(http="http://other"), lambda _: False) is None


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
