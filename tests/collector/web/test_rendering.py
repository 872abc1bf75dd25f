import re
from collections.abc import Callable
from dataclasses import replace

import httpx

from barometer_collector.people.rules import Role
from barometer_collector.web.rendering import SEEN_HEADER
from tests.collector.web.example import FLEET, ExampleFigures

SignIn = Callable[[Role], httpx.Client]
LIVE = {"HX-Request": "true"}


def _seen(html: str) -> dict[str, str]:
    found = re.search(SEEN_HEADER + r'": "([0-9a-f]+)"', html)
    assert found
    return {SEEN_HEADER: found[1]}


def test_a_live_page_that_did_not_change_is_not_sent_again(signed_in: SignIn) -> None:
    client = signed_in(Role.VIEWER)
    shown = _seen(client.get("/").text)
    again = client.get("/", headers=LIVE | shown)
    assert (again.status_code, again.text) == (204, "")


def test_a_live_page_that_changed_sends_its_figures_alone(signed_in: SignIn, figures: ExampleFigures) -> None:
    client = signed_in(Role.VIEWER)
    shown = _seen(client.get("/").text)
    figures.told = replace(FLEET, fleet=replace(FLEET.fleet, devices=34))
    again = client.get("/", headers=LIVE | shown)
    assert again.status_code == 200
    assert again.text.lstrip().startswith('<div id="figures"')
    assert "34 laptops" in again.text
    assert _seen(again.text) != shown


def test_figures_are_kept_by_no_cache(signed_in: SignIn) -> None:
    client = signed_in(Role.VIEWER)
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/", headers=LIVE).headers["cache-control"] == "no-store"


def test_what_laptops_and_teams_call_themselves_is_shown_and_never_run(signed_in: SignIn) -> None:
    client = signed_in(Role.OPERATIONS)
    for path in ("/", "/teams/support", "/devices", "/devices/00000000000000a1"):
        html = client.get(path).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "{{7*7}}" in html


def test_no_page_holds_an_inline_script_or_style(signed_in: SignIn) -> None:
    client = signed_in(Role.OPERATIONS)
    for path in ("/", "/teams/support", "/devices", "/devices/00000000000000a1"):
        html = client.get(path).text
        assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", html) == []


def test_pages_speak_the_language_of_the_reader(signed_in: SignIn) -> None:
    client = signed_in(Role.VIEWER)
    assert "Experience score" in client.get("/").text
    dutch = client.get("/", headers={"Accept-Language": "nl"}).text
    assert "Ervaringsscore" in dutch
    assert "72,8" in dutch
