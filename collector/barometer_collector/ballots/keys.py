"""The keys of anonymous rounds, and the one place that speaks the library for blind tokens.

It is loaded when it is needed: it has no wheel for every system that a collector runs on.
"""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from barometer_shared import tokens

if TYPE_CHECKING:
    from voprf.p384 import Evaluator

_log = logging.getLogger(__name__)
_PROOF_FIRST = tokens.PROOF_BYTES  # the library puts the proof first; RFC 9578 the element


@dataclass(frozen=True)
class GroupKey:
    """The key pair of one group of one round. ``public`` is 49 bytes."""

    public: bytes
    _evaluator: "Evaluator"

    def issue(self, request: bytes) -> bytes:
        """The reply (RFC 9578, 5.2) to a token ``request`` (5.1). Raises ValueError for what is no request to this key.

        What is seen here is random whatever the token will be.
        """
        from voprf.p384 import BlindedInput

        blinded = BlindedInput.deserialize(tokens.split_request(request, self.public))
        output = self._evaluator.evaluate(blinded).serialize()
        return tokens.join_reply(element=output[_PROOF_FIRST:], proof=output[:_PROOF_FIRST])

    def made(self, token: tokens.Token) -> bool:
        """Whether ``token`` was made with this key."""
        return hmac.compare_digest(self._evaluator.evaluate_known_input(token.input), token.authenticator)


class OtherSecretError(Exception):
    """The installation's secret is not the one that a round's keys were made from."""


def told_key(secret: bytes, campaign: str, group: str, public: str) -> GroupKey:
    """The key of a group as everybody was told of it (``public``, in text). Raises OtherSecretError.

    With another, every token that waits on a laptop would look forged, and what is forged is thrown away.
    """
    key = key_of(secret, campaign, group)
    if tokens.to_text(key.public) != public:
        warn_once(campaign)
        raise OtherSecretError(campaign)
    return key


@lru_cache(maxsize=64)
def warn_once(campaign: str) -> None:
    """Once a process: a line for each message that comes would tell when it came."""
    _log.error(
        "the keys of an anonymous round cannot be made: this is not the secret that the collector had when it was"
        " opened; restore the file `secret` campaign=%s",
        campaign,
    )


@lru_cache(maxsize=4096)
def key_of(secret: bytes, campaign: str, group: str) -> GroupKey:
    """The key of a group, made from the installation's ``secret`` (RFC 9497, 3.2.1): the same whenever it is asked for.

    Neither ``campaign`` nor ``group`` holds a bar, so that no two of them are made from the same text.
    """
    from voprf.p384 import Evaluator

    seed = hmac.new(secret, b"anonymous", hashlib.sha256).digest()
    evaluator = Evaluator.from_seed(seed, f"{campaign}|{group}".encode())
    return GroupKey(evaluator.public_key.serialize(), evaluator)
