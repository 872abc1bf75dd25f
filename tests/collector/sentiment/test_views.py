"""What IT may read says no more than it should."""

from dataclasses import fields

from barometer_collector.sentiment.views import Bundle, ConfidentialWords


def test_confidential_words_have_no_field_for_laptop_team_time_or_score() -> None:
    assert {field.name for field in fields(ConfidentialWords)} == {"words", "about", "mood", "language"}
    assert {field.name for field in fields(Bundle)} == {"first_day", "last_day", "people", "simulated", "words"}
