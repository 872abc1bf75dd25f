import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.people.rules import RIGHTS, Caller, Right, Role, broken_rule


def test_the_roles_and_their_rights_are_these() -> None:
    assert {role: {right.value for right in rights} for role, rights in RIGHTS.items()} == {
        Role.VIEWER: {"see_scores"},
        Role.OPERATIONS: {"see_scores", "see_devices"},
        Role.ADMINISTRATOR: {"see_scores", "see_devices", "see_metrics", "administer"},
        Role.MONITORING: {"see_metrics"},
    }


def test_a_caller_may_what_the_role_may() -> None:
    assert Caller("ada", Role.OPERATIONS).may(Right.SEE_DEVICES)
    assert not Caller("grafana", Role.MONITORING).may(Right.SEE_SCORES)


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("", "a few words together", "name"),
        ("ada lovelace", "a few words together", "name"),
        ("a" * 121, "a few words together", "name"),
        ("ada\n", "a few words together", "name"),
        ("ada", "short", "password"),
        ("ada", "x" * 513, "password"),
        ("administrator", "Administrator1", "password"),
    ],
)
def test_a_name_or_password_that_cannot_be_used_is_named(name: str, password: str, field: str) -> None:
    broken = broken_rule(name, password)
    assert broken
    assert (broken.field, bool(broken.rule), bool(broken.fix)) == (field, True, True)


@given(st.text(min_size=12, max_size=512).filter(lambda text: "ada" not in text.lower()))
def test_any_long_password_will_do(password: str) -> None:
    assert broken_rule("ada", password) is None
