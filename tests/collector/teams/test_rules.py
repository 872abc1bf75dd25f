"""Names of teams."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.teams.rules import LONGEST_SLUG, slug_of, wrong_with_name


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Finance", "finance"), ("Crédit & Risk", "credit-risk"), ("  R&D  2 ", "r-d-2"), ("-", ""), ("日本", "")],
)
def test_a_slug_is_what_fits_in_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00", "a\nb", "日本", "--"])
def test_a_name_that_cannot_be_used_says_why(name: str) -> None:
    assert wrong_with_name(name)


@given(st.text(max_size=200))
def test_a_good_name_always_has_a_slug(name: str) -> None:
    slug = slug_of(name)
    assert len(slug) <= LONGEST_SLUG
    assert slug == slug_of(slug)
    assert wrong_with_name(name) or slug
