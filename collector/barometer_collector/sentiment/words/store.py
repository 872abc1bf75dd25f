"""The SQL of what people said in their own words."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import insert, text
from sqlmodel import Session, col, select

from barometer_collector.sentiment.rules.words import Closed, Written
from barometer_collector.sentiment.tables import WordsBundle

_DAY_MS = 86_400_000
_SAID = """
    SELECT a.device_id, d.name, d.simulated, a.answer_id, a.respondent, a.at, a.campaign, c.kind, a.type, a.value,
           a.text, a.comment, a.topic, a.contact, a.mood, a.language
    FROM answer AS a JOIN device AS d ON d.id = a.device_id JOIN campaign AS c ON c.slug = a.campaign
"""
_SAYS = "(a.text <> '' OR a.comment <> '' OR a.contact)"  # as the index ix_answer_said has it
_NEWEST = "ORDER BY a.at DESC, a.answer_id LIMIT :most"
_CONFIDENTIAL = f"{_SAYS} AND (a.text <> '' OR a.comment <> '') AND a.sharing = 'confidential'"
_SHARED_WORDS = text(f"{_SAID} WHERE {_SAYS} AND a.sharing = 'shared' AND a.received_at >= :since {_NEWEST}")
_SHARED_OF = text(
    f"{_SAID} WHERE a.device_id = :device_id AND a.sharing = 'shared' AND a.received_at >= :since {_NEWEST}"
)
_WAITING = text(
    f"""
    SELECT a.received_at / {_DAY_MS}, a.respondent, a.device_id, a.answer_id
    FROM answer AS a JOIN device AS d ON d.id = a.device_id
    WHERE {_CONFIDENTIAL} AND a.bundle IS NULL AND d.simulated = :simulated
    """  # noqa: S608 - constants alone
)
_BUNDLED = text(f"{_SAID} WHERE {_CONFIDENTIAL} AND a.bundle = :last_day AND d.simulated = :simulated")
_BUNDLE = text("UPDATE answer SET bundle = :last_day WHERE device_id = :device_id AND answer_id = :answer_id")


class SaidRow(NamedTuple):
    """An answer with all that was said in it, and where."""

    device_id: int
    device: str
    simulated: bool
    answer_id: str
    respondent: str
    at: int
    campaign: str
    kind: str
    type: str
    value: int | None
    text: str
    comment: str
    topic: str
    contact: bool
    mood: int | None
    language: str


class BundleRow(NamedTuple):
    """A bundle that was closed: of words that were new from ``first_day`` to ``last_day`` (since 1970, UTC)."""

    simulated: bool
    first_day: int
    last_day: int


def shared_words(session: Session, since: int, most: int) -> list[SaidRow]:
    """Shared answers with words, or with the wish to be contacted, that came since, the newest first."""
    return [SaidRow(*row) for row in session.connection().execute(_SHARED_WORDS, {"since": since, "most": most})]


def shared_of(session: Session, device_id: int, since: int, most: int) -> list[SaidRow]:
    """All shared answers of a device that came since, the newest first."""
    values = {"device_id": device_id, "since": since, "most": most}
    return [SaidRow(*row) for row in session.connection().execute(_SHARED_OF, values)]


def waiting(session: Session, *, simulated: bool) -> list[Written]:
    """Confidential words that are in no bundle yet, of devices that are simulated or of those that are not."""
    return [Written(*row) for row in session.connection().execute(_WAITING, {"simulated": simulated})]


def add_bundle(session: Session, closed: Closed, *, simulated: bool) -> None:
    """Note for ever what a bundle holds."""
    row = BundleRow(simulated, closed.first_day, closed.last_day)
    session.connection().execute(insert(WordsBundle), row._asdict())
    words: Sequence[dict[str, object]] = [
        {"last_day": closed.last_day, "device_id": each.device_id, "answer_id": each.answer_id} for each in closed.words
    ]
    session.connection().execute(_BUNDLE, words)


def last_bundles(session: Session, most: int, *, simulated: bool) -> list[BundleRow]:
    """The bundles that were closed last, the newest first."""
    columns = WordsBundle.simulated, WordsBundle.first_day, WordsBundle.last_day
    wanted = select(*columns).where(WordsBundle.simulated == simulated)
    rows = session.exec(wanted.order_by(col(WordsBundle.last_day).desc()).limit(most))
    return [BundleRow(*row) for row in rows]


def bundled(session: Session, bundle: BundleRow) -> list[SaidRow]:
    """The words of a bundle that nobody erased since."""
    values = {"last_day": bundle.last_day, "simulated": bundle.simulated}
    return [SaidRow(*row) for row in session.connection().execute(_BUNDLED, values)]
