"""From a page's figures to HTML.

A page is one template that extends ``base.html`` and defines the blocks ``title`` and ``figures``. A live page asks for
its figures again every few seconds: it gets the block alone, or 204 when nothing on it has changed.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from barometer_collector import __version__
from barometer_collector.people.access import CSRF_FIELD, Caller, caller_of
from barometer_collector.web import answers, words
from barometer_collector.web.assets import static_url
from barometer_collector.web.formats import Formats
from barometer_collector.web.forms import form_token, keep_form_cookie
from barometer_collector.web.language import Language, language_of, load_languages

SEEN_HEADER = "Barometer-Seen"  # what a live page shows now


class Renderer:
    """Makes pages. One per application."""

    def __init__(self) -> None:
        self.languages = load_languages()
        self._environments = {code: _environment(language) for code, language in self.languages.items()}

    def page(
        self, request: Request, template: str, *, status: int = 200, live: bool = False, **figures: Any
    ) -> Response:
        """The page ``template`` as an answer to ``request``."""
        language = language_of(request, self.languages)
        found = self._environments[language.code].get_template(template)
        context = self._context(request, language) | figures
        block = Markup("".join(found.blocks["figures"](found.new_context(context))))  # noqa: S704 - a template's own output
        seen = hashlib.sha256(block.encode()).hexdigest()[:16]
        if live and "hx-request" in request.headers:
            return self._refresh(request, language, block, seen)
        html = found.render(context | {"body": block, "live": live, "seen": seen})
        response = HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store", "Vary": "HX-Request"})
        keep_form_cookie(request, response)
        return response

    def _refresh(self, request: Request, language: Language, block: Markup, seen: str) -> Response:
        headers = {"Cache-Control": "no-store", "Vary": "HX-Request"}
        if request.headers.get(SEEN_HEADER) == seen:
            return Response(status_code=204, headers=headers)
        wrapper = self._environments[language.code].get_template("live.html")
        html = wrapper.render(body=block, live=True, seen=seen, path=_path(request))
        return HTMLResponse(html, headers=headers)

    def _context(self, request: Request, language: Language) -> dict[str, Any]:
        now: datetime = request.app.state.clock()
        caller: Caller | None = caller_of(request)
        return {
            "language": language,
            "languages": tuple(self.languages.values()),
            "f": formats_for(request),
            "now": now,
            "person": caller,
            "csrf_field": CSRF_FIELD,
            "csrf": form_token(request),
            "path": _path(request),
            "version": __version__,
            "timezone": now.astimezone().tzname(),
        }


def render(request: Request, template: str, *, status: int = 200, live: bool = False, **figures: Any) -> Response:
    """The page ``template`` with ``figures``, in the reader's language."""
    renderer: Renderer = request.app.state.renderer
    return renderer.page(request, template, status=status, live=live, **figures)


def language_for(request: Request) -> Language:
    """The language in which to answer ``request``."""
    renderer: Renderer = request.app.state.renderer
    return language_of(request, renderer.languages)


def formats_for(request: Request) -> Formats:
    """How to write numbers and moments in answer to ``request``; moments in this machine's time zone."""
    now: datetime = request.app.state.clock()
    return Formats(language_for(request).locale, now.astimezone().tzinfo or UTC)


def _environment(language: Language) -> Environment:
    made = Environment(
        loader=PackageLoader("barometer_collector.web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(language.translations, newstyle=True)  # type: ignore[attr-defined]
    made.globals["static_url"] = static_url
    made.globals["platform_of"] = words.platform
    named: dict[str, Callable[[Language, str], str]] = {
        "component": words.component,
        "metric": words.metric,
        "meaning": words.meaning,
        "unit_name": words.unit_name,
    }
    for name, wording in named.items():
        made.filters[name] = _bound(wording, language)
    made.filters["unit"] = words.unit
    made.filters["about"] = lambda subject, metric: words.subject(language, metric, subject)
    made.filters["labels"] = lambda told: words.labels(language, told)
    made.filters["verdict"] = lambda value, metric: words.verdict(language, metric, value)
    made.filters["readable"] = lambda texts: words.readable(language, texts)
    made.filters["answer_kind"] = lambda name: answers.kind(language, name)
    made.filters["answer_score"] = lambda each: answers.score(language, each.type, each.value)
    made.filters["mood"] = lambda value: answers.mood(language, value)
    made.filters["band"] = lambda band: words.band(language, band)
    return made


def _bound(wording: Callable[[Language, str], str], language: Language) -> Callable[[str], str]:
    return lambda name: wording(language, name)


def _path(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
