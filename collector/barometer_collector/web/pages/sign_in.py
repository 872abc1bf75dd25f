"""Signing in and out."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from barometer_collector.people import service
from barometer_collector.people.access import CSRF_FIELD, SESSION_COOKIE, SIGN_IN_PATH, Right, caller_of, requires
from barometer_collector.people.limiter import SignInLimiter
from barometer_collector.people.rules import SESSION_LASTS
from barometer_collector.web.forms import check_form, set_cookie
from barometer_collector.web.rendering import language_for, render

router = APIRouter(include_in_schema=False)


@router.get(SIGN_IN_PATH, dependencies=[Depends(requires(Right.PUBLIC))])
def sign_in_page(request: Request, next_: Annotated[str, Query(alias="next", max_length=2000)] = "/") -> Response:
    if caller_of(request):
        return RedirectResponse(own_path(next_), status_code=303)
    return _page(request, next_)


@router.post(SIGN_IN_PATH, dependencies=[Depends(requires(Right.PUBLIC))])
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=500)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next_: Annotated[str, Form(alias="next", max_length=2000)] = "/",
    csrf: Annotated[str, Form(alias=CSRF_FIELD, max_length=200)] = "",
) -> Response:
    check_form(request, csrf)
    state, text = request.app.state, language_for(request).text
    limiter: SignInLimiter = state.sign_in_limiter
    address = request.client.host if request.client else ""
    wait = limiter.wait(name, address, state.clock())
    if wait is not None:
        minutes = max(1, round(wait / timedelta(minutes=1)))
        problem = text("Too many attempts. Try again in %(minutes)s minutes.") % {"minutes": minutes}
        return _page(request, next_, name, problem, 429, {"Retry-After": str(round(wait.total_seconds()))})
    before = request.cookies.get(SESSION_COOKIE, "")
    token = service.sign_in(state.database, state.clock(), name, password, before)
    if token is None:
        return _page(request, next_, name, text("This name and password do not belong together."), 401)
    limiter.forget(name, address)
    response = RedirectResponse(own_path(next_), status_code=303)
    set_cookie(request, response, SESSION_COOKIE, token, max_age=round(SESSION_LASTS.total_seconds()))
    return response


@router.post("/sign-out", dependencies=[Depends(requires(Right.PUBLIC))])
def sign_out(request: Request, csrf: Annotated[str, Form(alias=CSRF_FIELD, max_length=200)] = "") -> Response:
    check_form(request, csrf)
    service.sign_out(request.app.state.database, request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse(SIGN_IN_PATH, status_code=303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
    return response


def own_path(target: str) -> str:
    """``target`` when it is a path of our own, else the overview: nobody is sent to another site."""
    parts = urlsplit(target.replace("\\", "/"))
    is_own = target.startswith("/") and not parts.scheme and not parts.netloc and target.isprintable()
    return target if is_own and not target.startswith(("//", "/\\")) else "/"


def _page(
    request: Request,
    next_: str,
    name: str = "",
    problem: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    accounts = service.any_account(request.app.state.database)
    response = render(
        request, "sign_in.html", status=status, accounts=accounts, next=own_path(next_), name=name, problem=problem
    )
    response.headers.update(headers or {})
    return response
