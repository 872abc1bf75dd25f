"""Scores over HTTP, for people's scripts: the fleet, its teams and its devices, each with its reasons."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from barometer_collector.people.access import Right, requires
from barometer_collector.scoring import examples, service
from barometer_collector.scoring.service.reading import MOST_DEVICES
from barometer_collector.scoring.views import Device, DevicePage, Fleet, Group

router = APIRouter(prefix="/api/v1", tags=["scores"])


@dataclass(frozen=True)
class Teams:
    """All teams, by name."""

    teams: tuple[Group, ...]


@router.get(
    "/fleet",
    summary="The fleet and its teams",
    dependencies=[Depends(requires(Right.SEE_SCORES))],
    responses=examples.responses(examples.FLEET),
)
def get_fleet(request: Request) -> Fleet:
    """The experience score of the fleet with T, X and O, what costs most points, and the same of every team."""
    state = request.app.state
    return service.fleet(state.database, state.settings, state.clock())


@router.get(
    "/teams",
    summary="All teams",
    dependencies=[Depends(requires(Right.SEE_SCORES))],
    responses=examples.responses({"teams": [examples.GROUP]}),
)
def get_teams(request: Request) -> Teams:
    """Every team by its name. A team's X is None until enough people have answered."""
    state = request.app.state
    return Teams(service.fleet(state.database, state.settings, state.clock()).teams)


@router.get(
    "/teams/{slug}",
    summary="One team",
    dependencies=[Depends(requires(Right.SEE_SCORES))],
    responses=examples.responses(examples.GROUP, 404),
)
def get_team(request: Request, slug: str) -> Group:
    """The team's scores, their reasons and their trend."""
    state = request.app.state
    return service.team(state.database, state.settings, state.clock(), slug)


@router.get(
    "/devices",
    summary="Devices, page by page",
    dependencies=[Depends(requires(Right.SEE_DEVICES))],
    responses=examples.responses({"devices": [examples.DEVICE], "next": None}, 404, 422),
)
def get_devices(
    request: Request,
    team: Annotated[str | None, Query(description="the slug of a team: its devices alone")] = None,
    after: Annotated[str | None, Query(description="next of the page before", examples=["00f3a9c27d5e1b84"])] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_DEVICES)] = 100,
) -> DevicePage:
    """Devices by their id, each with its scores and with what it cannot measure."""
    state = request.app.state
    return service.devices(state.database, state.settings, state.clock(), team, after, limit)


@router.get(
    "/devices/{device_id}",
    summary="One device",
    dependencies=[Depends(requires(Right.SEE_DEVICES))],
    responses=examples.responses(examples.DEVICE, 404),
)
def get_device(request: Request, device_id: str) -> Device:
    """The device's scores with their reasons, and what it cannot measure."""
    state = request.app.state
    return service.device(state.database, state.settings, state.clock(), device_id)
