"""What a person can tick about an answer."""

import tkinter as tk
from random import Random

import msgspec
import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.course import Course
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.parts import Parts
from barometer_agent.tray.ticks import Ticks
from barometer_shared.questions import FacesAnswer, OpenQuestion

pytestmark = pytest.mark.desktop


class Page:
    """Both ticks and who sees it, over one course."""

    def __init__(self, root: tk.Tk, asked: OpenQuestion) -> None:
        self.course = Course(asked).answered(FacesAnswer(1), Random(1))
        parts = Parts(root, LIGHT)
        ticks = Ticks(parts, parts.fresh(), speaker("en"), "en", lambda: self.course, self.keep)
        self.contact, self.share, self.who = ticks.contact(), ticks.share(), ticks.who()

    def keep(self, course: Course) -> None:
        self.course = course

    def ticked(self, tick: tk.Checkbutton) -> bool:
        return bool(tick.getvar(str(tick["variable"])))


@pytest.fixture
def page(root: tk.Tk, pulse: OpenQuestion) -> Page:
    return Page(root, msgspec.structs.replace(pulse, contact=True))


def test_whoever_wants_to_be_contacted_is_seen_to_share(page: Page) -> None:
    assert "only results of groups" in page.who["text"]
    page.contact.invoke()
    assert (page.ticked(page.contact), page.ticked(page.share)) == (True, True)
    assert page.who["text"].startswith("Who sees this? IT, with your laptop.")


def test_whoever_no_longer_shares_is_not_contacted(page: Page) -> None:
    page.contact.invoke()
    page.share.invoke()
    assert (page.ticked(page.contact), page.ticked(page.share)) == (False, False)
    assert (page.course.share, page.course.contact) == (False, False)
    assert "only results of groups" in page.who["text"]


def test_sharing_asks_for_no_contact(page: Page) -> None:
    page.share.invoke()
    assert (page.course.share, page.course.contact) == (True, False)
