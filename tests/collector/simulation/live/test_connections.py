"""Connections to one collector, over real sockets of this machine."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from barometer_collector.simulation.live.connections import Address, Connections, read_address
from barometer_collector.simulation.live.exchange import Reply

OK = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok"
REQUEST = b"POST / HTTP/1.1\r\n\r\n"


class Server(asyncio.Protocol):
    """Answers each request with what ``reply`` gives; None ends the connection, b"" says nothing."""

    def __init__(self, reply: Callable[[int], bytes | None], seen: list[int]) -> None:
        self._reply, self._seen = reply, seen

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._seen.append(0)
        self._place = len(self._seen) - 1

    def data_received(self, data: bytes) -> None:
        self._seen[self._place] += 1
        reply = self._reply(sum(self._seen) - 1)
        if reply is None:
            self._transport.abort()
        else:
            self._transport.write(reply)


@asynccontextmanager
async def serving(reply: Callable[[int], bytes | None]) -> AsyncIterator[tuple[Address, list[int]]]:
    seen: list[int] = []
    server = await asyncio.get_running_loop().create_server(lambda: Server(reply, seen), "127.0.0.1", 0)
    async with server:
        yield Address("127.0.0.1", server.sockets[0].getsockname()[1], secure=False, prefix=""), seen


async def asked(connections: Connections, times: int) -> list[Reply | None]:
    """What is heard of so many requests at once."""
    futures = [asyncio.get_running_loop().create_future() for _ in range(times)]
    for future in futures:
        connections.send(REQUEST, future.set_result)
    async with asyncio.timeout(10):
        return await asyncio.gather(*futures)


def statuses(replies: list[Reply | None]) -> list[int | None]:
    return [reply and reply.status for reply in replies]


def test_as_many_connections_as_are_needed_and_never_more_than_allowed() -> None:
    async def run() -> None:
        async with serving(lambda _number: OK) as (address, seen):
            connections = Connections(address, most=3)
            assert statuses(await asked(connections, 20)) == [202] * 20
            assert (len(seen), sum(seen), connections.opened, connections.waiting) == (3, 20, 3, 0)
            await connections.close()

    asyncio.run(run())


def test_one_connection_does_for_one_after_the_other() -> None:
    async def run() -> None:
        async with serving(lambda _number: OK) as (address, seen):
            connections = Connections(address, most=3)
            for _ in range(5):
                await asked(connections, 1)
            assert seen == [5]
            await connections.close()

    asyncio.run(run())


def test_each_request_may_have_a_connection_of_its_own() -> None:
    async def run() -> None:
        async with serving(lambda _number: OK) as (address, seen):
            connections = Connections(address, most=3, each_new=True)
            assert statuses(await asked(connections, 7)) == [202] * 7
            assert seen == [1] * 7
            await connections.close()

    asyncio.run(run())


def test_an_end_without_a_reply_is_heard_as_none_and_the_others_go_on() -> None:
    async def run() -> None:
        async with serving(lambda number: None if number == 1 else OK) as (address, _):
            connections = Connections(address, most=1)
            assert statuses(await asked(connections, 4)) == [202, None, 202, 202]
            await connections.close()

    asyncio.run(run())


def test_what_nobody_understands_ends_the_connection() -> None:
    async def run() -> None:
        async with serving(lambda number: b"what?\r\n\r\n" if number == 0 else OK) as (address, _):
            connections = Connections(address, most=1)
            assert statuses(await asked(connections, 2)) == [None, 202]
            await connections.close()

    asyncio.run(run())


def test_a_server_that_says_it_ends_is_believed() -> None:
    async def run() -> None:
        async with serving(lambda _number: OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as (
            address,
            seen,
        ):
            connections = Connections(address, most=1)
            assert statuses(await asked(connections, 3)) == [202] * 3
            assert seen == [1, 1, 1]
            await connections.close()

    asyncio.run(run())


def test_nobody_there_is_heard_as_none() -> None:
    async def run() -> None:
        async with serving(lambda _number: OK) as (address, _):
            pass
        connections = Connections(address, most=2)
        assert statuses(await asked(connections, 5)) == [None] * 5
        await connections.close()

    asyncio.run(run())


def test_silence_is_given_up_when_somebody_looks() -> None:
    async def run() -> None:
        async with serving(lambda _number: b"") as (address, _):
            connections = Connections(address, most=1, silence=0.2)
            future: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
            connections.send(REQUEST, future.set_result)
            async with asyncio.timeout(10):
                while not future.done():
                    await asyncio.sleep(0.01)
                    connections.look()
            assert future.result() is None
            await connections.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("url", "authority", "prefix"),
    [
        ("http://127.0.0.1:8600", "127.0.0.1:8600", ""),
        ("https://barometer.example.org/it/", "barometer.example.org", "/it"),
        ("http://[::1]:8600", "[::1]:8600", ""),
        ("http://host", "host", ""),
    ],
)
def test_an_address_is_read(url: str, authority: str, prefix: str) -> None:
    found = read_address(url)
    assert (found.authority, found.prefix, found.secure) == (authority, prefix, url.startswith("https"))


@pytest.mark.parametrize("url", ["ftp://host", "host:8600", "http://", ""])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(ValueError, match="expected an address like"):
        read_address(url)
