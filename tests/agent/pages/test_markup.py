"""HTML in which nothing else is taken for HTML."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.pages.markup import Markup, element, escaped, joined


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(), st.text())
def test_no_text_is_ever_taken_for_html(text: str, value: str) -> None:
    seen = Seen(element("p", text, title=value))
    assert seen.tags == ["p"]
    assert [name for name, _ in seen.attributes] == ["title"]
    assert seen.text == "".join(one if one.isprintable() or one in "\n\xa0" else " " * one.isspace() for one in text)


def test_what_is_html_already_stays_so() -> None:
    inner = element("b", "<i>")
    assert inner == "<b>&lt;i&gt;</b>"
    assert element("p", inner, " & ", 3) == "<p><b>&lt;i&gt;</b> &amp; 3</p>"
    assert joined([inner, None, "x"]) == "<b>&lt;i&gt;</b>x"
    assert isinstance(escaped(Markup("<br>")), Markup)


def test_attributes_are_named_as_html_names_them() -> None:
    assert element("input", class_="a b", aria_label='"', hidden=True, open=False, id=None) == (
        '<input class="a b" aria-label="&quot;" hidden>'
    )


def test_text_cannot_turn_the_direction_of_what_follows() -> None:
    assert escaped("a\u202eb\u2066c\u200b\x00\x1b[1m") == "abc[1m"
