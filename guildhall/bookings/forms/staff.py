"""How places are given away, and for whom the staff books."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.actions.terms import Given
from guildhall.bookings.forms.booking import PersonForm
from guildhall.bookings.models import Terms
from guildhall.bookings.models.rolls import MOST_GUESTS, MOST_HOURS
from guildhall.bookings.parties import Comer
from guildhall.bookings.queries.limits import shares_of
from guildhall.employers.models import Employer
from guildhall.events.models import Event
from guildhall.pathways.models import Program
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm
from guildhall.ui.naming import NamedField

MOST = 100_000
NO_SUCH_TIME = _("Choose one of the times that stand here.")


class TermsForm(VersionedForm):
    """How many places there are, how long somebody may think, who brings guests, and what each institution has."""

    capacity = forms.IntegerField(
        label=_("Places in all"), required=False, min_value=0, max_value=MOST,
        help_text=_("Empty: nothing is booked, people just come."),
    )  # fmt: skip
    hours_to_answer = forms.IntegerField(
        label=_("Hours to say yes"), min_value=0, max_value=MOST_HOURS,
        help_text=_("For whoever gets a place from the waiting list. 0: the place is theirs at once."),
    )  # fmt: skip
    guests = forms.IntegerField(label=_("Guests whom one person may bring"), min_value=0, max_value=MOST_GUESTS)
    employers_book = forms.BooleanField(
        label=_("Employers book for their own people"), required=False,
        help_text=_("Those who take part always may. With this, all others as well, if the event is open to all."),
    )  # fmt: skip
    slots_by_choice = forms.BooleanField(
        label=_("Whoever holds interviews chooses whom to see"), required=False,
        help_text=_("Students ask for an interview slot. You choose among them, with alternates who move up."),
    )  # fmt: skip
    place = NamedField(
        label=_("Limit for one more institution"), queryset=Institution.objects.none(), required=False,
        empty_label=_("none"),
    )  # fmt: skip
    most = forms.IntegerField(label=_("Places for it at most"), required=False, min_value=0, max_value=MOST)
    program = NamedField(
        label=_("Limit for one more program"), queryset=Program.objects.none(), required=False, empty_label=_("none")
    )
    year = forms.CharField(
        label=_("or for a year or grade"),
        required=False,
        max_length=20,
        help_text=_("As students have it, such as 11."),
    )
    most_of_group = forms.IntegerField(label=_("Places for it at most"), required=False, min_value=0, max_value=MOST)

    def __init__(
        self, *args: Any, row: Event, places: Iterable[Institution], programs: Iterable[Program] = (), **kwargs: Any
    ) -> None:
        terms = Terms.of(row)
        names = ("hours_to_answer", "guests", "employers_book", "slots_by_choice")
        facts = {name: getattr(terms, name) for name in names}
        kwargs["initial"] = {"version": row.version, "capacity": row.capacity} | facts
        super().__init__(*args, **kwargs)
        self.shares = shares_of(row)
        self.fields["place"].offer(places)  # type: ignore[attr-defined]
        self.fields["program"].offer(programs)  # type: ignore[attr-defined]
        for share in self.shares:
            self.fields[f"share-{share.pk}"] = forms.IntegerField(
                label=capfirst(share.whose), required=False, min_value=0, max_value=MOST, initial=share.places
            )

    @property
    def limits(self) -> list[Any]:
        """The fields of those who have a limit."""
        return [self[f"share-{share.pk}"] for share in self.shares]

    def clean(self) -> None:
        v = self.cleaned_data
        if v.get("place") and v.get("most") is None and "most" not in self.errors:
            self.add_error("most", _("Say how many places it has at most."))
        groups = [name for name in ("program", "year") if v.get(name)]
        if len(groups) > 1:
            self.add_error("year", _("Name a program, or a year or grade: each limit is for one of them."))
        if groups and v.get("most_of_group") is None and "most_of_group" not in self.errors:
            self.add_error("most_of_group", _("Say how many places it has at most."))

    def given(self) -> Given:
        """What was typed, as the action takes it; a limit that was emptied is none any more."""
        v = self.cleaned_data
        kept_ones = [one for one in self.shares if v[f"share-{one.pk}"] is not None]
        shares: dict[Any, int] = {one.institution or one.program or one.year: v[f"share-{one.pk}"] for one in kept_ones}
        if v["place"]:
            shares[v["place"]] = v["most"]
        if group := v["program"] or v["year"].strip():
            shares[group] = v["most_of_group"]
        kept = (v["capacity"], v["hours_to_answer"], v["guests"], v["employers_book"], v["slots_by_choice"])
        return Given(*kept, shares)


class OtherForm(PersonForm):
    """A colleague, or somebody of an employer, who comes."""

    colleague = PeopleField(label=_("A colleague"), required=False, empty_label=_("nobody"))
    employer = forms.ModelChoiceField(
        label=_("Or somebody of an employer"), queryset=Employer.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, people: Iterable[Any], employers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].offer(people)  # type: ignore[attr-defined]
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]
        self.fields["who"].required = False

    def clean(self) -> None:
        v = self.cleaned_data
        if bool(v.get("colleague")) == bool(v.get("employer")) and not self.errors:
            self.add_error("colleague", _("Choose a colleague, or an employer."))
        if v.get("employer") and not v.get("who", "").strip():
            self.add_error("who", _("Say who comes."))

    def comer(self) -> Comer:
        """Who comes, as the action takes it."""
        v = self.cleaned_data
        if v["colleague"]:
            return Comer(person=v["colleague"])
        return Comer(employer=v["employer"], name=v["who"], email=v["email"])


class NarrowForm(PlainForm):
    """Which students are listed."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    program = forms.ModelChoiceField(
        label=_("Program of study"), queryset=Program.objects.none(), required=False, empty_label=_("every program")
    )
    grade = forms.CharField(label=_("Year or grade"), required=False, max_length=10)

    def __init__(self, *args: Any, programs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What is asked for; what cannot be read narrows nothing."""
        v = self.cleaned_data if self.is_valid() else {}
        return {"words": v.get("q", ""), "program": v.get("program"), "grade": v.get("grade", "")}


class ClassForm(PlainForm):
    """Which students are booked, for which time."""

    at = forms.ChoiceField(
        label=_("Which time"), error_messages=dict.fromkeys(("required", "invalid_choice"), NO_SUCH_TIME)
    )
    key = forms.UUIDField()
    students = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, rows: Sequence[Any], times: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].choices = [(str(row.pk), row.name) for row in rows]  # type: ignore[attr-defined]
        named = [(one.key, f"{one.words} {one.title}".strip()) for one in times]
        self.fields["at"].choices = [("", _("choose")), *named]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """Who was ticked, as it was sent."""
        return set(self["students"].data or ())
