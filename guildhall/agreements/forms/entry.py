"""Forms for drawing an agreement up: what it is, whom it binds, its words and period."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.actions.drawing_up import FAR, Bound, Head, Words
from guildhall.agreements.models import Agreement, Party, Revision
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class PeriodForm(VersionedForm):
    """From when until when it holds, and how long before its end its keeper is told."""

    starts_on = DayField(label=_("From"), back=FAR, ahead=FAR)
    ends_on = DayField(
        label=_("Until"), back=FAR, ahead=FAR, required=False, help_text=_("Empty: it holds without an end.")
    )
    notice_days = forms.IntegerField(label=_("Days of notice before the end"), min_value=0, max_value=730)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", translated("It cannot end before it begins."))
        return values


class DrawUpForm(PeriodForm):
    """The beginning of an agreement; what it says comes next. The partner is asked for where it is not known yet."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=160)
    institution = forms.ModelChoiceField(
        label=_("Our side"), queryset=Institution.objects.none(), empty_label=None,
        help_text=_("It keeps the agreement, and signs it."),
    )  # fmt: skip
    partner = forms.ModelChoiceField(
        label=_("With which institution?"), queryset=Institution.objects.none(), required=False, empty_label=_("none")
    )
    named = forms.CharField(
        label=_("Or with which other body, in words?"), max_length=200, required=False,
        help_text=_("An employer of the record is chosen by its name first."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, partners: Any = None, **kwargs: Any) -> None:
        usual = {"starts_on": clock.today(), "notice_days": 90}
        super().__init__(*args, initial=usual | (kwargs.pop("initial", None) or {}), **kwargs)
        del self.fields["version"]
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        if partners is None:
            del self.fields["partner"], self.fields["named"]
        else:
            self.fields["partner"].queryset = partners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "named" in self.fields and bool(values.get("partner")) == bool(values.get("named")) and not self.errors:
            self.add_error("named", translated("Say with whom it is: one institution, or one other body."))
        return values

    def head(self, keeper: Person) -> Head:
        """What it is."""
        return Head(self.cleaned_data["kind"], self.cleaned_data["title"], keeper)

    def words(self) -> Words:
        """For how long it is to hold."""
        return Words(**{name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "notice_days")})

    def parties(self, employer: Employer | None) -> list[Bound]:
        """Whom it binds: our side and the partner."""
        partner, named = self.cleaned_data.get("partner"), self.cleaned_data.get("named", "")
        theirs = Bound(Party.Side.THEIRS, institution=partner, employer=employer, named=named)
        return [Bound(Party.Side.OURS, institution=self.cleaned_data["institution"]), theirs]


def _text(label: Any, most: int, rows: int, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, help_text=hint)


class ChangeForm(PeriodForm):
    """What an agreement says, as long as it is not out for signature; of an amendment also what it changes.

    Who keeps it is said on a page of its own, so that an old form gives it back to nobody.
    """

    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=160)
    audience = forms.ChoiceField(
        label=_("Who may read it once it is signed"), choices=Agreement.Audience.choices,
        help_text=_("The employers in it read it at their own door as well."),
    )  # fmt: skip
    reason = forms.CharField(label=_("What the amendment changes"), max_length=300)
    purpose = _text(_("Purpose"), 2000, 3)
    terms = _text(_("Terms"), 40000, 14, _("Parties, duties and period are added to the text by themselves."))
    file = forms.FileField(
        label=_("The text as a file"), required=False, widget=forms.FileInput(),
        help_text=_("Such as what the lawyers agreed on. The signature covers it, too."),
    )  # fmt: skip

    HEAD = ("kind", "title", "audience")
    WORDS = ("starts_on", "ends_on", "notice_days", "purpose", "terms", "reason")

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        agreement = revision.agreement
        initial = {name: getattr(revision, name) for name in (*self.WORDS, "version")}
        initial |= {name: getattr(agreement, name) for name in self.HEAD}
        super().__init__(*args, initial=initial, **kwargs)
        if revision.is_amendment:
            for name in self.HEAD:
                del self.fields[name]
            del self.fields["starts_on"]
        else:
            del self.fields["reason"]

    def head(self) -> Head | None:
        """What it is; None where an amendment leaves that alone."""
        return Head(**{name: self.cleaned_data[name] for name in self.HEAD}) if "kind" in self.fields else None

    def words(self) -> Words:
        """What it says; since when it holds an amendment leaves alone."""
        values = {"starts_on": self.initial["starts_on"]} | self.cleaned_data
        return Words(**{name: values[name] for name in self.WORDS if name in values})


class PartyForm(PlainForm):
    """One more party: an institution, or a body in words; an employer is chosen by its name first."""

    side = forms.ChoiceField(label=_("On which side?"), choices=Party.Side.choices, initial=Party.Side.THEIRS)
    institution = forms.ModelChoiceField(
        label=_("Which institution?"), queryset=Institution.objects.none(), required=False, empty_label=_("none")
    )
    named = forms.CharField(label=_("Or which other body, in words?"), max_length=200, required=False)
    does = _text(_("Role and responsibilities"), 1000, 3)
    gains = _text(_("What it gains"), 600, 2, _("What is in it for them: people, knowledge, a name in the region."))

    def __init__(self, *args: Any, places: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["institution"], self.fields["named"], self.fields["side"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def bound(self, employer: Employer | None = None) -> Bound:
        """Who is bound, as the action takes it. An employer stands on the partner's side."""
        if employer is not None:
            return Bound(Party.Side.THEIRS, employer=employer, **self._words())
        values = {name: self.cleaned_data[name] for name in ("side", "institution", "named")}
        return Bound(**values, **self._words())

    def _words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("does", "gains")}


class PartyChangeForm(VersionedForm):
    """What a party does, and what it gains; the version is of the text."""

    does = _text(_("Role and responsibilities"), 1000, 4)
    gains = _text(_("What it gains"), 600, 3, _("What is in it for them: people, knowledge, a name in the region."))
