from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer, KeyAccount, Site, TouchPoint
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm


def _colleagues(places: Any) -> Any:
    """The people who may answer for a key account at one of some institutions."""
    result = Person.objects.none()
    for place in places:
        result |= people_with(Permission.RECORD_ENGAGEMENTS, place)
    return result.distinct().order_by("family_name", "given_name")


class AccountForm(VersionedForm):
    """Who is asked first, for whom, and how to approach them."""

    institution = forms.ModelChoiceField(
        label=_("Key account of"), queryset=Institution.objects.none(), empty_label=None
    )
    operator = PeopleField(
        label=_("Operator"),
        help_text=_("Whoever wants to speak to the protected contacts asks this person first."),
    )
    deputy = PeopleField(
        label=_("Deputy"),
        required=False,
        help_text=_("Is asked when the operator does not answer in time."),
    )
    contacts = forms.ModelMultipleChoiceField(
        label=_("Protected contacts"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their e-mail and telephone are shown to nobody else until you agree."),
    )
    note = forms.CharField(
        label=_("How to approach them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees this employer reads it."),
    )

    def __init__(
        self, *args: Any, employer: Employer, places: Any = (), account: KeyAccount | None = None, **kwargs: Any
    ) -> None:
        if account:
            held = [p.contact_id for p in account.protections.all()]
            names = ("operator_id", "deputy_id", "note", "version")
            kwargs["initial"] = {n.removesuffix("_id"): getattr(account, n) for n in names} | {"contacts": held}
        super().__init__(*args, **kwargs)
        places = [account.institution] if account else list(places)
        self.fields["contacts"].queryset = employer.contacts.current()  # type: ignore[attr-defined]
        colleagues = list(_colleagues(places))
        for name in ("operator", "deputy"):
            self.fields[name].offer(colleagues)  # type: ignore[attr-defined]
        if account:
            del self.fields["institution"]
        else:
            rows = Institution.objects.filter(pk__in=[p.pk for p in places]).order_by("name")
            self.fields["institution"].queryset = rows  # type: ignore[attr-defined]


class EndForm(PlainForm):
    """Why a key account ends."""

    reason = forms.CharField(label=_("Why does it end?"), max_length=300)


class TouchPointForm(VersionedForm):
    """Who answers for a topic or a site."""

    topic = forms.CharField(
        label=_("Topic"),
        max_length=80,
        required=False,
        help_text=_("Such as internships, nursing, guest speakers. Empty: everything at the site."),
    )
    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), required=False, empty_label=_("every site")
    )
    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    person = PeopleField(label=_("Who answers for it?"))

    def __init__(
        self, *args: Any, employer: Employer, places: Any, point: TouchPoint | None = None, **kwargs: Any
    ) -> None:
        if point:
            names = ("topic", "site_id", "institution_id", "person_id", "version")
            kwargs["initial"] = {n.removesuffix("_id"): getattr(point, n) for n in names}
        super().__init__(*args, **kwargs)
        places = list(places)
        rows = Institution.objects.filter(pk__in=[p.pk for p in places]).order_by("name")
        self.fields["institution"].queryset = rows  # type: ignore[attr-defined]
        self.fields["site"].queryset = employer.sites.all()  # type: ignore[attr-defined]
        self.fields["person"].offer(_colleagues(places))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("topic") and not values.get("site"):
            self.add_error("topic", _("Say which topic or which site this person answers for."))
        return values
