"""Drawings of a score: a dial, a band and a meter, each with its words beside it."""

from barometer_agent.pages.markup import Markup, element

_RINGS = (("poor", "107 253"), ("average", "0 109 70 181"), ("good", "0 181 59 120"))
_NEEDLE = "M97.2 35L100 13L102.8 35z"
_GLYPHS = {
    "good": '<circle cx="8" cy="8" r="7"/><path class="ink" d="M4.8 8.3l2.2 2.2 4.2-4.6"/>',
    "average": '<rect x="2.6" y="2.6" width="10.8" height="10.8" rx="1.5" transform="rotate(45 8 8)"/>'
    '<path class="ink" d="M5.2 8h5.6"/>',
    "poor": '<path d="M8 1.2L15.4 14.4H.6z"/><path class="ink" d="M8 6v4M8 12v.4"/>',
    "": '<circle class="hollow" cx="8" cy="8" r="6"/>',
}


def dial(score: float | None, shown: str, band: str, caption: str, words: str) -> Markup:
    """Scores from 0 to 100 over 240 degrees; the ring shows the bands. ``words`` are those of ``band``."""
    drawn = [
        element("circle", class_=f"ring {name}", cx=100, cy=100, r=88, pathLength=360, stroke_dasharray=dashes)
        for name, dashes in _RINGS
    ]
    ticks = [
        element("path", class_="tick", d=f"M100 24v{7 if step % 25 == 0 else 4}", transform=_turned(step))
        for step in range(0, 101, 5)
    ]
    needle = (
        element("path", class_="needle", d="M97.2 35L100 13L102.8 35z", transform=_turned(score))
        if score is not None
        else None
    )
    value = element(
        "text", shown, class_=f"value{'' if score is not None else ' none'}", x=100, y=115, text_anchor="middle"
    )
    picture = element(
        "svg",
        element("g", *drawn, transform="rotate(150 100 100)"),
        *ticks,
        needle,
        value,
        viewBox="0 0 200 158",
        role="img",
        aria_label=f"{caption}: {shown}",
    )
    return element("figure", picture, element("figcaption", caption, band_mark(band, words)), class_="dial")


def band_mark(band: str, words: str) -> Markup:
    """A band by shape, colour and ``words``."""
    glyph = Markup(f'<svg viewBox="0 0 16 16" aria-hidden="true">{_GLYPHS[band]}</svg>')
    return element("span", glyph, words, class_=f"band {band or 'none'}")


def meter(score: float, band: str) -> Markup:
    """A bar as long as ``score``, of 100."""
    track, fill = (
        element("rect", class_=name, width=width, height=6)
        for name, width in (("track", 100), ("fill", round(score, 1)))
    )
    return element(
        "svg", track, fill, class_=f"meter {band}", viewBox="0 0 100 6", preserveAspectRatio="none", aria_hidden="true"
    )


def _turned(score: float) -> str:
    return f"rotate({score * 2.4 - 120:.2f} 100 100)"
