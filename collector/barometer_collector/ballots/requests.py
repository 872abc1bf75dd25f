"""What requests about anonymous campaigns have in common."""

from typing import Annotated

from fastapi import Path, Request

from barometer_collector.errors import ProblemError

Campaign = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]

MOST_BYTES = 4_096


async def body_of(request: Request) -> bytes:
    """The body; ProblemError 413 for one that is longer than MOST_BYTES, of which no more is ever held."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise ProblemError(413, "the body is too long", field="body", rule=f"at most {MOST_BYTES} bytes")
    return body
