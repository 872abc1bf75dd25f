"""What is said over the link: one JSON object a line, one reply a request (``SentBatch`` repeats until ``Done``)."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Raw, Struct

from barometer_agent.prompting import Rules
from barometer_agent.prompting.facts import MOST_ASK_LESS
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import Comment, Identifier, OpenQuestion, Response, Score5, Sharing, Topic

# An answer with its comment fits many times; a sealed batch is at most a quarter of a megabyte of JSON.
MAX_REQUEST_BYTES = 64 * 1024
# Where questions are shown: in a corner of the screen, for the right or the left hand, or in the browser, which screen
# readers read.
WINDOWS = ("right", "left", "browser")
MAX_REPLY_BYTES = 1 << 20
MOST_IDLE_SECONDS = 86_400


class Way(StrEnum):
    """How a question that comes by itself can reach me on this desktop."""

    ICON = "icon"
    NOTIFICATION = "notification"
    NOTHING = "nothing"


class AskQuestions(Struct, frozen=True, tag="questions"):
    """The questions that are open for me.

    ``since_ms`` is since when my account is on this laptop, ``way`` how questions reach me; None where not known.
    """

    since_ms: int | None = None
    way: Way | None = None


class GiveAnswer(Struct, frozen=True, tag="answer"):
    """My answer. Who I am is not said: the system tells."""

    campaign: Identifier
    response: Response
    sharing: Sharing
    comment: Comment = ""
    language: str = "en"
    topic: Topic = ""
    contact: bool = False


class TellIt(Struct, frozen=True, tag="tell_it"):
    """What I tell IT without being asked, with a face if I chose one."""

    text: Annotated[str, Meta(min_length=1, max_length=2000)]
    mood: Score5 | None = None
    share: bool = False
    contact: bool = False
    language: str = "en"


class AskReport(Struct, frozen=True, tag="report"):
    """The score of this laptop, and what IT did: asked of the collector at once, so it may take some seconds."""


class PutOff(Struct, frozen=True, tag="put_off"):
    """I was shown this and did not answer it."""

    campaign: Identifier
    outcome: Outcome


class AskPreferences(Struct, frozen=True, tag="preferences"):
    """What I chose about questions."""


class Prefer(Struct, frozen=True, tag="prefer"):
    """What I choose from now on; None leaves a choice as it is.

    ``ask_less`` doubles the distance between questions so often; ``paused`` is for the rest of this day; ``language``
    is empty for that of the session, ``window`` for what suits it.
    """

    ask_less: Annotated[int, Meta(ge=0, le=MOST_ASK_LESS)] | None = None
    never: bool | None = None
    paused: bool | None = None
    language: Annotated[str, Meta(pattern="^[a-z]{0,8}$")] | None = None
    window: Annotated[str, Meta(pattern="^(right|left|browser|)$")] | None = None


class TellInput(Struct, frozen=True, tag="input"):
    """So long ago somebody touched keyboard or mouse of my session, where the system tells that to nobody else.

    What was touched is neither known nor told; the laptop's hours in use are counted with it, and no more of it kept.
    """

    idle_seconds: Annotated[int, Meta(ge=0, le=MOST_IDLE_SECONDS)]


class AskSent(Struct, frozen=True, tag="sent"):
    """What left this laptop in the last days."""

    days: int = 30


class AskStatus(Struct, frozen=True, tag="status"):
    """How the service is."""


OfPerson = AskQuestions | GiveAnswer | TellIt | PutOff | AskPreferences | Prefer | AskReport | TellInput
Request = OfPerson | AskSent | AskStatus


class PastPrompt(Struct, frozen=True):
    """One time that a question was shown to me."""

    campaign: str
    at_ms: int
    outcome: Outcome


class Questions(Struct, frozen=True, tag="questions"):
    """Open questions, and what decides whether one may come by itself: what I was shown and chose, and the rules.

    Not ``known``: the collector has not said yet what it asks. ``account`` is who I am to the service.
    """

    questions: list[OpenQuestion]
    history: list[PastPrompt]
    known: bool = True
    preferences: Preferences = Preferences()
    rules: Rules = Rules()
    account: str = ""


class MyPreferences(Struct, frozen=True, tag="preferences"):
    """What I chose, as it holds from now on."""

    preferences: Preferences


class SentBatch(Struct, frozen=True, tag="sent_batch"):
    """One batch as it was sent, without the answers of others.

    ``outcome`` is what became of it at ``settled_ms``: acknowledged, refused, or lost (its answers were refused twice).
    """

    settled_ms: int
    batch: Raw
    outcome: str = "acknowledged"


class Report(Struct, frozen=True, tag="report"):
    """What the collector tells of this laptop, as it told it."""

    report: Raw


class SentMessage(Struct, frozen=True, tag="sent_message"):
    """A message about an anonymous question left at ``at_ms``, as for everybody; not ``sent``: it could not."""

    at_ms: int
    campaign: str
    sent: bool = True


class Done(Struct, frozen=True, tag="done"):
    """Done; nothing more to come."""


class Refusal(Struct, frozen=True, tag="refusal"):
    """Not done: ``problem`` is a name that the texts of each language explain."""

    problem: str


class KeysDiffer(Struct, frozen=True):
    """What was ``told`` this laptop of a campaign's list of keys is not what was ``found``: both are its hash."""

    campaign: str
    told: str
    found: str


class Status(Struct, frozen=True, tag="status"):
    """The service, its spool and its last contact; None where nothing is known yet."""

    version: str
    server: str
    samples: int
    answers: int
    pending_batches: int
    refused: int
    expired: int
    dropped: int
    waiting_bytes: int
    quota_bytes: int
    unreadable: list[str]
    uplink: str  # "never", "works", "waits" or "unknown_device"
    uplink_reason: str
    skew_ms: int | None
    config_version: str
    open_questions: int
    failing_samplers: list[str]
    lost: int = 0
    failing: str = ""  # what keeps the spool from writing; a Trouble
    lost_answers: int = 0  # that were refused twice
    targets: list[str] = []  # what the network is measured to, for the eye
    refused_targets: list[str] = []  # named by the collector, and not visited
    doubted_skew_ms: int | None = None  # by what the clocks were found apart, where that is not believed yet
    doubted_ms: int = 0  # for how long
    differing_keys: list[KeysDiffer] = []
    held_back: list[str] = []  # why it measures and sends less than else; see ``Pacing.held_back``
    unreached: int = 0  # people whose desktop can show them no question
    lost_choices: int = 0  # of how many people a damaged disk has cost what they chose about questions


Reply = Questions | MyPreferences | SentBatch | SentMessage | Report | Done | Refusal | Status
