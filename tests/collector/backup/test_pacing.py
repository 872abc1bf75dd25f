"""Half of the time is left to others."""

from pathlib import Path

import pytest

from barometer_collector.backup.pacing import Pace


def test_it_waits_as_long_as_a_step_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    moments = iter([10.0, 10.2, 11.0, 11.5, 12.0])
    monkeypatch.setattr("barometer_collector.backup.pacing.time.perf_counter", lambda: next(moments))
    with Pace(tmp_path / "file", waited.append) as pace:
        pace(10, 20)
        pace(0, 20)
    assert waited == pytest.approx([0.2, 0.5])


def test_nobody_else_may_read_what_it_writes(tmp_path: Path) -> None:
    with Pace(tmp_path / "file", lambda _seconds: None) as pace:
        for left in range(8, 0, -1):
            pace(left, 8)
        pace.sync()
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
