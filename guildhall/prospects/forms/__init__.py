from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.employers.forms.records import clean_website
from guildhall.employers.models import Contact, Designation
from guildhall.lib import clock
from guildhall.lib.verdicts import no
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.people.queries import colleges
from guildhall.prospects.models import Answer, Prospect
from guildhall.prospects.rules import can_confirm_from
from guildhall.protocols.models import Clause
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.fields import PhoneField, ZipField
from guildhall.ui.naming import NamedField
from guildhall.ui.picking import StateField, knowing


class NewEmployerForm(PlainForm):
    """A new employer as somebody types it; only the name is needed."""

    name = forms.CharField(label=_("Name"), max_length=250)
    domain = forms.CharField(label=_("Website"), max_length=250, required=False)
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False, widget=knowing("known-cities"))
    state = StateField(label=_("State"), required=False)
    zip = ZipField()
    phone = PhoneField()
    industry = forms.CharField(
        label=_("Industry in words"), max_length=120, required=False, widget=knowing("known-industries")
    )
    contact_given_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    contact_family_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    contact_title = forms.CharField(label=_("Position"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    holder = forms.ModelChoiceField(label=_("For which institution?"), queryset=Institution.objects.none())

    def __init__(self, *args: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]
        self.fields["holder"].empty_label = None  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(c.isalnum() for c in name):
            raise forms.ValidationError(_("A name needs at least one letter or digit."))
        return name

    def clean_domain(self) -> str:
        return clean_website(self.cleaned_data["domain"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        person = [values.get(f"contact_{f}") for f in ("given_name", "title", "email")]
        if any(person) and not values.get("contact_family_name"):
            self.add_error("contact_family_name", _("A contact needs a last name."))
        return values

    def new_employer(self) -> NewEmployer:
        """What was typed, ready to be matched and entered."""
        v = self.cleaned_data
        site_values = {f: v[f] for f in ("street", "city", "state", "zip", "phone")}
        site = NewSite(**site_values) if any(site_values.values()) else None
        contacts = []
        if v["contact_family_name"]:
            contacts.append(
                NewContact(v["contact_family_name"], v["contact_given_name"], v["contact_title"], v["contact_email"])
            )
        return NewEmployer(
            name=v["name"], domain=v["domain"], industry=v["industry"], site=site, contacts=contacts, source="by hand"
        )


class AskForm(PlainForm):
    """A message to whoever develops the employer behind the wall."""

    message = forms.CharField(
        label=_("What would you like to do with them?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(VersionedForm):
    """One criterion's answer."""

    choice = forms.ChoiceField(label=_("Answer"), choices=Answer.Choice.choices, widget=forms.RadioSelect)
    evidence = forms.CharField(label=_("Evidence"), max_length=500)


class PlanForm(VersionedForm):
    """Owner and next step."""

    owner = PeopleField(label=_("Owner"), required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_step_on = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, prospect: Prospect, owners: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {f: getattr(prospect, f) for f in ("next_step", "next_step_on", "version")}
        kwargs["initial"]["owner"] = prospect.owner_id
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(owners)  # type: ignore[attr-defined]

    def clean_next_step_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_step_on"]
        if day and day < clock.today() and day != self.initial["next_step_on"]:  # one that is late may stay
            raise forms.ValidationError(translated("This day has passed already. Choose today or a day to come."))
        return day


class MoveForm(VersionedForm):
    """Another stage, with its reason."""

    stage = forms.ChoiceField(label=_("Stage"), choices=[c for c in Prospect.Stage.choices if c[0] != "promoted"])
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class ReasonForm(PlainForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class PromoteForm(PlainForm):
    """Who will see it."""

    audience = forms.ChoiceField(
        label=_("Shared with"),
        choices=[("all", _("Every institution")), ("some", _("Only some, by a recorded exception"))],
        initial="all",
        widget=forms.RadioSelect,
    )
    institutions = forms.ModelMultipleChoiceField(
        label=_("Which ones?"), queryset=Institution.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Why not every institution?"), max_length=300, required=False)
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institutions"].queryset = colleges()  # type: ignore[attr-defined]
        self.colleges = [(college.pk, str(college)) for college in colleges()]
        self.fields["institutions"].choices = self.colleges  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        until = values.get("until")
        if values.get("audience") == "some" and until and until <= clock.today():
            self.add_error("until", _("Choose a day to come: once it has passed, everybody sees the employer."))
        return values


class ExceptionForm(PlainForm):
    """Who sees an employer by an exception, why and until when."""

    institutions = forms.ModelMultipleChoiceField(
        label=_("Which ones?"), queryset=Institution.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Why not every institution?"), max_length=300)
    until = DayField(label=_("Until"), required=False, back=0)

    def __init__(self, *args: Any, row: Designation, **kwargs: Any) -> None:
        held = [place.pk for place in row.institutions.all()]
        kwargs["initial"] = {"institutions": held, "reason": row.reason, "until": row.until}
        super().__init__(*args, **kwargs)
        self.fields["institutions"].queryset = colleges() | Institution.objects.filter(pk__in=held)  # type: ignore[attr-defined]


class AudienceForm(PromoteForm):
    """Who sees shared employers from now on, and why it changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience, reason = self.fields["audience"], self.fields["reason"]
        audience.choices = [  # type: ignore[attr-defined]
            ("all", _("Whom the protocol says")),
            ("some", _("Only some, by a recorded exception")),
        ]
        audience.initial, reason.label, reason.required = "some", _("Why does it change?"), True

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("audience") == "some" and not values.get("institutions") and "institutions" not in self.errors:
            self.add_error("institutions", _("Choose at least one institution."))
        return values


class LinkForm(PlainForm):
    """Whom to send the readiness link."""

    contact = NamedField(label=_("Send the link to"), queryset=Contact.objects.none())

    def __init__(self, *args: Any, prospect: Prospect, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = prospect.employer.contacts.current().exclude(email="")
        self.fields["contact"].offer(rows)  # type: ignore[attr-defined]
        results = [c for c in prospect.employer.contacts.all() if c.is_current and c.email]
        verdicts = [(contact, can_confirm_from(by, prospect, contact)) for contact in results]
        self.reachable = [contact for contact, verdict in verdicts if verdict]
        nobody = no("To ask the employer by a link, add a contact of theirs with an e-mail address.")
        self.because = next((verdict for _contact, verdict in verdicts if not verdict), nobody)
        self.fields["contact"].choices = [("", "—"), *((c.pk, str(c)) for c in self.reachable)]  # type: ignore[attr-defined]


class ConfirmForm(PlainForm):
    """The employer's own confirmation."""

    name = forms.CharField(label=_("Your name"), max_length=120)


class ReplyForm(PlainForm):
    """The answer to a college."""

    answer = forms.CharField(
        label=_("Answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CriteriaForm(VersionedForm):
    """The questions of a vetting clause, in their order; an empty one is left out."""

    SPARE = 3

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": clause.protocol.version}
        super().__init__(*args, **kwargs)
        known = list(clause.criteria.all())
        self.count = len(known) + self.SPARE
        for n in range(1, self.count + 1):
            row = known[n - 1] if n <= len(known) else None
            self.fields[f"question_{n}"] = forms.CharField(
                label=_("Question %d") % n, max_length=250, required=False, initial=row.question if row else ""
            )
            self.fields[f"guidance_{n}"] = forms.CharField(
                label=_("What counts as evidence"), max_length=300, required=False, initial=row.guidance if row else ""
            )

    def compared_with(self, clause: Clause) -> list[tuple[str, str, str]]:
        """Where what was typed differs from what somebody else saved: (field, saved now, yours)."""
        saved = [value for row in clause.criteria.all() for value in (row.question, row.guidance)]
        names = [name for name in self.fields if name != "version"]
        saved += [""] * (len(names) - len(saved))
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(clause.protocol.version)  # type: ignore[index]
        pairs = [(str(self.fields[n].label), was, self.cleaned_data[n]) for n, was in zip(names, saved, strict=False)]
        return [line for line in pairs if line[1] != line[2]]

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"question_{n}"], self[f"guidance_{n}"]) for n in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        asked = [pair[0] for pair in self.questions()]
        if not asked:
            raise forms.ValidationError(_("A vetting clause asks at least one question."))
        if len(set(asked)) < len(asked):
            raise forms.ValidationError(_("Two of the questions are the same."))
        return values

    def questions(self) -> list[tuple[str, str]]:
        """The questions that are asked, each with its guidance."""
        v = self.cleaned_data
        pairs = [(v.get(f"question_{n}", ""), v.get(f"guidance_{n}", "")) for n in range(1, self.count + 1)]
        return [pair for pair in pairs if pair[0]]
