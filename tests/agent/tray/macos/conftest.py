"""Questions, and a course that is at one of them."""

from random import Random

import pytest

from barometer_agent.language import Say, speaker
from barometer_agent.tray.course import Course
from barometer_shared.questions import Faces, FollowUp, OpenQuestion, Option

TOPICS = {"network": ("Network", "Netwerk"), "laptop": ("Laptop", "Laptop"), "other": ("Something else", "Iets anders")}


@pytest.fixture
def say() -> Say:
    return speaker("en")


@pytest.fixture
def chance() -> Random:
    return Random(7)


@pytest.fixture
def asked() -> OpenQuestion:
    """A pulse with everything that can belong to a question."""
    options = [Option(name, {"en": english, "nl": dutch}) for name, (english, dutch) in TOPICS.items()]
    about = FollowUp({"en": "What is it about?", "nl": "Waar gaat het over?"}, options, 1, 2)
    return OpenQuestion(
        "pulse",
        Faces({"en": "How was your laptop today?", "nl": "Hoe werkte je laptop vandaag?"}),
        {"en": "The IT service desk", "nl": "De IT-servicedesk"},
        {"en": "We repair what bothers most people.", "nl": "We pakken aan waar de meesten last van hebben."},
        9,
        follow_ups=[about],
        contact=True,
    )


@pytest.fixture
def course(asked: OpenQuestion) -> Course:
    return Course(asked)
