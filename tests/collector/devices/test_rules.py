"""Identities of laptops and enrolment tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.devices import rules
from barometer_collector.devices.rules import Token
from barometer_shared.protocol import EnrolmentRequest, bearer


@given(st.text(max_size=64))
def test_a_number_is_shown_as_16_digits_and_read_back(hardware_id: str) -> None:
    hardware_hash = rules.hardware_hash(b"one", hardware_id)
    number = rules.number_of(hardware_hash)
    assert number == rules.number_of(hardware_hash)
    assert 0 <= number < 2**63
    key = rules.read_key(bearer(rules.shown_id(number), "secret"))
    assert key == rules.DeviceKey(number, rules.sha256("secret"))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer 00",
        "Basic 0000000000000001.secret",
        "Bearer 0000000000000001",
        "Bearer 0000000000000001.",
        "Bearer 000000000000000G.secret",
        "Bearer 00000000000000٠١.secret",
        "Bearer ffffffffffffffff.secret",
        "Bearer 0000000000000001.se cret",
        "Bearer 0000000000000001." + "x" * 200,
        "Bearer bt_0000000000000001.secret",
    ],
)
def test_anything_else_is_no_key(header: str) -> None:
    assert rules.read_key(header) is None


def test_hardware_is_told_apart_and_means_nothing_to_another_installation() -> None:
    one = rules.hardware_hash(b"one", "a" * 64)
    assert one == rules.hardware_hash(b"one", "a" * 64)
    assert len({one, rules.hardware_hash(b"one", "b" * 64), rules.hardware_hash(b"two", "a" * 64)}) == 3


def test_a_secret_matches_itself_alone() -> None:
    assert rules.matches(rules.sha256("a"), rules.sha256("a"))
    assert not rules.matches(rules.sha256("a"), rules.sha256("b"))
    assert not rules.matches("", rules.sha256(""))


@pytest.mark.parametrize(
    ("token", "why"),
    [
        (Token(None, None, None), ""),
        (Token(101, 1, 101), ""),
        (Token(100, None, None), "expired"),
        (Token(None, 0, None), "used up"),
        (Token(1, 0, 100), "revoked"),
    ],
)
def test_a_token_says_why_it_cannot_be_used(token: Token, why: str) -> None:
    assert rules.wrong_with_token(token, 100) == why


@pytest.mark.parametrize("field", ["token", "name", "os", "agent_version"])
def test_text_that_cannot_be_shown_is_named(field: str) -> None:
    good = {"token": "t", "name": "n", "hardware_id": "a" * 64, "platform": "linux", "os": "o", "agent_version": "1"}
    assert rules.wrong_with_request(EnrolmentRequest(**good)) == ""
    assert rules.wrong_with_request(EnrolmentRequest(**{**good, field: "a\x00"})) == field
