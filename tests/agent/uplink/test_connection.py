"""The connection to one server."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.config import Config
from barometer_agent.sources.certificates import Trust
from barometer_agent.uplink.transport import Transport, UnreachableError

if TYPE_CHECKING:
    FakeCollector = Any


class Unknown(ssl.SSLContext):
    """Believes nobody."""

    def wrap_socket(self, *_: object, **__: object) -> ssl.SSLSocket:
        raise ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")


def test_certificates_are_read_once_and_not_before_the_first_exchange(collector_server: "FakeCollector") -> None:
    read: list[ssl.SSLContext] = []

    def reading() -> ssl.SSLContext:
        read.append(ssl.create_default_context())
        return read[-1]

    with Transport(secured(collector_server), Config(), trust=Trust(reading)) as transport:
        assert read == []
        for _ in range(3):
            with pytest.raises(UnreachableError, match=r"^tls: "):
                transport.get("/")
    assert len(read) == 1


def test_certificates_are_read_anew_when_the_servers_is_not_believed(collector_server: "FakeCollector") -> None:
    read: list[ssl.SSLContext] = []

    def reading() -> ssl.SSLContext:
        read.append(Unknown(ssl.PROTOCOL_TLS_CLIENT))
        return read[-1]

    with Transport(secured(collector_server), Config(), trust=Trust(reading)) as transport:
        for tries in range(1, 4):
            with pytest.raises(UnreachableError, match=r"^certificate: "):
                transport.get("/")
            assert len(read) == tries


def test_no_certificates_are_read_where_no_tls_is_spoken(collector_server: "FakeCollector") -> None:
    def never() -> ssl.SSLContext:
        raise AssertionError("read in vain")

    with Transport(collector_server.url, Config(), trust=Trust(never)) as transport:
        assert transport.get("/openapi.json").status == 200


def test_an_authority_of_the_settings_that_cannot_be_read_is_told(
    collector_server: "FakeCollector", tmp_path: Path
) -> None:
    (tmp_path / "authority.pem").write_text("no certificate")
    with (
        Transport(secured(collector_server), Config(ca_file=tmp_path / "authority.pem")) as transport,
        pytest.raises(UnreachableError, match=r"^tls: "),
    ):
        transport.get("/")


def test_one_connection_serves_exchange_after_exchange(collector_server: "FakeCollector") -> None:
    with Transport(collector_server.url, Config()) as transport:
        for _ in range(3):
            assert transport.get("/openapi.json").status == 200


def secured(collector: "FakeCollector") -> str:
    return str(collector.url).replace("http:", "https:")
