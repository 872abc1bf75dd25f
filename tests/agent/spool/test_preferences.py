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


LOST = Preferences(never=True, unreadable=True)


def damage(folder: Path, change: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        query = f"UPDATE memory SET {change} WHERE name = 'preferences of anna'"  # noqa: S608 - our own changes
        assert connection.execute(query).rowcount == 1
        connection.commit()


def test_whose_choice_the_disk_has_changed_is_not_asked_until_they_choose(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path, QUOTA, moment) as before:
        before.prefer("anna", Preferences(ask_less=1))
    damage(tmp_path, "value = '{}'")
    with Spool(tmp_path, QUOTA, moment) as after:
        assert after.preferences("anna") == LOST
        assert after.health().lost_choices == 1
        after.prefer("anna", Preferences(ask_less=1))
        assert after.preferences("anna") == Preferences(ask_less=1)
        assert after.health().lost_choices == 0


def test_a_name_that_the_disk_has_changed_makes_nobody_a_stranger(tmp_path: Path, moment: Moment) -> None:
    """Under another name the row is not found, and somebody who said never would look like a newcomer."""
    with Spool(tmp_path, QUOTA, moment) as before:
        before.prefer("anna", CHOSEN)
        before.prefer("bert", Preferences(ask_less=1))
    damage(tmp_path, "name = 'preferences of bnna'")
    with Spool(tmp_path, QUOTA, moment) as after:
        assert after.preferences("anna") == LOST
        assert after.preferences("bert") == Preferences(ask_less=1)
        assert after.health().lost_choices == 1
        after.prefer("anna", LOST)
        assert after.preferences("carl") == LOST  # whose the row was nobody can tell


def test_a_lost_number_of_people_is_one_too_many(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path, QUOTA, moment) as before:
        before.prefer("anna", CHOSEN)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("UPDATE memory SET value = '7' WHERE name = 'people'")
        connection.commit()
    with Spool(tmp_path, QUOTA, moment) as after:
        assert after.preferences("anna") == CHOSEN
        assert after.preferences("bert") == LOST


def test_choosing_again_and_again_counts_a_person_once(spool: Spool) -> None:
    for ask_less in range(3):
        spool.prefer("anna", Preferences(ask_less=ask_less))
    assert spool.preferences("bert") == Preferences()
    assert spool.health().lost_choices == 0
