import string

import pytest

from barometer_shared import labels
from barometer_shared.labels import Words
from barometer_shared.metrics import METRICS


@pytest.mark.parametrize(
    ("name", "value", "english", "dutch"),
    [
        ("link", "wifi", "over Wi-Fi", "via wifi"),
        ("signal_dbm", "-60", "Wi-Fi signal about -60 dBm", "wifi-signaal ongeveer -60 dBm"),
        ("version", "3.{}1", "version 3.{}1", "versie 3.{}1"),
        ("reason", "update", "for an update", "voor een update"),
        ("reason", "of_tomorrow", "of_tomorrow", "of_tomorrow"),
        ("after_update", "yes", "first start after an update", "eerste start na een update"),
        ("of_tomorrow", "x", "of_tomorrow x", "of_tomorrow x"),
    ],
)
def test_a_label_is_said_in_words_and_one_that_is_not_known_as_it_came(
    name: str, value: str, english: str, dutch: str
) -> None:
    assert labels.label(name, value, "en") == english
    assert labels.label(name, value, "nl") == dutch
    assert labels.label(name, value, "fy") == english


def test_labels_are_said_in_their_order() -> None:
    told = {"family": "ipv6", "link": "vpn", "reason": "timeout"}
    assert labels.labels(told, "nl") == "IPv6, via VPN, geen antwoord op tijd"
    assert labels.labels({}, "en") == ""


@pytest.mark.parametrize(
    ("metric", "name", "dutch"),
    [
        ("boot_phase_ms", "userspace", "systeem"),
        ("resource_pressure_permille", "io", "schijf"),
        ("use_seconds", "input", "op basis van invoer"),
        ("app_crash", "memory", "memory"),  # an application of that name is no resource
        ("tcp_connect_us", "intranet", "intranet"),
        ("of_tomorrow", "system", "system"),
    ],
)
def test_a_subject_is_said_in_words_where_it_is_ours_and_as_it_is_where_it_is_a_name(
    metric: str, name: str, dutch: str
) -> None:
    assert labels.subject(metric, name, "nl") == dutch


def test_a_yes_or_no_is_said_and_a_number_stays_a_number() -> None:
    assert [labels.verdict("drive_failing", value, "nl") for value in (0, 1, 2, -1)] == ["nee", "ja", "", ""]
    assert labels.verdict("boot_ms", 1, "nl") == ""


def test_every_word_stands_in_both_languages_with_the_same_fields() -> None:
    def fields(text: str) -> list[str | None]:
        return [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]

    def every(table: object) -> list[Words]:
        if isinstance(table, Words):
            return [table]
        return [words for each in table.values() for words in every(each)]  # type: ignore[attr-defined]

    found = [words for table in (labels._NAMES, labels._VALUES, labels._SUBJECTS) for words in every(table)]
    assert len(found) > 50
    assert all(words.en and words.nl and fields(words.en) == fields(words.nl) for words in found)


def test_each_label_is_explained_and_none_that_is_not_sent() -> None:
    assert set(labels.MEANINGS) == labels._NAMES.keys() | labels._VALUES.keys()
    assert all(words.en.endswith(".") and words.nl.endswith(".") for words in labels.MEANINGS.values())


def test_what_records_are_missing_of_is_called_as_that_metric_is() -> None:
    assert labels.subject("records_lost_seconds", "app_crash", "en") == METRICS["app_crash"].en.title
    assert labels.subject("records_lost_seconds", "a_later_metric", "en") == "a_later_metric"
