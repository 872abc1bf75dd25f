"""One vote per respondent and period."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.votes import Cast, latest_by_group, team_key

answers = st.lists(
    st.builds(
        Cast,
        id=st.uuids().map(str),
        respondent=st.sampled_from("abc"),
        at=st.integers(0, 5),
        day=st.integers(0, 40),
        team=st.sampled_from(["sales", "finance"]),
        value=st.integers(1, 5),
        shared=st.booleans(),
    ),
    max_size=12,
)


def _cast(id_: str, respondent: str, day: int, team: str = "sales") -> Cast:
    return Cast(id_, respondent, day * 10, day, team, 4, shared=False)


@given(answers, st.randoms())
def test_each_person_has_one_vote_in_all_the_latest_of_the_period_in_any_order(
    given_answers: list[Cast], random: object
) -> None:
    found = latest_by_group(given_answers, 5, 32)
    people = [vote.respondent for votes in found.values() for vote in votes]
    assert len(people) == len(set(people))
    for person in set(people):
        newest = max(
            (a for a in given_answers if a.respondent == person and 5 <= a.day <= 32), key=lambda a: (a.at, a.id)
        )
        assert newest.vote in found[team_key(newest.team)]
    turned = sorted(given_answers, key=lambda _each: random.random())  # type: ignore[attr-defined]
    assert latest_by_group(turned, 5, 32) == found


def test_the_same_answer_twice_changes_nothing() -> None:
    once = [_cast("1", "a", 6), _cast("2", "b", 6)]
    assert latest_by_group(once * 2, 5, 32) == latest_by_group(once, 5, 32)


def test_who_answers_in_two_teams_counts_in_the_later_one() -> None:
    found = latest_by_group([_cast("1", "a", 6, "sales"), _cast("2", "a", 7, "finance")], 5, 32)
    assert {key: [vote.id for vote in votes] for key, votes in found.items()} == {"team:finance": ["2"]}


def test_answers_from_before_the_period_do_not_count() -> None:
    assert latest_by_group([_cast("1", "a", 4)], 5, 32) == {}
