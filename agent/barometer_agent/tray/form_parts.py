"""What the pages of a form are made of: each field with a label of its own, each answer a button."""

from collections.abc import Sequence

from barometer_agent.language import Say
from barometer_agent.pages.frame import page
from barometer_agent.pages.markup import Markup, element
from barometer_agent.tray.local_form import LocalForm

_SPARE_SECONDS = 10  # a page that was shown late goes in time as well


class FormParts:
    """Parts of pages that send to ``form``; ``made`` says when, for the foot of each."""

    def __init__(self, form: LocalForm, say: Say, language: str, made: str) -> None:
        self._form = form
        self._say = say
        self._language = language
        self._made = made

    def words(self, name: str, label: str, most: int, written: str = "") -> Markup:
        """Some lines to write on."""
        field = element("textarea", written, name=name, id=name, rows=4, maxlength=most)
        return element("div", element("label", label, for_=name), field)

    def tick(self, name: str, label: str, ticked: bool) -> Markup:
        """A box with its text."""
        box = element("input", type="checkbox", name=name, id=name, value="yes", checked=ticked)
        return element("p", box, " ", element("label", label, for_=name))

    def buttons(self, given: Sequence[tuple[str, str]]) -> Markup:
        """Buttons, each with the value of ``do`` that it sends and its text."""
        return element("p", *(element("button", text, type="submit", name="do", value=value) for value, text in given))

    def group(self, legend: str, *inside: Markup) -> Markup:
        """What belongs together, and what it is called."""
        return element("fieldset", element("legend", legend), *inside)

    def sends(self, *inside: Markup | None) -> Markup:
        """The form itself."""
        # What Return does in a tick is to press the first button: that must be none of the answers.
        nothing = element("button", type="submit", hidden=True)
        address = self._form.address
        return element("form", nothing, *inside, method="post", action=address, accept_charset="utf-8", class_="card")

    def whole(self, title: str, *content: Markup | None, waits_seconds: int = 0) -> str:
        """The page; with a form on it, how long somebody listens, before the end of which the form goes."""
        late = element("p", self._say("form.late"), class_="late", role="status") if waits_seconds else None
        inside = element("div", *content, late, class_="form")
        waits = max(1, waits_seconds - _SPARE_SECONDS) if waits_seconds else 0
        origin = self._form.origin
        return page(title, inside, self._say, self._language, self._made, sends_to=origin, waits_seconds=waits)
