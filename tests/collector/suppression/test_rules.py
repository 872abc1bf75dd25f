"""Nothing about fewer people can be computed from what is shown, now and over time."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_collector.suppression.rules import (
    FLEET,
    Shown,
    Threshold,
    Vote,
    Votes,
    differs_enough,
    is_enough,
    is_renewed,
    release,
)

FIVE = Threshold(5, 3)


def _votes(text: str, round_: int = 1, shared: str = "") -> Votes:
    """One vote for each letter, a person; of the same ``round_`` it is the same vote."""
    return frozenset(Vote(f"{person}{round_}", person, person in shared) for person in text)


def test_one_laptop_with_many_users_hides_nobody() -> None:
    invented = frozenset(Vote(f"1.{number}", f"user-{number}", device="1") for number in range(9))
    assert not is_enough(invented, FIVE)
    assert not is_enough(invented | {Vote("2.0", "victim", device="2")}, FIVE)
    assert is_enough(frozenset(Vote(f"{number}.0", f"user-{number}", device=f"{number}") for number in range(5)), FIVE)


def test_five_people_are_enough_and_four_are_not() -> None:
    assert is_enough(_votes("abcde"), FIVE)
    assert not is_enough(_votes("abcd"), FIVE)
    assert not is_enough(_votes("abc") | _votes("abc", 2), FIVE)


def test_an_answer_that_was_not_shared_hides_among_at_least_three() -> None:
    assert is_enough(_votes("abcde", shared="ab"), FIVE)
    assert not is_enough(_votes("abcde", shared="abc"), FIVE)
    assert is_enough(_votes("abcde", shared="abcde"), FIVE)


def test_votes_of_people_who_are_not_known_any_more_protect_nobody() -> None:
    assert not is_enough(_votes("abcd") | {Vote("x", "")}, FIVE)


def test_two_figures_hold_the_same_votes_or_differ_in_five_people() -> None:
    assert differs_enough(_votes("abcde"), _votes("abcde"), FIVE)
    assert not differs_enough(_votes("abcdef"), _votes("abcde"), FIVE)
    assert differs_enough(_votes("abcde"), _votes("abcde", 2), FIVE)


def test_a_group_is_renewed_by_five_people_who_added_or_replaced_their_vote() -> None:
    assert is_renewed(_votes("a"), None, FIVE)
    assert not is_renewed(_votes("fgh"), _votes("abcdefgh"), FIVE)  # votes that grew old renew nothing
    assert not is_renewed(_votes("abcdefghi"), _votes("abcde"), FIVE)
    assert is_renewed(_votes("abcdefghij"), _votes("abcde"), FIVE)


def test_the_sixth_answer_changes_nothing_and_the_tenth_does() -> None:
    five = release({"a": _votes("abcde")}, {}, [], FIVE)
    assert (five.groups["a"], five.fleet) == (_votes("abcde"), _votes("abcde"))
    for people in ("abcdef", "abcdefghi"):
        later = release({"a": _votes(people)}, {"a": _votes("abcde"), FLEET: _votes("abcde")}, [_votes("abcde")], FIVE)
        assert (later.groups["a"], later.fleet) == (_votes("abcde"), _votes("abcde"))
    tenth = release(
        {"a": _votes("abcdefghij")}, {"a": _votes("abcde"), FLEET: _votes("abcde")}, [_votes("abcde")], FIVE
    )
    assert tenth.groups["a"] == tenth.fleet == _votes("abcdefghij")


def test_a_small_team_is_not_the_difference_between_the_fleet_and_the_others() -> None:
    shown = release({"a": _votes("abcdef"), "b": _votes("xyz")}, {}, [], FIVE)
    assert set(shown.groups) == {"a"}
    assert shown.fleet == _votes("abcdef")


def test_small_teams_count_in_the_fleet_together() -> None:
    shown = release({"a": _votes("abcdef"), "b": _votes("xyz"), "c": _votes("uvw")}, {}, [], FIVE)
    assert set(shown.groups) == {"a"}
    assert shown.fleet == _votes("abcdef") | _votes("uvwxyz")


def test_a_team_that_grows_is_not_shown_while_it_would_tell_who_else_was_in_the_fleet() -> None:
    fleet = _votes("abc") | _votes("xyz")
    before = {FLEET: fleet}
    early = release({"a": _votes("abcdef"), "b": _votes("xyz")}, before, [fleet], FIVE)
    assert early.groups["a"] == _votes("abcdef")  # differs in d, e, f and x, y, z
    late = release({"a": _votes("abcd"), "b": _votes("xyzuv")}, before, [fleet], FIVE)
    assert set(late.groups) == {"b"}
    both = release({"a": _votes("abcde"), "b": _votes("xyzu")}, before, [fleet], FIVE)
    assert set(both.groups) == {"a"}  # in itself it is enough: d, e and x, y, z
    together = release({"a": _votes("abcde"), "b": _votes("xyzuv")}, {**before, "a": _votes("abcde")},
                       [fleet, _votes("abcde")], FIVE)  # fmt: skip
    assert set(together.groups) == {"a"}  # a and b together would differ from the fleet in d, e, u, v alone


def test_a_team_that_falls_below_the_threshold_is_suppressed_again() -> None:
    shown = release({"a": _votes("abcd")}, {"a": _votes("abcde"), FLEET: _votes("abcde")}, [_votes("abcde")], FIVE)
    assert shown == Shown({}, None)


# Each day some people answer (again); a vote lasts three days. Teams by the letters of their people.
TEAMS = {"a": "abcdefgh", "b": "ijklmn", "c": "opq", "d": "rst"}
days = st.lists(st.sets(st.sampled_from("".join(TEAMS.values())), max_size=12), min_size=1, max_size=9)


def _current(answered: Mapping[str, int], day: int) -> dict[str, Votes]:
    return {
        team: frozenset(
            Vote(f"{person}{answered[person]}", person)
            for person in people
            if person in answered and answered[person] > day - 3
        )
        for team, people in TEAMS.items()
    }


@settings(max_examples=300, deadline=None)
@given(days)
def test_no_two_figures_ever_shown_tell_about_fewer_than_five_people(answers: list[set[str]]) -> None:
    answered: dict[str, int] = {}
    published: dict[str, Votes] = {}
    history: list[Votes] = []
    for day, people in enumerate(answers):
        answered |= dict.fromkeys(people, day)
        shown = release(_current(answered, day), published, history, FIVE)
        figures = {**shown.groups, **({FLEET: shown.fleet} if shown.fleet is not None else {})}
        for key, votes in figures.items():
            if key in published and votes != published[key]:
                assert is_renewed(votes, published[key], FIVE)
            published[key] = votes
            history.append(votes)
        everyone = frozenset[Vote]().union(*shown.groups.values())
        if shown.fleet is not None and everyone:
            assert differs_enough(shown.fleet, everyone, FIVE)
            history.append(everyone)
        for one in history:
            assert is_enough(one, FIVE)
            for other in history:
                if one & other or one == other:
                    assert differs_enough(one, other, FIVE)
