import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guildhall.employers.forms.lists import ListForm
from guildhall.employers.industries import SECTORS, SIZES
from guildhall.employers.models import Contact, Employer, EmployerName, Identifier, Note, Site, Tag
from guildhall.employers.models.places import MailTopic
from guildhall.employers.queries.directory import Filters
from guildhall.lib.hosts import bare_host
from guildhall.lib.reach import LIFE
from guildhall.lib.spelling import as_known
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.fields import PhoneField, ZipField
from guildhall.ui.menus import narrows
from guildhall.ui.picking import StateField, knowing

AGES = [
    ("active", _("Active in 12 months")),
    ("never", _("Never")),
    ("30", _("Not for 30 days")),
    ("90", _("Not for 90 days")),
    ("180", _("Not for 6 months")),
    ("365", _("Not for a year")),
]
OWNERS = [("me", _("Mine")), ("none", _("No owner"))]
SORTS = [("", _("Name")), ("quiet", _("Longest without contact")), ("recent", _("Newest contact"))]


class FilterForm(ListForm):
    """The filters of the directory; anything unknown in the address filters nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    industry = forms.ChoiceField(label=_("Industry"), required=False, choices=[("", _("Any")), *SECTORS.items()])
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=60)
    size = forms.ChoiceField(
        label=_("Size"), required=False, choices=[("", _("Any")), *((k, v[2]) for k, v in SIZES.items())]
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False, choices=[("", _("Anybody")), *OWNERS])
    contact = forms.ChoiceField(label=_("Last contact"), required=False, choices=[("", _("Any time")), *AGES])
    offers = forms.ChoiceField(
        label=_("Offers"), required=False, choices=[("", _("Anything or nothing")), ("open", _("Open opportunities"))]
    )
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrowing = [one.name for one in narrows("employers")]
        for one in narrows("employers"):
            choices = [("", _("Any")), *one.choices(person)]
            self.fields[one.name] = forms.ChoiceField(label=one.label, required=False, choices=choices)

    def narrowing_fields(self) -> list[Any]:
        """The filters of upper apps in which there is something to choose."""
        return [self[name] for name in self.narrowing if len(self.fields[name].choices) > 1]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What the list is narrowed to; what makes no sense narrows nothing."""
        values = self.values()
        return Filters(more={name: values.pop(name) for name in self.narrowing}, **values)


def clean_website(value: str) -> str:
    """The bare host of a web address. Raises `ValidationError` with a suggestion where one can be made."""
    if not value.strip():
        return ""
    try:
        return bare_host(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class EmployerForm(VersionedForm):
    """The facts about an employer."""

    name = forms.CharField(label=_("Name"), max_length=250)
    domain = forms.CharField(label=_("Website"), max_length=250, required=False)
    naics = forms.RegexField(
        r"^\d{2,6}$",
        label=_("Industry code (NAICS)"),
        required=False,
        help_text=_("Two to six digits, edition 2022, such as 622110 for a hospital."),
        error_messages={"invalid": _("An industry code has two to six digits and nothing else.")},
    )
    industry = forms.CharField(
        label=_("Industry in words"), max_length=120, required=False, widget=knowing("known-industries")
    )
    staff_count = forms.IntegerField(label=_("Staff"), min_value=0, max_value=3_000_000, required=False)
    third_party_recruiter = forms.BooleanField(label=_("Recruits for other employers"), required=False)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=400,
        help_text=_("Separate them with commas."),
        widget=knowing("known-tags", many=True),
    )

    def __init__(
        self, *args: Any, employer: Employer | None = None, person: Person | None = None, **kwargs: Any
    ) -> None:
        self.person = person
        if employer:
            fields = ("name", "domain", "naics", "industry", "staff_count", "third_party_recruiter", "version")
            kwargs["initial"] = {f: getattr(employer, f) for f in fields}
            kwargs["initial"]["tags"] = ", ".join(t.name for t in employer.tags.all())
        super().__init__(*args, **kwargs)

    def clean_domain(self) -> str:
        return clean_website(self.cleaned_data["domain"])

    def clean_tags(self) -> list[str]:
        words = self.cleaned_data["tags"].replace(";", ",").split(",")
        typed = [w.strip()[:60] for w in words if w.strip()]
        return as_known(typed, known_tags(self.person) if self.person and typed else ())


