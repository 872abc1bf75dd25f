"""The token that every changing form carries, so that no other site can send it in somebody's name.

Signed in, it is the session's. Before that it is made from a random cookie and the installation's secret: another
site can neither read the cookie nor make the token that belongs to it.
"""

import hashlib
import hmac
import secrets

from fastapi import Request, Response

from barometer_collector.errors import ProblemError
from barometer_collector.people.access import CSRF_FIELD, caller_of
from barometer_collector.settings import Settings

FORM_COOKIE = "barometer_form"


def form_token(request: Request) -> str:
    """The token for the forms of the page that answers ``request``."""
    caller = caller_of(request)
    if caller:
        return caller.csrf
    if not hasattr(request.state, "form_cookie"):
        request.state.form_cookie = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    return _token_of(request.app.state.settings, request.state.form_cookie)


def keep_form_cookie(request: Request, response: Response) -> None:
    """Give the browser the cookie that belongs to the token of this page's forms."""
    cookie: str = getattr(request.state, "form_cookie", "")
    if cookie and cookie != request.cookies.get(FORM_COOKIE):
        set_cookie(request, response, FORM_COOKIE, cookie)


def check_form(request: Request, given: str) -> None:
    """Raise ProblemError (403) unless ``given`` is the token of the page that this form was on."""
    if request.cookies.get(FORM_COOKIE) or caller_of(request):
        expected = form_token(request)
        if hmac.compare_digest(given.encode(), expected.encode()):
            return
    raise ProblemError(403, "this form has expired", field=CSRF_FIELD, fix="load the page again, with cookies allowed")


def set_cookie(request: Request, response: Response, name: str, value: str, max_age: int | None = None) -> None:
    """A cookie that scripts cannot read and other sites do not send; over TLS only where we are behind it."""
    settings: Settings = request.app.state.settings
    secure = settings.public_url.startswith("https:")
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="lax", secure=secure, path="/")


def _token_of(settings: Settings, cookie: str) -> str:
    return hmac.new(settings.secret, b"form:" + cookie.encode(), hashlib.sha256).hexdigest()
