"""Why the uplink waits: one word for logs and for the link, and a text for a person in each language."""

import socket
import ssl
from collections.abc import Iterator
from enum import StrEnum

from barometer_agent.language import Say


class Cause(StrEnum):
    """What stands in the way. Each has a text, ``uplink.<cause>``, that says what to do where something can be done."""

    NAME = "name"  # the collector's name is not found
    REFUSED = "refused"  # nobody listens there
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CUT = "cut"  # the connection broke off
    CERTIFICATE = "certificate"
    TLS = "tls"
    PROXY = "proxy"
    PROXY_GONE = "proxy_gone"  # nobody listens at the proxy's address, with which the detail begins
    PROXY_PASSWORD = "proxy_password"  # noqa: S105 - the name of a cause
    SIGN_IN = "sign_in"  # a page on the way says 200, or leads elsewhere
    STRANGER = "stranger"  # an answer without a word of the collector
    BUSY = "busy"  # the collector asks to come back
    LIMIT = "limit"  # something on the way takes no batches, however small
    BATCH = "batch"  # the collector refused a batch
    CLOCK = "clock"  # how far it is off is not known yet, see ``belief``
    EMPTY = "empty"  # a batch of nothing but news was refused
    DISK = "disk"  # of this laptop: nothing can be sealed, or remembered as sent
    FAULT = "fault"  # our own


def reason(cause: Cause, detail: object = "") -> str:
    """``cause`` and what is known besides, as one line for the log, without addresses but that of the proxy."""
    return f"{cause}: {detail}" if str(detail) else str(cause)


def told(line: object, say: Say) -> str:
    """The line of ``reason`` for a person, who is told the cause and not its detail; anything else as it is."""
    word, _, detail = str(line).partition(": ")
    if word not in _WORDS:
        return str(line)
    return say(f"uplink.{word}", proxy=detail.partition(" ")[0])


def of_error(error: BaseException, proxy: str | None = None) -> str:
    """The reason of a failed exchange, by what lies at the bottom of it.

    Where there is a ``proxy`` (its address, without a password) that is what could not be connected to.
    """
    cause = _cause(error)
    if proxy is not None and cause in _BEFORE_CONNECTED and "ConnectError" in _names(error):
        return reason(Cause.PROXY_GONE, f"{proxy} {_short(error)}")
    return reason(cause, _short(error))


_WORDS = frozenset(Cause)
_KINDS: tuple[tuple[type[BaseException], Cause], ...] = (
    (socket.gaierror, Cause.NAME),
    (UnicodeError, Cause.NAME),  # a name that cannot be written in DNS
    (ssl.SSLCertVerificationError, Cause.CERTIFICATE),
    (ssl.SSLEOFError, Cause.CUT),
    (ssl.SSLError, Cause.TLS),
    (TimeoutError, Cause.TIMEOUT),
    (ConnectionRefusedError, Cause.REFUSED),
    (ConnectionError, Cause.CUT),
)
# By the names of httpcore's errors, which take a while to load.
_NAMED = (
    ("TimeoutException", Cause.TIMEOUT),
    ("ProxyError", Cause.PROXY),
    ("ConnectError", Cause.UNREACHABLE),
    ("NetworkError", Cause.CUT),
    ("ProtocolError", Cause.CUT),
)

_BEFORE_CONNECTED = frozenset({Cause.NAME, Cause.REFUSED, Cause.UNREACHABLE})


def _cause(error: BaseException) -> Cause:
    for inner in _chain(error):
        for kind, cause in _KINDS:
            if isinstance(inner, kind):
                return cause
    return next((cause for name, cause in _NAMED if name in _names(error)), Cause.UNREACHABLE)


def _names(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _short(error: BaseException) -> str:
    name = type(error).__name__
    return f"{name}: {error}" if str(error) else name