class NameForm(PlainForm):
    """One more name."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EmployerName.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=250)


class IdentifierForm(PlainForm):
    """What a register calls the employer."""

    scheme = forms.ChoiceField(label=_("Register"), choices=Identifier.Scheme.choices)
    value = forms.CharField(label=_("Number"), max_length=60)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("scheme") == Identifier.Scheme.EIN and values.get("value"):
            digits = values["value"].replace("-", "").replace(" ", "")
            if not re.fullmatch(r"[0-9]{9}", digits):
                self.add_error("value", _("An EIN has nine digits, such as 12-3456789."))
            values["value"] = digits
        return values


class SiteForm(VersionedForm):
    """A place of work."""

    label = forms.CharField(label=_("What it is called"), max_length=120, required=False)
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=120, widget=knowing("known-cities"))
    state = StateField(label=_("State"), required=False)
    zip = ZipField()
    phone = PhoneField()

    def __init__(self, *args: Any, site: Site | None = None, **kwargs: Any) -> None:
        if site:
            kwargs["initial"] = {f: getattr(site, f) for f in (*self.base_fields,)}
        super().__init__(*args, **kwargs)
        if site:
            self.fields["state"].keep(site.state)  # type: ignore[attr-defined]


class ContactForm(VersionedForm):
    """A person in a position."""

    given_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneField()
    site = forms.ModelChoiceField(
        label=_("Works at"), queryset=Site.objects.none(), required=False, empty_label=_("any site")
    )
    primary = forms.BooleanField(label=_("Main contact"), required=False)
    from_date = DayField(label=_("Since"), required=False, back=LIFE)
    to_date = DayField(label=_("Until"), required=False, back=LIFE)
    approach = forms.CharField(
        label=_("How to approach"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who sees this contact reads it, such as: mornings by telephone, never on Fridays."),
    )
    students_may_email = forms.BooleanField(label=_("Students may see the e-mail"), required=False)
    students_may_phone = forms.BooleanField(label=_("Students may see the telephone"), required=False)
    mail_topics = forms.MultipleChoiceField(
        label=_("May be mailed in bulk about"),
        choices=MailTopic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, employer: Employer, contact: Contact | None = None, closed: bool = False, **kwargs: Any
    ) -> None:
        if contact:
            kwargs["initial"] = {f: getattr(contact, f) for f in self.base_fields if f != "site"}
            kwargs["initial"]["site"] = contact.site_id
        super().__init__(*args, **kwargs)
        if closed:  # what a key account protects is in no form of those who have not asked
            del self.fields["email"], self.fields["phone"]
        self.fields["site"].queryset = employer.sites.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("from_date") and values.get("to_date") and values["to_date"] < values["from_date"]:
            self.add_error("to_date", _("The last day lies before the first one."))
        return values


class NoteForm(PlainForm):
    """A remark."""

    text = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    stays = forms.BooleanField(label=_("Stays in the CRM after promotion"), required=False)

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if employer.posted_at:
            del self.fields["stays"]


class NoteChangeForm(VersionedForm):
    """A remark of one's own, written anew."""

    text = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": note.text, "version": note.version}, **kwargs)


class OwnerForm(VersionedForm):
    """Who looks after a shared employer."""

    owner = PeopleField(label=_("Owner"), required=False)

    def __init__(self, *args: Any, employer: Employer, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"owner": employer.owner_id, "version": employer.version}, **kwargs)
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]


def known_tags(person: Person) -> list[str]:
    """The tags of the employers that a person finds in the directory, for the filter."""
    shared = Employer.objects.shared_with(person)
    return list(Tag.objects.filter(employers__in=shared).distinct().values_list("name", flat=True)[:300])
