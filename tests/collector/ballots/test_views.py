"""What is shown of a round."""

import dataclasses

import pytest

from barometer_collector.ballots.views import GroupFigure, RoundFigure

GROUP = GroupFigure({"en": "Finance"}, 8, None, None, None, None)


@pytest.mark.parametrize("view", [GROUP, RoundFigure("pulse", {"en": "?"}, 1, 2, "a" * 64, (GROUP,))])
def test_what_is_shown_cannot_be_changed_on_its_way(view: GroupFigure | RoundFigure) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.laptops = 1  # type: ignore[misc,union-attr]


def test_what_is_not_known_yet_is_not_zero() -> None:
    assert (GROUP.issued, GROUP.served, GROUP.spent, GROUP.answered) == (None,) * 4
