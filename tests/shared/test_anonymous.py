"""Every message with a token has the same length, whatever was answered; what is not one is refused without a word
of what it said."""

import hashlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_shared import anonymous, tokens
from barometer_shared.anonymous import BALLOT_BYTES, MAX_OWN_WORDS, Ballot, seal, unseal
from barometer_shared.questions import ChoiceAnswer, FacesAnswer, FreeTextAnswer, NoOpinion, Response

TOKEN = tokens.to_text(bytes(range(146)))
RESPONSES: st.SearchStrategy[Response | None] = st.one_of(
    st.none(),
    st.builds(FacesAnswer, st.integers(1, 5)),
    st.builds(ChoiceAnswer, st.just("x" * 64)),
    st.builds(FreeTextAnswer, st.text(max_size=250)),
    st.just(NoOpinion()),
)


@given(RESPONSES, st.from_regex(r"\A[A-Za-z0-9._-]{0,64}\Z"), st.text(max_size=250))
def test_a_ballot_has_the_same_length_whatever_was_answered(
    response: Response | None, topic: str, comment: str
) -> None:
    body = seal(Ballot(TOKEN, response, topic, comment))
    assert len(body) == BALLOT_BYTES
    assert msgspec.structs.replace(unseal(body), pad="") == Ballot(TOKEN, response, topic, comment)


@pytest.mark.parametrize("character", ["\x01", "\U0001f600", '"', "a"])
def test_the_longest_answer_fits(character: str) -> None:
    words = character * MAX_OWN_WORDS
    for ballot in (Ballot(TOKEN, ChoiceAnswer("c" * 64), "t" * 64, words), Ballot(TOKEN, FreeTextAnswer(words))):
        assert len(seal(ballot)) == BALLOT_BYTES


def test_more_words_than_fit_are_refused_before_they_are_sent() -> None:
    with pytest.raises(ValueError, match="holds 500 characters of one's own, not 501"):
        seal(Ballot(TOKEN, FreeTextAnswer("a" * 251), comment="b" * 250))


def test_more_words_than_fit_are_refused_when_they_come() -> None:
    body = msgspec.json.encode(Ballot(TOKEN, FreeTextAnswer("a" * 251), comment="b" * 250))
    with pytest.raises(ValueError, match="500 characters"):
        unseal(body + b" " * (BALLOT_BYTES - len(body)))


@pytest.mark.parametrize("length", [0, BALLOT_BYTES - 1, BALLOT_BYTES + 1])
def test_a_message_of_another_length_is_no_ballot(length: int) -> None:
    body = seal(Ballot(TOKEN))
    with pytest.raises(ValueError, match="4096 bytes"):
        unseal((body + b" ")[:length])


@pytest.mark.parametrize(
    "told",
    [{"token": TOKEN, "response": {"type": "secret-word"}}, {"token": "secret-word"}, {"comment": "secret-word" * 99}],
)
def test_what_is_no_ballot_is_refused_without_saying_what_it_said(told: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^not a ballot$") as refused:
        unseal(json.dumps(told).encode().ljust(BALLOT_BYTES))
    assert refused.value.__suppress_context__


def test_a_hash_is_that_of_the_bytes_as_they_came() -> None:
    assert anonymous.keys_hash(b'{"a": 1}') == hashlib.sha256(b'{"a": 1}').hexdigest()


def test_paths_name_the_campaign() -> None:
    paths = [path("pulse-12") for path in (anonymous.keys_path, anonymous.tokens_path, anonymous.ballots_path)]
    assert paths == [f"/api/v1/anonymous/pulse-12/{what}" for what in ("keys", "tokens", "ballots")]
