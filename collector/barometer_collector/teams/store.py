"""The SQL of the teams."""

from sqlmodel import Session, col, select

from barometer_collector.teams.tables import Membership, Team


def team_by_slug(session: Session, slug: str) -> Team | None:
    return session.exec(select(Team).where(Team.slug == slug)).first()


def team_by_id(session: Session, team_id: int) -> Team | None:
    return session.get(Team, team_id)


def add_team(session: Session, slug: str, name: str, created_at: int) -> Team:
    team = Team(slug=slug, name=name, created_at=created_at)
    session.add(team)
    session.flush()
    return team


def latest_membership(session: Session, device_id: int) -> Membership | None:
    newest = col(Membership.from_day).desc()
    return session.exec(select(Membership).where(Membership.device_id == device_id).order_by(newest)).first()


def put_membership(session: Session, device_id: int, from_day: int, team_id: int) -> None:
    session.merge(Membership(device_id=device_id, from_day=from_day, team_id=team_id))
