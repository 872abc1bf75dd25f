"""Reaching a target as an application would: look its name up, connect, secure, ask, wait for the first byte."""

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from barometer_agent.sources import addresses, told_targets, tunnel
from barometer_agent.sources.addresses import Address, Place
from barometer_agent.sources.certificates import Trust, of_system
from barometer_agent.sources.proxy import Proxy, proxy_of_target
from barometer_shared.protocol import Target

LookUp = Callable[[str, int, float], list[Address]]

FORBIDDEN = "forbidden"  # the collector may not have this target visited
TIMEOUT_SECONDS = 5.0  # for each step
ROUND_SECONDS = 10.0  # no further connects after that: a target that hangs may not hold up the others


@dataclass(frozen=True)
class Connect:
    """One try to connect: how long it took, and why it failed (``refused``, ``timeout``, ...) if it did."""

    us: int
    failure: str = ""


@dataclass(frozen=True)
class Round:
    """What reaching a target took, in microseconds; None for a step that was not needed or gave no answer.

    ``first_byte_us`` counts from the start of everything (look-up, connect, TLS, waiting), as browsers count it.
    ``failure`` says why the visit got no answer: ``dns``, ``refused``, ``timeout``, ``unreachable``, ``reset``,
    ``certificate``, ``tls``, ``closed``, ``address``, ``proxy``, ``proxy_refused`` or FORBIDDEN.
    ``family`` is what was connected to; ``fell_back_from`` is the family that was tried before it in vain: that wait is
    part of ``first_byte_us`` and of no connect.

    ``through_proxy``: look-up and connects are then of the proxy, TLS and the first byte of the target behind it.
    ``led`` is False where the proxy led no further, so that there was no target to speak TLS with.
    """

    connects: tuple[Connect, ...] = ()
    dns_us: int | None = None
    tls_us: int | None = None
    first_byte_us: int | None = None
    failure: str = ""
    family: str = ""
    fell_back_from: str = ""
    through_proxy: bool = False
    led: bool = True


@dataclass(frozen=True)
class _Reached:
    address: Address
    connect: Connect
    connection: socket.socket | None
    fell_back_from: str = ""


@dataclass(frozen=True)
class _Answer:
    tls_us: int | None = None
    first_byte_us: int | None = None
    failure: str = ""
    led: bool = True


@dataclass(frozen=True)
class _Visit:
    place: Place
    proxy: Proxy | None
    tls: ssl.SSLContext | None
    started: int
    timeout_seconds: float


class Prober:
    """Measures targets with one pinned TLS context: that of ``trust``, or one of the system's certificates.

    ``proxy`` is that of the settings; None has the environment looked at.
    """

    def __init__(
        self,
        trust: Trust | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
        round_seconds: float = ROUND_SECONDS,
        look_up: LookUp = addresses.look_up,
        proxy: str | None = None,
    ) -> None:
        self._trust = trust or Trust(of_system)
        self._timeout = timeout_seconds
        self._round = round_seconds
        self._look_up = look_up
        self._proxy = proxy

    def measure(self, target: Target, connects: int) -> Round:
        """One full visit of ``target``, then bare connects, ``connects`` in all. Never raises for a bad network."""
        proxy = None
        try:
            place = addresses.place(target.url)
            proxy = proxy_of_target(target.url, self._proxy)
            entrance = Place(False, proxy.host, proxy.port, "/") if proxy else place
            # made before the clock starts: it is not the target's time
            tls = self._trust.context() if place.secure else None
            started = time.perf_counter_ns()
            found = self._found(target, entrance, proxy)
        except (OSError, ValueError) as error:
            return Round(failure=reason(error), through_proxy=proxy is not None)
        if not found:
            return Round(failure=FORBIDDEN)
        dns_us = None if entrance.is_literal else _since_us(started)
        reached = self._reach(found)
        answer = _ask(reached, _Visit(place, proxy, tls, started, self._timeout))
        return Round(
            connects=(reached.connect, *self._connect_again(reached.address, connects - 1, started)),
            dns_us=dns_us,
            tls_us=answer.tls_us,
            first_byte_us=answer.first_byte_us,
            failure=answer.failure,
            family=reached.address.family,
            fell_back_from=reached.fell_back_from,
            through_proxy=proxy is not None,
            led=answer.led,
        )

    def _found(self, target: Target, entrance: Place, proxy: Proxy | None) -> list[Address]:
        """What may be connected to; behind a proxy the target has no address that is known here."""
        if proxy and not told_targets.is_allowed_behind_proxy(target):
            return []
        found = self._look_up(entrance.host, entrance.port, self._timeout)
        return found if proxy else told_targets.allowed(target, found)

    def _reach(self, found: list[Address]) -> _Reached:
        """The first address that answers, else the last one that did not."""
        fell_back_from = ""
        for address in found:
            reached = self._connect(address)
            if reached.connection is not None:
                break
            fell_back_from = address.family if address is not found[-1] else ""
        return _Reached(reached.address, reached.connect, reached.connection, fell_back_from)

    def _connect(self, address: Address) -> _Reached:
        started = time.perf_counter_ns()
        try:
            connection = _open(address, self._timeout)
        except OSError as error:
            return _Reached(address, Connect(_since_us(started), reason(error)), None)
        return _Reached(address, Connect(_since_us(started)), connection)

    def _connect_again(self, address: Address, times: int, started: int) -> tuple[Connect, ...]:
        tried: list[Connect] = []
        while len(tried) < times and _since_us(started) < self._round * 1_000_000:
            reached = self._connect(address)
            if reached.connection is not None:
                reached.connection.close()
            tried.append(reached.connect)
        return tuple(tried)


