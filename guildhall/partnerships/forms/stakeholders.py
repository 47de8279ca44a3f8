"""What is typed about stakeholders and candidates: who they are, and what part they have (handout 1A)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.partnerships.actions.recruiting import Conversation, Fit, Sought
from guildhall.partnerships.actions.stakeholders import Answered, Part, Somebody
from guildhall.partnerships.forms.initiatives import words
from guildhall.partnerships.kinds import Consideration, Role, Stage
from guildhall.partnerships.models import Category, Profile, Stakeholder
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution
from guildhall.people.queries import staff_of
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


@dataclass(frozen=True)
class Body:
    """Which organization a form is about: a record, or a name that is typed."""

    employer: Employer | None = None
    institution: Institution | None = None

    @property
    def name(self) -> str:
        record = self.employer or self.institution
        return record.name if record else ""


class SomebodyForm(VersionedForm):
    """Who it is: of a record somebody who is known there, else a name (E2)."""

    body = forms.CharField(label=_("Organization"), max_length=200)
    contact = NamedField(
        label=_("Who there?"), queryset=Contact.objects.none(), required=False, empty_label=_("nobody by name")
    )
    person = PeopleField(label=_("Who there?"), required=False, empty_label=_("nobody by name"))
    name = forms.CharField(label=_("Name of somebody else there"), max_length=160, required=False)
    post = forms.CharField(label=_("Position"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)

    def __init__(self, *args: Any, of: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        if of.employer:
            self.fields["contact"].offer(of.employer.contacts.current())  # type: ignore[attr-defined]
        if of.institution:
            self.fields["person"].offer(staff_of(of.institution))  # type: ignore[attr-defined]
        missing = {"contact": not of.employer, "person": not of.institution, "body": bool(of.name)}
        for name in [name for name, is_out in missing.items() if is_out]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("contact") or values.get("person")) and values.get("name"):
            self.add_error("name", translated("Choose somebody from the list, or write a name: not both."))
        return values

    def somebody(self) -> Somebody:
        """Who was chosen or typed, as the action takes it."""
        names = ("body", "contact", "person", "name", "post", "email")
        values = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        return Somebody(employer=self.of.employer, institution=self.of.institution, **values)

    @staticmethod
    def names_of(row: Any) -> dict[str, Any]:
        """A row as the form shows who it is."""
        names = ("body", "contact", "person", "name", "post", "email", "version")
        return {name: getattr(row, name) for name in names}


class StakeholderForm(SomebodyForm):
    """Handout 1A: who they are, then their role and stage."""

    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    authority = forms.ChoiceField(
        label=_("Do they decide, or do the work?"),
        choices=[("", _("not known yet")), *Stakeholder.Authority.choices],
        required=False,
    )
    head = forms.BooleanField(
        label=_("Heads the organization"), required=False, help_text=_("A superintendent, president or director.")
    )
    also_at = forms.CharField(
        label=_("Also at"), max_length=200, required=False, help_text=_("A second organization they speak for.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several may fit. Champions win support, connectors bring people together."),
    )
    stages = forms.MultipleChoiceField(
        label=_("Most engaged in"), choices=Stage, required=False, widget=forms.CheckboxSelectMultiple
    )
    works_for = NamedField(
        label=_("Does the work for"),
        queryset=Stakeholder.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
        help_text=_("The champion or decision maker who named them."),
    )
    responsibilities = words(_("Responsibilities"), most=1000, rows=2)
    brings = words(_("Knowledge and capacity that they bring"), most=1000, rows=2)
    lacks = words(_("What they still need to know or have"), most=1000, rows=2)
    benefit = words(_("What they get out of it"), most=1000, rows=2)

    def __init__(
        self,
        *args: Any,
        categories: QuerySet[Category],
        leaders: QuerySet[Stakeholder],
        row: Stakeholder | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]
        self.fields["works_for"].offer(leaders)  # type: ignore[attr-defined]
        for one in Consideration:
            self.fields[f"is_{one}"] = forms.BooleanField(label=one.label, required=False)
            self.fields[f"shown_{one}"] = forms.CharField(label=_("What shows it"), max_length=300, required=False)

    @property
    def considerations(self) -> list[tuple[Any, Any]]:
        """Each consideration with the field of what shows it."""
        return [(self[f"is_{one}"], self[f"shown_{one}"]) for one in Consideration]

    def part(self) -> Part:
        """Their part, as the action takes it. Whom the editor does not see stays."""
        values = {name: self.cleaned_data[name] for name in Part.__dataclass_fields__}
        offered = {one.pk for one in self.fields["works_for"].rows}  # type: ignore[attr-defined]
        if self.row and self.row.works_for_id and self.row.works_for_id not in offered:
            values["works_for"] = Stakeholder(pk=self.row.works_for_id, initiative_id=self.row.initiative_id)
        return Part(**values)

    def evidence(self) -> dict[str, str]:
        """The considerations that were ticked, each with what shows it."""
        ticked = [one for one in Consideration if self.cleaned_data[f"is_{one}"] or self.cleaned_data[f"shown_{one}"]]
        return {str(one): self.cleaned_data[f"shown_{one}"] for one in ticked}

    @classmethod
    def initial_of(cls, row: Stakeholder) -> dict[str, Any]:
        """A stakeholder as the form shows it."""
        values = {name: getattr(row, name) for name in Part.__dataclass_fields__}
        for one in row.evidence.all():
            values |= {f"is_{one.consideration}": True, f"shown_{one.consideration}": one.shown_by}
        return cls.names_of(row) | values


class AnswerForm(VersionedForm):
    """What a stakeholder answered, and how."""

    answer = forms.ChoiceField(
        label=_("What did they answer?"),
        choices=[("accepted", _("They take the part")), ("declined", _("They decline"))],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(
        label=_("How?"),
        choices=[(one, one.label) for one in (Stakeholder.How.SPOKEN, Stakeholder.How.WRITTEN)],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("When?"), ahead=0)
    words = forms.CharField(label=_("Their words"), max_length=500, required=False)

    def answered(self) -> Answered:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return Answered(values["answer"] == "accepted", values["how"], values["on"], values["words"])


class ReplaceForm(VersionedForm):
    """Why somebody is replaced, and by whom."""

    because = forms.CharField(label=_("Why?"), max_length=300)
    instead = NamedField(
        label=_("Who comes instead?"), queryset=Stakeholder.objects.none(), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, others: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead"].offer(others)  # type: ignore[attr-defined]


# ── Profiles and candidates ──────────────────────────────────────────


class ProfileForm(VersionedForm):
    """Whom an initiative looks for (F5)."""

    title = forms.CharField(label=_("Whom do you look for?"), max_length=150)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    expertise = words(_("Which knowledge and skills?"), required=True)
    need = words(_("Which need does it meet?"), required=True, help_text=_("What goes on once somebody fills it."))
    wanted = forms.IntegerField(label=_("How many?"), min_value=1, max_value=99, initial=1)
    closed = forms.BooleanField(label=_("Closed: nobody is looked for any more"), required=False)

    def __init__(self, *args: Any, categories: QuerySet[Category], new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]
        if new:
            del self.fields["closed"]

    def sought(self) -> Sought:
        """What was typed, as the action takes it."""
        return Sought(**{name: self.cleaned_data[name] for name in Sought.__dataclass_fields__})

    @staticmethod
    def initial_of(row: Profile) -> dict[str, Any]:
        """A profile as the form shows it."""
        values = {name: getattr(row, name) for name in Sought.__dataclass_fields__}
        return values | {"closed": row.closed_on is not None, "version": row.version}


class CandidateForm(SomebodyForm):
    """Who could fill a profile, what they want and can do, and who knows them (F6, H12)."""

    interests = words(_("Their own interests"), most=1000, rows=2, help_text=_("What they would do it for."))
    abilities = words(_("What they can do"), most=1000, rows=2)
    introducer = PeopleField(
        label=_("Who could introduce you?"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("A colleague who knows them; they are told."),
    )
    introduction = forms.CharField(label=_("What became of the introduction"), max_length=300, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["introducer"].offer(people)  # type: ignore[attr-defined]

    def fit(self) -> Fit:
        """What was typed, as the action takes it."""
        return Fit(**{name: self.cleaned_data[name] for name in Fit.__dataclass_fields__})

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """A candidate as the form shows it."""
        return cls.names_of(row) | {name: getattr(row, name) for name in Fit.__dataclass_fields__}


class InterviewForm(VersionedForm):
    """The four questions of a conversation (F7)."""

    on = DayField(label=_("When?"), ahead=0)
    business = words(_("The organization: what it does or produces"), most=1000, rows=2)
    position = words(_("Their position: role, responsibility, skills"), most=1000, rows=2)
    interest = words(_("How interested are they?"), most=1000, rows=2)
    capacity = words(_("Do they have the time and means to serve?"), most=1000, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        del self.fields["version"]

    def conversation(self) -> Conversation:
        """What was typed, as the action takes it."""
        return Conversation(**self.cleaned_data)


class DecideForm(VersionedForm):
    """Chosen or not, with the reason."""

    choice = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[("chosen", _("Chosen: they become a stakeholder")), ("not_chosen", _("Not chosen"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=500, help_text=_("It shows later how the right voices were chosen.")
    )
