"""What another model would have made of the past, as it is printed."""

from barometer_collector.scoring.rules.changes import GroupChange, Replay, as_table, changed_bands


def test_the_table_lines_up_and_says_what_was_stored() -> None:
    changes = (GroupChange("team:sales", "2026-11-18", 71.5, 70.25), GroupChange("fleet", "2026-11-18", None, 70.25))
    text = as_table(Replay("2026.1", "strict", changes, 3, (("good", "average", 1),), stored=False))
    assert text.splitlines() == [
        "group       day          2026.1  strict  change",
        "team:sales  2026-11-18    71.50   70.25   -1.25",
        "fleet       2026-11-18  no data   70.25        ",
        "3 devices, on the last day: 1 devices from good to average",
        "nothing was stored",
    ]


def test_only_devices_whose_band_changes_are_counted() -> None:
    pairs = [(80.0, 70.0), (80.0, 60.0), (80.0, 79.0), (None, 50.0)]
    assert changed_bands(pairs) == (("good", "average", 2), (None, "average", 1))


def test_a_change_from_no_data_has_no_size() -> None:
    assert GroupChange("fleet", "2026-11-18", None, 1.0).difference is None
    assert GroupChange("fleet", "2026-11-18", 1.5, 1.0).difference == -0.5
