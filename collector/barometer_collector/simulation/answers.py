"""What the user of a simulated laptop answers to the pulse and tells unasked on one day. Pure and seeded."""

from collections.abc import Iterator
from random import Random

from barometer_collector.simulation.fleet import Laptop
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    FacesAnswer,
    FreeTextAnswer,
    OpenQuestion,
    Response,
    Sharing,
    follow_up_of,
)

_HOUR_MS = 3_600_000
_DAYS_BETWEEN = 0.09  # of their days: about once in two working weeks
_TELLS = 0.012  # of their days, unhappy people: a few in a month of fifty laptops
# By what troubles them most; topics that the collector does not offer are left out.
_WORDS = {
    "network": ("Bellen via de laptop valt steeds weg.", "Video calls freeze every afternoon."),
    "laptop": ("Opstarten duurt een kop koffie lang.", "My laptop needs minutes before I can type."),
    "application": ("Het programma sluit zichzelf en mijn werk is weg.", "It closes while I am on the phone."),
    "help": ("Ik wacht al een week op antwoord.", "I was sent from one desk to the next."),
}


def answers_of(
    laptop: Laptop, rng: Random, more: Random, start: int, asked: OpenQuestion | None, *, trouble: bool
) -> Iterator[Answer]:
    """In order of time. ``start`` is when the work of the day began (ms since 1970)."""
    if asked is not None and rng.random() <= _DAYS_BETWEEN:
        yield _pulse(laptop, rng, more, start, asked, trouble=trouble)
    pain = _pain(laptop, trouble=trouble)
    if more.random() < _TELLS * (1 + sum(pain.values())):
        yield _told(laptop, more, start, _worst(pain, more))


def _pulse(laptop: Laptop, rng: Random, more: Random, start: int, asked: OpenQuestion, *, trouble: bool) -> Answer:
    pain = _pain(laptop, trouble=trouble)
    face = max(1, min(5, round(rng.gauss(4.5 - sum(pain.values()) + laptop.team.mood, 0.7))))
    sharing = Sharing.SHARED if rng.random() < 0.3 else Sharing.CONFIDENTIAL
    response = FacesAnswer(face)
    topic = _topic(asked, response, _worst(pain, more) if face <= 3 else more.choice(list(_WORDS)))
    return Answer(
        id=f"{rng.getrandbits(128):032x}",
        campaign=asked.campaign,
        response=response,
        at=start + 2 * _HOUR_MS,
        account=_account(laptop),
        sharing=sharing,
        language="nl",
        topic=topic if more.random() < 0.7 else "",
        contact=asked.contact and sharing is Sharing.SHARED and face == 1,
    )


def _told(laptop: Laptop, more: Random, start: int, topic: str) -> Answer:
    language = more.choice(("nl", "en"))
    sharing = Sharing.SHARED if more.random() < 0.4 else Sharing.CONFIDENTIAL
    return Answer(
        id=f"{more.getrandbits(128):032x}",
        campaign=TELL_IT,
        response=FreeTextAnswer(_WORDS[topic][language == "en"]),
        at=start + 3 * _HOUR_MS,
        account=_account(laptop),
        sharing=sharing,
        language=language,
        contact=sharing is Sharing.SHARED,
        mood=more.choice((1, 2, None)),
    )


def _pain(laptop: Laptop, *, trouble: bool) -> dict[str, float]:
    """Points of faces that each topic costs its user."""
    return {
        "laptop": 0.9 * (laptop.boot_seconds > 60),
        "network": 0.9 * (laptop.round_trip_ms > 40) + 1.0 * trouble,
        "application": 0.3 * min(4.0, laptop.crashes_per_week),
    }


def _worst(pain: dict[str, float], more: Random) -> str:
    """What costs most; where nothing does, it is the help that people got, or anything."""
    topic = max(pain, key=lambda name: pain[name])
    return topic if pain[topic] > 0.5 else more.choice(("help", topic))


def _topic(asked: OpenQuestion, response: Response, topic: str) -> str:
    follow_up = follow_up_of(asked, response)
    return topic if follow_up and topic in {option.id for option in follow_up.options} else ""


def _account(laptop: Laptop) -> str:
    return f"sim{laptop.number:05d}"
