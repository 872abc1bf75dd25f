"""Telling IT something in the browser: what ``tray.telling`` is to those who see it, for those who hear it."""

from collections.abc import Callable

from barometer_agent.language import Say
from barometer_agent.link.messages import TellIt
from barometer_agent.pages.markup import Markup, element
from barometer_agent.tray.course import MOST_WORDS
from barometer_agent.tray.form_parts import FormParts
from barometer_agent.tray.keeper import NoWindowError
from barometer_agent.tray.local_form import Fields, LocalForm, Reply

PATIENCE_SECONDS = 1800
_SEND, _CANCEL = "send", "cancel"


def show(say: Say, language: str, made: str, open_page: Callable[[str], bool], send: Callable[[TellIt], str]) -> bool:
    """Let somebody tell something, and wait for the end; whether it was sent. Raises NoWindowError.

    ``send`` says why it could not be sent, and nothing when it was; ``made`` says when, for the foot of the page.
    """
    with LocalForm() as form:
        telling = TellingForm(form, say, language, made, send)
        if not open_page(telling.page(TellIt("", language=language))):
            raise NoWindowError(say("form.no_browser"))
        form.serve(telling.hear, lambda: PATIENCE_SECONDS)
        return telling.sent


class TellingForm:
    """The page that sends to ``form``, and what is done with what it sends."""

    def __init__(self, form: LocalForm, say: Say, language: str, made: str, send: Callable[[TellIt], str]) -> None:
        self.sent = False
        self._parts = FormParts(form, say, language, made)
        self._say = say
        self._language = language
        self._send = send

    def hear(self, fields: Fields) -> Reply:
        """Send it, or show again what was written and why it could not be sent."""
        if fields.get("do") != _SEND:
            return Reply(
                self._whole(element("p", self._say("tell.nothing"), " ", self._say("form.close"))), is_last=True
            )
        told = given(fields, self._language)
        if not told.text:
            return Reply(self.page(told, self._say("form.again")))
        if reason := self._send(told):
            return Reply(self.page(told, self._say("tell.not_sent", reason=reason)))
        self.sent = True
        return self._last("tell.thanks")

    def page(self, told: TellIt, trouble: str = "") -> str:
        """What can be filled in, with what ``told`` says already; ``trouble`` is what was wrong."""
        say = self._say
        kinds = ("tell.who", "tell.who_shared", "tell.who_contact")
        return self._whole(
            element("p", trouble, role="alert") if trouble else None,
            self._parts.sends(
                element("p", say(kinds[told.share + told.contact])),
                self._parts.words("words", say("tell.what"), MOST_WORDS, told.text),
                self._faces(told.mood),
                self._parts.tick("share", say("prompt.share"), told.share),
                self._parts.tick("contact", f"{say('prompt.contact')}. {say('prompt.contact_shares')}", told.contact),
                self._parts.buttons([(_SEND, say("prompt.send")), (_CANCEL, say("tell.cancel"))]),
            ),
            waits_seconds=PATIENCE_SECONDS,
        )

    def _faces(self, mood: int | None) -> Markup:
        faces = []
        for score in range(1, 6):
            name = f"mood-{score}"
            box = element("input", type="radio", name="mood", id=name, value=score, checked=score == mood)
            faces.append(element("p", box, " ", element("label", self._say(f"scale.faces.{score}"), for_=name)))
        return self._parts.group(self._say("tell.mood"), *faces)

    def _last(self, text: str) -> Reply:
        return Reply(self._whole(element("p", self._say(text), " ", self._say("form.close"))), is_last=True)

    def _whole(self, *content: Markup | None, waits_seconds: int = 0) -> str:
        return self._parts.whole(self._say("tell.title"), *content, waits_seconds=waits_seconds)


def given(fields: Fields, language: str) -> TellIt:
    """What was filled in; to be contacted it is shared."""
    mood = fields.get("mood", "")
    contact = "contact" in fields
    return TellIt(
        fields.get("words", "").strip()[:MOST_WORDS],
        int(mood) if mood in set("12345") else None,
        "share" in fields or contact,
        contact,
        language,
    )
