"""Problems as pages, for people; whoever did not ask for HTML gets the problem itself."""

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from barometer_collector.errors import ProblemError, problem_response
from barometer_collector.web.language import marked
from barometer_collector.web.rendering import language_for, render
from barometer_shared.protocol import Problem

_TOLD = {
    403: (
        marked("You may not see this"),
        marked("Your role does not reach this page, or the form has expired. Go back, load the page again, or ask."),
    ),
    404: (
        marked("This does not exist"),
        marked("There is no such page, team or laptop. It may have been removed, or the address has a typing error."),
    ),
}
_OTHER = (marked("That did not work"), marked("Go back and try again. If it keeps happening, ask your administrator."))


def install(app: FastAPI) -> None:
    """Let browsers get a page where scripts get problem details."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(HTTPException, _on_http)


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - registered for this class alone
    return await _answer(request, error.problem, error.headers)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    return await _answer(request, Problem(title=str(error.detail), status=error.status_code), dict(error.headers or {}))


async def _answer(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    is_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    if not is_page or "hx-request" in request.headers or problem.status < 400:
        return problem_response(problem, headers)
    return await run_in_threadpool(_page, request, problem.status, headers)


def _page(request: Request, status: int, headers: dict[str, str]) -> Response:
    heading, advice = (language_for(request).text(each) for each in _TOLD.get(status, _OTHER))
    response = render(request, "error.html", status=status, heading=heading, advice=advice)
    response.headers.update(headers)
    return response
