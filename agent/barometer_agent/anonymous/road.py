"""How what belongs to nobody travels: a connection of its own for each request, the same on every laptop."""

from collections.abc import Callable

from barometer_agent.config import Config
from barometer_agent.sources.certificates import Trust
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.transport import Transport
from barometer_shared.anonymous import MAX_KEYS_BYTES, ballots_path, keys_path, tokens_path

# No version: of a team with one Mac, or one laptop that was updated, it would be a name.
_ALIKE = {"User-Agent": "barometer-agent", "Connection": "close"}
_JSON = {"Content-Type": "application/json"}


class Road:
    """To the collector at ``server()``, whose certificate is verified by ``trust``; all raise UnreachableError."""

    def __init__(self, server: Callable[[], str], config: Config, trust: Trust | None = None) -> None:
        self._server = server
        self._config = config
        self._trust = trust

    def keys(self, campaign: str) -> Reply:
        """The list of keys, asked for by nobody."""
        with self._connection() as connection:
            return connection.get(keys_path(campaign), _ALIKE)

    def ballot(self, campaign: str, body: bytes) -> Reply:
        """A message, sent by nobody."""
        with self._connection() as connection:
            return connection.post(ballots_path(campaign), body, {**_ALIKE, **_JSON})

    def token(self, campaign: str, body: bytes, authorization: str) -> Reply:
        """A request for a token, with the key of this laptop."""
        with self._connection() as connection:
            return connection.post(tokens_path(campaign), body, {**_ALIKE, **_JSON, "Authorization": authorization})

    def _connection(self) -> Transport:
        return Transport(self._server(), self._config, trust=self._trust, most_bytes=MAX_KEYS_BYTES)
