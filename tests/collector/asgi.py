"""Talks to an application without a server or a socket between, in plain synchronous calls."""

import asyncio

import httpx
from fastapi import FastAPI


class _InProcess(httpx.BaseTransport):
    def __init__(self, app: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        content = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers, content=content, request=request)


def client_of(app: FastAPI) -> httpx.Client:
    """A client that follows no redirects and keeps cookies. Errors of the application reach the test."""
    return httpx.Client(transport=_InProcess(app), base_url="http://barometer.test")
