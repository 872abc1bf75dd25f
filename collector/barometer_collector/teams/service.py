"""Use cases of the teams, inside the transaction of whoever needs them."""

from barometer_collector.database import Session
from barometer_collector.errors import ProblemError
from barometer_collector.teams import store
from barometer_collector.teams.rules import slug_of, wrong_with_name

_ALWAYS = 0


def ensure_team(session: Session, name: str, now_ms: int) -> int:
    """The number of the team of that name (names that give the same slug are the same team), made when it is new."""
    rule = wrong_with_name(name)
    if rule:
        raise ProblemError(422, "this cannot be the name of a team", field="team", rule=rule, fix="choose another name")
    slug = slug_of(name)
    team = store.team_by_slug(session, slug) or store.add_team(session, slug, name.strip(), now_ms)
    assert team.id is not None  # noqa: S101 - it was read from the database, or written to it
    return team.id


def find_team(session: Session, name: str) -> int | None:
    """The number of the team of that name; None when there is none."""
    team = store.team_by_slug(session, slug_of(name))
    return None if team is None else team.id


def slug_of_team(session: Session, team_id: int) -> str:
    """The slug of a team that exists."""
    team = store.team_by_id(session, team_id)
    if team is None:
        raise LookupError(f"team {team_id} does not exist")
    return team.slug


def slug_of_device(session: Session, device_id: int) -> str:
    """The slug of the team that the device belongs to now; "" for none."""
    latest = store.latest_membership(session, device_id)
    return "" if latest is None else slug_of_team(session, latest.team_id)


def join(session: Session, device_id: int, team_id: int, today: int) -> None:
    """From ``today`` (days since 1970) on, the device belongs to this team.

    Its first team counts for every earlier day as well: events from before the enrolment arrive too.
    """
    latest = store.latest_membership(session, device_id)
    if latest is None:
        store.put_membership(session, device_id, _ALWAYS, team_id)
    elif latest.team_id != team_id:
        store.put_membership(session, device_id, max(today, latest.from_day), team_id)
