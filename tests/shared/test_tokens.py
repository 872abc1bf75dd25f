"""Tokens are laid out as RFC 9577 and RFC 9578 say, and nothing of another length is taken for one."""

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_shared import tokens

KEY = b"\x02" + bytes(range(48))
NONCE = bytes(range(100, 132))
FIELDS = st.binary(min_size=32, max_size=32)


def test_the_parts_have_the_lengths_of_the_registry() -> None:
    lengths = tokens.REQUEST_BYTES, tokens.REPLY_BYTES, tokens.TOKEN_BYTES, tokens.INPUT_BYTES
    assert lengths == (52, 145, 146, 98)  # RFC 9578, 5.1, 5.2 and 8.2.1: Nk 48, Nid 32, Ne 49


def test_a_challenge_names_the_issuer_and_the_campaign_and_no_origin() -> None:
    context = hashlib.sha256(b"pulse-12").digest()
    assert tokens.challenge("pulse-12") == b"\x00\x01" + b"\x00\x09barometer" + b"\x20" + context + b"\x00\x00"


def test_a_token_is_type_nonce_challenge_key_and_authenticator_in_this_order() -> None:
    input_ = tokens.token_input(NONCE, "pulse-12", KEY)
    challenge = hashlib.sha256(tokens.challenge("pulse-12")).digest()
    assert input_ == b"\x00\x01" + NONCE + challenge + hashlib.sha256(KEY).digest()
    token = tokens.split_token(tokens.join_token(input_, b"a" * 48))
    assert token == tokens.Token(NONCE, challenge, hashlib.sha256(KEY).digest(), b"a" * 48, input_)


def test_a_request_holds_the_last_byte_of_the_key_id() -> None:
    request = tokens.join_request(b"\x03" * 49, KEY)
    assert request == b"\x00\x01" + hashlib.sha256(KEY).digest()[-1:] + b"\x03" * 49
    assert tokens.split_request(request, KEY) == b"\x03" * 49


def test_a_request_for_another_key_is_refused() -> None:
    other = next(key for key in (bytes([2, n]) + bytes(47) for n in range(9)) if last(key) != last(KEY))
    with pytest.raises(ValueError, match="another key"):
        tokens.split_request(tokens.join_request(b"\x03" * 49, other), KEY)


def last(key: bytes) -> int:
    return tokens.key_id(key)[-1]


def test_a_reply_is_the_element_and_then_the_proof() -> None:
    assert tokens.join_reply(b"e" * 49, b"p" * 96) == b"e" * 49 + b"p" * 96
    assert tokens.split_reply(b"e" * 49 + b"p" * 96) == (b"e" * 49, b"p" * 96)


@pytest.mark.parametrize(
    ("read", "length"),
    [
        (tokens.split_token, 146), (tokens.split_reply, 145), (tokens.key_id, 49),
        (lambda data: tokens.split_request(data, KEY), 52),
        (lambda data: tokens.token_input(data, "c", KEY), 32),
        (lambda data: tokens.join_token(data, b"a" * 48), 98),
        (lambda data: tokens.join_token(bytes(98), data), 48),
        (lambda data: tokens.join_reply(data, bytes(96)), 49),
        (lambda data: tokens.join_reply(bytes(49), data), 96),
        (lambda data: tokens.join_request(data, KEY), 49),
    ],
)  # fmt: skip
def test_a_byte_more_or_less_is_refused(read: Callable[[bytes], object], length: int) -> None:
    for size in (0, length - 1, length + 1, 2 * length):
        with pytest.raises(ValueError, match=f"bytes, not {length}"):
            read(b"\x00\x01" + bytes(max(0, size - 2)) if size > 1 else b"")


@pytest.mark.parametrize("read", [tokens.split_token, lambda data: tokens.split_request(data[:52], KEY)])
def test_a_token_of_another_type_is_refused(read: Callable[[bytes], object]) -> None:
    with pytest.raises(ValueError, match="type 0x0002"):
        read(b"\x00\x02" + bytes(144))


@given(st.binary(max_size=200))
def test_bytes_come_through_text_as_they_were(data: bytes) -> None:
    assert tokens.from_text(tokens.to_text(data)) == data


@given(st.text(max_size=60))
def test_text_is_bytes_in_one_way_or_none(text: str) -> None:
    try:
        data = tokens.from_text(text)
    except ValueError:
        return
    assert tokens.to_text(data) == text


@pytest.mark.parametrize("text", ["AB==", "A", "AB\n", "é", "A B", "AB+/", "/w"])
def test_text_that_is_never_made_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        tokens.from_text(text)


@given(FIELDS, FIELDS, st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_two_tokens_have_one_input_only_where_nonce_and_campaign_are_the_same(
    nonce: bytes, other: bytes, campaign: str, another: str
) -> None:
    same = tokens.token_input(nonce, campaign, KEY) == tokens.token_input(other, another, KEY)
    assert same == ((nonce, campaign) == (other, another))
