"""No key is for fewer laptops than a result needs, and a person gets one token."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.tokens.rules import OTHERS, Notes, Verdict, grouped, judge, sizes_of

TEAMS = st.dictionaries(st.integers(1, 10_000), st.none() | st.integers(1, 6), max_size=60)


@given(TEAMS, st.integers(3, 12))
def test_no_group_has_fewer_laptops_than_are_needed(team_of: dict[int, int | None], needed: int) -> None:
    groups = grouped(team_of, needed)
    assert all(size >= needed for size in sizes_of(groups.values()).values())
    assert groups.keys() <= team_of.keys()


@given(TEAMS, st.integers(3, 12))
def test_a_team_is_in_one_group_and_only_small_ones_share(team_of: dict[int, int | None], needed: int) -> None:
    groups = grouped(team_of, needed)
    sizes = sizes_of(str(team) for team in team_of.values() if team is not None)
    for device, group in groups.items():
        team = team_of[device]
        large = team is not None and sizes[str(team)] >= needed
        assert group == (f"team-{team}" if large else OTHERS)


@given(TEAMS, st.integers(3, 12))
def test_whoever_is_left_out_would_have_been_too_few(team_of: dict[int, int | None], needed: int) -> None:
    assert len(team_of) - len(grouped(team_of, needed)) < needed


def test_three_small_teams_and_a_laptop_without_one_are_a_group_together() -> None:
    team_of = {1: 1, 2: 1, 3: 2, 4: 3, 5: None, 6: 4, 7: 4, 8: 4, 9: 4, 10: 4}
    assert grouped(team_of, 5) == dict.fromkeys(range(1, 6), OTHERS) | dict.fromkeys(range(6, 11), "team-4")


def test_a_person_has_one_token_asked_for_by_one_request_on_one_laptop() -> None:
    nothing, has = Notes(None, None, 0), Notes("request", 7, 1)
    assert judge(nothing, 7, "request") is Verdict.NEW
    assert judge(has, 7, "request") is Verdict.AGAIN
    assert judge(has, 7, "another") is Verdict.ELSEWHERE
    assert judge(has, 8, "request") is Verdict.ELSEWHERE


def test_a_laptop_has_four_tokens_and_is_still_told_the_same_again() -> None:
    assert judge(Notes(None, None, 3), 7, "request") is Verdict.NEW
    assert judge(Notes(None, None, 4), 7, "request") is Verdict.ENOUGH
    assert judge(Notes("request", 7, 4), 7, "request") is Verdict.AGAIN
