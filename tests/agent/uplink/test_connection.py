"""The connection to one server."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

import certifi
import pytest

from barometer_agent.config import Config
from barometer_agent.uplink import connection
from barometer_agent.uplink.connection import tls_context
from barometer_agent.uplink.transport import Transport, UnreachableError

if TYPE_CHECKING:
    FakeCollector = Any

AUTHORITY = Path(certifi.where())


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
