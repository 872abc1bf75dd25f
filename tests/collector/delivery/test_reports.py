"""The report of a laptop, from what is stored of it alone."""

from datetime import timedelta

import msgspec
import pytest

from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.delivery.reports import KEPT, Reports, report_of
from barometer_collector.scoring.service import score_all
from barometer_collector.sentiment.service import ensure_campaigns
from barometer_collector.settings import Settings
from barometer_shared.questions import TELL_IT, FreeTextAnswer
from tests.collector.scoring.records import NOW, TODAY, Records


@pytest.fixture
def records(database: Database, settings: Settings) -> Records:
    ensure_campaigns(database, settings, NOW)
    return Records(database, settings)


def test_a_laptop_is_told_its_score_with_the_costliest_part_first(records: Records) -> None:
    records.laptop(1, connect_ms=900)
    records.event(1, "boot_ms", day=TODAY - 34)
    score_all(records.database, records.settings, NOW)
    report = report_of(records.database, records.settings, NOW, 1)
    assert (report.band, report.first_day, report.last_day, report.missing) == ("average", TODAY - 6, TODAY, {})
    assert report.score is not None
    assert report.parts[0].component == "network"
    assert "mail" in report.parts[0].finding["en"]
    assert abs(100 - sum(part.cost for part in report.parts) - report.score) < 0.005
    tips = {part.component: part.tip["en"] for part in report.parts if part.tip}
    assert tips == {"responsiveness": "This laptop was not restarted for 34 days: restart it."}


def test_a_laptop_without_data_is_told_why(records: Records) -> None:
    records.device(1)
    report = report_of(records.database, records.settings, NOW, 1)
    assert (report.score, report.band, report.coverage, report.last_day) == (None, "", 0.0, TODAY)
    assert set(report.missing) == {"en", "nl"}
    assert all(part.score is None and part.finding for part in report.parts)


def test_the_days_are_those_up_to_today(records: Records) -> None:
    records.laptop(1)
    report = report_of(records.database, records.settings, NOW + timedelta(days=3), 1)
    assert (report.first_day, report.last_day) == (TODAY - 3, TODAY + 3)


def test_nothing_of_another_laptop_or_of_any_answer_is_in_it(records: Records) -> None:
    for number in (1, 2):
        records.laptop(number)
    score_all(records.database, records.settings, NOW)
    before = report_of(records.database, records.settings, NOW, 1)
    records.event(2, "app_crash", subject="editor")
    records.answer(1, "colleague", face=1, shared=True)
    records.answer(1, "colleague", shared=True, response=FreeTextAnswer("secret"), campaign=TELL_IT)
    score_all(records.database, records.settings, NOW)
    assert report_of(records.database, records.settings, NOW, 1) == before


def test_news_of_its_team_and_of_everybody_comes_along(records: Records) -> None:
    records.laptop(1, "finance")
    records.laptop(2, "sales")
    told = {"en": "t", "nl": "t"}
    for team in ("", "finance", "sales"):
        news.add(records.database, NOW, told, told, {}, team, f"for-{team}")
    assert {each.id for each in report_of(records.database, records.settings, NOW, 1).news} == {"for-", "for-finance"}


def test_a_report_is_kept_for_a_minute_and_made_again_after_it(records: Records) -> None:
    records.laptop(1)
    reports = Reports(records.database, records.settings)
    first = reports.of(1, NOW)
    records.day(1, "jitter_us", [90_000] * 9, subject="mail")
    assert reports.of(1, NOW + KEPT / 2) is first
    again = reports.of(1, NOW + KEPT)
    assert again.mark != first.mark
    assert msgspec.json.decode(again.body)["score"] is not None
    assert reports.of(1, NOW - KEPT).mark == again.mark  # a clock that was set back keeps nothing alive
