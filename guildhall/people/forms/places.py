from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.people.forms.choosing import PeopleField
from guildhall.people.forms.zones import zone_field
from guildhall.people.listed import Listed, people_in
from guildhall.people.models import Institution, Person, Territory
from guildhall.people.permissions import Permission, Role
from guildhall.people.queries import possible_contacts
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm

MOST_AT_ONCE = 200  # people invited by one list
# Hues far enough from the red of refusals; lightness is fixed, so that letters on each can be read.
HUES = {
    188: _("Copper green"), 150: _("Leaf green"), 120: _("Olive green"), 75: _("Ocher"), 235: _("Lake blue"),
    265: _("Night blue"), 305: _("Violet"), 345: _("Berry"),
}  # fmt: skip


class InstitutionForm(VersionedForm):
    """An institution of the tree."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Institution.Kind.choices)
    code = forms.CharField(
        label=_("Short name"), max_length=6, required=False, help_text=_("Two to six letters for lists, such as MGC.")
    )
    parent = forms.ModelChoiceField(
        label=_("Stands under"), queryset=Institution.objects.all(), required=False, empty_label=_("nothing (the top)")
    )
    known_as = forms.CharField(
        label=_("Identifiers elsewhere"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, such as IPEDS 113980. Colleges without any are fine."),
    )

    def __init__(self, *args: Any, person: Person, institution: Institution | None = None, **kwargs: Any) -> None:
        if institution:
            kwargs["initial"] = {
                "name": institution.name,
                "kind": institution.kind,
                "code": institution.code,
                "parent": institution.parent_id,
                "known_as": "\n".join(str(identifier) for identifier in institution.identifiers.order_by("scheme")),
                "version": institution.version,
            }
        super().__init__(*args, **kwargs)
        parents = Institution.objects.where(person, Permission.CHANGE_INSTITUTIONS)
        if institution:
            parents |= Institution.objects.filter(pk=institution.parent_id)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]

    def clean_known_as(self) -> dict[str, str]:
        by_key = {}
        for line in self.cleaned_data["known_as"].splitlines():
            scheme, _space, value = line.strip().partition(" ")
            if line.strip() and not value.strip():
                raise forms.ValidationError(
                    _("Write the name of the register, a space and the number, such as IPEDS 113980.")
                )
            if value.strip():
                by_key[scheme.upper()[:20]] = value.strip()[:60]
        return by_key


class LoadForm(PlainForm):
    """A public list of institutions to enter."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("The IPEDS list of institutions or the California list of schools, as CSV, at most 20 MB."),
    )
    parent = forms.ModelChoiceField(
        label=_("They stand under"), queryset=Institution.objects.all(), empty_label=None,
        help_text=_("Schools go under their districts. Institutions that are in the tree already stay as they are."),
    )  # fmt: skip


def _choices(roles: Collection[Role]) -> list[tuple[str, Any]]:
    return [("", _("Choose …")), *(choice for choice in Role.choices_in_words() if choice[0] in roles)]


class InviteForm(PlainForm):
    """Who gets which role where."""

    email = forms.EmailField(label=_("E-mail"))
    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    role = forms.ChoiceField(label=_("Role"))
    institution = forms.ModelChoiceField(label=_("At"), queryset=Institution.objects.none())

    def __init__(self, *args: Any, places: QuerySet[Institution], roles: Collection[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        self.fields["role"].choices = _choices(roles)  # type: ignore[attr-defined]


class InviteManyForm(PlainForm):
    """Several people who get the same role at one institution."""

    people = forms.CharField(
        label=_("Who"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_("One a line: Ana Ruiz <ana@college.edu>, or first name, last name and address from a spreadsheet."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"))
    institution = forms.ModelChoiceField(label=_("At"), queryset=Institution.objects.none())

    def __init__(self, *args: Any, places: Any, roles: Collection[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        self.fields["role"].choices = _choices(roles)  # type: ignore[attr-defined]

    def clean_people(self) -> list[Listed]:
        """Whom the lines name; raises for too many, and for a line without an address."""
        people = people_in(self.cleaned_data["people"])
        if len(people) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most %d people at once.") % MOST_AT_ONCE)
        if without := [one.line for one in people if not one.email]:
            words = _("No e-mail address stands here: %s")
            raise forms.ValidationError([words % line[:80] for line in without[:10]])
        return people


class WelcomeForm(PlainForm):
    """The first password, or a new one, of somebody who came by a link."""

    password = forms.CharField(
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence is good."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]


class EndForm(PlainForm):
    """Why an access ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class TerritoryForm(VersionedForm):
    """The settings of the installation."""

    name = forms.CharField(label=_("Name of the territory"), max_length=120)
    contact = PeopleField(
        label=_("Contact for colleges"),
        required=False,
        empty_label=_("the Regional Director who has been one for longest"),
        help_text=_("Named to colleges that ask about a regional relationship, and asked where nobody is nearer."),
        error_messages={
            "invalid_choice": _("This person may not answer colleges. Choose one of the Regional Directors.")
        },
    )
    time_zone = zone_field()
    brand_hue = forms.TypedChoiceField(
        label=_("Color"), coerce=int, help_text=_("Of buttons and marks. Red is kept for refusals.")
    )

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        names = ("name", "contact_id", "time_zone", "brand_hue", "version")
        initial = {n.removesuffix("_id"): getattr(territory, n) for n in names}
        super().__init__(*args, initial=initial, **kwargs)
        own = [] if territory.brand_hue in HUES else [(territory.brand_hue, _("The present color"))]
        self.fields["brand_hue"].choices = [*HUES.items(), *own]  # type: ignore[attr-defined]
        self.fields["contact"].offer(possible_contacts().order_by("family_name"))  # type: ignore[attr-defined]


class SetUpForm(PlainForm):
    """The first person's first page: whose installation, which institutions, first administrator."""

    territory = forms.CharField(
        label=_("Name of the territory"), max_length=120, help_text=_("Such as: Two Rivers region.")
    )
    office = forms.CharField(label=_("Name of the office that convenes it"), max_length=200)
    time_zone = zone_field()
    institutions = forms.CharField(
        label=_("Colleges, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("You can add districts, schools and more later."),
    )
    institutions_file = forms.FileField(
        label=_("Or a file with them"),
        required=False,
        help_text=_("The IPEDS list of institutions or the California list of schools, as CSV."),
    )
    given_name = forms.CharField(label=_("Your first name"), max_length=80)
    family_name = forms.CharField(label=_("Your last name"), max_length=80)
    email = forms.EmailField(label=_("Your e-mail"))
    password = forms.CharField(
        label=_("A password"), widget=forms.PasswordInput, help_text=_("At least 12 characters; a sentence is good.")
    )

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]
