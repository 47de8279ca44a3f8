"""The form of an event: what, when, where, for whom, who may come."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.events.actions.entering import Facts
from guildhall.events.forms.eligible import WAYS, EligibleFields, ways_planned
from guildhall.events.kinds import CHOICES
from guildhall.events.models import Event
from guildhall.events.repeating import monthly, weekly
from guildhall.lib import clock
from guildhall.opportunities.forms.entry import ProgramsField
from guildhall.pathways.models import Pathway, Program
from guildhall.pathways.queries import cluster_choices
from guildhall.people.forms.zones import zone_field
from guildhall.people.models import Institution, Person
from guildhall.people.queries import colleges
from guildhall.ui.editing import DayField, VersionedForm

OF_STUDENTS = (Institution.Kind.COLLEGE, Institution.Kind.DISTRICT, Institution.Kind.SCHOOL)
OPEN = [("", _("Choose …"))]
NEVER, WEEKLY, TWO_WEEKS, MONTHLY, AS_IT_IS = "", "week", "weeks", "month", "as it is"
REPEATS = [
    (NEVER, _("it takes place once")),
    (WEEKLY, _("every week")),
    (TWO_WEEKS, _("every two weeks")),
    (MONTHLY, _("every month, on the same weekday")),
]


def time_field(label: Any, **more: Any) -> forms.TimeField:
    """A time of the day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


