"""What samplers gave, on its way into the spool."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from barometer_agent.clock import Moment
from barometer_agent.spool import database, intake, memory
from barometer_agent.spool.runs import Run, Runs
from barometer_shared.samples import Sample


def test_what_does_not_come_again_is_told_as_dropped_once(
    tmp_path: Path, moment: Moment, make_sample: Callable[..., Sample]
) -> None:
    runs = Runs()
    with closing(database.connect(tmp_path)) as connection:
        runs.not_written([Run("gauge", [make_sample()], None, moment), Run("events", [make_sample()] * 9, "9", moment)])
        for _ in range(2):
            runs.add(connection, [])
            runs.written()
        assert intake.dropped(connection) == {"pressure_permille": 1}


def test_samples_and_where_they_end_go_together(
    tmp_path: Path, moment: Moment, make_sample: Callable[..., Sample]
) -> None:
    with closing(database.connect(tmp_path)) as connection:
        added = Runs().add(connection, [Run("events", [make_sample(1), make_sample(2)], "2", moment)])
        assert added == intake.waiting_bytes(connection) > 0
        assert memory.cursor(connection, "events") == "2"
