"""Static files: our own and those that were fetched when the package was built."""

from fastapi import APIRouter, Depends, Request, Response
from starlette.staticfiles import StaticFiles

from barometer_collector.people.access import Right, requires
from barometer_collector.web.assets import STATIC

router = APIRouter(include_in_schema=False)
_FILES = StaticFiles(directory=STATIC)


@router.get("/static/{path:path}", dependencies=[Depends(requires(Right.PUBLIC))])
async def static(request: Request, path: str) -> Response:
    response = await _FILES.get_response(path, request.scope)
    if "v" in request.query_params:  # the address holds a mark of the contents
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
