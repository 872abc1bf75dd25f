"""Which ballots count, and until when."""

from dataclasses import dataclass

from barometer_shared import tokens
from barometer_shared.anonymous import LATE_MS, SPREAD_MS, Ballot
from barometer_shared.questions import FollowUp, Localised, NoOpinion, Question, fits

DAY_MS = 86_400_000
_MOST_IN_A_HEAP = 500


@dataclass(frozen=True)
class Terms:
    """What a round takes: answers to ``question`` and its ``follow_ups``, with a comment or not, once it is closed."""

    campaign: str
    question: Question
    comments: bool
    closes_at: int  # milliseconds since 1970 UTC
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def topics(self) -> dict[str, Localised]:
        """What an answer may be about, by the id of its option."""
        return {option.id: option.text for each in self.follow_ups for option in each.options}


def too_early(closes_at: int, now_ms: int) -> bool:
    """Whether the round is still open: answers wait on the laptops until it is not."""
    return now_ms < closes_at


def too_late(closes_at: int, now_ms: int) -> bool:
    """Whether nobody is listened to any more, however long a laptop was off."""
    return now_ms >= closes_at + SPREAD_MS + LATE_MS


def may_be_counted(closes_at: int, now_ms: int) -> bool:
    """Whether the time is over in which the messages of all that are on arrive."""
    return now_ms >= closes_at + SPREAD_MS


def may_look(counted_at: int | None, now_ms: int) -> bool:
    """Whether a day has passed since the answers of a round were looked at last."""
    return counted_at is None or now_ms - counted_at >= DAY_MS


def are_enough(came: int, looked: int | None, extra: int, needed: int) -> bool:
    """Whether so many messages of a group ``came`` that what is new since it was ``looked`` at, when there were that
    many, hides each of them, though ``extra`` of them are of invented accounts."""
    return came - (looked or 0) - extra >= needed


def last_day(closes_at: int) -> int:
    """The day of every answer of a round, days since 1970: that of its last moment."""
    return (closes_at - 1) // DAY_MS


def token_of(ballot: Ballot, campaign: str) -> tokens.Token | None:
    """The token of a ballot; None where it is not one for ``campaign``, whatever key it was made with."""
    try:
        token = tokens.split_token(tokens.from_text(ballot.token))
    except ValueError:
        return None
    return token if token.challenge_digest == tokens.challenge_digest(campaign) else None


def answers(ballot: Ballot, terms: Terms) -> bool:
    """Whether what a ballot says is an answer to the round's question, or nothing at all."""
    if ballot.response is None or isinstance(ballot.response, NoOpinion):
        return not ballot.comment and not ballot.topic
    about = not ballot.topic or ballot.topic in terms.topics
    return fits(terms.question, ballot.response) and about and (terms.comments or not ballot.comment)


def is_vote(ballot: Ballot) -> bool:
    """Whether there is anything to keep: neither a message without an answer nor having no opinion is a vote."""
    return ballot.response is not None and not isinstance(ballot.response, NoOpinion)


def heap_of(number: str, laptops: int) -> int:
    """Which rows of a group are written again together (see ``store.put``): all of them in a group of up to 500
    laptops, a share of about so many in a larger one. ``number`` is hexadecimal and random."""
    return int(number[:8], 16) % (1 + (laptops - 1) // _MOST_IN_A_HEAP)


def may_be_told(saying: int, extra: int, needed: int) -> bool:
    """Whether what so many people said beside their score may be told: it hides each among as many as a figure does,
    though ``extra`` of them are of invented accounts."""
    return saying - extra >= needed


def extra_votes(issued: int | None, served: int | None) -> int:
    """How many of a group's answers may be of accounts that somebody invented: its tokens beyond one for a laptop."""
    return max(0, (issued or 0) - (served or 0))
