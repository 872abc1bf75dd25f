"""A whole collector in this process: its application on an event loop of its own, asked in plain synchronous calls."""

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from fastapi import FastAPI

from tests.collector.laptops import FakeClock

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What came back, as it can be given to anybody, any number of times."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def response(self) -> httpx.Response:
        return httpx.Response(self.status, headers=self.headers, content=self.body)


class Bridge:
    """Requests in, answers out; started and stopped as a server would, its intake's writer included."""

    def __init__(self, app: FastAPI, clock: FakeClock) -> None:
        self.app = app
        self.clock = clock
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        self._await(self._begin())
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._await(self._lifespan.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """One request, all the way, with the date that a server adds."""
        return self._await(
            self._ask(httpx.Request(method, f"http://barometer.test{path}", headers=headers, content=body))
        )

    async def _begin(self) -> None:
        self._lifespan = self.app.router.lifespan_context(self.app)
        await self._lifespan.__aenter__()

    async def _ask(self, request: httpx.Request) -> Answer:
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        headers = [*response.headers.items(), ("Date", format_datetime(self.clock.now, usegmt=True))]
        return Answer(response.status_code, headers, body)

    def _await(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(30)
