"""What each person chose about questions."""

import sqlite3
from contextlib import closing
from pathlib import Path

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_agent.spool.database import FILE
from barometer_agent.spool.preferences import Preferences

CHOSEN = Preferences(ask_less=2, never=True, paused_until_ms=5, language="nl", first_seen_ms=3)
QUOTA = 1 << 20


def test_everybody_has_choices_of_their_own(spool: Spool) -> None:
    spool.prefer("anna", CHOSEN)
    assert spool.preferences("anna") == CHOSEN
    assert spool.preferences("bert") == Preferences()


def test_the_latest_choice_holds_and_survives_a_restart(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path, QUOTA, moment) as before:
        before.prefer("anna", CHOSEN)
        before.prefer("anna", Preferences(ask_less=1))
    with Spool(tmp_path, QUOTA, moment) as after:
        assert after.preferences("anna") == Preferences(ask_less=1)


def test_a_choice_that_the_disk_has_changed_is_not_believed(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path, QUOTA, moment) as before:
        before.prefer("anna", CHOSEN)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        changed = connection.execute("UPDATE memory SET value = '{\"never\":false}' WHERE name LIKE '%anna'")
        assert changed.rowcount == 1
        connection.commit()
    with Spool(tmp_path, QUOTA, moment) as after:
        assert after.preferences("anna") == Preferences()
