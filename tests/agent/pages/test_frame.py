"""The frame of every page."""

import base64
import hashlib
import re
from importlib import resources

import pytest

from barometer_agent.language import speaker
from barometer_agent.pages import frame
from barometer_agent.pages.markup import element
from tests.agent.pages.reading import read


def made(code: str = "en", *, searched: bool = False) -> str:
    return frame.page("A <title>", element("p", "x"), speaker(code), code, "today", searched=searched)


@pytest.mark.parametrize("searched", [False, True])
def test_a_page_may_run_its_own_style_and_script_and_ask_for_nothing(searched: bool) -> None:
    root = read(made(searched=searched))
    policy = root.all("meta", http_equiv="Content-Security-Policy")[0].attributes["content"]
    allowed = set(re.findall(r"'(sha256-[^']+)'", policy))
    inline = [one.text for name in ("style", "script") for one in root.all(name)]
    assert {f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" for text in inline} == allowed
    assert policy.startswith("default-src 'none'; ")
    assert len(inline) == 1 + searched
    assert "script-src 'none'" in policy or searched


def test_nothing_in_the_frame_leads_away() -> None:
    root = read(made(searched=True))
    assert not [one for one in root.all() if {"src", "style", "onclick", "action"} & set(one.attributes)]
    assert [one.attributes["href"] for one in root.all("a")] == ["#main"]
    assert root.all("link") == root.all("iframe") == root.all("img") == []
    assert "url(" not in made()
    assert "@import" not in made()


def test_a_page_says_its_language_its_title_and_has_its_landmarks() -> None:
    root = read(made("nl"))
    assert root.all("html")[0].attributes["lang"] == "nl"
    assert root.all("title")[0].text == "A <title> · Barometer"
    assert [len(root.all(name)) for name in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert root.all("main")[0].attributes["id"] == "main"
    assert "Alleen op deze laptop" in root.all("header")[0].text


def test_style_and_script_end_where_they_should() -> None:
    for name in ("style.css", "search.js"):
        assert "</" not in resources.files("barometer_agent.pages").joinpath(name).read_text("utf-8")


def test_what_is_text_can_be_read_by_contrast_in_light_and_dark() -> None:
    style = resources.files("barometer_agent.pages").joinpath("style.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", part)) for part in style.split("@media (prefers", 1)
    )
    for colours in (light, {**light, **dark}):
        for text in ("ink", "soft", "accent", "good", "average", "poor"):
            for ground in ("ground", "surface", "tint"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground, colours[text])  # WCAG 2.2, 1.4.3
        assert contrast(colours["ink"], colours["found"]) >= 4.5
        assert contrast(colours["edge"], colours["surface"]) >= 3  # of a field: 1.4.11


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_page_that_sends_may_send_to_one_address_and_does_not_say_that_it_is_for_nobody_else() -> None:
    sending = frame.page("Title", element("p", "x"), speaker("en"), "en", "today", sends_to="http://127.0.0.1:9")
    assert "form-action http://127.0.0.1:9" in sending
    assert "form-action 'none'" in made().replace("&#x27;", "'")
    private = speaker("en")("page.private")
    assert (private in made(), private in sending) == (True, False)
