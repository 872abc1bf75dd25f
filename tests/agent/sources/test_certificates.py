"""Which certificates are believed."""

import logging
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from barometer_agent.sources.certificates import Trust, of_system, trusts
from barometer_agent.sources.network import Prober, Round
from barometer_shared.protocol import Target

keeps_its_own = pytest.mark.skipif(
    sys.platform != "linux", reason="the system verifies there, certificate by certificate"
)


@contextmanager
def server(tls: ssl.SSLContext, told: list[str | None]) -> Iterator[Target]:
    """Answers one visit over TLS, and tells what the client wanted to speak."""
    tls.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            try:
                with tls.wrap_socket(connection, server_side=True) as secured:
                    told.append(secured.selected_alpn_protocol())
                    secured.recv(4096)
                    secured.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            except OSError:  # the client does not believe us
                connection.close()

        serving = threading.Thread(target=serve)
        serving.start()
        yield Target("intranet", f"https://127.0.0.1:{listener.getsockname()[1]}/")
        serving.join()


def visit(trust: Trust, tls: ssl.SSLContext, told: list[str | None] | None = None) -> Round:
    with server(tls, [] if told is None else told) as target:
        return Prober(trust).measure(target, connects=1)


def counting(made: list[ssl.SSLContext]) -> Callable[[], ssl.SSLContext]:
    def make() -> ssl.SSLContext:
        made.append(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        return made[-1]

    return make


def test_certificates_are_read_at_the_first_use_and_once() -> None:
    made: list[ssl.SSLContext] = []
    trust = Trust(counting(made))
    assert made == []
    assert [trust.context() for _ in range(3)] == [made[0]] * 3
    assert len(made) == 1


def test_two_threads_that_ask_at_once_get_the_same() -> None:
    made: list[ssl.SSLContext] = []
    together = threading.Barrier(2)
    trust = Trust(counting(made))
    found: list[ssl.SSLContext] = []

    def ask() -> None:
        together.wait(30)
        found.append(trust.context())

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert found == [made[0]] * 2


def test_what_is_forgotten_is_read_anew() -> None:
    made: list[ssl.SSLContext] = []
    trust = Trust(counting(made))
    before = trust.context()
    trust.forget()
    assert trust.context() is made[1]
    assert before is made[0]


def test_what_could_not_be_read_is_tried_again() -> None:
    made: list[ssl.SSLContext] = []
    tries = iter([FileNotFoundError("gone")])

    def make() -> ssl.SSLContext:
        for error in tries:
            raise error
        return counting(made)()

    trust = Trust(make)
    with pytest.raises(FileNotFoundError):
        trust.context()
    assert trust.context() is made[0]


@keeps_its_own
def test_collector_and_targets_share_what_the_system_trusts() -> None:
    both = trusts(None)
    assert both.collector.context() is both.targets.context()


def test_a_file_of_ones_own_is_all_that_the_collector_is_believed_by(certificate: Path) -> None:
    context = trusts(certificate / "certificate.pem").collector.context()
    assert len(context.get_ca_certs()) == 1
    assert context.cert_store_stats()["x509"] == 1


def test_a_target_may_be_believed_by_that_file(certificate: Path, servers_tls: ssl.SSLContext) -> None:
    assert visit(trusts(certificate / "certificate.pem").targets, servers_tls).failure == ""
    assert visit(trusts(None).targets, servers_tls).failure == "certificate"


@keeps_its_own
def test_a_target_is_believed_by_the_system_beside_that_file(
    certificate: Path, servers_tls: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    other = tmp_path / "other.pem"
    other.write_text(ssl.DER_cert_to_PEM_cert(ssl.create_default_context().get_ca_certs(binary_form=True)[0]))
    assert visit(trusts(other).targets, servers_tls).failure == ""


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_a_file_that_cannot_be_read_is_told_and_takes_nothing_from_the_targets(
    text: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "authority.pem"
    if text is not None:
        file.write_text(text)
    with caplog.at_level(logging.WARNING):
        assert of_system(file).verify_mode is ssl.CERT_REQUIRED
    assert "ca_file_unreadable" in caplog.text
    with pytest.raises(OSError):  # noqa: PT011 - which one is OpenSSL's to say
        trusts(file).collector.context()


def test_certificates_and_names_are_always_verified(certificate: Path) -> None:
    for ca_file in (None, certificate / "certificate.pem"):
        both = trusts(ca_file)
        for trust in (both.collector, both.targets):
            assert trust.context().verify_mode is ssl.CERT_REQUIRED
            assert trust.context().check_hostname


def test_what_is_spoken_is_said_and_nobody_changes_it(trusting: Trust, servers_tls: ssl.SSLContext) -> None:
    trusting.context().set_alpn_protocols(["h2"])  # as httpcore does at each connection
    told: list[str | None] = []
    assert visit(trusting, servers_tls, told).failure == ""
    assert told == ["http/1.1"]
