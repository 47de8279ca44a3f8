from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Course, Institution, Person, TrainingSession
from guildhall.people.permissions import EARNED, OPENED_WITH, Permission
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm

OPENABLE = EARNED - OPENED_WITH.keys()  # what goes with another one needs no box of its own


def _unlocks() -> list[tuple[str, str]]:
    return [(permission.name, capfirst(permission.words)) for permission in Permission if permission in OPENABLE]


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}))


class CourseForm(VersionedForm):
    """A training, what it opens and how long it counts."""

    title = forms.CharField(label=_("Title"), max_length=120)
    institution = forms.ModelChoiceField(
        label=_("For the staff of"), queryset=Institution.objects.none(), empty_label=None,
        help_text=_("And of all that stands under it."),
    )  # fmt: skip
    about = forms.CharField(
        label=_("What it teaches"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    unlocks = forms.MultipleChoiceField(
        label=_("Needed to"), choices=_unlocks, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that it opens.")},
    )  # fmt: skip
    valid_months = forms.IntegerField(
        label=_("Counts for (months)"), min_value=1, max_value=60, initial=12,
        help_text=_("12: people attend it every year."),
    )  # fmt: skip
    required_from = _day(_("Needed from"), _("Until then the role alone is enough: people can attend it first."))

    def __init__(self, *args: Any, places: Any, course: Course | None = None, **kwargs: Any) -> None:
        if course:
            names = ("title", "institution", "about", "unlocks", "valid_months", "required_from", "version")
            kwargs["initial"] = {name: getattr(course, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        if course:
            del self.fields["institution"]

    def values(self) -> dict[str, Any]:
        """What was typed, without the place and the version."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("institution", "version")}


class SessionForm(VersionedForm):
    """When and where a training is held."""

    course = forms.ModelChoiceField(label=_("Training"), queryset=Course.objects.none(), empty_label=None)
    day = _day(_("Day"), _("A day that has passed, if you write down a session that was held at once."))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    link = forms.URLField(label=_("Link to join"), max_length=300, required=False, assume_scheme="https")
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=5000, required=False, help_text=_("Empty: as many as come.")
    )
    trainer = PeopleField(label=_("Trainer"), required=False, empty_label=_("nobody named"))

    def __init__(
        self, *args: Any, courses: Any, trainers: Any, session: TrainingSession | None = None, **kwargs: Any
    ) -> None:
        if session:
            local = clock.local(session.starts_at)
            names = ("place", "link", "seats", "trainer", "course", "version")
            values = {name: getattr(session, name) for name in names}
            kwargs["initial"] = values | {"day": clock.day_of(session.starts_at), "time": local.time()}
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        self.fields["trainer"].offer(trainers)  # type: ignore[attr-defined]
        if session:
            del self.fields["course"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("place") and not values.get("link"):
            self.add_error("place", _("Say where it is held, or give the link to join."))
        return values

    def values(self) -> dict[str, Any]:
        """What was typed, as a session keeps it."""
        v = self.cleaned_data
        starts_at = clock.moment_of(v["day"], v["time"])
        return {"starts_at": starts_at} | {name: v[name] for name in ("place", "link", "seats", "trainer")}


class AttendanceForm(PlainForm):
    """Who came to a session."""

    present = forms.ModelMultipleChoiceField(
        label=_("Who attended?"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Others who came"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The e-mail addresses of people without a seat, one per line."),
    )  # fmt: skip

    def __init__(self, *args: Any, session: TrainingSession, staff: Any, **kwargs: Any) -> None:
        seats = list(session.attendances.select_related("person"))
        kwargs["initial"] = {"present": [seat.person_id for seat in seats if seat.attended]}
        super().__init__(*args, **kwargs)
        self.staff = staff
        self.booked = len(seats)
        people = Person.objects.filter(pk__in=[seat.person_id for seat in seats]).order_by("family_name")
        self.fields["present"].queryset = people  # type: ignore[attr-defined]

    def clean_others(self) -> list[Person]:
        wanted = {line.strip().lower() for line in self.cleaned_data["others"].splitlines() if line.strip()}
        by_key = {person.email.lower(): person for person in self.staff.filter(email__in=wanted)} if wanted else {}
        if missing := sorted(wanted - by_key.keys()):
            raise forms.ValidationError(_("Nobody on the staff has this address: %s") % ", ".join(missing))
        return list(by_key.values())

    def present_people(self) -> list[Person]:
        """Everybody who came."""
        return list({*self.cleaned_data["present"], *self.cleaned_data["others"]})


class TermsForm(PlainForm):
    """The next version of the terms of use."""

    institution = forms.ModelChoiceField(
        label=_("For the people of"), queryset=Institution.objects.none(), empty_label=None,
        help_text=_("And of all that stands under it."),
    )  # fmt: skip
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}))
    in_force_from = _day(
        _("In force from"),
        _("From this day, whoever has not accepted them reads, but writes nothing. Give people a few days."),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        self.fields["in_force_from"].initial = clock.today
