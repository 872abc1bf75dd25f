import re
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from barometer_collector.people.rules import Role
from tests.collector.web.example import ExampleFigures

SignIn = Callable[[Role], httpx.Client]


def test_shared_words_link_to_their_laptop_and_say_who_may_be_contacted(signed_in: SignIn) -> None:
    html = signed_in(Role.OPERATIONS).get("/told").text
    assert html.count('href="/devices/00000000000000a1"') == 2
    assert html.count("may be contacted about this") == 1
    assert "The dock fails" in html
    assert "<script>alert" not in html


def test_confidential_words_stand_in_their_group_without_a_laptop(signed_in: SignIn) -> None:
    html = signed_in(Role.OPERATIONS).get("/told").text
    confidential = html[html.index('id="confidential"') :]
    assert "26 Oct to 22 Nov, 6 people" in confidential
    assert '<q class="words" lang="nl">De wifi valt weg</q>' in confidential
    assert '<q class="words" lang="">It takes for ever</q></li>' in confidential
    assert "/devices/" not in confidential.partition("</section>")[0]
    assert "Words of at least 5 people" in confidential
    assert "without laptop, team, moment or what was answered" in confidential


def test_what_is_simulated_says_so(signed_in: SignIn) -> None:
    assert len(re.findall(">simulated<", signed_in(Role.OPERATIONS).get("/told").text)) == 2


def test_where_nobody_said_anything_it_says_so(signed_in: SignIn, figures: ExampleFigures) -> None:
    figures.told_words = replace(figures.told_words, shared=(), confidential=())
    html = signed_in(Role.OPERATIONS).get("/told").text
    assert "Nobody shared any words" in html
    assert "too few people wrote" in html


def test_a_dutch_reader_reads_dutch(signed_in: SignIn) -> None:
    client = signed_in(Role.OPERATIONS)
    client.headers["Accept-Language"] = "nl"
    html = client.get("/told").text
    assert "Verteld aan IT" in html
    assert "IT mag hierover contact opnemen" in html
    assert "Netwerk" in html


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MONITORING])
def test_who_may_not_see_laptops_may_not_read_it(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get("/told").status_code == 403
