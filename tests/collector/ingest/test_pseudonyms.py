"""One person is one respondent, without a name."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.ingest.pseudonyms import normalised_account, pseudonym, without_account

SECRET = b"a secret of thirty-two bytes...."


@pytest.mark.parametrize(
    "account",
    ["jan", " Jan ", "JAN", "CORP\\jan", "corp\\JAN", "jan@corp.example", "AzureAD\\Jan@corp.example", "ｊａｎ"],
)
def test_the_same_person_is_one_respondent_however_the_system_writes_the_name(account: str) -> None:
    assert pseudonym(SECRET, account) == pseudonym(SECRET, "jan")


def test_it_is_keyed_with_the_installations_secret() -> None:
    expected = hmac.new(SECRET, b"respondent:jan", hashlib.sha256).hexdigest()[:32]
    assert pseudonym(SECRET, "jan") == expected
    assert pseudonym(b"another", "jan") != expected


def test_others_are_others() -> None:
    assert len({pseudonym(SECRET, name) for name in ("jan", "jan2", "piet", "ja n")}) == 4


@given(st.text(min_size=1, max_size=256))
def test_any_account_gives_32_digits_or_is_told_to_be_empty(account: str) -> None:
    if normalised_account(account):
        found = pseudonym(SECRET, account)
        assert len(found) == 32
        assert set(found) <= set("0123456789abcdef")
    else:
        with pytest.raises(ValueError, match="account is empty"):
            pseudonym(SECRET, account)


def test_spaces_alone_are_nobody() -> None:
    with pytest.raises(ValueError, match="must name the person"):
        pseudonym(SECRET, "CORP\\ ")


def test_an_answer_is_set_aside_under_a_pseudonym() -> None:
    aside = json.loads(without_account('{"account": "CORP\\\\Jan", "response": {"value": NaN}}', SECRET))
    assert aside["account"] == pseudonym(SECRET, "jan")
    assert list(aside["response"]) == ["value"]


@pytest.mark.parametrize("account", ['" "', "7", "null", '["jan"]'])
def test_what_cannot_be_a_name_is_not_kept(account: str) -> None:
    assert "account" not in json.loads(without_account('{"account": ' + account + ', "id": "a"}', SECRET))


@pytest.mark.parametrize("raw", ["7", "no JSON", '{"id": "a"}', "[" * 100_000])
def test_text_without_an_account_stays_as_it_is(raw: str) -> None:
    assert without_account(raw, SECRET) == raw


@pytest.mark.parametrize("odd", ["9" * 5000, "[" * 5000 + "]" * 5000, '"\\q"'], ids=["long", "deep", "escape"])
def test_nothing_is_kept_of_an_answer_in_which_the_account_cannot_be_found(odd: str) -> None:
    assert without_account('{"account": "jan", "at": ' + odd + "}", SECRET) == "{}"