class EventForm(EligibleFields, VersionedForm):
    """An event, in the order in which somebody plans it."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=[*OPEN, *CHOICES])
    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("What people find it by."))
    description = forms.CharField(
        label=_("What is it about?"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 4})
    )
    day = DayField(label=_("Day"))
    begins = time_field(_("from"))
    ends = time_field(_("until"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Where it lasts longer than one day."))
    zone = zone_field()
    repeats = forms.ChoiceField(label=_("Does it repeat?"), required=False, choices=REPEATS)
    repeats_until = DayField(label=_("until"), required=False)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    room = forms.CharField(label=_("Room"), required=False, max_length=80)
    link = forms.URLField(label=_("Link to join"), required=False, max_length=500, assume_scheme="https")
    capacity = forms.IntegerField(
        label=_("Places for participants"), required=False, min_value=0, max_value=100_000,
        help_text=_("Empty: as many as come."),
    )  # fmt: skip
    books_from = DayField(label=_("Booking from"), required=False)
    books_until = DayField(label=_("Booking until"), required=False)
    audience = forms.ChoiceField(
        label=_("Who sees it in the calendar?"), choices=Event.Audience.choices, widget=forms.RadioSelect
    )
    open_to = forms.ModelMultipleChoiceField(
        label=_("Which institutions?"), queryset=Institution.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Where some institutions are meant."),
    )  # fmt: skip
    partners = forms.ModelMultipleChoiceField(
        label=_("Who hosts it with you?"), queryset=Institution.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    pathways = forms.ModelMultipleChoiceField(
        label=_("Pathways"), queryset=Pathway.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None: it aims at any."),
    )  # fmt: skip
    cluster = forms.ChoiceField(label=_("Career cluster"), required=False)
    programs = ProgramsField(
        label=_("Programs it is meant for"), required=False,
        help_text=_("With commas between them. Empty: for every program. The clash check goes by it."),
    )  # fmt: skip
    institution = forms.ModelChoiceField(
        label=_("Which institution answers for it?"), queryset=Institution.objects.none(), empty_label=None
    )
    attended = forms.IntegerField(label=_("How many people came?"), required=False, min_value=0, max_value=1_000_000)
    because = forms.CharField(label=_("Why, where it clashes?"), required=False, max_length=300)

    def __init__(
        self, *args: Any, person: Person, row: Event | None = None, again: Event | None = None, places: Any = None,
        past: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        initial: dict[str, Any] = {"audience": Event.Audience.OWN, "zone": str(clock.zone())}
        if row or again:
            initial = planned(row or again)  # type: ignore[arg-type]
        if again:
            initial |= dict.fromkeys(("day", "last_day", "repeats", "repeats_until", "books_from", "books_until"))
        if row:
            initial["version"] = row.version
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.row, self.past = row, past
        self._offer(person, row)
        if row:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        if row is None or row.state != Event.State.PUBLISHED:
            del self.fields["because"]
        for name in ("attended",) if not past else ("books_from", "books_until", "repeats", "repeats_until"):
            del self.fields[name]

    def _offer(self, person: Person, row: Event | None) -> None:
        fields: dict[str, Any] = self.fields
        fields["open_to"].queryset = fields["partners"].queryset = colleges().order_by("name")
        fields["pathways"].queryset = Pathway.objects.visible_to(person).open().order_by("name")
        fields["cluster"].choices = cluster_choices(_("any"))
        programs = Program.objects.visible_to(person).offered().select_related("institution")
        fields["programs"].offered = programs
        self.offer_ways(programs, Institution.objects.open().filter(kind__in=OF_STUDENTS).order_by("name"))
        known = {choice for _group, some in fields["zone"].choices for choice, _label in some}
        if row and row.zone not in known:  # as a calendar brought it
            fields["zone"].choices = [(row.zone, row.zone), *fields["zone"].choices]
        if row and row.repeats:
            fields["repeats"].choices = [(AS_IT_IS, _("as it does now")), *REPEATS]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("repeats") in (WEEKLY, TWO_WEEKS, MONTHLY) and not values.get("repeats_until"):
            self.add_error("repeats_until", translated("Say until when it repeats."))
        if values.get("audience") == Event.Audience.NAMED and not values.get("open_to"):
            self.add_error("open_to", translated("Name the institutions that it is for."))
        begins, ends = values.get("begins"), values.get("ends")
        if begins and ends and ends < begins and not values.get("last_day"):
            self.add_error("ends", translated("It cannot end before it begins."))
        end, until = values.get("last_day") or values.get("day"), values.get("books_until")
        if end and until and until > end and not values.get("repeats"):
            self.add_error("books_until", translated("Choose the day of the event, or an earlier one."))
        return values

    def facts(self) -> Facts:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        starts = clock.moment_of(v["day"], v["begins"], v["zone"])
        ends = clock.moment_of(v.get("last_day") or v["day"], v["ends"], v["zone"])
        names = ("kind", "title", "description", "zone", "place", "room", "link", "capacity", "cluster", "audience")
        facts: dict[str, Any] = {name: v[name] for name in names}
        more = self.row.eligibility[len(WAYS) :] if self.row else []  # further ones than the form shows
        facts |= {"starts_at": starts, "ends_at": ends, "eligibility": self.ways() + more, **self._series(starts)}
        facts |= {"open_to": tuple(v["open_to"]), "partners": tuple(v["partners"]), "programs": v["programs"]}
        facts["pathways"] = tuple(v["pathways"])
        if first := v.get("books_from"):
            facts["books_from"] = clock.moment_of(first, time(), v["zone"])
        if last := v.get("books_until"):
            end_of_day = clock.moment_of(last, time(23, 59), v["zone"])
            facts["books_until"] = starts if last == v["day"] else end_of_day  # on the day itself, until it begins
        return Facts(**facts)

    def _series(self, starts: datetime) -> dict[str, Any]:
        chosen, until = self.cleaned_data.get("repeats"), self.cleaned_data.get("repeats_until")
        if chosen == AS_IT_IS and self.row:
            row = self.row
            return {"rule": row.rule, "added": tuple(row.added), "left_out": tuple(row.left_out)}
        if not chosen or until is None:
            return {}
        last, local = until.isoformat().replace("-", ""), clock.local(starts, self.cleaned_data["zone"])
        if chosen == MONTHLY:
            return {"rule": monthly(local, last)}
        return {"rule": weekly(local, last, every=2 if chosen == TWO_WEEKS else 1)}


def planned(row: Event) -> dict[str, Any]:
    """An event as the form shows it."""
    names = (
        "kind",
        "title",
        "description",
        "zone",
        "place",
        "room",
        "link",
        "capacity",
        "cluster",
        "audience",
    )
    initial: dict[str, Any] = {name: getattr(row, name) for name in names}
    first, last = clock.day_of(row.starts_at, row.zone), clock.day_of(row.ends_at, row.zone)
    initial |= {"day": first, "last_day": last if last != first else None}
    initial["begins"] = clock.local(row.starts_at, row.zone).time()
    initial["ends"] = clock.local(row.ends_at, row.zone).time()
    initial["repeats"] = AS_IT_IS if row.repeats else NEVER
    initial["books_from"] = clock.day_of(row.books_from, row.zone) if row.books_from else None
    initial["books_until"] = clock.day_of(row.books_until, row.zone) if row.books_until else None
    initial |= {"open_to": row.open_to.all(), "partners": row.partners.all(), "pathways": row.pathways.all()}
    initial["programs"] = _labels(row.programs.all())
    initial |= ways_planned(row.eligibility)
    return initial


def _labels(rows: Any) -> str:
    return ", ".join(program.label for program in rows.select_related("institution").order_by("name"))
