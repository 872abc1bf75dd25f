"""One error shape for everything that goes wrong over HTTP (RFC 9457 problem details), and one handler."""

import random

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from barometer_collector.database import DatabaseUnavailableError
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, Problem

_RETRY_SECONDS = (2, 20)


class ProblemError(Exception):
    """Something the caller did or met, told with field, rule and fix. Raised anywhere below a route."""

    def __init__(
        self,
        status: int,
        title: str,
        *,
        detail: str = "",
        field: str = "",
        rule: str = "",
        fix: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.problem = Problem(title=title, status=status, detail=detail, field=field, rule=rule, fix=fix)
        self.headers = headers or {}


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """``problem`` as an HTTP response, marked as the collector's own: an agent believes no other's refusals."""
    body = msgspec.json.encode(msgspec.structs.replace(problem, type=COLLECTOR_PROBLEM))
    return Response(body, status_code=problem.status, media_type=PROBLEM_TYPE, headers=headers)


def mistake_response() -> Response:
    """What is told of an error that is nobody's but ours."""
    return problem_response(
        Problem(title="the collector made a mistake", status=500, fix="its log says more; please report it")
    )


def install(app: FastAPI) -> None:
    """Make every error of ``app`` leave in the one shape."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(DatabaseUnavailableError, _on_unavailable)
    app.add_exception_handler(Exception, _on_anything)


async def _on_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - registered for this class alone
    return problem_response(error.problem, error.headers)


async def _on_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    return problem_response(Problem(title=str(error.detail), status=error.status_code), dict(error.headers or {}))


async def _on_validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return problem_response(
        Problem(title="the request is not of the expected form", status=422, field=where, rule=first["msg"])
    )


async def _on_unavailable(_request: Request, _error: Exception) -> Response:
    problem = Problem(title="the database cannot be used right now", status=503, fix="try again after Retry-After")
    return problem_response(problem, {"Retry-After": str(random.randint(*_RETRY_SECONDS))})  # noqa: S311 - a spread


async def _on_anything(_request: Request, _error: Exception) -> Response:
    return mistake_response()
