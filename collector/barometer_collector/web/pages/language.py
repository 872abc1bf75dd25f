"""Reading in another language: kept in a cookie, and with the account of whoever is signed in."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.responses import RedirectResponse

from barometer_collector.errors import ProblemError
from barometer_collector.people import service
from barometer_collector.people.access import CSRF_FIELD, Right, caller_of, requires
from barometer_collector.web.forms import check_form, set_cookie
from barometer_collector.web.language import LANGUAGE_COOKIE
from barometer_collector.web.pages.sign_in import own_path

router = APIRouter(include_in_schema=False)
_KEPT = timedelta(days=365)


@router.post("/language", dependencies=[Depends(requires(Right.PUBLIC))])
def language(
    request: Request,
    language: Annotated[str, Form(max_length=8)] = "",
    next_: Annotated[str, Form(alias="next", max_length=2000)] = "/",
    csrf: Annotated[str, Form(alias=CSRF_FIELD, max_length=200)] = "",
) -> Response:
    check_form(request, csrf)
    known = request.app.state.renderer.languages
    if language not in known:
        raise ProblemError(422, "no such language", field="language", rule=f"one of {', '.join(known)}")
    caller = caller_of(request)
    if caller and caller.account_id is not None:
        service.set_language(request.app.state.database, caller.account_id, language)
    response = RedirectResponse(own_path(next_), status_code=303)
    set_cookie(request, response, LANGUAGE_COOKIE, language, max_age=round(_KEPT.total_seconds()))
    return response
