"""What stands in the window of a question: the question, what it is about, and thanks."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from barometer_agent.language import Say, choose
from barometer_agent.seeing import comment_warning, keys_told, seen_by
from barometer_agent.tray.choices import Choices
from barometer_agent.tray.corner import Side
from barometer_agent.tray.course import MOST_WORDS, Course, most_words
from barometer_agent.tray.parts import Parts
from barometer_agent.tray.ticks import Ticks
from barometer_agent.tray.ways_out import Way, ways_out
from barometer_shared.questions import NoOpinion, Response


@dataclass(frozen=True)
class Steps:
    """What a page asks of its window: the course as it is, to go on to the stage of another, or to stay and keep it."""

    course: Callable[[], Course]
    go: Callable[[Course], None]
    keep: Callable[[Course], None]


class Pages:
    """Each method fills an empty frame; ``side`` is where the ways out stand."""

    def __init__(self, parts: Parts, say: Say, language: str, steps: Steps, side: Side, chance: Random) -> None:
        self._parts = parts
        self._say = say
        self._language = language
        self._steps = steps
        self._side = side
        self._chance = chance

    def question(self, frame: tk.Frame) -> None:
        """Who asks, the question, how to answer, who will see it, and the ways out, in that order."""
        course, parts, say = self._steps.course(), self._parts, self._say
        asked = course.asked
        asker = say("prompt.asks", asker=choose(asked.asker, self._language))
        parts.label(frame, asker, "quiet").pack(anchor="w")
        self._heading(frame, choose(asked.question.text, self._language))
        self._choices(frame, most_words(asked)).show(asked.question)
        ticks = Ticks(parts, frame, say, self._language, self._steps.course, self._steps.keep)
        if course.may_share:
            ticks.share().pack(anchor="w", pady=parts.space(14, 8))
        ticks.who().pack(anchor="w", pady=parts.space(0 if course.may_share else 14, 0))
        why = say("prompt.why", why=choose(asked.why, self._language))
        parts.label(frame, why, "small").pack(anchor="w", pady=parts.space(2, 0))
        if told := keys_told(asked, say):
            parts.label(frame, told, "small").pack(anchor="w", pady=parts.space(2, 0))
        self._exits(
            frame,
            Way(say("prompt.no_opinion"), lambda: self._go(self._steps.course().answered(NoOpinion(), self._chance))),
            Way(say("prompt.not_now"), lambda: self._go(self._steps.course().closed())),
        )

    def about(self, frame: tk.Frame) -> None:
        """The follow-up; the answer counts already."""
        course, parts, say = self._steps.course(), self._parts, self._say
        follow_up = course.follow_up
        parts.label(frame, say("prompt.counts"), "quiet").pack(anchor="w")
        self._heading(frame, choose(follow_up.text, self._language) if follow_up else "")
        options = [(choose(option.text, self._language), self._is_about(option.id)) for option in course.options]
        self._choices(frame).lines(options)
        parts.label(frame, say("prompt.about_hint"), "small").pack(anchor="w", pady=parts.space(8, 0))
        self._exits(frame, self._undo(), Way(say("prompt.no_opinion"), self._is_about("")))

    def thanks(self, frame: tk.Frame) -> None:
        """Thanks, a word more, and whether to be contacted, where these are possible."""
        course, parts, say = self._steps.course(), self._parts, self._say
        parts.label(frame, say("prompt.thanks"), "question").pack(anchor="w")
        if course.may_comment:
            self._comment(frame, course)
        if course.may_contact:
            ticks = Ticks(parts, frame, say, self._language, self._steps.course, self._steps.keep)
            ticks.contact().pack(anchor="w", pady=parts.space(12, 0))
            ticks.share().pack(anchor="w", pady=parts.space(4, 0))
            parts.label(frame, say("prompt.contact_shares"), "small").pack(anchor="w", pady=parts.space(6, 0))
            ticks.who().pack(anchor="w")
        elif course.may_comment:
            told = seen_by(course.asked, course.share, say, self._language)
            parts.label(frame, told, "small").pack(anchor="w", pady=parts.space(8, 0))
        done = Way(say("prompt.done"), lambda: self._go(self._steps.course().closed()), is_main=True)
        self._exits(frame, self._undo(), done)

    def _comment(self, frame: tk.Frame, course: Course) -> None:
        parts, say = self._parts, self._say
        parts.label(frame, say("prompt.comment"), "quiet").pack(anchor="w", pady=parts.space(12, 4))
        words = tk.StringVar(frame, value=course.comment)
        entry = parts.entry(frame)
        entry.configure(textvariable=words)
        entry.pack(fill="x", ipady=parts.px(5))
        if warning := comment_warning(course.asked, say):
            parts.label(frame, warning, "small").pack(anchor="w", pady=parts.space(4, 0))

        def said(*_changed: str) -> None:
            self._steps.keep(self._steps.course().said(words.get()))
            if words.get() != (kept := self._steps.course().comment):  # it was longer than it may be
                words.set(kept)

        words.trace_add("write", said)
        entry.bind("<Return>", lambda _event: self._go(self._steps.course().closed()))
        entry.focus_set()

    def _heading(self, frame: tk.Frame, text: str) -> None:
        self._parts.label(frame, text, "question").pack(anchor="w", pady=self._parts.space(4, 14))

    def _choices(self, frame: tk.Frame, words: int = MOST_WORDS) -> Choices:
        def answered(response: Response) -> None:
            self._go(self._steps.course().answered(response, self._chance))

        return Choices(self._parts, frame, self._say, self._language, answered, words)

    def _exits(self, frame: tk.Frame, *ways: Way) -> None:
        ways_out(self._parts, frame, self._side, ways).pack(fill="x", pady=self._parts.space(12, 0))

    def _undo(self) -> Way:
        return Way(self._say("prompt.undo"), lambda: self._go(self._steps.course().undone()))

    def _is_about(self, topic: str) -> Callable[[], None]:
        return lambda: self._go(self._steps.course().about(topic))

    def _go(self, course: Course) -> None:
        self._steps.go(course)
