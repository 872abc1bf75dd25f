"""Through an HTTP proxy to a target: what is asked of the proxy, and what its answer says (RFC 9110, RFC 9112)."""

import socket
import time

from barometer_agent.sources.addresses import Place
from barometer_agent.sources.proxy import Proxy

LONGEST = 65_536  # bytes of an answer to CONNECT; more is no answer to it
_END = b"\r\n\r\n"


class AsksForPasswordError(ConnectionError):
    """The proxy wants a name and a password, or others than it was given (407)."""


class NotLetThroughError(ConnectionError):
    """The proxy leads no further: by its rules, or because it does not know CONNECT."""


def authority(place: Place) -> str:
    """Host and port as they are written in a request. Raises UnicodeError for a name that cannot be."""
    host = f"[{place.host}]" if ":" in place.host else place.host.encode("idna").decode("ascii")
    return f"{host}:{place.port}"


def request(place: Place, proxy: Proxy | None = None) -> bytes:
    """Asks for the headers of ``place`` alone; in the absolute form where ``proxy`` is to pass it on."""
    there = authority(place)
    lines = (
        f"HEAD {f'http://{there}' if proxy else ''}{place.path} HTTP/1.1",
        f"Host: {there}",
        "User-Agent: barometer-agent",
        "Connection: close",
        *_authorization(proxy),
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


def open_to(connection: socket.socket, place: Place, proxy: Proxy, seconds: float) -> None:
    """Have ``proxy``, at the other end of ``connection``, lead to ``place`` within ``seconds``.

    Raises AsksForPasswordError, NotLetThroughError or another OSError.
    """
    there = authority(place)
    lines = (f"CONNECT {there} HTTP/1.1", f"Host: {there}", "User-Agent: barometer-agent", *_authorization(proxy))
    connection.sendall("\r\n".join((*lines, "", "")).encode("ascii"))
    status = status_of(read_until(connection, b"", _END, seconds))
    if not 200 <= status < 300:
        raise failure_of(status) or NotLetThroughError(f"the proxy answered CONNECT with {status}")
    connection.settimeout(seconds)


def check_passed_on(connection: socket.socket, begun: bytes, seconds: float) -> None:
    """Raises where the answer that begins with ``begun`` is that of a proxy that did not get to the target."""
    failure = failure_of(status_of(read_until(connection, begun, b"\r\n", seconds)))
    if failure is not None:
        raise failure


def read_until(connection: socket.socket, begun: bytes, end: bytes, seconds: float) -> bytes:
    """``begun`` and what follows it, up to and with ``end``: all of it within ``seconds``, however slowly it comes."""
    until = time.monotonic() + seconds
    while end not in begun:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the proxy did not finish its answer in time")
        connection.settimeout(left)
        more = connection.recv(4096)
        if not more or len(begun) > LONGEST:
            raise ConnectionAbortedError("the proxy closed the connection without an answer")
        begun += more
    return begun


def status_of(answer: bytes) -> int:
    """The status in the first line of ``answer``. Raises NotLetThroughError for what is no answer of HTTP."""
    words = answer.partition(b"\r\n")[0].split(maxsplit=2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise NotLetThroughError("what listens there is no HTTP proxy")
    return int(words[1][:3])


def failure_of(status: int) -> OSError | None:
    """What a proxy says of the way behind it with ``status``; None for what may be an answer of the target too.

    503 counts as the proxy's: common ones say so where they did not reach the target.
    """
    if status == 407:
        return AsksForPasswordError("the proxy asks for a name and a password")
    if status == 504:
        return TimeoutError("the proxy got no answer from the target in time")
    return OSError(f"the proxy did not reach the target: {status}") if status in (502, 503) else None


def _authorization(proxy: Proxy | None) -> tuple[str, ...]:
    return (f"Proxy-Authorization: {proxy.authorization}",) if proxy and proxy.authorization else ()
