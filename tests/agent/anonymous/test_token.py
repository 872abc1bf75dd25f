"""Tokens that the collector makes without seeing them."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import barometer_agent
from barometer_agent.anonymous import token
from barometer_agent.anonymous.token import Asked
from barometer_shared import tokens
from tests.agent.anonymous.counter import EVALUATOR, OTHER, issue

KEY = EVALUATOR.public_key.serialize()
NONCE = bytes(range(32))


def test_a_token_is_what_the_key_makes_of_its_nonce_and_campaign() -> None:
    asked = Asked("pulse", KEY, NONCE)
    made = tokens.split_token(asked.finish(issue(asked.request)))
    assert (made.nonce, made.key_id) == (NONCE, tokens.key_id(KEY))
    assert made.challenge_digest == tokens.challenge_digest("pulse")
    assert made.authenticator == EVALUATOR.evaluate_known_input(made.input)


def test_two_requests_for_one_token_have_nothing_in_common() -> None:
    first, second = Asked("pulse", KEY, NONCE), Asked("pulse", KEY, NONCE)
    assert len(first.request) == tokens.REQUEST_BYTES
    assert first.request[3:] != second.request[3:]
    assert first.finish(issue(first.request)) == second.finish(issue(second.request))


def test_a_reply_of_another_key_is_no_token() -> None:
    asked = Asked("pulse", KEY, NONCE)
    with pytest.raises(ValueError, match="invalid proof"):
        asked.finish(issue(asked.request, OTHER))


def test_a_reply_to_another_request_is_no_token() -> None:
    asked = Asked("pulse", KEY, NONCE)
    with pytest.raises(ValueError, match="invalid proof"):
        asked.finish(issue(Asked("pulse", KEY, NONCE).request))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 8 * tokens.REPLY_BYTES - 1))
def test_a_reply_with_one_bit_flipped_is_no_token(bit: int) -> None:
    asked = Asked("pulse", KEY, NONCE)
    reply = bytearray(issue(asked.request))
    reply[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ValueError, match="invalid"):
        asked.finish(bytes(reply))


@pytest.mark.parametrize("change", [b"", b"x"])
def test_a_reply_of_another_length_is_no_token(change: bytes) -> None:
    asked = Asked("pulse", KEY, NONCE)
    reply = issue(asked.request)
    with pytest.raises(ValueError, match="token reply has"):
        asked.finish(reply + change if change else reply[:-1])


@pytest.mark.parametrize("key", [bytes(49), b"\x02" + b"\xff" * 48, KEY[:-1], KEY + b"x"])
def test_what_is_no_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="key"):
        Asked("pulse", key, NONCE)


def test_the_library_is_loaded_by_the_first_request_alone() -> None:
    assert token.is_possible()
    script = (
        "import sys; from barometer_agent.anonymous import errands, token; token.is_possible();"
        " assert 'voprf' not in sys.modules; token.Asked('pulse', bytes.fromhex(sys.argv[1]), bytes(32));"
        " assert 'voprf' in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", script, KEY.hex()], capture_output=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr


def test_nothing_else_in_the_agent_speaks_to_the_library() -> None:
    root = Path(barometer_agent.__path__[0])
    speakers = [path.relative_to(root).as_posix() for path in root.rglob("*.py") if "voprf" in path.read_text("utf-8")]
    assert speakers == ["anonymous/token.py"]
