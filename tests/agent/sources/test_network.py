import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from barometer_agent.sources import network
from barometer_agent.sources.addresses import Address
from barometer_agent.sources.certificates import Trust
from barometer_agent.sources.network import Prober, Round
from barometer_agent.sources.told_targets import ToldTarget
from barometer_shared.protocol import Target

Handler = Callable[[socket.socket], None]
V4, V6 = int(socket.AF_INET), int(socket.AF_INET6)


class Server:
    """A listener on a free port of loopback; ``handle`` gets the first connection, the others are only accepted."""

    def __init__(self, handle: Handler) -> None:
        self._handle = handle
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.accepted = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with ExitStack() as open_connections:
            while True:
                connection, _ = self._listener.accept()
                open_connections.enter_context(connection)
                self.accepted += 1
                if self.accepted == 1:
                    self._handle(connection)
                elif connection.recv(1) == b"!":
                    return

    def close(self) -> None:
        if self.accepted == 0:
            socket.create_connection(("127.0.0.1", self.port)).close()
        with socket.create_connection(("127.0.0.1", self.port)) as goodbye:
            goodbye.sendall(b"!")
            self._thread.join()
        self._listener.close()


@contextmanager
def serving(handle: Handler) -> Iterator[Server]:
    server = Server(handle)
    try:
        yield server
    finally:
        server.close()


def over_tls(context: ssl.SSLContext, handle: Handler) -> Handler:
    def secured(connection: socket.socket) -> None:
        try:
            with context.wrap_socket(connection, server_side=True) as wrapped:
                handle(wrapped)
        except OSError:  # the client refused our certificate
            pass

    return secured


