"""The library for blind tokens does what RFC 9497 says, and refuses what it should.

``rfc9497-p384.json`` holds the three vectors of RFC 9497, A.4.2 (VOPRF mode, P384-SHA384); the third is a batch of two.
What the library leaves to its caller, above all the lengths, is held here as well, so that a change is noticed.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voprf import p384

from tests.contract.dleq import is_valid

RFC = json.loads(Path(__file__).with_name("rfc9497-p384.json").read_text(encoding="utf-8"))
PAIRS = [
    {name: bytes.fromhex(part) for name, part in zip(("input", "blinded", "evaluated", "output"), parts, strict=True)}
    for vector in RFC["vectors"]
    for parts in zip(*(vector[name].split(",") for name in ("input", "blinded", "evaluated", "output")), strict=True)
]
PROOF, ELEMENT = 96, 49


def evaluator() -> Any:
    return p384.Evaluator.from_seed(bytes.fromhex(RFC["seed"]), bytes.fromhex(RFC["info"]))


def exchange(input_: bytes) -> tuple[Any, bytes]:
    """A client that has blinded ``input_``, and what the evaluator replies."""
    client, blinded = p384.Client.blind(input_)
    return client, evaluator().evaluate(blinded).serialize()


def test_the_key_of_the_vectors_comes_from_their_seed() -> None:
    assert evaluator().public_key.serialize().hex() == RFC["public_key"]


@pytest.mark.parametrize("vector", PAIRS)
def test_a_blinded_element_is_evaluated_as_in_the_vectors(vector: dict[str, bytes]) -> None:
    reply = evaluator().evaluate(p384.BlindedInput.deserialize(vector["blinded"])).serialize()
    assert len(reply) == PROOF + ELEMENT
    assert reply[PROOF:] == vector["evaluated"]


@pytest.mark.parametrize("vector", PAIRS)
def test_who_knows_the_key_evaluates_as_in_the_vectors(vector: dict[str, bytes]) -> None:
    assert evaluator().evaluate_known_input(vector["input"]) == vector["output"]


@pytest.mark.parametrize("vector", PAIRS)
def test_a_client_unblinds_to_the_output_of_the_vectors(vector: dict[str, bytes]) -> None:
    client, reply = exchange(vector["input"])
    assert client.finalize(p384.VerifiableOutput.deserialize(reply), evaluator().public_key) == vector["output"]


@pytest.mark.parametrize("vector", RFC["vectors"])
def test_the_proofs_of_the_vectors_are_valid_to_a_verifier_of_nobodys_library(vector: dict[str, str]) -> None:
    blinded, evaluated = (
        [bytes.fromhex(each) for each in vector[name].split(",")] for name in ("blinded", "evaluated")
    )
    key, proof = bytes.fromhex(RFC["public_key"]), bytes.fromhex(vector["proof"])
    assert is_valid(key, blinded, evaluated, proof)
    assert not is_valid(key, blinded, evaluated, proof[:-1] + bytes([proof[-1] ^ 1]))


@pytest.mark.parametrize("vector", PAIRS)
def test_the_proofs_of_the_library_are_valid_to_it_too(vector: dict[str, bytes]) -> None:
    reply = evaluator().evaluate(p384.BlindedInput.deserialize(vector["blinded"])).serialize()
    key = evaluator().public_key.serialize()
    assert is_valid(key, [vector["blinded"]], [reply[PROOF:]], reply[:PROOF])
    assert not is_valid(key, [vector["evaluated"]], [reply[PROOF:]], reply[:PROOF])


def test_blinding_the_same_twice_shows_nothing_in_common() -> None:
    blinded = {p384.Client.blind(b"the same")[1].serialize() for _ in range(20)}
    assert len(blinded) == 20


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 8 * (PROOF + ELEMENT) - 1))
def test_a_reply_with_one_bit_flipped_is_refused(bit: int) -> None:
    client, reply = exchange(b"a token")
    flipped = bytearray(reply)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ValueError, match="invalid"):
        client.finalize(p384.VerifiableOutput.deserialize(bytes(flipped)), evaluator().public_key)


def test_a_reply_made_with_another_key_is_refused() -> None:
    client, reply = exchange(b"a token")
    other = p384.Evaluator.from_seed(bytes(32), b"").public_key
    with pytest.raises(ValueError, match="invalid proof"):
        client.finalize(p384.VerifiableOutput.deserialize(reply), other)


@pytest.mark.parametrize(
    "point", [b"", bytes(1), bytes(49), b"\x00" + bytes(48), b"\x02" + b"\xff" * 48, b"\x02" * 48, b"\x04" + bytes(96)]
)
def test_what_is_no_point_or_the_identity_is_refused(point: bytes) -> None:
    with pytest.raises(ValueError, match="invalid"):
        p384.BlindedInput.deserialize(point)
    with pytest.raises(ValueError, match="invalid"):
        p384.PublicKey.deserialize(point)


def test_what_follows_a_point_is_not_looked_at_so_lengths_are_ours_to_check() -> None:
    point = PAIRS[0]["blinded"]
    assert p384.BlindedInput.deserialize(point + b"more").serialize() == point


def test_a_seed_of_another_length_is_taken_so_its_length_is_ours_to_keep() -> None:
    assert p384.Evaluator.from_seed(bytes(31), b"").public_key.serialize()
    with pytest.raises(ValueError, match="seed"):
        p384.Evaluator.from_seed(bytes(15), b"")
