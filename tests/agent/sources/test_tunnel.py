"""The way through a real proxy on loopback that leads every name to one target."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.addresses import Place
from barometer_agent.sources.certificates import Trust
from barometer_agent.sources.network import FORBIDDEN, Prober, Round
from barometer_agent.sources.proxy import Proxy
from barometer_agent.sources.told_targets import ToldTarget
from barometer_agent.sources.tunnel import NotLetThroughError, failure_of, request, status_of
from barometer_shared.protocol import Target

NAME = "intranet.example.org"
SECURED = Target("intranet", f"https://{NAME}/start")
PLAIN = Target("intranet", f"http://{NAME}/start")
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n"
Then = Callable[[socket.socket], None]


class FakeProxy:
    """Answers the first request with ``reply``, byte for byte slowly if ``slow``, and has ``then`` speak after that."""

    def __init__(self, reply: bytes, then: Then) -> None:
        self.asked = b""
        self._reply, self._then = reply, then
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with ExitStack() as kept:
            while not self._over.is_set():
                connection, _ = self._listener.accept()
                kept.enter_context(closing(connection))
                if not self.asked and not self._over.is_set():
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        while b"\r\n\r\n" not in self.asked:
            more = connection.recv(4096)
            if not more:
                return
            self.asked += more
        connection.sendall(self._reply)
        with suppress(OSError):  # where the laptop did not want it
            self._then(connection)

    def close(self) -> None:
        self._over.set()
        socket.create_connection(self._listener.getsockname()).close()
        self._thread.join()
        self._listener.close()


def nothing(_connection: socket.socket) -> None:
    pass


@contextmanager
def proxying(reply: bytes, then: Then = nothing) -> Iterator[FakeProxy]:
    proxy = FakeProxy(reply, then)
    try:
        yield proxy
    finally:
        proxy.close()


def target_behind(context: ssl.SSLContext) -> Then:
    def speak(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            assert secured.recv(4096).startswith(b"HEAD /start HTTP/1.1\r\nHost: intranet.example.org:443\r\n")
            secured.sendall(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")

    return speak


def visit(proxy: FakeProxy, target: Target, trust: Trust | None = None, login: str = "") -> Round:
    return Prober(trust, timeout_seconds=0.5, proxy=f"http://{login}{proxy.address}").measure(target, connects=3)


def test_a_secured_target_is_asked_through_a_tunnel(servers_tls: ssl.SSLContext, trusting: Trust) -> None:
    with proxying(ESTABLISHED, target_behind(servers_tls)) as proxy:
        found = visit(proxy, SECURED, trusting)
        assert proxy.asked.startswith(
            b"CONNECT intranet.example.org:443 HTTP/1.1\r\nHost: intranet.example.org:443\r\n"
        )
        assert b"Authorization" not in proxy.asked
    assert (found.failure, found.through_proxy, found.led, found.dns_us) == ("", True, True, None)
    assert [connect.failure for connect in found.connects] == [""] * 3
    assert found.first_byte_us is not None
    assert found.tls_us is not None
    assert found.first_byte_us > found.tls_us > 0


def test_it_is_the_targets_certificate_that_counts(servers_tls: ssl.SSLContext, trusting: Trust) -> None:
    other = Target("other", "https://other.example.org/start")
    with proxying(ESTABLISHED, target_behind(servers_tls)) as proxy:
        found = visit(proxy, other, trusting)
    assert (found.failure, found.led, found.tls_us) == ("certificate", True, None)


def test_a_plain_target_is_asked_for_in_the_absolute_form() -> None:
    with proxying(b"HTTP/1.1 404 Not Found\r\n\r\n") as proxy:
        found = visit(proxy, PLAIN)
        assert proxy.asked.startswith(b"HEAD http://intranet.example.org:80/start HTTP/1.1\r\n")
    assert (found.failure, found.through_proxy) == ("", True)
    assert found.first_byte_us is not None


@pytest.mark.parametrize("target", [SECURED, PLAIN])
def test_a_name_and_a_password_of_the_settings_are_sent(target: Target) -> None:
    with proxying(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n") as proxy:
        assert visit(proxy, target, login="anna:secret@").failure == "proxy"
        assert b"\r\nProxy-Authorization: Basic YW5uYTpzZWNyZXQ=\r\n" in proxy.asked


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "proxy"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "proxy_refused"),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", "unreachable"),
        (b"HTTP/1.1 504 Gateway Timeout\r\n\r\n", "timeout"),
        (b"SSH-2.0-x\r\n\r\n", "proxy_refused"),
        (b"", "timeout"),
        (b"HTTP/1.1 200 Connection est", "timeout"),
    ],
)
def test_a_proxy_that_leads_no_further_says_why(answer: bytes, failure: str) -> None:
    with proxying(answer) as proxy:
        found = visit(proxy, SECURED)
    assert (found.failure, found.led, found.tls_us, found.first_byte_us) == (failure, False, None, None)
    assert [connect.failure for connect in found.connects] == [""] * 3


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "proxy"),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "unreachable"),
        (b"HTTP/1.1 504 Gateway Timeout\r\n\r\n", "timeout"),
        (b"", "timeout"),
        (b"HTTP/1.1 2", "timeout"),
    ],
)
def test_an_answer_of_the_proxy_is_not_one_of_the_target(answer: bytes, failure: str) -> None:
    with proxying(answer) as proxy:
        found = visit(proxy, PLAIN)
    assert (found.failure, found.first_byte_us) == (failure, None)


def test_a_proxy_that_answers_a_byte_at_a_time_does_not_hold_up_the_others() -> None:
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        while not over.wait(0.05):
            connection.sendall(b"x")

    with proxying(b"HTTP/1.1 200 ", drip) as proxy:
        started = time.monotonic()
        found = visit(proxy, SECURED)
        over.set()
    assert found.failure == "timeout"
    assert time.monotonic() - started < 5


def test_a_proxy_that_is_gone_fails_what_lies_behind_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    found = Prober(proxy=f"http://127.0.0.1:{port}").measure(SECURED, connects=2)
    assert (found.failure, found.through_proxy) == ("refused", True)
    assert [connect.failure for connect in found.connects] == ["refused"] * 2


def test_the_name_of_the_proxy_is_what_is_looked_up() -> None:
    asked: list[tuple[str, int]] = []

    def unknown(host: str, port: int, _seconds: float) -> list[object]:
        asked.append((host, port))
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    found = Prober(look_up=unknown, proxy="http://proxy.example.org:3128").measure(SECURED, 1)  # type: ignore[arg-type]
    assert found == Round(failure="dns", through_proxy=True)
    assert asked == [("proxy.example.org", 3128)]


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f.1", "localhost.", "a.localhost", "169.254.169.254", "[::ffff:127.0.0.1]"]
)
def test_the_collector_cannot_have_a_proxy_visit_what_the_laptop_may_not(host: str) -> None:
    with proxying(b"HTTP/1.1 200 OK\r\n\r\n") as proxy:
        assert visit(proxy, ToldTarget("x", f"http://{host}/")).failure == FORBIDDEN
        assert proxy.asked == b""


def test_a_name_that_only_the_proxy_knows_may_be_the_collectors() -> None:
    with proxying(b"HTTP/1.1 200 OK\r\n\r\n") as proxy:
        assert visit(proxy, ToldTarget("x", PLAIN.url)).failure == ""


def test_without_a_proxy_the_path_alone_is_asked_for() -> None:
    place = Place(False, "fd00::7", 80, "/a")
    assert request(place).startswith(b"HEAD /a HTTP/1.1\r\nHost: [fd00::7]:80\r\n")
    assert request(place, Proxy("p", 1)).startswith(b"HEAD http://[fd00::7]:80/a HTTP/1.1\r\n")


def test_what_may_be_the_targets_own_answer_is_no_failure() -> None:
    assert [status for status in (200, 301, 403, 404, 500, 502, 503, 504, 407) if failure_of(status)] == [
        502,
        503,
        504,
        407,
    ]


@given(st.binary())
def test_whatever_a_proxy_says_is_a_status_or_a_refusal(answer: bytes) -> None:
    with suppress(NotLetThroughError):
        assert 0 <= status_of(answer) <= 999
