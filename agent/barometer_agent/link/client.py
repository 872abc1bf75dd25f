"""The user's end: one request to the service of this machine."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from barometer_agent.link.address import LinkError, unix_socket
from barometer_agent.link.frames import Connection, FrameError, Frames
from barometer_agent.link.messages import MAX_REPLY_BYTES, Done, Refusal, Reply, Request
from barometer_agent.link.peers import is_of_service

SECONDS = 10.0


class NotRunningError(LinkError):
    """No service listens there."""


class RefusedError(LinkError):
    """The service would not; ``problem`` names why."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"the service refused: {problem}")
        self.problem = problem


def ask(path: Path, request: Request, home: Path | None = None, seconds: float = SECONDS) -> Reply:
    """One reply. Raises NotRunningError, RefusedError or LinkError.

    ``home`` is the service's ``data_dir``, where the socket does not lie in it: nobody but its owner is asked.
    ``seconds`` is how long each part of the reply is waited for.
    """
    for reply in replies(path, request, home, seconds):
        return reply
    return Done()


def replies(path: Path, request: Request, home: Path | None = None, seconds: float = SECONDS) -> Iterator[Reply]:
    """Every reply until the service is done. Arguments and errors as of ``ask``."""
    with closing(_connected(path, home or path.parent)) as connection:
        frames = Frames(connection, MAX_REPLY_BYTES, seconds)
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
            raise LinkError(f"the service at {path} does not answer as it should: {error}", "strange") from error
        raise LinkError(f"the service at {path} was not done when it ended: try again in a minute", "ending")


def _connected(path: Path, home: Path) -> Connection:
    try:
        return _open(str(path), home)
    except PermissionError as error:
        raise LinkError(f"the service at {path} may not be asked ({error}): tell your IT", "closed") from error
    except OSError as error:
        raise NotRunningError(f"no service answers at {path} ({error.strerror}): barometer-agent run") from error


def _open(path: str, home: Path) -> Connection:
    if sys.platform == "win32":
        from barometer_agent.windows import pipes

        return pipes.connect(path, SECONDS)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return _to_socket(path, home)


def _to_socket(path: str, home: Path) -> Connection:
    connection = unix_socket()
    try:
        connection.settimeout(SECONDS)
        connection.connect(path)
        known = is_of_service(connection, home)
    except OSError:
        connection.close()
        raise
    if not known:
        connection.close()
        raise RefusedError("stranger")
    return connection
