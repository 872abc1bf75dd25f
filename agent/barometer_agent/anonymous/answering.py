"""Which questions are offered to whom, and what of an answer is kept where nobody may know whose it is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from barometer_agent.link.messages import GiveAnswer
from barometer_agent.spool.tickets import State, Ticket
from barometer_shared.anonymous import MAX_OWN_WORDS, own_words
from barometer_shared.questions import FreeTextAnswer, NoOpinion, OpenQuestion, Response


class Words(NamedTuple):
    """An answer without its account, language, time and whatever was ticked."""

    response: Response
    topic: str
    comment: str


def offered(questions: Iterable[OpenQuestion], tickets: Mapping[str, Ticket], only: bool) -> Iterator[OpenQuestion]:
    """Of ``questions`` those that an account may answer with the ``tickets`` it has, by campaign.

    An anonymous one is told as it was when its ticket was asked for; under other keys it is not asked, nor is one that
    was anonymous and is so no longer. ``only``: by the policy of this laptop no other questions are.
    """
    for question in questions:
        told, ticket = question.anonymous, tickets.get(question.campaign)
        if told is None:
            if ticket is None and not only:
                yield question
        elif ticket is not None and ticket.state is State.HELD and ticket.anonymous.keys == told.keys:
            yield msgspec.structs.replace(question, anonymous=ticket.anonymous, contact=False)


def words(asked: OpenQuestion, given: GiveAnswer) -> Words:
    """What is kept: MAX_OWN_WORDS characters in somebody's own words, and no comment where none was asked for.

    Having no opinion is all that it is: a collector takes no topic or words with it.
    """
    response = given.response
    if isinstance(response, NoOpinion):
        return Words(response, "", "")
    if isinstance(response, FreeTextAnswer):
        response = FreeTextAnswer(response.text[:MAX_OWN_WORDS])
    room = MAX_OWN_WORDS - own_words(response, "")
    return Words(response, given.topic, given.comment[:room] if asked.comments else "")
