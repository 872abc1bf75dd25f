from barometer_agent.sources.records import Records


def test_records_are_complete_unless_the_reader_says_why_not() -> None:
    assert Records((1, 2), "place").lost is None
