"""A group's key is made of the installation's secret, and knows its own tokens from all others."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voprf import p384

from barometer_collector.ballots.keys import GroupKey, OtherSecretError, key_of, told_key
from barometer_shared import tokens

SECRET = b"a secret of thirty-two bytes...."
NONCE = bytes(range(32))


def own_key() -> GroupKey:
    return key_of(SECRET, "pulse-12", "team-1")


def token(key: GroupKey, campaign: str = "pulse-12", nonce: bytes = NONCE) -> bytes:
    """A token as a laptop makes it."""
    input_ = tokens.token_input(nonce, campaign, key.public)
    client, blinded = p384.Client.blind(input_)
    element, proof = tokens.split_reply(key.issue(tokens.join_request(blinded.serialize(), key.public)))
    public = p384.PublicKey.deserialize(key.public)
    return tokens.join_token(input_, client.finalize(p384.VerifiableOutput.deserialize(proof + element), public))


def test_a_key_is_the_same_whenever_it_is_asked_for_and_another_for_all_else() -> None:
    key_of.cache_clear()
    first = own_key().public
    key_of.cache_clear()
    others = [(SECRET, "pulse-13", "team-1"), (SECRET, "pulse-12", "team-2"), (b"x" * 32, "pulse-12", "team-1")]
    assert own_key().public == first
    assert len({first, *(key_of(*each).public for each in others)}) == 4


def test_a_token_is_known_by_the_key_that_made_it_and_by_no_other() -> None:
    made = tokens.split_token(token(own_key()))
    assert own_key().made(made)
    assert not key_of(SECRET, "pulse-12", "team-2").made(made)
    assert not key_of(SECRET, "pulse-13", "team-1").made(made)


@settings(max_examples=60)
@given(st.integers(0, 8 * tokens.TOKEN_BYTES - 1))
def test_a_token_with_one_bit_flipped_is_not_known(bit: int) -> None:
    flipped = bytearray(token(own_key()))
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        read = tokens.split_token(bytes(flipped))
    except ValueError:
        return
    assert not own_key().made(read)


def test_the_same_token_comes_of_every_blinding() -> None:
    assert token(own_key()) == token(own_key())


@pytest.mark.parametrize(
    "blinded", [bytes(49), b"\x02" + b"\xff" * 48, b"\x02" * 48, b"\x02" * 50, b"", own_key().public + b"\x00"]
)
def test_what_is_no_blinded_message_is_refused(blinded: bytes) -> None:
    request = b"\x00\x01" + tokens.key_id(own_key().public)[-1:] + blinded
    with pytest.raises(ValueError, match=r"bytes, not 52|invalid"):
        own_key().issue(request)


def test_keys_may_be_used_by_several_threads_at_once() -> None:
    made = tokens.split_token(token(own_key()))
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: own_key().made(made), range(40)))


def test_a_key_that_is_not_the_one_that_was_told_is_no_key() -> None:
    told = tokens.to_text(own_key().public)
    assert told_key(SECRET, "pulse-12", "team-1", told) == own_key()
    with pytest.raises(OtherSecretError):
        told_key(b"another secret", "pulse-12", "team-1", told)
