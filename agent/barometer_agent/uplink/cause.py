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
    PROXY_PASSWORD = "proxy_password"  # noqa: S105 - the name of a cause
    SIGN_IN = "sign_in"  # a page on the way says 200, or leads elsewhere
    STRANGER = "stranger"  # an answer without a word of the collector
    BUSY = "busy"  # the collector asks to come back
    LIMIT = "limit"  # something on the way takes no batches, however small
    EMPTY = "empty"  # a batch of nothing but news was refused
    FAULT = "fault"  # our own


def reason(cause: Cause, detail: object = "") -> str:
    """``cause`` and what is known besides, as one line without addresses."""
    return f"{cause}: {detail}" if str(detail) else str(cause)


def told(line: object, say: Say) -> str:
    """The line of ``reason`` for a person; anything else as it is."""
    word, _, detail = str(line).partition(": ")
    if word not in _WORDS:
        return str(line)
    text = say(f"uplink.{word}")
    return f"{text} ({detail})" if detail else text


def of_error(error: BaseException) -> str:
    """The reason of a failed exchange, by what lies at the bottom of it."""
    for inner in _chain(error):
        for kind, cause in _KINDS:
            if isinstance(inner, kind):
                return reason(cause, _short(error))
    named = {kind.__name__ for kind in type(error).__mro__}
    return reason(next((cause for name, cause in _NAMED if name in named), Cause.UNREACHABLE), _short(error))


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
# By the names of httpx's and httpcore's errors, which are the same in both.
_NAMED = (
    ("TimeoutException", Cause.TIMEOUT),
    ("ProxyError", Cause.PROXY),
    ("ConnectError", Cause.UNREACHABLE),
    ("NetworkError", Cause.CUT),
    ("ProtocolError", Cause.CUT),
)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _short(error: BaseException) -> str:
    name = type(error).__name__
    return f"{name}: {error}" if str(error) else name
