"""The bytes of Privacy Pass: how a blind token, what asks for one, and the reply to that are laid out.

RFC 9577 (challenge 2.1, token 2.2) and RFC 9578 (request 5.1, response 5.2), token type 0x0001: a verifiable oblivious
function over P-384. Pure functions over bytes, without the cryptography. Whatever has another length than the RFC says
is refused with ValueError: libraries do not look at what follows a point.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

TOKEN_TYPE = 0x0001
NONCE_BYTES = 32
DIGEST_BYTES = 32
ELEMENT_BYTES = 49  # a compressed point of P-384: public key, blinded message, evaluated message
PROOF_BYTES = 96
AUTHENTICATOR_BYTES = 48
INPUT_BYTES = 2 + NONCE_BYTES + 2 * DIGEST_BYTES  # what the function is evaluated of: a token without its authenticator
TOKEN_BYTES = INPUT_BYTES + AUTHENTICATOR_BYTES
REQUEST_BYTES = 2 + 1 + ELEMENT_BYTES
REPLY_BYTES = ELEMENT_BYTES + PROOF_BYTES
ISSUER_NAME = b"barometer"

_TYPE = TOKEN_TYPE.to_bytes(2, "big")


@dataclass(frozen=True)
class Token:
    """What a token says of itself. ``input`` is all of it but the authenticator."""

    nonce: bytes
    challenge_digest: bytes
    key_id: bytes
    authenticator: bytes
    input: bytes


def challenge(campaign: str) -> bytes:
    """The challenge that a token of ``campaign`` answers to: no origin, and the campaign as redemption context."""
    context = hashlib.sha256(campaign.encode()).digest()
    name = len(ISSUER_NAME).to_bytes(2, "big") + ISSUER_NAME
    return _TYPE + name + len(context).to_bytes(1, "big") + context + (0).to_bytes(2, "big")


def challenge_digest(campaign: str) -> bytes:
    """SHA-256 of the challenge, as it stands in a token."""
    return hashlib.sha256(challenge(campaign)).digest()


def key_id(key: bytes) -> bytes:
    """How a token names the public key it was made with: its SHA-256."""
    return hashlib.sha256(_exactly("public key", key, ELEMENT_BYTES)).digest()


def token_input(nonce: bytes, campaign: str, key: bytes) -> bytes:
    """What the function is evaluated of for the token with this ``nonce``."""
    return _TYPE + _exactly("nonce", nonce, NONCE_BYTES) + challenge_digest(campaign) + key_id(key)


def join_token(input_: bytes, authenticator: bytes) -> bytes:
    """The token: its input (see ``token_input``) and what the function gave for it."""
    parts = _exactly("token input", input_, INPUT_BYTES), _exactly("authenticator", authenticator, AUTHENTICATOR_BYTES)
    return b"".join(parts)


def split_token(token: bytes) -> Token:
    """What ``token`` says; nothing of it is checked but its length and type."""
    _typed("token", token, TOKEN_BYTES)
    nonce_end, digest_end = 2 + NONCE_BYTES, 2 + NONCE_BYTES + DIGEST_BYTES
    return Token(
        nonce=token[2:nonce_end],
        challenge_digest=token[nonce_end:digest_end],
        key_id=token[digest_end:INPUT_BYTES],
        authenticator=token[INPUT_BYTES:],
        input=token[:INPUT_BYTES],
    )


def join_request(blinded: bytes, key: bytes) -> bytes:
    """What asks for a token: the blinded message, and the last byte of the key's id."""
    return _TYPE + key_id(key)[-1:] + _exactly("blinded message", blinded, ELEMENT_BYTES)


def split_request(request: bytes, key: bytes) -> bytes:
    """The blinded message in a ``request``. Raises ValueError where it asks for a token of another key."""
    _typed("token request", request, REQUEST_BYTES)
    if request[2:3] != key_id(key)[-1:]:
        raise ValueError("the token request is for another key")
    return request[3:]


def join_reply(element: bytes, proof: bytes) -> bytes:
    """The reply to a request: the evaluated message and the proof that the key evaluated it."""
    return _exactly("evaluated message", element, ELEMENT_BYTES) + _exactly("proof", proof, PROOF_BYTES)


def split_reply(reply: bytes) -> tuple[bytes, bytes]:
    """The evaluated message and the proof in a ``reply``."""
    _exactly("token reply", reply, REPLY_BYTES)
    return reply[:ELEMENT_BYTES], reply[ELEMENT_BYTES:]


def to_text(data: bytes) -> str:
    """``data`` as it travels in JSON: base64url without padding (RFC 4648, 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """What ``to_text`` made ``text`` of. Raises ValueError for anything that it never makes."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if to_text(data) != text:
        raise ValueError("not base64url as it is made: one text for the same bytes")
    return data


def _typed(what: str, data: bytes, length: int) -> None:
    _exactly(what, data, length)
    if data[:2] != _TYPE:
        raise ValueError(f"the {what} is of type 0x{data[:2].hex()}, not 0x{_TYPE.hex()}")


def _exactly(what: str, data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise ValueError(f"the {what} has {len(data)} bytes, not {length}")
    return data
