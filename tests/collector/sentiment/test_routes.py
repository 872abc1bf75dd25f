"""GET /api/v1/told, over real HTTP."""

import httpx
import pytest

from barometer_collector.database import Database
from barometer_collector.people import service as people
from barometer_collector.people.rules import Role
from tests.collector.laptops import NOON


def _headers(database: Database, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {people.create_api_token(database, NOON, role.value, role)}"}


@pytest.mark.parametrize(("role", "status"), [(Role.OPERATIONS, 200), (Role.ADMINISTRATOR, 200), (Role.VIEWER, 403)])
def test_only_who_may_see_laptops_reads_what_people_said(
    server: httpx.Client, database: Database, role: Role, status: int
) -> None:
    assert server.get("/api/v1/told", headers=_headers(database, role)).status_code == status


def test_before_anybody_said_anything_it_is_empty_and_says_when_to_look_again(
    server: httpx.Client, database: Database
) -> None:
    told = server.get("/api/v1/told", headers=_headers(database, Role.OPERATIONS)).json()
    assert told == {"shared": [], "confidential": [], "needed": 5, "next_day": "2026-11-23"}
