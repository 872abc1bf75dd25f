"""Use cases of what IT did: told to a team or to everybody, on their laptops."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

import msgspec

from barometer_collector.database import Database, Session
from barometer_collector.delivery import store
from barometer_collector.delivery.tables import NewsRow
from barometer_collector.errors import ProblemError
from barometer_collector.teams import service as teams
from barometer_shared.questions import Localised
from barometer_shared.report import MAX_NEWS, News

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_MOST_CHARACTERS = 2_000


def add(
    database: Database,
    now: datetime,
    title: Localised,
    text: Localised,
    about: Localised,
    team: str = "",
    id_: str = "",
) -> str:
    """Tell the people of the team of that name ("": everybody) what IT did; the id of the news.

    Each of ``title`` and ``text`` in all languages; ``about`` is what people had said, {} where nobody did. Without an
    ``id_`` one is made. ProblemError 404 for a team that does not exist, 409 for an id that is taken, 422 for texts or
    an id that cannot be told.
    """
    for field, told in (("title", title), ("text", text), ("about", about)):
        _require_short(field, told)
    made = id_ or f"{now:%Y-%m-%d}-{secrets.token_hex(4)}"
    if not _ID.fullmatch(made):
        raise ProblemError(422, "this id cannot be used", field="id", rule="1 to 64 letters, digits or . _ -")
    with database.writing() as session:
        if store.find_news(session, made) is not None:
            raise ProblemError(
                409, f"there is news {made!r} already", field="id", fix="remove it, or choose another id"
            )
        row = NewsRow(
            id=made,
            at=int(now.timestamp() * 1000),
            team=_slug(session, team) if team else "",
            title=_json(title),
            text=_json(text),
            about=_json(about),
        )
        store.add_news(session, row)
    return made


def remove(database: Database, news_id: str) -> bool:
    """Whether there was such news; laptops show it no longer."""
    with database.writing() as session:
        return store.remove_news(session, news_id)


def of_team(session: Session, team: str) -> Sequence[News]:
    """What the people of a team (its slug) are told, the newest first, in the caller's transaction."""
    return [_news(row) for row in store.news(session, MAX_NEWS, team)]


def everything(database: Database) -> Sequence[tuple[News, str]]:
    """All news with the slug of the team that it is for ("": everybody), the newest first."""
    with database.reading() as session:
        return [(_news(row), row.team) for row in store.news(session, MAX_NEWS)]


def _slug(session: Session, team: str) -> str:
    team_id = teams.find_team(session, team)
    if team_id is None:
        raise ProblemError(
            404, f"there is no team {team[:64]!r}", field="team", fix="give the name of a team that exists"
        )
    return teams.slug_of_team(session, team_id)


def _require_short(field: str, told: Localised) -> None:
    if any(not text.strip() or len(text) > _MOST_CHARACTERS or "\x00" in text for text in told.values()):
        raise ProblemError(
            422,
            f"this {field} cannot be told",
            field=field,
            rule=f"1 to {_MOST_CHARACTERS} characters in each language",
        )


def _news(row: NewsRow) -> News:
    title, text, about = (msgspec.json.decode(each, type=dict[str, str]) for each in (row.title, row.text, row.about))
    return News(row.id, row.at, title, text, about)


def _json(told: Localised) -> str:
    return msgspec.json.encode(told).decode()
