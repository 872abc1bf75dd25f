"""What a laptop's people are told says "no data" and never 0 for it."""

import msgspec
import pytest

from barometer_shared.report import MAX_NEWS, DeviceReport, News, Part

NAMED = {"en": "Start-up", "nl": "Opstarten"}


def test_a_report_comes_back_as_it_was_told() -> None:
    parts = [Part("boot", NAMED, 41.5, 8.25, NAMED, NAMED), Part("power", NAMED, None, 0, NAMED)]
    news = [News("dock", 1, NAMED, NAMED)]
    report = DeviceReport(71.5, "average", 0.75, 20_000, 20_006, parts, news=news)
    assert msgspec.json.decode(msgspec.json.encode(report), type=DeviceReport) == report


def test_a_score_outside_its_scale_is_refused() -> None:
    good = {"score": None, "band": "", "coverage": 0.0, "first_day": 1, "last_day": 7}
    assert msgspec.convert(good, DeviceReport).score is None
    wrongs: list[dict[str, object]] = [{"score": 101}, {"coverage": 1.2}, {"news": [{}] * (MAX_NEWS + 1)}]
    for wrong in wrongs:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**good, **wrong}, DeviceReport)