def answer(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")


def close_at_once(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.close()


def reset(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.close()


def never_answer(connection: socket.socket) -> None:
    connection.recv(4096)


def target(port: int, scheme: str = "http", host: str = "127.0.0.1") -> Target:
    return Target("intranet", f"{scheme}://{host}:{port}/start?now=1")


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_visit_is_timed_and_followed_by_bare_connects() -> None:
    with serving(answer) as server:
        found = Prober().measure(target(server.port), connects=5)
        assert (found.failure, found.family, found.dns_us, found.tls_us) == ("", "ipv4", None, None)
        assert [connect.failure for connect in found.connects] == [""] * 5
        assert found.first_byte_us is not None
        assert found.first_byte_us >= found.connects[0].us >= 0


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0.0.0.0", "localhost"])
def test_the_collector_cannot_have_the_laptop_itself_visited(host: str) -> None:
    asked: list[bytes] = []
    with serving(lambda connection: asked.append(connection.recv(4096))) as server:
        url = f"http://{host}:{server.port}/start"
        assert Prober().measure(ToldTarget("x", url), connects=2) == Round(failure=network.FORBIDDEN)
        assert asked == []
        assert Prober().measure(ToldTarget("x", f"http://127.0.0.1:{server.port}/", loopback=True), 1).connects


def test_of_what_a_name_leads_to_only_what_is_outside_is_visited() -> None:
    two = [Address("ipv6", V6, ("fe80::1", 1, 0, 0)), Address("ipv4", V4, ("127.0.0.1", closed_port()))]
    named = ToldTarget("x", "http://intranet.example.org/", loopback=True)
    assert Prober(look_up=lambda *_: two).measure(named, connects=1).family == "ipv4"


def test_a_target_is_asked_for_its_headers_alone() -> None:
    asked: list[bytes] = []

    def listen(connection: socket.socket) -> None:
        asked.append(connection.recv(4096))
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    with serving(listen) as server:
        Prober().measure(target(server.port), connects=1)
    assert asked[0].startswith(b"HEAD /start?now=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nConnection: close\r\n" in asked[0]
    assert asked[0].endswith(b"\r\n\r\n")


def test_a_name_is_looked_up_and_the_time_told() -> None:
    with serving(answer) as server:
        found = Prober().measure(target(server.port, host="localhost"), connects=1)
        assert found.dns_us is not None
        assert found.failure == ""


def test_a_secured_target_is_timed_too(servers_tls: ssl.SSLContext, trusting: Trust) -> None:
    with serving(over_tls(servers_tls, answer)) as server:
        found = Prober(trusting).measure(target(server.port, "https", "localhost"), connects=2)
        assert found.failure == ""
        assert found.tls_us is not None
        assert found.first_byte_us is not None
        assert found.first_byte_us >= found.tls_us > 0


def test_a_certificate_that_the_system_does_not_trust_is_a_failure(servers_tls: ssl.SSLContext) -> None:
    with serving(over_tls(servers_tls, answer)) as server:
        found = Prober().measure(target(server.port, "https"), connects=2)
        assert (found.failure, found.tls_us, found.first_byte_us) == ("certificate", None, None)
        assert [connect.failure for connect in found.connects] == ["", ""]


def test_a_target_that_does_not_speak_tls_is_a_failure() -> None:
    with serving(answer) as server:
        found = Prober().measure(target(server.port, "https"), connects=1)
        assert (found.failure, found.tls_us) == ("tls", None)


@pytest.mark.parametrize(
    ("handle", "failure"), [(close_at_once, "closed"), (reset, "reset"), (never_answer, "timeout")]
)
def test_a_target_that_connects_without_answering_says_how(handle: Handler, failure: str) -> None:
    with serving(handle) as server:
        found = Prober(timeout_seconds=0.2).measure(target(server.port), connects=2)
        assert (found.failure, found.first_byte_us) == (failure, None)
        assert [connect.failure for connect in found.connects] == ["", ""]


def test_a_refused_connection_is_tried_as_often_as_asked() -> None:
    found = Prober().measure(target(closed_port()), connects=5)
    assert found.failure == "refused"
    assert [connect.failure for connect in found.connects] == ["refused"] * 5


def test_a_target_that_does_not_take_connections_times_out() -> None:
    with ExitStack() as crowd, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(2):  # fills the queue, so that the kernel answers no further connect
            waiting = crowd.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        found = Prober(timeout_seconds=0.1).measure(target(port), connects=2)
    assert [connect.failure for connect in found.connects] == ["timeout", "timeout"]


def test_a_name_that_is_not_found_has_no_connects() -> None:
    def unknown(host: str, *_: object) -> list[Address]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host} not known")

    found = Prober(look_up=unknown).measure(target(443, "https", "nowhere.example.org"), connects=5)
    assert (found.failure, found.connects) == ("dns", ())


def test_a_url_that_leads_nowhere_is_told_apart_from_a_bad_network() -> None:
    assert Prober().measure(Target("x", "http://example.org:99999/"), connects=5).failure == "address"


def test_falling_back_to_the_other_family_is_told() -> None:
    with serving(answer) as server:
        two = [Address("ipv6", V6, ("::1", closed_port(), 0, 0)), Address("ipv4", V4, ("127.0.0.1", server.port))]
        found = Prober(look_up=lambda *_: two).measure(target(server.port, host="intranet.example.org"), connects=3)
    assert (found.failure, found.family, found.fell_back_from) == ("", "ipv4", "ipv6")
    assert [connect.failure for connect in found.connects] == [""] * 3


def test_a_machine_without_a_family_falls_back_too() -> None:
    with serving(answer) as server:
        two = [Address("ipv6", 65_000, ("::1", 1, 0, 0)), Address("ipv4", V4, ("127.0.0.1", server.port))]
        found = Prober(look_up=lambda *_: two).measure(target(server.port, host="intranet.example.org"), connects=1)
    assert (found.failure, found.fell_back_from) == ("", "ipv6")


def test_two_families_that_both_fail_are_no_fall_back() -> None:
    port = closed_port()
    two = [Address("ipv6", V6, ("::1", port, 0, 0)), Address("ipv4", V4, ("127.0.0.1", port))]
    found = Prober(look_up=lambda *_: two).measure(target(port, host="intranet.example.org"), connects=1)
    assert (found.fell_back_from, found.connects[0].failure) == ("", found.failure)


def test_a_hanging_target_does_not_hold_up_the_others() -> None:
    with serving(answer) as server:
        assert len(Prober(round_seconds=0).measure(target(server.port), connects=5).connects) == 1


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (socket.gaierror(-2, "x"), "dns"),
        (UnicodeError("label too long"), "dns"),
        (ssl.SSLCertVerificationError("x"), "certificate"),
        (ssl.SSLError("x"), "tls"),
        (TimeoutError(), "timeout"),
        (ConnectionResetError(), "reset"),
        (OSError(101, "Network is unreachable"), "unreachable"),
        (ValueError("Port out of range"), "address"),
    ],
)
def test_each_failure_has_one_word(error: Exception, word: str) -> None:
    assert network.reason(error) == word
