"""The frame of every page: what it may do, how it looks, and what stands above and below.

A page asks for nothing: its style and script stand in it, and are the only ones that the browser will run.
"""

import base64
import hashlib
from importlib import resources

from barometer_agent import __version__
from barometer_agent.language import Say
from barometer_agent.pages.markup import Markup, element, joined

_MARK = (
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" fill="#2457c5"/>'
    '<path d="M7.5 21.5a9.5 9.5 0 1 1 17 0" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>'
    '<path d="M16 19.5l5-8" stroke="#ffd166" stroke-width="2.6" stroke-linecap="round"/>'
    '<circle cx="16" cy="19.5" r="2.4" fill="#fff"/></svg>'
)
_LOCK = (
    '<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    '<path d="M4 7V5a4 4 0 0 1 8 0v2h.5c.8 0 1.5.7 1.5 1.5v5c0 .8-.7 1.5-1.5 1.5h-9C2.7 15 2 14.3 2 13.5v-5C2 7.7 2.7'
    ' 7 3.5 7H4zm1.6 0h4.8V5a2.4 2.4 0 0 0-4.8 0v2z"/></svg>'
)


def page(
    title: str,
    content: Markup,
    say: Say,
    language: str,
    made: str,
    *,
    searched: bool = False,
    sends_to: str = "",
    waits_seconds: int = 0,
) -> str:
    """The whole document. ``made`` says when; ``searched`` adds the script that finds what is in it.

    ``sends_to`` is the one address that its forms may send to; they go when ``waits_seconds`` have passed, unless 0.
    """
    style = _text("style.css") + (_going(waits_seconds) if waits_seconds else "")
    script = _text("search.js") if searched else ""
    head = joined(
        (
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy(style, script, sends_to)),
            element("meta", name="referrer", content="no-referrer"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", f"{title} · Barometer"),
            element("style", Markup(style)),
        )
    )
    body = joined(
        (
            element("a", say("page.skip"), class_="skip", href="#main"),
            _header(say, is_private=not sends_to),
            element("main", element("h1", title), content, id="main", tabindex="-1"),
            element("footer", element("p", say("page.made", version=__version__, made=made))),
            element("script", Markup(script)) if script else None,
        )
    )
    return f"<!doctype html>\n{element('html', element('head', head), element('body', body), lang=language)}\n"


def _going(seconds: int) -> str:
    """Nobody listens any more by then: what is filled in would go nowhere, or to whoever took the address over."""
    return (
        f"form {{ animation: gone 0s {seconds}s forwards; }} .late {{ animation: come 0s {seconds}s forwards; }}"
        " @keyframes gone { to { visibility: hidden; position: absolute; } }"
        " @keyframes come { to { visibility: visible; position: static; } }"
        " .late { visibility: hidden; position: absolute; }"
    )


def policy(style: str, script: str, sends_to: str = "") -> str:
    """What a page may do: look as its own style says and run its own script, of these very bytes, and send its forms to
    one address where there is one; nothing else.
    """
    allowed = f"script-src {_hash(script)}" if script else "script-src 'none'"
    forms = sends_to or "'none'"
    return f"default-src 'none'; style-src {_hash(style)}; {allowed}; base-uri 'none'; form-action {forms}"


def _header(say: Say, *, is_private: bool) -> Markup:
    """Of a page that sends what is filled in it is not said that it is for nobody else."""
    private = element("p", Markup(_LOCK), say("page.private"), class_="private") if is_private else None
    return element("header", element("p", Markup(_MARK), "Barometer", class_="brand"), private, class_="top")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
