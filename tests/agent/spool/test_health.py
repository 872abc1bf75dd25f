"""How the spool is."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from barometer_agent.clock import Moment
from barometer_agent.spool import database, intake
from barometer_agent.spool.health import Health, examine
from barometer_shared.questions import Answer
from barometer_shared.samples import Sample


def test_an_empty_spool_is_well(tmp_path: Path) -> None:
    with closing(database.connect(tmp_path)) as connection:
        assert examine(connection, tmp_path) == Health()


def test_what_waits_and_what_was_kept_aside_is_counted(
    tmp_path: Path, moment: Moment, make_sample: Callable[..., Sample], make_answer: Callable[..., Answer]
) -> None:
    name = f"{database.FILE}.unreadable-0001"
    (tmp_path / name).touch()
    with closing(database.connect(tmp_path)) as connection:
        added = intake.add_samples(connection, [make_sample(1), make_sample(2)], moment)
        intake.add_answer(connection, make_answer(), moment)
        intake.count_dropped(connection, {"pressure_permille": 3})
        found = examine(connection, tmp_path)
    assert found._replace(waiting_bytes=0) == Health(samples=2, answers=1, dropped=3, unreadable=[name])
    assert found.waiting_bytes > added
