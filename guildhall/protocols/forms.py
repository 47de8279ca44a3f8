from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.protocols import starter
from guildhall.protocols.actions import Draft
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.parameters import (
    CHOICE,
    CHOICES,
    KINDS,
    WHOLE,
    WORDS,
    YES_NO,
    Parameter,
    may_be_local,
    parameters_of,
)
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm

NEW, STARTER = "new", "starter"


class DraftForm(PlainForm):
    """What somebody begins to draft: the next version of a protocol, or a new one."""

    what = forms.ChoiceField(label=_("What do you draft?"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=120, required=False, help_text=_("For a new protocol."))
    institution = forms.ModelChoiceField(
        label=_("For whom"), queryset=Institution.objects.none(), required=False,
        help_text=_("It binds the staff of this institution and of all below it."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, versions: list[Protocol], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        results = [(pk, _("The next version of %s") % version.title) for pk, version in self.versions.items()]
        adapt = [] if results else [(STARTER, _("The starter protocol, to adapt: what regions usually agree on"))]
        self.fields["what"].choices = [*results, *adapt, (NEW, _("A new protocol, empty"))]  # type: ignore[attr-defined]
        self.fields["what"].initial = None if results else STARTER
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("what") in (NEW, STARTER):
            if values["what"] == STARTER:
                values["title"] = values.get("title") or starter.TITLE
                values |= {"text": starter.INTRODUCTION, "clauses": starter.CLAUSES}
            if not values.get("title"):
                self.add_error("title", _("A new protocol needs a title."))
            if not values.get("institution"):
                self.add_error("institution", _("Choose for whom it is."))
        elif last := self.versions.get(values.get("what", "")):
            values |= {"title": last.title, "institution": last.institution}
        return values


class IntroductionForm(VersionedForm):
    """What stands above the clauses of a draft."""

    text = forms.CharField(
        label=_("Introduction"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who agreed on it, when, and what it is for."),
    )  # fmt: skip


class PublishForm(VersionedForm):
    """From which day a draft holds."""

    in_force_from = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Today, or a day ahead so that people can read it first."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_force_from"].initial = clock.today()


class ClauseForm(VersionedForm):
    """One clause: what people read, and the values that the software keeps to."""

    number = forms.RegexField(
        r"^\d+(\.\d+)*$", label=_("Number"), max_length=10,
        error_messages={"invalid": _("Digits and dots, such as 4.1.")},
    )  # fmt: skip
    heading = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(label=_("What is agreed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, protocol: Protocol, subject: str, clause: Clause | None = None, **more: Any) -> None:
        self.subject = subject
        more["initial"] = self.values_of(protocol, clause, subject)
        super().__init__(*args, **more)
        for parameter in parameters_of(subject):
            self.fields[f"p_{parameter.key}"] = _field(parameter)
        if may_be_local(subject):
            self.fields["may_refine"] = forms.BooleanField(
                label=_("Institutions may be stricter for themselves"), required=False
            )

    @staticmethod
    def values_of(protocol: Protocol, clause: Clause | None, subject: str) -> dict[str, Any]:
        """What the form shows first."""
        said = clause.parameters if clause else {}
        names = ("number", "heading", "text", "may_refine")
        by_key = {name: getattr(clause, name) for name in names} if clause else {}
        for parameter in parameters_of(subject):
            value = said.get(parameter.key)
            value = parameter.default if value is None else value
            by_key[f"p_{parameter.key}"] = ", ".join(value) if parameter.kind == WORDS else value
        return by_key | {"version": protocol.version}

    @classmethod
    def saved(cls, protocol: Protocol, clause: Clause | None, subject: str) -> SimpleNamespace:
        """The same values as they are now, to compare with; of a new clause none."""
        values = cls.values_of(protocol, clause, subject)
        return SimpleNamespace(**(values if clause else {"version": protocol.version}))

    @property
    def numbers(self) -> list[Any]:
        return [self[f"p_{p.key}"] for p in parameters_of(self.subject) if p.kind == WHOLE]

    @property
    def other_values(self) -> list[tuple[Parameter, Any]]:
        return [(p, self[f"p_{p.key}"]) for p in parameters_of(self.subject) if p.kind != WHOLE]

    @property
    def has_values(self) -> bool:
        return bool(parameters_of(self.subject))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("p_audience") == KINDS and not values.get("p_kinds"):
            self.add_error("p_kinds", _("Choose at least one kind of institution."))
        return values

    def said(self) -> Draft:
        """The clause as its author wrote it."""
        v = self.cleaned_data
        parameters = {p.key: v[f"p_{p.key}"] for p in parameters_of(self.subject) if v[f"p_{p.key}"] is not None}
        return Draft(v["number"], v["heading"], v["text"], self.subject, parameters, bool(v.get("may_refine")))


class _Words(forms.CharField):
    """Several short words between commas."""

    def clean(self, value: Any) -> list[str]:
        words = [" ".join(word.split()) for word in str(super().clean(value) or "").split(",")]
        return [word for word in words if word]


def _field(p: Parameter) -> forms.Field:
    """The form's field for a value of a clause."""
    details: dict[str, Any] = {"label": p.label, "help_text": p.hint}
    if p.kind == WHOLE:
        details["label"] = f"{p.label} ({p.unit})" if p.unit else p.label
        details["help_text"] = p.hint or _("%(low)d to %(high)d") % {"low": p.lowest, "high": p.highest}
        return forms.IntegerField(min_value=p.lowest, max_value=p.highest, required=p.default is not None, **details)
    if p.kind == YES_NO:
        return forms.BooleanField(required=False, **details)
    if p.kind == CHOICE:
        return forms.ChoiceField(choices=p.choices, widget=forms.RadioSelect, **details)
    if p.kind == CHOICES:
        return forms.MultipleChoiceField(
            choices=p.choices, widget=forms.CheckboxSelectMultiple, required=False, **details
        )
    return _Words(required=False, max_length=300, **details)
