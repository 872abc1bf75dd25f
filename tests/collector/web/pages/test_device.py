import re
from collections.abc import Callable

import httpx
import pytest

from barometer_collector.people.rules import Role
from barometer_collector.web.language import LANGUAGE_COOKIE

SignIn = Callable[[Role], httpx.Client]


@pytest.fixture
def html(signed_in: SignIn) -> str:
    return signed_in(Role.OPERATIONS).get("/devices/00000000000000a1").text.replace("\u00a0", " ")


def test_every_part_tells_what_it_costs_and_why(html: str) -> None:
    assert "\u221212.60" in html
    assert "<b>83.4 s</b> the middle one of the last 5" in html
    assert "<b>312 ms</b> on average, measured 412 times, 3 without an answer" in html


def test_the_costs_add_up_to_the_score(html: str) -> None:
    assert "100 minus what it costs" in html
    assert ">71.50<" in html


def test_what_is_not_measured_stands_there_with_the_reason(html: str) -> None:
    assert "cannot be measured here and does not count in the score, because:" in html
    assert '<q lang="en">this laptop has no battery</q>' in html
    assert "no data at the moment, so that the score rests on less, because:" in html
    places = [html.index(f'">{reason}</q>') for reason in ("no Wi-Fi is connected", "this laptop has no battery")]
    assert places == sorted(places), "what can be mended stands first"
    assert re.search("Wi-Fi signal</strong>[^<]*<span[^>]*>– not measured, because:", html), "the score has no Wi-Fi"


def test_a_dutch_reader_gets_the_reason_in_dutch_where_the_laptop_told_it(signed_in: SignIn) -> None:
    client = signed_in(Role.OPERATIONS)
    client.cookies.set(LANGUAGE_COOKIE, "nl")
    html = client.get("/devices/00000000000000a1").text
    assert '<q lang="nl">deze laptop heeft geen accu</q>' in html
    assert '<q lang="en">&lt;script&gt;' in html


def test_every_chart_has_its_table(html: str) -> None:
    assert html.count('class="plot"') == html.count("Show as a table") == 3
    assert 'data-value="90.0">90.0<' in html


def test_crashes_name_the_application_and_samples_without_an_answer_say_so(html: str) -> None:
    assert "Application crash: <strong>&lt;script&gt;" in html
    assert "no answer" in html
    assert "an unknown metric" in html


def test_a_boot_names_its_parts_and_what_held_it_up_and_a_restart_its_reason(html: str) -> None:
    assert '<span class="note">first start after an update</span>' in html
    assert "of which: kernel 12.0 s" in html
    assert re.search(r"held up by: &lt;script&gt;.* 21.0 s \(service\)", html)
    assert 'Restart <span class="note">for an update</span>' in html


def test_a_sample_says_over_which_link_and_a_yes_or_no_in_words(html: str) -> None:
    assert 'collector <span class="note">over Wi-Fi</span>' in html
    assert '<td>nvme0n1</td><td class="n">no</td>' in html


def test_an_answer_that_was_not_understood_stays_confidential(html: str) -> None:
    assert "a campaign of this collector" in html
    assert "ada" not in html
    assert "it may hold an answer that is confidential" in html


def test_what_a_laptop_gave_up_is_counted_on_its_page(signed_in: SignIn) -> None:
    client = signed_in(Role.OPERATIONS)
    gave_up, sent_all = (client.get(f"/devices/00000000000000{which}").text for which in ("a1", "a2"))
    assert "never arrived" in gave_up
    assert "Connect <strong>12,312</strong>" in gave_up
    assert "never arrived" not in sent_all


def test_a_laptop_that_sent_nothing_says_what_to_do(signed_in: SignIn) -> None:
    html = signed_in(Role.OPERATIONS).get("/devices/00000000000000a2").text
    assert "On the laptop, barometer-agent doctor says why" in html
    assert "nothing was measured in this time" in html
    assert 'class="plot"' not in html


def test_what_its_people_shared_stands_on_its_page(html: str) -> None:
    said = html[html.index('id="said"') :].partition("</section>")[0]
    assert "Told unasked · <strong>face 2 of 5</strong>" in " ".join(said.split())
    assert "Pulse <strong>4 of 5</strong>" in " ".join(said.split())
    assert "The dock fails &lt;script&gt;" in said


def test_where_nobody_shared_anything_the_page_says_so(signed_in: SignIn) -> None:
    other = signed_in(Role.OPERATIONS).get("/devices/00000000000000a2").text
    assert "Answers that nobody shared are shown in groups alone" in other
