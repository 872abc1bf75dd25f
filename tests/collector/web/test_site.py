import httpx
from fastapi import FastAPI

from barometer_collector.people.access import Right, declared_rights, refuse_undeclared


def test_the_pages_and_their_rights_are_these(app: FastAPI) -> None:
    refuse_undeclared(app)
    declared = declared_rights(app)
    declared.pop("GET /openapi.json", None)
    declared.pop("HEAD /openapi.json", None)
    assert declared == {
        "GET /": [Right.SEE_SCORES],
        "GET /teams/{slug}": [Right.SEE_SCORES],
        "GET /anonymous": [Right.SEE_SCORES],
        "GET /told": [Right.SEE_DEVICES],
        "GET /devices": [Right.SEE_DEVICES],
        "GET /devices/{device_id}": [Right.SEE_DEVICES],
        "GET /sign-in": [Right.PUBLIC],
        "POST /sign-in": [Right.PUBLIC],
        "POST /sign-out": [Right.PUBLIC],
        "POST /language": [Right.PUBLIC],
        "GET /static/{path:path}": [Right.PUBLIC],
    }


def test_pages_are_no_part_of_the_api(app: FastAPI) -> None:
    assert app.openapi()["paths"] == {}


def test_before_the_first_account_the_sign_in_page_tells_how_to_make_one(client: httpx.Client) -> None:
    assert "barometer-collector admin create" in client.get("/sign-in").text
