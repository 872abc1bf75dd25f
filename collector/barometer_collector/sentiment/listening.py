"""Use cases of what people said in their own words: what IT may read of it, and how."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from barometer_collector.database import Database, Session
from barometer_collector.devices.rules import shown_id
from barometer_collector.sentiment import publishing, pulse, store
from barometer_collector.sentiment import told as unasked
from barometer_collector.sentiment.rules.beside import Author, languages_told, told_beside
from barometer_collector.sentiment.rules.rounds import round_of
from barometer_collector.sentiment.rules.words import people
from barometer_collector.sentiment.views import Bundle, ConfidentialWords, SharedAnswer, Told
from barometer_collector.sentiment.words import store as words_store
from barometer_collector.sentiment.words.store import BundleRow, SaidRow
from barometer_collector.settings import Settings
from barometer_shared.questions import FollowUp, Localised

_DAY_MS = 86_400_000
_SHARED_DAYS = 60  # as long as a shared answer is its laptop's X
_MOST_SHARED = 200
_MOST_BUNDLES = 6
_EVERYBODY = frozenset({pulse.KIND, unasked.KIND})

# By campaign and option.
_Topics = Mapping[tuple[str, str], Localised]


def told(database: Database, settings: Settings, now: datetime) -> Told:
    """What people shared in words or want to be contacted about, and the confidential words that may be read by now."""
    today = _ms(now) // _DAY_MS
    needed = publishing.needed_respondents(settings)
    with database.reading() as session:
        rows = words_store.shared_words(session, _ms(now) - _SHARED_DAYS * _DAY_MS, _MOST_SHARED)
        shared = _shared(session, rows)
        bundles = [
            bundle
            for simulated in (False, True)
            for row in words_store.last_bundles(session, _MOST_BUNDLES, simulated=simulated)
            if (bundle := _bundle(session, settings, row, needed))
        ]
    newest_first = sorted(bundles, key=lambda each: (each.last_day, not each.simulated), reverse=True)
    return Told(shared, tuple(newest_first), needed, _iso(round_of(today).last_day + 1))


def shared_by(database: Database, device_id: int, now: datetime) -> tuple[SharedAnswer, ...]:
    """What was shared with IT on one device in the last 60 days, words or not, the newest first."""
    with database.reading() as session:
        rows = words_store.shared_of(session, device_id, _ms(now) - _SHARED_DAYS * _DAY_MS, _MOST_SHARED)
        return _shared(session, rows)


def _shared(session: Session, rows: Sequence[SaidRow]) -> tuple[SharedAnswer, ...]:
    topics = _topics(session, rows)
    return tuple(
        SharedAnswer(
            device_id=shown_id(row.device_id),
            device=row.device,
            simulated=bool(row.simulated),
            at=row.at,
            kind=row.kind,
            type=row.type,
            value=row.value,
            words=_words(row),
            about=_about(row, topics),
            contact=bool(row.contact),
            mood=row.mood,
            language=row.language,
        )
        for row in rows
    )


def _bundle(session: Session, settings: Settings, row: BundleRow, needed: int) -> Bundle | None:
    """The bundle as it may be read; None where people were erased, or more are asked for than when it was closed, so
    that it has too few."""
    said = sorted(words_store.bundled(session, row), key=_shuffled(settings.secret))
    number = people((each.respondent, each.device_id) for each in said)
    if number < needed:
        return None
    words = _confidential(said, _topics(session, said), needed)
    return Bundle(_iso(row.first_day), _iso(row.last_day), number, row.simulated, words)


def _confidential(rows: Sequence[SaidRow], topics: _Topics, needed: int) -> tuple[ConfidentialWords, ...]:
    """Words with what may stand beside them."""
    authors = [
        Author(row.respondent, row.device_id, row.kind, row.language, bool(row.topic), bool(row.mood)) for row in rows
    ]
    beside, languages = told_beside(authors, _EVERYBODY, needed), languages_told(authors, needed)
    return tuple(
        ConfidentialWords(
            words=_words(row),
            about=_about(row, topics) if row.kind in beside.kinds else {},
            mood=row.mood if beside.faces else None,
            language=row.language if row.language in languages else "",
        )
        for row in rows
    )


def _shuffled(secret: bytes) -> Callable[[SaidRow], bytes]:
    """An order that stays the same and that nobody without the installation's secret can undo."""

    def place(row: SaidRow) -> bytes:
        return hmac.new(secret, f"words:{row.device_id}.{row.answer_id}".encode(), hashlib.sha256).digest()

    return place


def _topics(session: Session, rows: Sequence[SaidRow]) -> _Topics:
    return {
        (campaign.slug, option.id): option.text
        for campaign in store.campaigns(session, {row.campaign for row in rows if row.topic})
        for follow_up in msgspec.json.decode(campaign.follow_ups, type=list[FollowUp])
        for option in follow_up.options
    }


def _about(row: SaidRow, topics: _Topics) -> Localised:
    return dict(topics.get((row.campaign, row.topic), {"en": row.topic})) if row.topic else {}


def _words(row: SaidRow) -> str:
    return "\n".join(filter(None, (row.text, row.comment)))


def _iso(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
