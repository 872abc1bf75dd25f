"""Why the uplink waits."""

import socket
import ssl

import httpcore
import httpx
import pytest

from barometer_agent import language
from barometer_agent.language import speaker
from barometer_agent.uplink.cause import Cause, of_error, reason, told


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("code", ["en", "nl"])
def test_each_cause_has_a_text_in_each_language(cause: Cause, code: str) -> None:
    say = speaker(code)
    assert told(reason(cause), say) == language.texts(code)[f"uplink.{cause}"]
    assert told(reason(cause, "503 Busy"), say).endswith(" (503 Busy)")


def test_what_has_no_text_is_told_as_it_is() -> None:
    assert told("401 Revoked", speaker("nl")) == "401 Revoked"
    assert told("", speaker("nl")) == ""


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (socket.gaierror("unknown"), Cause.NAME),
        (UnicodeError("label too long"), Cause.NAME),
        (ssl.SSLCertVerificationError("self-signed"), Cause.CERTIFICATE),
        (ssl.SSLEOFError("eof"), Cause.CUT),
        (ssl.SSLError("wrong version"), Cause.TLS),
        (ConnectionRefusedError(), Cause.REFUSED),
        (ConnectionResetError(), Cause.CUT),
        (httpcore.ReadTimeout(), Cause.TIMEOUT),
        (httpx.ReadTimeout("late"), Cause.TIMEOUT),
        (httpcore.ProxyError("403 Forbidden"), Cause.PROXY),
        (httpcore.RemoteProtocolError("cut"), Cause.CUT),
        (httpx.ReadError("reset"), Cause.CUT),
        (httpx.ConnectError("no route"), Cause.UNREACHABLE),
        (OSError("no route"), Cause.UNREACHABLE),
    ],
)
def test_each_error_has_its_cause(error: Exception, cause: Cause) -> None:
    assert of_error(error).partition(": ")[0] == cause


def test_what_lies_at_the_bottom_counts() -> None:
    error = httpcore.ConnectError("failed")
    error.__cause__ = ConnectionRefusedError(111, "refused")
    assert of_error(error) == "refused: ConnectError: failed"
