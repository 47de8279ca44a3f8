"""What phones send, and what is typed in from paper."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.meetings.actions.joining import Name
from guildhall.meetings.actions.speaking import Offer, Sending
from guildhall.meetings.forms.meetings import words_field
from guildhall.meetings.models import Activity, Ballot, Commitment, Element, Group, Mark, Participant
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField
from guildhall.ui.naming import NamedField


class CodeForm(PlainForm):
    """The code on the wall."""

    code = forms.CharField(
        label=_("The code that you see in the room"), max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class JoinForm(PlainForm):
    """Who somebody is: one of the list, or a name that they type."""

    who = forms.ChoiceField(label=_("Who are you?"), required=False, widget=forms.RadioSelect)
    typed = forms.CharField(
        label=_("Or type your name"), required=False, max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.pk): row for row in people}
        choices = [(key, row.short_name) for key, row in self.people.items()]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["who"]
            self.fields["typed"].label = _("Your name")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("who") and not values.get("typed"):
            self.add_error("typed", translated("Choose your name, or type it."))
        return values

    def name(self) -> Name:
        """The name, as the action takes it: what was typed goes before what was chosen."""
        typed = self.cleaned_data.get("typed", "")
        return Name(typed=typed) if typed else Name(self.people.get(self.cleaned_data.get("who", "")))


class SendForm(PlainForm):
    """What every sending of a phone carries: its key, and the edition of what its owner saw."""

    key = forms.CharField(widget=forms.HiddenInput(attrs={"id": False}), required=False, max_length=40)
    edition = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}), required=False, min_value=0)

    def __init__(self, *args: Any, edition: int = 0, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4().hex, "edition": edition} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def sending(self) -> Sending:
        """The sending, as the actions take it."""
        return Sending(self.cleaned_data.get("key") or uuid4().hex, self.cleaned_data.get("edition") or 0)


class ReflectForm(SendForm):
    """What somebody thinks."""

    text = words_field(_("Your words"), 1000, rows=5, required=True)


class ChooseForm(SendForm):
    """Which of the elements, and why; `add` lets somebody name one that is missing."""

    def __init__(
        self,
        *args: Any,
        elements: Iterable[Element],
        chosen: Mapping[Any, str] | None = None,
        add: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.elements = list(elements)
        for one in self.elements:
            was = (chosen or {}).get(one.pk)
            self.fields[f"element-{one.pk}"] = forms.BooleanField(
                label=one.text, required=False, initial=was is not None
            )
            self.fields[f"why-{one.pk}"] = forms.CharField(
                label=translated("Why?"), required=False, max_length=300, initial=was or ""
            )
        if add:
            self.fields["added"] = forms.CharField(label=translated("Is one missing?"), required=False, max_length=200)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each element with the field of its reason."""
        return [(self[f"element-{one.pk}"], self[f"why-{one.pk}"]) for one in self.elements]

    def chosen(self) -> dict[UUID, str]:
        """The elements that were chosen, each with why."""
        v = self.cleaned_data
        return {one.pk: v.get(f"why-{one.pk}", "") for one in self.elements if v.get(f"element-{one.pk}")}


class MotionForm(SendForm):
    """Yes, no, or abstaining."""

    choice = forms.ChoiceField(label=_("Your vote"), choices=Ballot.Choice.choices, widget=forms.RadioSelect)


class SupportedForm(SendForm):
    """Support that somebody commits from a phone."""

    kind = forms.ChoiceField(
        label=_("What kind of support?"), choices=Commitment.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("What exactly?"), required=False, max_length=300)
    until = DayField(label=_("Until when?"), required=False, back=0)

    def offer(self) -> Offer:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        return Offer(v["kind"], v["words"], self.sending().key, v["until"])


# ── From paper ───────────────────────────────────────────────────────


class BallotsForm(PlainForm):
    """Votes on paper, one paper a line."""

    papers = words_field(
        _("Papers"), 20000, rows=10, required=True,
        help_text=_("One paper a line: the numbers on it, after the name and a colon where it is known."),
    )  # fmt: skip


class PaperResponseForm(PlainForm):
    """A reflection that somebody wrote on paper."""

    who = forms.CharField(label=_("Whose is it?"), max_length=160)
    text = words_field(_("Their words"), 1000, rows=3, required=True)


class MarkForm(PlainForm):
    """Two reflections that belong together, or disagree."""

    first = NamedField(label=_("One"), queryset=None, empty_label=_("Choose …"))
    second = NamedField(label=_("and another"), queryset=None, empty_label=_("Choose …"))
    kind = forms.ChoiceField(label=_("They are"), choices=Mark.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What about?"), required=False, max_length=300)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(activity.responses.all())
        for name in ("first", "second"):
            self.fields[name].offer(rows)  # type: ignore[attr-defined]


class GroupForm(ChooseForm):
    """What a small group wrote on its chart, beginning with what it has chosen by phone."""

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        chosen = {one.element_id: one.why for one in group.choices.all()}
        elements = group.activity.meeting.elements.all()
        super().__init__(*args, edition=group.edition, elements=elements, chosen=chosen, add=True, **kwargs)
        self.group = group
