"""The command, on the stand-in for a cluster (see conftest)."""

from pathlib import Path

import pytest

from barometer_collector import cli
from barometer_collector.database import Database
from tests.collector.distribution.conftest import said


@pytest.fixture
def command(stand_in: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("DATABASE_URL", stand_in.url)
    return ["distribute", "--data", str(tmp_path)]


def test_a_dry_run_prints_the_statements_and_changes_nothing(
    stand_in: Database, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "--dry-run", "--shards", "16"]) == 0
    told = capsys.readouterr().out
    assert "Citus 13.2-1 on 3 nodes" in told
    assert "    SELECT create_distributed_table('device', 'id', shard_count => 16);\n" in told
    assert "nothing was changed" in told
    assert said(stand_in, "SELECT count(*) FROM called") == [(0,)]


def test_it_tells_of_each_table_and_the_second_time_that_there_is_nothing_to_do(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(command) == 0
    told = capsys.readouterr().out
    assert "team: reference, rows not counted yet, " in told
    assert told.rstrip().endswith("tables were moved, 0 copies cleared")
    assert cli.main(command) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_migrating_says_when_something_is_left_to_distribute(
    stand_in: Database, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(command) == 0
    migrate = ["migrate", *command[1:]]
    assert cli.main(migrate) == 0
    assert "run barometer-collector distribute" not in capsys.readouterr().out
    said(stand_in, "DELETE FROM pg_dist_partition WHERE logicalrelid = 'occasion'::regclass")
    assert cli.main(migrate) == 0
    assert "run barometer-collector distribute: on the coordinator alone are occasion\n" in capsys.readouterr().out


def test_what_is_in_the_way_is_told_with_the_fix(
    stand_in: Database, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with stand_in.jobs_lock():
        assert cli.main(command) == 1
    assert "stop all collectors first" in capsys.readouterr().err


def test_a_size_is_told_in_a_unit_that_fits(
    stand_in: Database, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said(stand_in, "INSERT INTO touched SELECT n, n, n FROM generate_series(1, 30000) AS n")
    said(stand_in, "ANALYZE touched")
    assert cli.main([*command, "--dry-run"]) == 0
    line, cleared = (each for each in capsys.readouterr().out.splitlines() if each.startswith("touched:"))
    assert cleared == "touched: its copy on the coordinator is cleared"
    assert line.startswith("touched: distributed, about 30,000 rows, 2.")
    assert " MiB (" in line


@pytest.mark.parametrize("shards", ["0", "many", "1025"])
def test_a_number_of_shards_that_cannot_be_is_refused(shards: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["distribute", "--shards", shards])
    assert "is not a whole number from 1 to 1024" in capsys.readouterr().err
