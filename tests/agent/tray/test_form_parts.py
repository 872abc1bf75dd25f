"""What the pages of a form are made of."""

import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.form_parts import FormParts
from barometer_agent.tray.local_form import LocalForm


@pytest.fixture
def form() -> LocalForm:
    with LocalForm() as made:
        return made


@pytest.fixture
def parts(form: LocalForm) -> FormParts:
    return FormParts(form, speaker("nl"), "nl", "vandaag")


def test_what_was_written_is_never_taken_for_a_part_of_the_page(parts: FormParts) -> None:
    assert "&lt;/textarea&gt;" in parts.words("words", "<b>?", 10, "</textarea><script>")
    assert "<script>" not in parts.words("words", "?", 10, "</textarea><script>")


def test_a_label_belongs_to_its_field(parts: FormParts) -> None:
    tick = parts.tick("share", "IT mag dit zien", ticked=True)
    assert '<label for="share">IT mag dit zien</label>' in tick
    assert 'id="share"' in tick
    assert " checked" in tick
    assert " checked" not in parts.tick("share", "IT mag dit zien", ticked=False)


def test_what_belongs_together_has_one_name(parts: FormParts) -> None:
    shown = parts.group("Hoe was het?", parts.buttons([("1", "Slecht"), ("2", "Goed")]))
    assert shown.startswith("<fieldset><legend>Hoe was het?</legend>")
    assert shown.count("<button") == 2


def test_a_page_sends_to_its_own_address_and_may_send_nowhere_else(parts: FormParts, form: LocalForm) -> None:
    page = parts.whole("Titel", parts.sends(parts.buttons([("1", "x")])))
    assert f'action="{form.address}"' in page
    assert f"form-action {form.origin}" in page.replace("&#x27;", "'")
    assert '<html lang="nl">' in page
