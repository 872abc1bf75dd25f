"""The door of every route: ``dependencies=[Depends(requires(Right.SEE_SCORES))]``. Without one, nothing is served.

Callers show an API token (``Authorization: Bearer bt_...``) or a session cookie. Whoever shows a token is judged by
it alone. A change made with a cookie carries the session's CSRF token: form field ``csrf`` or header ``X-CSRF-Token``.
"""

import hmac
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool

from barometer_collector.errors import ProblemError
from barometer_collector.people import service
from barometer_collector.people.rules import Caller, Right

__all__ = [
    "CSRF_FIELD",
    "SESSION_COOKIE",
    "SIGN_IN_PATH",
    "Caller",
    "Right",
    "caller_of",
    "refuse_undeclared",
    "requires",
]

SESSION_COOKIE = "barometer_session"
SIGN_IN_PATH = "/sign-in"
CSRF_FIELD = "csrf"
_CSRF_HEADER = "X-CSRF-Token"
_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = frozenset({Right.PUBLIC, Right.DEVICE})

Gate = Callable[[Request], Coroutine[Any, Any, None]]


def requires(right: Right) -> Gate:
    """A dependency that lets nobody through who lacks ``right``.

    Answers 401 to whoever is not known (browsers are sent to the sign-in page) and 403 to whoever may not.
    Behind it, ``caller_of(request)`` tells who it is. PUBLIC and DEVICE let everybody through.
    """

    async def gate(request: Request) -> None:
        if right in _OPEN:
            return
        caller = await run_in_threadpool(_identify, request)
        if caller is None:
            raise _unknown(request)
        if not caller.may(right):
            raise _refused(caller, right)
        if caller.csrf and request.method not in _CHANGES_NOTHING:
            await _check_csrf(request, caller)
        request.state.caller = caller

    gate.right = right  # type: ignore[attr-defined]
    return gate


def caller_of(request: Request) -> Caller | None:
    """Who is behind this request; on an open route that is looked up now, and may be nobody."""
    if not hasattr(request.state, "caller"):
        request.state.caller = _identify(request)
    found: Caller | None = request.state.caller
    return found


def declared_rights(app: FastAPI) -> dict[str, list[Right | None]]:
    """What each route (``"GET /path"``) asks of its caller; None stands for a route without a gate."""
    found: dict[str, list[Right | None]] = {}
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route.original_route, "dependant", None) and route.dependant
        gates = [getattr(each.call, "right", None) for each in dependant.dependencies] if dependant else []
        rights = [gate for gate in gates if gate is not None] or [None]
        for method in sorted(route.methods or {"ANY"}):
            found.setdefault(f"{method} {route.path}", []).extend(rights)
    return found


def refuse_undeclared(app: FastAPI) -> None:
    """Raise when any route of ``app`` states no right, or several. The OpenAPI document is open to all."""
    for route, rights in declared_rights(app).items():
        if route.split(" ", 1)[1] == app.openapi_url:
            continue
        if len(rights) != 1 or rights[0] is None:
            raise RuntimeError(
                f"route {route} declares {[str(each) for each in rights if each]} where it needs exactly one right: "
                "add dependencies=[Depends(requires(Right....))]"
            )


def _identify(request: Request) -> Caller | None:
    database, now = request.app.state.database, request.app.state.clock()
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme:
        is_bearer = scheme.lower() == "bearer" and credentials.startswith(service.API_TOKEN_PREFIX)
        return service.caller_of_api_token(database, now, credentials) if is_bearer else None
    cookie = request.cookies.get(SESSION_COOKIE, "")
    return service.caller_of_session(database, now, cookie) if cookie else None


async def _check_csrf(request: Request, caller: Caller) -> None:
    given = request.headers.get(_CSRF_HEADER)
    if given is None:
        given = str((await request.form()).get(CSRF_FIELD, ""))
    if not hmac.compare_digest(given.encode(), caller.csrf.encode()):
        raise ProblemError(
            403,
            "this form has expired",
            field=CSRF_FIELD,
            rule="a change must carry the token of its own session",
            fix="load the page again and send the form once more",
        )


def _unknown(request: Request) -> ProblemError:
    title = "who are you?"
    target = quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    sign_in = f"{SIGN_IN_PATH}?next={target}" if request.method in _CHANGES_NOTHING else SIGN_IN_PATH
    if "hx-request" in request.headers:  # htmx would put the sign-in page inside the page that was left open
        return ProblemError(401, title, fix="sign in", headers={"HX-Redirect": SIGN_IN_PATH})
    if "text/html" in request.headers.get("accept", ""):
        return ProblemError(303, title, fix="sign in", headers={"Location": sign_in})
    return ProblemError(
        401,
        title,
        rule="this needs an API token or a session",
        fix="send Authorization: Bearer bt_..., made with barometer-collector token api",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _refused(caller: Caller, right: Right) -> ProblemError:
    return ProblemError(
        403,
        "you may not do this",
        rule=f"this needs the right {right}, and the role {caller.role} does not have it",
        fix="ask an administrator for another role",
    )
