"""Why the uplink waits."""

import socket
import ssl

import httpcore
import pytest

from barometer_agent import language
from barometer_agent.language import speaker
from barometer_agent.uplink.cause import Cause, of_error, reason, told


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("code", ["en", "nl"])
def test_each_cause_has_a_text_in_each_language(cause: Cause, code: str) -> None:
    say = speaker(code)
    text = language.texts(code)[f"uplink.{cause}"].format(proxy="http://proxy:3128")
    assert told(reason(cause, "http://proxy:3128 ConnectError: [Errno 111] Connection refused"), say) == text


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
        (httpcore.ProxyError("403 Forbidden"), Cause.PROXY),
        (httpcore.RemoteProtocolError("cut"), Cause.CUT),
        (httpcore.ReadError("reset"), Cause.CUT),
        (httpcore.ConnectError("no route"), Cause.UNREACHABLE),
        (OSError("no route"), Cause.UNREACHABLE),
    ],
)
def test_each_error_has_its_cause(error: Exception, cause: Cause) -> None:
    assert of_error(error).partition(": ")[0] == cause


def test_what_lies_at_the_bottom_counts() -> None:
    error = httpcore.ConnectError("failed")
    error.__cause__ = ConnectionRefusedError(111, "refused")
    assert of_error(error) == "refused: ConnectError: failed"


BOTTOMS = (ConnectionRefusedError(111, "refused"), socket.gaierror("unknown"), OSError("none"))


@pytest.mark.parametrize("bottom", BOTTOMS)
def test_who_cannot_be_connected_to_is_the_proxy_where_there_is_one(bottom: OSError) -> None:
    error = httpcore.ConnectError("failed")
    error.__cause__ = bottom
    line = of_error(error, "http://proxy.test:3128")
    assert line == "proxy_gone: http://proxy.test:3128 ConnectError: failed"
    assert told(line, speaker("en")) == "nobody answers at the proxy http://proxy.test:3128"
    assert told(line, speaker("nl")) == "op het adres van de proxy http://proxy.test:3128 antwoordt niemand"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (httpcore.ReadTimeout(), Cause.TIMEOUT),
        (httpcore.ReadError("reset"), Cause.CUT),
        (httpcore.ProxyError("403 Forbidden"), Cause.PROXY),
        (ssl.SSLCertVerificationError("self-signed"), Cause.CERTIFICATE),
        (ValueError("Port out of range"), Cause.UNREACHABLE),
    ],
)
def test_a_proxy_that_was_reached_is_not_to_blame(error: Exception, cause: Cause) -> None:
    assert of_error(error, "http://proxy.test:3128").partition(": ")[0] == cause
