"""Forms of chambers: what one is, who its members are, which seats our institutions hold there."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.intermediaries.actions.bodies import Described, Held
from guildhall.intermediaries.models import Affiliation, Intermediary, Member
from guildhall.lib.reach import LIFE
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField

AHEAD = 10  # years for which somebody is elected or pays dues


class DescribeForm(VersionedForm):
    """What a chamber or association is."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Intermediary.Kind.choices)
    level = forms.ChoiceField(label=_("Of which level?"), choices=Intermediary.Level.choices)
    area = forms.CharField(
        label=_("For which area or industry?"), max_length=120, required=False,
        help_text=_("Such as: Kestrel County, or manufacturers."),
    )  # fmt: skip
    meets = forms.ChoiceField(label=_("How often does it meet?"), choices=Intermediary.Meets.choices, required=False)

    NAMES = ("kind", "level", "area", "meets")

    def __init__(self, *args: Any, row: Intermediary | None = None, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in (*self.NAMES, "version")} if row else {}
        super().__init__(*args, initial=initial, **kwargs)

    def said(self) -> Described:
        """What was typed, as the action takes it."""
        return Described(**{name: self.cleaned_data[name] for name in self.NAMES})


class PeriodForm(VersionedForm):
    """Since when, and until when."""

    from_date = DayField(label=_("Since"), required=False, back=LIFE, ahead=AHEAD)
    to_date = DayField(label=_("Until"), required=False, back=LIFE, ahead=AHEAD, help_text=_("Empty: without an end."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("from_date"), values.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", translated("It cannot end before it begins."))
        return values


class MemberForm(PeriodForm):
    """Since when an employer is a member, and until when it was."""

    def __init__(self, *args: Any, row: Member | None = None, **kwargs: Any) -> None:
        names = ("from_date", "to_date", "version")
        super().__init__(*args, initial={name: getattr(row, name) for name in names} if row else {}, **kwargs)
        if row is None:
            del self.fields["to_date"], self.fields["version"]


class MembershipForm(MemberForm):
    """Of which chamber an employer is a member."""

    body = NamedField(label=_("Which chamber or association?"), queryset=Employer.objects.none(), empty_label=None)

    field_order = ("body", "from_date")

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].offer(bodies)  # type: ignore[attr-defined]


class HeldForm(PeriodForm):
    """A membership or seat of ours."""

    institution = forms.ModelChoiceField(
        label=_("Which institution holds it?"), queryset=Institution.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Affiliation.Kind.choices)
    title = forms.CharField(
        label=_("Of which committee, or as what?"), max_length=120, required=False,
        help_text=_("Such as: workforce committee, or treasurer."),
    )  # fmt: skip
    person = PeopleField(label=_("Who of us?"), required=False, empty_label=_("nobody in particular"))

    NAMES = ("kind", "title", "person", "from_date", "to_date")
    field_order = ("institution", "kind", "title", "person", "from_date", "to_date")

    def __init__(
        self, *args: Any, people: Any, places: Any = None, row: Affiliation | None = None, **kwargs: Any
    ) -> None:
        if row:
            kwargs["initial"] = {name: getattr(row, name) for name in (*self.NAMES, "version")}
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        if row:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]
            del self.fields["version"]

    def held(self) -> Held:
        """What was typed, as the action takes it."""
        return Held(**{name: self.cleaned_data[name] for name in self.NAMES})
