"""The user's end: one request to the service of this machine."""

import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec

from barometer_agent.link.address import LinkError
from barometer_agent.link.frames import FrameError, Frames
from barometer_agent.link.messages import MAX_REPLY_BYTES, Done, Refusal, Reply, Request

SECONDS = 10.0


class NotRunningError(LinkError):
    """No service listens there."""


class RefusedError(LinkError):
    """The service would not; ``problem`` names why."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"the service refused: {problem}")
        self.problem = problem


def ask(path: Path, request: Request) -> Reply:
    """One reply. Raises NotRunningError, RefusedError or LinkError."""
    for reply in replies(path, request):
        return reply
    return Done()


def replies(path: Path, request: Request) -> Iterator[Reply]:
    """Every reply until the service is done. Raises like ``ask``."""
    with _connected(path) as connection:
        frames = Frames(connection, MAX_REPLY_BYTES, SECONDS)
        try:
            frames.send(msgspec.json.encode(request))
            while (line := frames.receive()) is not None:
                reply = msgspec.json.decode(line, type=Reply)
                if isinstance(reply, Refusal):
                    raise RefusedError(reply.problem)
                if isinstance(reply, Done):
                    return
                yield reply
        except (FrameError, msgspec.DecodeError) as error:
            raise LinkError(f"the service at {path} does not answer as it should: {error}") from error


def _connected(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(SECONDS)
        connection.connect(str(path))
    except OSError as error:
        connection.close()
        raise NotRunningError(f"no service answers at {path} ({error.strerror}): barometer-agent run") from error
    return connection
