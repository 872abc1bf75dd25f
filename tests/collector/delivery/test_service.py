"""What a device is told, and that every acknowledgement names exactly that."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import HealthCheck, given
from hypothesis import settings as run_with
from hypothesis import strategies as st
from sqlalchemy import event, text

from barometer_collector.ballots.tables import Round, RoundGroup
from barometer_collector.database import Database
from barometer_collector.delivery.rules.configuration import compose, targets_of
from barometer_collector.delivery.service import Configurations, device_config
from barometer_collector.devices.tables import Device
from barometer_collector.sentiment.service import ensure_campaigns, open_questions
from barometer_collector.sentiment.tables import Campaign, Occasion
from barometer_collector.settings import Settings
from barometer_collector.tokens.tables import Seat
from barometer_shared.protocol import Target
from tests.collector.laptops import NOON, NOON_MS, Laptop

DAY_MS = 86_400_000
QUESTION = '{"type":"%s","text":{"en":"?","nl":"?"}}'


def test_a_device_is_told_its_pace_its_targets_and_its_questions(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    ensure_campaigns(database, settings, NOON)
    more = replace(settings, public_url="https://b", targets=(Target("intranet", "https://i/"),), interval_seconds=60)
    told = device_config(database, more, laptop.device_id, NOON)
    assert told.interval_seconds == 60
    assert [target.name for target in told.targets] == ["collector", "intranet"]
    assert [question.campaign for question in told.questions] == ["pulse-2026-10-26"]


def test_what_is_told_as_json_is_what_is_told(database: Database, settings: Settings, laptop: Laptop) -> None:
    ensure_campaigns(database, settings, NOON)
    told = Configurations(settings).of(database, laptop.device_id, NOON)
    assert msgspec.json.encode(told.config) == told.body


def test_a_device_that_does_not_exist_is_told_a_pace_and_asked_nothing(database: Database, settings: Settings) -> None:
    ensure_campaigns(database, settings, NOON)
    told = device_config(database, settings, 7, NOON)
    assert (told.interval_seconds, told.questions) == (300, [])


def test_a_campaign_that_says_something_else_is_told_from_then_on(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    ensure_campaigns(database, settings, NOON)
    configurations = Configurations(settings)
    before = _versions(database, configurations, [laptop.device_id], NOON)
    assert _versions(database, configurations, [laptop.device_id], NOON) == before
    with database.writing() as session:
        session.connection().execute(text("UPDATE campaign SET why = '{}' WHERE kind = 'pulse'"))
    assert _versions(database, configurations, [laptop.device_id], NOON) != before


def test_a_whole_group_costs_as_many_queries_as_one_device(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    ensure_campaigns(database, settings, NOON)
    with database.writing() as session:
        session.add_all([_device(number, "faces") for number in range(1, 65)])
    configurations = Configurations(settings)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    _versions(database, configurations, [laptop.device_id], NOON)
    alone = len(asked)
    _versions(database, configurations, range(1, 65), NOON)
    assert len(asked) == 2 * alone <= 8


MOMENTS = st.integers(-50, 50).map(lambda hours: NOON_MS + hours * 3_600_000)
CAMPAIGNS = st.lists(
    st.tuples(
        st.sampled_from(["pulse", "zen", "crash", "slow_boot", "onboarding", "told"]),
        st.sampled_from(["faces", "calm", "effort"]),
        MOMENTS,
        st.none() | MOMENTS,
        st.sampled_from([1, 30, 100]),  # of how many hundred
        st.booleans(),  # anonymous
    ),
    max_size=6,
)
DEVICES = st.lists(
    st.tuples(
        st.integers(1, 1 << 62),
        st.sampled_from(["", "faces", "faces,anonymous", "calm,effort", "anonymous"]),
        MOMENTS,
        st.none() | st.tuples(st.sampled_from(["crash", "slow_boot"]), st.integers(0, 5), MOMENTS),
        st.none() | st.integers(0, 5),  # has a seat in this campaign, where that is anonymous
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda device: device[0],
)


@run_with(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    campaigns=CAMPAIGNS, devices=DEVICES, onboarding=st.booleans(), moments=st.lists(MOMENTS, min_size=1, max_size=3)
)
def test_an_acknowledgement_names_the_version_that_the_device_will_fetch(
    database: Database,
    settings: Settings,
    campaigns: list[tuple[str, str, int, int | None, int, bool]],
    devices: list[tuple[int, str, int, tuple[str, int, int] | None, int | None]],
    onboarding: bool,
    moments: list[int],
) -> None:
    """Also that it is made of what the questions of this one device are, looked up by themselves."""
    mine = replace(settings, onboarding=onboarding, public_url="https://b")
    _fill(database, campaigns, devices)
    configurations = Configurations(mine)
    for moment in moments:
        now = datetime.fromtimestamp(moment / 1000, UTC)
        versions = _versions(database, configurations, [device[0] for device in devices], now)
        for device in devices:
            with database.reading() as session:
                questions = open_questions(session, mine, device[0], now)
            expected = compose(300, targets_of("https://b", ()), questions)
            assert versions[device[0]] == expected.version
            assert device_config(database, mine, device[0], now) == expected


def test_nothing_that_changes_for_one_device_is_told_to_another(database: Database, settings: Settings) -> None:
    ensure_campaigns(database, settings, NOON)
    with database.writing() as session:
        session.add_all([_device(1, "faces,effort"), _device(2, "faces,effort")])
        session.add(Occasion(device_id=2, kind="crash", campaign="crash-2026-10-26", at=NOON_MS))
    versions = _versions(database, Configurations(settings), [1, 2], NOON)
    assert versions[1] != versions[2]
    later = NOON + timedelta(days=5)
    assert len(set(_versions(database, Configurations(settings), [1, 2], later).values())) == 1


def _versions(database: Database, configurations: Configurations, ids: Sequence[int], now: datetime) -> dict[int, str]:
    with database.reading() as session:
        look = configurations.look(session, list(ids), now)
    return configurations.versions(look)


def _device(number: int, types: str, enrolled_at: int = NOON_MS) -> Device:
    return Device(
        id=number,
        name="LT",
        platform="linux",
        os="Debian GNU/Linux 12",
        agent_version="0.1.0",
        hardware_hash=f"{number:064x}",
        secret_hash="",
        question_types=types,
        enrolled_at=enrolled_at,
    )


def _fill(
    database: Database,
    campaigns: list[tuple[str, str, int, int | None, int, bool]],
    devices: list[tuple[int, str, int, tuple[str, int, int] | None, int | None]],
) -> None:
    with database.writing() as session:
        for table in ("device", "occasion", "campaign", "token_seat", "ballot_group", "ballot_round"):
            session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608 - constants
        for number, (kind, type_, starts_at, ends_at, percent, anonymous) in enumerate(campaigns):
            row = Campaign(slug=f"{kind}-{number}", kind=kind, question=QUESTION % type_, asker="{}", why="{}")
            row.starts_at, row.ends_at, row.anonymous = starts_at, ends_at, anonymous
            row.audience = f'{{"percent":{percent},"from_day":0,"until_day":1}}'
            session.add(row)
            if anonymous:
                session.add(_round(row.slug))
                session.add(_group(row.slug))
        for number, types, enrolled_at, occasion, seat in devices:
            session.add(_device(number, types, enrolled_at))
            if occasion is not None:
                kind, campaign, at = occasion
                session.add(Occasion(device_id=number, kind=kind, campaign=f"{kind}-{campaign}", at=at))
            if seat is not None and seat < len(campaigns) and campaigns[seat][5]:
                session.add(Seat(campaign=f"{campaigns[seat][0]}-{seat}", device_id=number, group_id="g"))


def _round(slug: str) -> Round:
    closes_at = NOON_MS + 10 * DAY_MS
    return Round(
        campaign=slug, question="{}", follow_ups="[]", comments=True, closes_at=closes_at, keys="[]", keys_hash="a" * 64
    )


def _group(slug: str) -> RoundGroup:
    return RoundGroup(campaign=slug, group_id="g", team="", name='{"en":"all"}', key="k" * 66, key_id="k", laptops=9)