def reason(error: Exception) -> str:
    """One word for why a target gave no answer."""
    words: tuple[tuple[type[Exception], str], ...] = (
        (socket.gaierror, "dns"),
        (tunnel.AsksForPasswordError, "proxy"),
        (tunnel.NotLetThroughError, "proxy_refused"),
        (UnicodeError, "dns"),  # a name that cannot be written in DNS
        (ssl.SSLCertVerificationError, "certificate"),
        (ssl.SSLEOFError, "closed"),
        (ssl.SSLError, "tls"),
        (TimeoutError, "timeout"),
        (ConnectionRefusedError, "refused"),
        (ConnectionResetError, "reset"),
        (ConnectionError, "closed"),
        (OSError, "unreachable"),
    )
    return next((word for kind, word in words if isinstance(error, kind)), "address")


def _open(address: Address, timeout_seconds: float) -> socket.socket:
    connection = socket.socket(address.number, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout_seconds)
        connection.connect(address.endpoint)
    except OSError:
        connection.close()
        raise
    return connection


def _ask(reached: _Reached, visit: _Visit) -> _Answer:
    if reached.connection is None:
        return _Answer(failure=reached.connect.failure)
    with closing(reached.connection) as connection:
        try:
            if visit.tls is None:
                return _Answer(first_byte_us=_first_byte_us(connection, visit, visit.proxy))
            if visit.proxy is not None:
                tunnel.open_to(connection, visit.place, visit.proxy, visit.timeout_seconds)
        except (OSError, ValueError) as error:
            return _Answer(failure=reason(error), led=visit.proxy is None)
        return _ask_secured(connection, visit, visit.tls)


def _ask_secured(connection: socket.socket, visit: _Visit, tls: ssl.SSLContext) -> _Answer:
    tls_us = None
    before = time.perf_counter_ns()
    try:
        with tls.wrap_socket(connection, server_hostname=visit.place.host) as secured:
            tls_us = _since_us(before)
            return _Answer(tls_us, _first_byte_us(secured, visit, None))
    except (OSError, ValueError) as error:
        return _Answer(tls_us, failure=reason(error))


def _first_byte_us(connection: socket.socket, visit: _Visit, passed_on_by: Proxy | None) -> int:
    """Asks for the headers alone and waits for the first byte of them; what they say does not matter.

    But of a proxy it does: it answers in the target's place when it did not get there.
    """
    connection.sendall(tunnel.request(visit.place, passed_on_by))
    begun = connection.recv(4096)
    first_byte_us = _since_us(visit.started)
    if not begun:
        raise ConnectionAbortedError("the target closed the connection without an answer")
    if passed_on_by is not None:
        tunnel.check_passed_on(connection, begun, visit.timeout_seconds)
    return first_byte_us


def _since_us(started_ns: int) -> int:
    return (time.perf_counter_ns() - started_ns) // 1000
