"""The course of one question: the question, what it is about, thanks, the end. Pure, and the same for every window.

A window shows the ``stage`` of a course, tells it what the person does, and goes on with the course that it gets back.
It calls ``waited`` when nobody touched it for ``patience_seconds``. What a course would come to if it ended now is
always known (``end``), so that a session that ends in the middle loses no answer.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from barometer_agent.seeing import may_share
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_shared.anonymous import MAX_OWN_WORDS
from barometer_shared.questions import FollowUp, FreeTextAnswer, NoOpinion, OpenQuestion, Option, Response, follow_up_of

UNANSWERED_SECONDS = 60
ABOUT_SECONDS = 20
UNDO_SECONDS = 10
WRITING_SECONDS = 60  # for somebody who began to write, between two keys
MOST_WORDS = 2000


class Stage(StrEnum):
    """What is shown now."""

    QUESTION = "question"
    ABOUT = "about"  # the follow-up
    THANKS = "thanks"
    ENDED = "ended"


@dataclass(frozen=True)
class Course:
    """One question on its way to an end. Every method returns the course that follows.

    ``options`` are those of the follow-up, in the order in which they are shown.
    """

    asked: OpenQuestion
    stage: Stage = Stage.QUESTION
    response: Response | None = None
    options: tuple[Option, ...] = ()
    topic: str = ""
    share: bool = False
    contact: bool = False
    comment: str = ""
    is_touched: bool = False
    without: Outcome = Outcome.NOT_NOW

    @property
    def end(self) -> Given | Outcome:
        """What it has come to, or would if it ended now."""
        if self.response is None:
            return self.without
        return Given(self.response, self.share, self.comment.strip(), self.topic, self.contact)

    @property
    def follow_up(self) -> FollowUp | None:
        """What is asked after the answer that was given."""
        return None if self.response is None else follow_up_of(self.asked, self.response)

    @property
    def patience_seconds(self) -> int:
        """How long this stage stays when nobody touches it."""
        if self.stage is Stage.THANKS:
            return WRITING_SECONDS if self.is_touched else UNDO_SECONDS
        return ABOUT_SECONDS if self.stage is Stage.ABOUT else UNANSWERED_SECONDS

    @property
    def may_share(self) -> bool:
        """Whether "IT may see this with my laptop" can be ticked."""
        return may_share(self.asked)

    @property
    def may_contact(self) -> bool:
        """Whether "IT may contact me about this" can be ticked."""
        return self.asked.contact and self.may_share

    @property
    def may_comment(self) -> bool:
        """Whether a word more may be added to the answer; who has no opinion has nothing to add to."""
        return self.asked.comments and not isinstance(self.response, FreeTextAnswer | NoOpinion)

    def answered(self, response: Response, chance: Random) -> "Course":
        """An answer was given; it counts from now on. ``chance`` gives the order of the follow-up's options."""
        options = list(follow_up.options) if (follow_up := follow_up_of(self.asked, response)) else []
        chance.shuffle(options)
        stage = Stage.ABOUT if options else Stage.THANKS
        return replace(self, stage=stage, response=response, options=tuple(options), is_touched=False)

    def about(self, topic: str = "") -> "Course":
        """It is about this option of the follow-up; empty: no opinion."""
        return replace(self, stage=Stage.THANKS, topic=topic, is_touched=False)

    def undone(self) -> "Course":
        """Back to the question, as if nothing had been answered; what was ticked before the answer stays."""
        return Course(self.asked, share=self.share)

    def shared(self, share: bool) -> "Course":
        """Whether IT may see it with the laptop; without that nobody can be contacted."""
        share = share and self.may_share
        return replace(self, share=share, contact=self.contact and share, is_touched=True)

    def contacted(self, contact: bool) -> "Course":
        """Whether IT may contact the person about it, for which IT has to see it with the laptop."""
        contact = contact and self.may_contact
        return replace(self, contact=contact, share=self.share or contact, is_touched=True)

    def said(self, comment: str) -> "Course":
        """This stands in the comment now."""
        return replace(self, comment=comment[: most_words(self.asked)], is_touched=True)

    def closed(self) -> "Course":
        """The person closes it: not now, or with the answer that was given."""
        return replace(self, stage=Stage.ENDED)

    def waited(self) -> "Course":
        """Nobody touched it for as long as it has patience."""
        return replace(self, stage=Stage.ENDED, without=Outcome.UNANSWERED)


def most_words(asked: OpenQuestion) -> int:
    """How many characters of a person's own the answer may have."""
    return MOST_WORDS if may_share(asked) else MAX_OWN_WORDS
