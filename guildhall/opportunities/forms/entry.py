from dataclasses import fields as fields_of
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.opportunities.actions.entering import Offer
from guildhall.opportunities.forms.fields import OfferFields
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.forms import Coded, CodeField
from guildhall.pathways.models import Code, Pathway, Program
from guildhall.pathways.queries import cluster_choices, program_named
from guildhall.people.models import Institution, Person
from guildhall.ui.naming import NamedField
from guildhall.ui.picking import knowing

MOST_PROGRAMS = 20


class ProgramsField(forms.CharField):
    """Programs of study by name and stamp, with commas between them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**({"max_length": 2000, "widget": knowing("known-programs", many=True)} | more))
        self.offered: Any = Program.objects.none()

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        rows = list(self.offered) if text.strip() else []
        found = []
        for label in filter(None, (part.strip() for part in text.split(","))):
            row = program_named(label, rows)
            if row is None:
                words = translated(
                    "No program is called “%s”. Write it with the short name of its institution, as the list does."
                )
                raise forms.ValidationError(words % label)
            found.append(row)
        if len(found) > MOST_PROGRAMS:
            raise forms.ValidationError(translated("Name at most %d programs, or a pathway.") % MOST_PROGRAMS)
        return tuple(dict.fromkeys(found))


class OfferForm(OfferFields):
    """What an employer offers: what, where, when, for whom, and what they get out of it."""

    kind = forms.ChoiceField(label=_("What do they offer?"), choices=[])
    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("What people find it by."))
    occupation = CodeField(
        Code.Scheme.SOC,
        words=True,
        label=_("Occupation"),
        required=False,
        help_text=_("The code or the title of SOC, or your own words."),
    )
    cluster = forms.ChoiceField(label=_("Career cluster"), required=False)
    pathway = forms.ModelChoiceField(
        label=_("Pathway"), queryset=Pathway.objects.none(), required=False, empty_label=_("any")
    )
    programs = ProgramsField(
        label=_("Programs it is meant for"),
        required=False,
        help_text=_("With commas between them. Empty: for every program."),
    )
    requirements = forms.CharField(
        label=_("What do they ask for?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    how_to_apply = forms.CharField(
        label=_("How does somebody apply?"),
        required=False,
        max_length=500,
        help_text=_("Without e-mail and telephone of a contact: these are not passed on to students."),
    )
    contact = NamedField(
        label=_("Who offers it?"), queryset=Contact.objects.none(), required=False, empty_label=_("not said")
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of which employer?"),
        required=False,
        max_length=200,
        help_text=_("Where a recruiter offers it for somebody else."),
    )
    origin = forms.ChoiceField(
        label=_("How did it come?"), choices=Opportunity.Origin.choices, widget=forms.RadioSelect
    )
    motive = forms.ChoiceField(label=_("Why do they offer it?"), required=False, choices=Opportunity.Motive.choices)
    benefit = forms.CharField(label=_("What do they get out of it?"), required=False, max_length=300)
    holder = forms.ModelChoiceField(
        label=_("Which institution looks after it?"),
        queryset=Institution.objects.none(),
        empty_label=None,
        help_text=_("It is approved there."),
    )

    def __init__(
        self,
        *args: Any,
        employer: Employer,
        person: Person,
        row: Opportunity | None = None,
        again: Opportunity | None = None,
        places: Any = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"origin": Opportunity.Origin.OFFERED}
        if row or again:
            initial = offered(row or again)  # type: ignore[arg-type]
        if again:
            initial |= dict.fromkeys(("publish_on", "expires_on", "starts_on", "ends_on", "apply_from", "apply_until"))
        if row:
            initial["version"] = row.version
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.shown = row
        self._offer(employer, person)
        self._offer_choices(employer, row or again)
        if row:
            del self.fields["holder"]
        else:
            self.fields["holder"].queryset = places  # type: ignore[attr-defined]

    def _offer(self, employer: Employer, person: Person) -> None:
        pathways = Pathway.objects.visible_to(person).open().order_by("name")
        programs = Program.objects.visible_to(person).offered().select_related("institution")
        self.fields["contact"].offer(employer.contacts.current())  # type: ignore[attr-defined]
        self.fields["pathway"].queryset = pathways  # type: ignore[attr-defined]
        self.fields["programs"].offered = programs  # type: ignore[attr-defined]
        self.fields["cluster"].choices = cluster_choices(_("any"))  # type: ignore[attr-defined]

    def offer(self) -> Offer:
        """What was typed, as the action takes it."""
        values = {f.name: self.cleaned_data.get(f.name) for f in fields_of(Offer) if f.name in self.cleaned_data}
        coded: Coded = self.cleaned_data["occupation"]
        values |= {"occupation": coded.title, "soc": coded.code, "soc_version": coded.version}
        values |= {"papers": tuple(values["papers"] or ()), "at": self.sites()}
        return Offer(**values)  # type: ignore[arg-type]


def offered(row: Opportunity) -> dict[str, Any]:
    """An opportunity as the form shows it."""
    others = ("programs", "soc", "soc_version", "at")
    initial = {f.name: getattr(row, f.name) for f in fields_of(Offer) if f.name not in others}
    initial["occupation"] = f"{row.soc} {row.occupation}".strip()
    named = row.programs.select_related("institution").order_by("name")
    initial["programs"] = ", ".join(program.label for program in named)
    return initial
