"""The views of a card, made of controls of the system: they follow its colours, its contrast and its text sizes."""

import functools
from collections.abc import Callable
from typing import Any

from barometer_agent.tray.icon import pixels
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.macos import buttons
from barometer_agent.tray.macos.card import Card, Field, Line, Pick, Press, Presses, Tick
from barometer_agent.tray.png import png

WIDTH = 380.0  # points
_FACE = 40
_LINE = 22.0
_PIXELS_PER_POINT = 2


class Views:
    """The views of ``card`` in one ``stack``, which tell ``target``; ``tag_of`` numbers the buttons."""

    def __init__(self, kit: Any, card: Card, target: Any, tag_of: Callable[[Press], int]) -> None:
        self._kit = kit
        self._card = card
        self._target = target
        self._tag_of = tag_of
        self._lines: list[tuple[Line, Any]] = []
        self._ticks: dict[str, Any] = {}
        self._picks: dict[str, Any] = {}
        self.fields: dict[str, Any] = {}
        self._ticked_before: frozenset[str] = frozenset()
        self.stack = self._stacked([view for part in card.views for view in self._made(part)], upright=True)
        self._settle()

    def ticked(self) -> frozenset[str]:
        """What is ticked now."""
        on = self._kit.NSControlStateValueOn
        return frozenset(name for name, box in self._ticks.items() if box.state() == on)

    def words(self) -> dict[str, str]:
        """What stands in each field, and the value of what each pick shows."""
        options = {part.id: part.options for part in self._card.views if isinstance(part, Pick)}
        picked = {name: options[name][menu.indexOfSelectedItem()][0] for name, menu in self._picks.items()}
        return picked | {name: str(field.stringValue()) for name, field in self.fields.items()}

    def refresh(self) -> None:
        """Tick and say what goes with what was ticked since the last time; a field takes no more than fits."""
        self._cut()
        ticked, before = self.ticked(), self._ticked_before
        for part in self._card.views:
            if isinstance(part, Tick) and part.needs and part.id in ticked and part.needs not in ticked:
                self._tick_as_well(part.needs, part.id, is_new=part.id not in before)
        self._ticked_before = ticked = self.ticked()
        for line, label in self._lines:
            label.setStringValue_(line.now(ticked))

    def _cut(self) -> None:
        for part in self._card.views:
            if isinstance(part, Field) and len(words := str(self.fields[part.id].stringValue())) > part.most:
                self.fields[part.id].setStringValue_(words[: part.most])

    def _tick_as_well(self, needed: str, by: str, *, is_new: bool) -> None:
        """Whoever ticks the one wants the other; whoever takes the tick of the other away does not want the one."""
        kit = self._kit
        self._ticks[needed if is_new else by].setState_(
            kit.NSControlStateValueOn if is_new else kit.NSControlStateValueOff
        )

    def _settle(self) -> None:
        """The size that the longer one of each line's texts needs, so that nothing moves when it changes."""
        for line, label in self._lines:
            label.setStringValue_(line.longest)
        self.stack.setFrameSize_(self.stack.fittingSize())
        self.stack.setTranslatesAutoresizingMaskIntoConstraints_(True)  # an alert places it by its frame
        self.refresh()

    def _made(self, part: object) -> list[Any]:
        match part:
            case Line():
                return [self._line(part)]
            case Presses():
                return [self._presses(part), *([self._ends(*part.ends)] if any(part.ends) else [])]
            case Tick():
                return [self._tick(part)]
            case Pick():
                return [self._pick(part)]
            case Field():
                return [self._field(part)]
        raise TypeError(f"{type(part).__name__} cannot be shown: views has no case for it")

    def _line(self, line: Line) -> Any:
        label = self._small(self._kit.NSTextField.wrappingLabelWithString_(line.text))
        label.setPreferredMaxLayoutWidth_(WIDTH)
        self._lines.append((line, label))
        return label

    def _small(self, label: Any) -> Any:
        kit = self._kit
        label.setFont_(kit.NSFont.systemFontOfSize_(kit.NSFont.smallSystemFontSize()))
        label.setTextColor_(kit.NSColor.secondaryLabelColor())
        return label

    def _presses(self, presses: Presses) -> Any:
        stack = self._stacked([self._press(each) for each in presses.buttons], upright=not presses.in_a_row)
        if presses.in_a_row:
            stack.setDistribution_(self._kit.NSStackViewDistributionFillEqually)
            stack.setSpacing_(4.0)
        return self._wide(stack)

    def _press(self, press: Press) -> Any:
        kit = self._kit
        button = buttons.kind(kit).buttonWithTitle_target_action_(press.label, self._target, "pressed:")
        button.setTag_(self._tag_of(press))
        button.setAccessibilityLabel_(press.spoken)
        button.setKeyEquivalent_(press.key)
        if press.face:
            button.setImage_(face(kit, press.face))
            button.setImagePosition_(kit.NSImageAbove)
            button.setBezelStyle_(kit.NSBezelStyleRegularSquare)
            button.setFont_(kit.NSFont.systemFontOfSize_(kit.NSFont.smallSystemFontSize()))
        return button

    def _ends(self, low: str, high: str) -> Any:
        labels = [self._small(self._kit.NSTextField.labelWithString_(text)) for text in (low, high)]
        row = self._stacked(labels, upright=False)
        row.setDistribution_(self._kit.NSStackViewDistributionEqualSpacing)
        return self._wide(row)

    def _tick(self, tick: Tick) -> Any:
        kit = self._kit
        box = buttons.kind(kit).checkboxWithTitle_target_action_(tick.label, self._target, "touched:")
        box.setState_(kit.NSControlStateValueOn if tick.on else kit.NSControlStateValueOff)
        box.setAccessibilityLabel_(tick.label)
        self._ticks[tick.id] = box
        return box

    def _pick(self, pick: Pick) -> Any:
        menu = self._kit.NSPopUpButton.alloc().initWithFrame_pullsDown_(((0.0, 0.0), (WIDTH, _LINE)), False)
        for _value, label in pick.options:
            menu.menu().addItemWithTitle_action_keyEquivalent_(label, None, "")
        values = [value for value, _label in pick.options]
        menu.selectItemAtIndex_(values.index(pick.value) if pick.value in values else 0)
        menu.setTarget_(self._target)
        menu.setAction_("touched:")
        menu.setAccessibilityLabel_(pick.name)
        self._picks[pick.id] = menu
        return menu

    def _field(self, field: Field) -> Any:
        made = self._kit.NSTextField.alloc().initWithFrame_(((0.0, 0.0), (WIDTH, _LINE * field.lines)))
        made.setStringValue_(field.words)
        made.setDelegate_(self._target)
        made.setAccessibilityLabel_(field.name)
        if field.lines == 1:
            made.setUsesSingleLineMode_(True)
            made.cell().setScrollable_(True)
        made.heightAnchor().constraintEqualToConstant_(_LINE * field.lines).setActive_(True)
        self.fields[field.id] = made
        return self._wide(made)

    def _stacked(self, views: list[Any], *, upright: bool) -> Any:
        kit = self._kit
        stack = kit.NSStackView.stackViewWithViews_(views)
        if upright:
            stack.setOrientation_(kit.NSUserInterfaceLayoutOrientationVertical)
            stack.setAlignment_(kit.NSLayoutAttributeLeading)
        return stack

    def _wide(self, view: Any) -> Any:
        view.widthAnchor().constraintEqualToConstant_(WIDTH).setActive_(True)
        return view


def face(kit: Any, score: int) -> Any:
    """A face as an image, sharp on screens of twice the pixels."""
    return image(kit, _drawn(score), _FACE)


def image(kit: Any, data: bytes, points: int) -> Any:
    """The picture of a PNG, ``points`` wide and high."""
    made = kit.NSImage.alloc().initWithData_(kit.NSData.dataWithBytes_length_(data, len(data)))
    made.setSize_((float(points), float(points)))
    return made


@functools.cache
def _drawn(score: int) -> bytes:
    size = _FACE * _PIXELS_PER_POINT
    return png(pixels(size, score, LIGHT.faces[score - 1], LIGHT.ink), size)
