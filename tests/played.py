"""A collector without a connection: the agent's requests go to a function, which answers them."""

from collections.abc import Callable, Iterable
from typing import cast

import httpcore
import httpx


class Played:
    """Stands in for the connection of a Transport; ``answer`` may also raise what a connection raises."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self._answer = answer

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        url = (request.url.scheme + b"://" + dict(request.headers)[b"Host"] + request.url.target).decode()
        content = b"".join(cast("Iterable[bytes]", request.stream))
        answer = self._answer(httpx.Request(request.method.decode(), url, headers=request.headers, content=content))
        parts = cast("Iterable[bytes]", answer.stream)
        return httpcore.Response(answer.status_code, headers=answer.headers.raw, content=parts)

    def close(self) -> None:
        """Nothing is held."""
