"""The one place of the agent that blinds: a token that the collector makes without seeing it (RFC 9578, 5).

The library is loaded with the first request and not before: without an anonymous campaign nobody needs it.
"""

import importlib.util

from barometer_shared import tokens


def is_possible() -> bool:
    """Whether this installation has the library; not every platform does."""
    return importlib.util.find_spec("voprf") is not None


class Asked:
    """One request for a token of ``campaign`` under the group's public ``key``; ``nonce`` is 32 random bytes.

    It cannot be stored: whoever loses it before the reply has no token. Raises ValueError for a key that is none.
    """

    def __init__(self, campaign: str, key: bytes, nonce: bytes) -> None:
        from voprf import p384

        self._input = tokens.token_input(nonce, campaign, key)
        self._key = p384.PublicKey.deserialize(key)
        self._client, blinded = p384.Client.blind(self._input)
        self.request = tokens.join_request(blinded.serialize(), key)

    def finish(self, reply: bytes) -> bytes:
        """The token. Raises ValueError for a ``reply`` that was not made of the request with that key."""
        from voprf import p384

        element, proof = tokens.split_reply(reply)
        output = p384.VerifiableOutput.deserialize(proof + element)  # in the order of the library, not of the RFC
        return tokens.join_token(self._input, self._client.finalize(output, self._key))
