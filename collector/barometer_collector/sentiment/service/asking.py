"""What the users of devices may be asked now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import msgspec

from barometer_collector.database import Session
from barometer_collector.sentiment import newcomers, publishing, pulse, store, told
from barometer_collector.sentiment.definition import Audience
from barometer_collector.sentiment.rules.acceptance import question_type
from barometer_collector.sentiment.rules.occasions import FRESH_MS, is_fresh
from barometer_collector.sentiment.rules.rounds import is_in_sample
from barometer_collector.sentiment.store import AskedDevice, RunningCampaign
from barometer_collector.settings import EVENT_QUESTIONS, Settings
from barometer_collector.tokens import service as tokens
from barometer_collector.tokens.service import Seats
from barometer_collector.tokens.store import SeatRow
from barometer_shared.anonymous import ANONYMOUS_TYPE
from barometer_shared.questions import FollowUp, OpenQuestion, Question

_DAY_MS = 86_400_000
_OPEN_DAYS = 7  # how long a device may show a question of a campaign without an end
_NO_SEATS: Seats = {}


class Put(NamedTuple):
    """How a campaign is put to a device. Where these are equal, so are the questions. Times in milliseconds."""

    slug: str
    opens_at: int | None
    expires_at: int
    occasion_at: int | None = None
    seat: SeatRow | None = None


class Asking:
    """The campaigns as they run, for many devices. ``rows`` also hold those that begin or end a little later."""

    def __init__(self, rows: Sequence[RunningCampaign], settings: Settings) -> None:
        self.rows = tuple(rows)
        self._settings = settings
        self._by_slug = {row.slug: _Campaign(row, place) for place, row in enumerate(rows)}
        every = self._by_slug.values()
        self._anonymous = [each for each in every if each.row.anonymous]
        asked = [each for each in every if not each.row.anonymous and each.row.kind != told.KIND]
        self._events = {each.row.slug: each for each in asked if each.row.kind in EVENT_QUESTIONS}
        self._newcomers = [each for each in asked if each.row.kind == newcomers.CAMPAIGN.kind]
        self._rounds = [each for each in asked if each.row.kind not in (*EVENT_QUESTIONS, newcomers.CAMPAIGN.kind)]

    def puts(self, device: AskedDevice, seats: Seats, now_ms: int, as_of_ms: int) -> tuple[Put, ...]:
        """What is put to ``device`` now, of the campaigns that run ``as_of_ms``."""
        types = _types(device.question_types)
        secret = self._secret(seats, as_of_ms) if self._anonymous and ANONYMOUS_TYPE in types else []
        kinds = [each.row.kind for each, _ in secret]  # not the same question twice
        found = self._of_rounds(device, as_of_ms)
        if device.campaign in self._events:
            found += self._after_event(self._events[device.campaign], device, now_ms, as_of_ms)
        if self._settings.onboarding:
            found += self._of_newcomers(device, now_ms, as_of_ms)
        if len(found) > 1:
            found.sort(key=_place)
        return tuple(
            put
            for each, put in (*secret, *(one for one in found if one[0].row.kind not in kinds))
            if not types or each.type in types
        )

    def question(self, put: Put) -> OpenQuestion:
        """What its users are asked."""
        found = self._by_slug[put.slug]
        question = found.question(put, publishing.needed_respondents(self._settings))
        if put.seat is not None:
            return msgspec.structs.replace(question, anonymous=tokens.anonymous(put.seat))
        if put.occasion_at is not None:
            return msgspec.structs.replace(question, occasion=found.row.kind, occasion_at=put.occasion_at)
        return question

    def _secret(self, seats: Seats, as_of_ms: int) -> list[tuple["_Campaign", Put]]:
        return [
            (each, Put(slug, each.row.starts_at, seats[slug].closes_at, None, seats[slug]))
            for each in self._anonymous
            if (slug := each.row.slug) in seats and each.runs(as_of_ms)
        ]

    def _of_rounds(self, device: AskedDevice, as_of_ms: int) -> list[tuple["_Campaign", Put]]:
        secret = self._settings.secret
        return [
            (each, each.put_to_all(as_of_ms))
            for each in self._rounds
            if each.runs(as_of_ms) and is_in_sample(secret, each.row.slug, device.id, each.audience.percent)
        ]

    def _after_event(
        self, each: "_Campaign", device: AskedDevice, now_ms: int, as_of_ms: int
    ) -> list[tuple["_Campaign", Put]]:
        at = device.occasion_at
        wanted = each.row.kind in self._settings.event_questions and each.runs(as_of_ms)
        if at is None or not wanted or not is_fresh(at, now_ms):
            return []
        return [(each, Put(each.row.slug, None, at + FRESH_MS, at))]

    def _of_newcomers(self, device: AskedDevice, now_ms: int, as_of_ms: int) -> list[tuple["_Campaign", Put]]:
        found = []
        for each in self._newcomers:
            opens_at = device.enrolled_at + each.audience.from_day * _DAY_MS
            until = device.enrolled_at + (each.audience.until_day or each.audience.from_day) * _DAY_MS
            if opens_at <= now_ms < until and each.runs(as_of_ms):
                found.append((each, Put(each.row.slug, opens_at, until)))
        return found


class _Campaign:
    """A row, with what of it is looked at for each device read once."""

    def __init__(self, row: RunningCampaign, place: int) -> None:
        self.row, self.place = row, place
        self._question = msgspec.json.decode(row.question, type=Question)
        self.type = question_type(self._question)
        self.audience = msgspec.json.decode(row.audience, type=Audience)
        self._opens_at = row.starts_at if row.kind == pulse.KIND else None
        self._put = Put(row.slug, self._opens_at, row.ends_at or 0)

    def runs(self, moment_ms: int) -> bool:
        return self.row.starts_at <= moment_ms and (self.row.ends_at is None or moment_ms < self.row.ends_at)

    def put_to_all(self, moment_ms: int) -> Put:
        """The same for every device of the sample; without an end it stays open for a week from that day on."""
        if self.row.ends_at is not None:
            return self._put
        return Put(self.row.slug, self._opens_at, (moment_ms // _DAY_MS + _OPEN_DAYS) * _DAY_MS)

    def question(self, put: Put, needed: int) -> OpenQuestion:
        return OpenQuestion(
            campaign=self.row.slug,
            question=self._question,
            asker=msgspec.json.decode(self.row.asker, type=dict[str, str]),
            why=msgspec.json.decode(self.row.why, type=dict[str, str]),
            expires_at=put.expires_at,
            needed=needed,
            opens_at=put.opens_at,
            spread_days=self.row.spread_days,
            onboarding=bool(self.row.onboarding),
            follow_ups=msgspec.json.decode(self.row.follow_ups, type=list[FollowUp]),
            comments=bool(self.row.comments),
            contact=bool(self.row.contact),
        )


def running(session: Session, since_ms: int, now_ms: int) -> list[RunningCampaign]:
    """The campaigns that ran at any moment from ``since_ms`` to ``now_ms``, by slug."""
    return store.running_campaigns(session, now_ms, since_ms)


def asked_devices(session: Session, device_ids: Sequence[int]) -> list[AskedDevice]:
    """Of these devices those that exist, in any order."""
    return store.asked_devices(session, device_ids)


def seats(session: Session, rows: Sequence[RunningCampaign], device_ids: Sequence[int]) -> Mapping[int, Seats]:
    """The devices' seats in anonymous rounds, by device and campaign; those without one are missing."""
    return tokens.seats_of(session, device_ids) if any(row.anonymous for row in rows) else {}


def open_questions(session: Session, settings: Settings, device_id: int, now: datetime) -> tuple[OpenQuestion, ...]:
    """What the users of this device may be asked now, of the types that it can show.

    The same until a round begins or ends, or something happens on the device, so that its configuration does not change
    with every look. The agent knows who of its users has answered.
    """
    now_ms = int(now.timestamp() * 1000)
    asking = Asking(running(session, now_ms, now_ms), settings)
    of_device = seats(session, asking.rows, [device_id]).get(device_id, _NO_SEATS)
    return tuple(
        asking.question(put)
        for device in asked_devices(session, [device_id])
        for put in asking.puts(device, of_device, now_ms, now_ms)
    )


def _place(found: tuple[_Campaign, Put]) -> int:
    return found[0].place


@lru_cache(maxsize=1_000)
def _types(names: str) -> frozenset[str]:
    """Of a device's list; there are as many lists as releases of the agent."""
    return frozenset(names.split(",")) - {""}
