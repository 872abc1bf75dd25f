import pytest

from barometer_collector.scoring import model
from barometer_collector.web import words
from barometer_collector.web.language import load_languages
from barometer_shared.metrics import METRICS
from tests.collector.web.example import FLEET, TEAMS

LANGUAGES = load_languages()


def test_every_component_of_the_model_has_a_title() -> None:
    names = {component.name for component in model.load().components}
    assert names <= words.COMPONENTS.keys()


def test_a_component_is_called_by_its_title_and_a_new_one_by_its_name() -> None:
    assert words.component(LANGUAGES["nl"], "boot") == "Opstarten"
    assert words.component(LANGUAGES["nl"], "invented") == "invented"


def test_metrics_are_called_as_the_catalogue_does() -> None:
    assert words.metric(LANGUAGES["nl"], "boot_ms") == METRICS["boot_ms"].nl.title
    assert words.meaning(LANGUAGES["en"], "boot_ms") == METRICS["boot_ms"].en.sentence
    assert words.unit("boot_ms") == "ms"


@pytest.mark.parametrize(
    ("texts", "code"), [({"en": "a", "nl": "b"}, "nl"), ({"en": "a", "de": "c"}, "en"), ({"fr": "d", "de": "c"}, "de")]
)
def test_a_text_is_read_in_the_readers_language_else_in_english_else_as_it_is(texts: dict[str, str], code: str) -> None:
    assert words.readable(LANGUAGES["nl"], texts) == code


def test_an_unknown_metric_is_shown_by_its_name_and_nothing_is_made_up() -> None:
    english = LANGUAGES["en"]
    assert (words.metric(english, "new"), words.meaning(english, "new"), words.unit("new")) == ("new", "", "")
    assert not words.is_event("new")
    assert words.is_event("boot_ms")
    assert not words.is_event("jitter_us")


@pytest.mark.parametrize("band", ["good", "average", "poor", "hidden", None])
def test_every_band_has_a_word_of_its_own(band: str | None) -> None:
    english, dutch = (words.band(language, band) for language in LANGUAGES.values())
    assert english != dutch


def test_a_platform_is_spelled_as_its_maker_does() -> None:
    assert [words.platform(name) for name in ("macos", "windows", "plan9")] == ["macOS", "Windows", "plan9"]


def test_a_group_without_a_score_says_why() -> None:
    english, (_, _, fresh) = LANGUAGES["en"], TEAMS
    assert "let the agents run" in words.why_no_score(english, fresh)
    assert words.why_no_score(english, FLEET.fleet) == ""
