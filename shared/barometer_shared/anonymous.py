"""How an anonymous answer travels: the list of keys, the blind token, and the message that everybody sends.

See docs/decisions/9-anonymous.md. Bytes travel as base64url without padding (see ``tokens``).
"""

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from barometer_shared.questions import FreeTextAnswer, Identifier, Localised, Response, Time, Topic

# A device names this among the types of questions that it can show; to others no anonymous question is given.
ANONYMOUS_TYPE = "anonymous"

BALLOT_BYTES = 4_096  # every message with a token has this length, with an answer or without
MAX_OWN_WORDS = 500  # characters of an anonymous answer in one's own words: a comment, or a text that was asked for
MAX_LAPTOP_TOKENS = 4
MAX_KEYS_BYTES = 4 << 20  # the list of keys of 10,000 groups has less than 3 MB

_HOUR_MS = 3_600_000
SPREAD_MS = 72 * _HOUR_MS  # after the close messages leave at any moment of this time
CATCH_UP_MS = 2 * _HOUR_MS  # a laptop that was off then sends within this time after it is back
LATE_MS = 30 * 24 * _HOUR_MS  # and is listened to so much longer

_Element = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{66}$")]  # 49 bytes


class Group(Struct, frozen=True):
    """The people that one key is for: those of a team, or of all teams too small for a key of their own.

    ``laptops`` is how many it had when the campaign was opened.
    """

    id: Identifier
    name: Localised
    laptops: Annotated[int, Meta(ge=1)]
    key: _Element


class KeyList(Struct, frozen=True):
    """All keys of a campaign, the same for everybody. Who is given a key compares the hash of the list first."""

    campaign: Identifier
    closes_at: Time
    groups: list[Group]


class TokenRequest(Struct, frozen=True):
    """Asks for the one token of a person, with the device's key. Asking again with the same ``request`` (52 bytes, see
    ``tokens.join_request``) is told the same again; the collector keeps a pseudonym of the account."""

    account: Annotated[str, Meta(min_length=1, max_length=256)]
    request: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{70}$")]


class TokenReply(Struct, frozen=True):
    """What the token is made of on the laptop (145 bytes, see ``tokens.split_reply``)."""

    reply: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{194}$")]


class Ballot(Struct, frozen=True):
    """The message that everybody who has a token sends after the close, answered or not (``response`` None).

    It says nothing of who, where, when or in which language. ``pad`` brings it to BALLOT_BYTES.
    """

    token: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{195}$")]  # 146 bytes, see tokens.split_token
    response: Response | None = None
    topic: Topic = ""
    comment: Annotated[str, Meta(max_length=MAX_OWN_WORDS)] = ""
    pad: str = ""


class BallotReceipt(Struct, frozen=True):
    """Said once the ballot is durable, and the same again whenever its token comes again.

    ``nonce`` is that of the token (32 bytes): nothing on the way can say it without having read the ballot.
    """

    nonce: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]


def keys_path(campaign: str) -> str:
    """GET, without a device's key: the KeyList, whose bytes are what is hashed. 404 where there is none."""
    return f"/api/v1/anonymous/{campaign}/keys"


def tokens_path(campaign: str) -> str:
    """POST a TokenRequest with the device's key: 200 TokenReply. 403 the laptop has MAX_LAPTOP_TOKENS; 404 not for this
    laptop; 409 the person has a token that was asked for elsewhere or by another request; 410 closed; 413 and 422
    malformed."""
    return f"/api/v1/anonymous/{campaign}/tokens"


def ballots_path(campaign: str) -> str:
    """POST a sealed Ballot without a device's key: 200 BallotReceipt. 409 not closed yet; 410 too late; 413 longer;
    422 no token of this campaign, or an answer that does not fit it; 503 with Retry-After: busy."""
    return f"/api/v1/anonymous/{campaign}/ballots"


def keys_hash(body: bytes) -> str:
    """The hash of a list of keys, over its bytes as they came: lower-case hex of SHA-256."""
    return hashlib.sha256(body).hexdigest()


def own_words(response: Response | None, comment: str) -> int:
    """How many characters of an answer are in somebody's own words."""
    return len(comment) + (len(response.text) if isinstance(response, FreeTextAnswer) else 0)


def seal(ballot: Ballot) -> bytes:
    """The body of a message: ``ballot`` padded to BALLOT_BYTES. Raises ValueError for more than MAX_OWN_WORDS."""
    written = own_words(ballot.response, ballot.comment)
    if written > MAX_OWN_WORDS:
        raise ValueError(f"an anonymous answer holds {MAX_OWN_WORDS} characters of one's own, not {written}")
    bare = msgspec.structs.replace(ballot, pad="")
    missing = BALLOT_BYTES - len(msgspec.json.encode(bare))
    return msgspec.json.encode(msgspec.structs.replace(bare, pad="x" * missing))


def unseal(body: bytes) -> Ballot:
    """The ballot in a message. Raises ValueError where it is not as ``seal`` makes it."""
    if len(body) != BALLOT_BYTES:
        raise ValueError(f"a ballot has {BALLOT_BYTES} bytes, not {len(body)}")
    try:
        ballot = msgspec.json.decode(body, type=Ballot)
    except msgspec.MsgspecError:
        raise ValueError("not a ballot") from None  # the decoder's message may quote what was answered
    if own_words(ballot.response, ballot.comment) > MAX_OWN_WORDS:
        raise ValueError(f"an anonymous answer holds {MAX_OWN_WORDS} characters of one's own at most")
    return ballot
