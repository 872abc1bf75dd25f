"""The list of keys, and the ballots that come: without a key, a cookie, a log or a counter."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from barometer_collector.ballots import service
from barometer_collector.ballots.requests import Campaign, body_of
from barometer_collector.errors import ProblemError
from barometer_collector.openapi import json_answer, json_body, problems
from barometer_collector.people.access import Right, requires
from barometer_shared import anonymous, tokens
from barometer_shared.anonymous import Ballot, BallotReceipt, KeyList

router = APIRouter(tags=["anonymous"])

_log = logging.getLogger(__name__)
_MOST_WAITING = 64  # one is looked at at a time, about three milliseconds each
_RETRY_SECONDS = (30, 300)
_QUIET = {"Cache-Control": "no-store"}

_KEYS = {"campaign": "pulse-2026-12-01", "closes_at": 1796083200000, "groups": []}
_BALLOT = {"token": "AAE...", "response": {"type": "faces", "value": 4}, "pad": "xxx..."}
_RECEIPT = {"nonce": "9oF7c1rbd0mNvQ1tFvR0s1mXh8T2nWq3yq4Zb5cD6eE"}


class Turns:
    """Where ballots are looked at, one at a time; who would wait too long is sent away. On one event loop."""

    def __init__(self, most: int = _MOST_WAITING) -> None:
        self._most, self._waiting = most, 0
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Whose turn it is. ProblemError 503 where too many wait."""
        if self._waiting >= self._most:
            raise busy()
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1


def busy() -> ProblemError:
    """For whoever is to try again; the time is a spread, so that not all come back together."""
    after = str(random.randint(*_RETRY_SECONDS))  # noqa: S311 - a spread
    return ProblemError(503, "not now", fix="try again after Retry-After", headers={"Retry-After": after})


@router.get(
    anonymous.keys_path("{campaign}"),
    dependencies=[Depends(requires(Right.PUBLIC))],
    responses={
        200: json_answer(KeyList, "All keys, the same for everybody.", _KEYS),
        **problems(s404="No such round."),
    },
    summary="The keys of an anonymous campaign",
)
def key_list(request: Request, campaign: Campaign) -> Response:
    """Its bytes never change; their SHA-256 is told with the question."""
    body = service.key_list(request.app.state.database, campaign)
    return Response(body, media_type="application/json", headers=_QUIET)


@router.post(
    anonymous.ballots_path("{campaign}"),
    dependencies=[Depends(requires(Right.PUBLIC))],
    openapi_extra=json_body(Ballot, _BALLOT),
    responses={
        200: json_answer(BallotReceipt, "Durable; the same again for the same token.", _RECEIPT),
        **problems(
            s404="No such round.",
            s409="It is not closed yet.",
            s410="It is over.",
            s413="Longer than a ballot.",
            s422="Not a ballot of this campaign.",
            s503="Nothing was stored; try again after Retry-After.",
        ),
    },
    summary="Take in an anonymous answer, once",
)
async def receive_ballot(request: Request, campaign: Campaign) -> Response:
    """A message of exactly 4,096 bytes, with an answer or without. Nothing about it is logged or counted."""
    body = await body_of(request)
    state = request.app.state
    async with state.ballot_turns.taken():
        nonce = await run_in_threadpool(
            _quietly, lambda: service.spend(state.database, state.settings.secret, state.clock(), campaign, body)
        )
    receipt = BallotReceipt(tokens.to_text(nonce))
    return Response(msgspec.json.encode(receipt), media_type="application/json", headers=_QUIET)


def _quietly(work: Callable[[], bytes]) -> bytes:
    """What ``work`` gives. Whatever else goes wrong is told without its words: they may hold what came."""
    try:
        return work()
    except ProblemError:
        raise
    except Exception as error:  # noqa: BLE001 - a traceback of a database's driver quotes the values
        _tell_once(type(error).__name__)
    raise busy()


@cache
def _tell_once(kind: str) -> None:
    """A line for every message would be a log of them."""
    _log.warning("ballots_failed kind=%s told=once", kind)
