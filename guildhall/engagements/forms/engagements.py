from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.following import Promise
from guildhall.engagements.actions.recording import Happening
from guildhall.engagements.models import ACT, Engagement
from guildhall.engagements.models.engagements import kinds
from guildhall.engagements.queries.timeline import known_themes
from guildhall.lib import clock
from guildhall.lib.spelling import as_known
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.protocols.queries import parameter
from guildhall.ui.asking import PlainForm
from guildhall.ui.dates import in_words
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField
from guildhall.ui.picking import knowing

DUE_DAYS = 7  # for whoever has no post
MOST_THEMES = 8
USUAL = {"direction": "ours", "visibility": "region"}
MORE = ("direction", "unanswered", "begun_at", "body", "purpose", "outcome", "themes", "contacts", "colleagues",
        "visibility", "stays", "over_because")  # fmt: skip


def choosable() -> list[tuple[str, str]]:
    """The kinds of engagement in use, in the order of the region's list."""
    return [(slug, str(kind)) for slug, kind in kinds().items() if kind.retired_at is None and slug != ACT]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EngagementForm(PlainForm):
    """The quick log: what, when, with whom, in one line, and what was promised (C5)."""

    kind = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    happened_on = forms.DateField(label=_("When?"), widget=day_input())
    contact = NamedField(
        label=_("With whom?"), queryset=Contact.objects.none(), required=False, empty_label=_("nobody in particular")
    )
    summary = forms.CharField(label=_("In one line"), max_length=200)
    body = forms.CharField(
        label=_("What was said or promised?"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )
    themes = forms.CharField(
        label=_("Themes"),
        required=False,
        max_length=300,
        help_text=_("separated by commas, such as Internships, Tours"),
        widget=knowing("known-themes", many=True),
    )
    promise = forms.CharField(
        label=_("What is to be done?"),
        required=False,
        max_length=200,
        help_text=_("Employers who sign in read it under “Promised to you”: write it for them."),
    )
    promise_by = DayField(label=_("By when?"), required=False)
    anyway_because = forms.CharField(
        label=_("Why all the same?"),
        required=False,
        max_length=300,
        help_text=_("Whoever protects the contact, and everybody who reads the timeline, sees it."),
    )
    stays = forms.BooleanField(label=_("Keep this in the CRM after promotion"), required=False)

    def __init__(self, *args: Any, employer: Employer, person: Person, **kwargs: Any) -> None:
        initial = {"kind": "call", "happened_on": clock.today()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.employer, self.person = employer, person
        self.fields["kind"].choices = choosable()  # type: ignore[attr-defined]
        self.fields["contact"].offer(employer.contacts.current())  # type: ignore[attr-defined]
        self.assumed = _assumed_words(person)
        if employer.posted_at:
            del self.fields["stays"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("promise_by") and not values.get("promise") and "promise" not in self.errors:
            self.add_error("promise", translated("Say what is to be done by that day, or take the day out."))
        return values

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > clock.today():
            raise forms.ValidationError(
                translated("This day is ahead. Log it once it has happened, or plan an ask for it.")
            )
        if day.year < 1990:
            raise forms.ValidationError(translated("Is the year right? It is more than thirty years ago."))
        return day

    def clean_themes(self) -> tuple[str, ...]:
        results = [t.strip()[:60] for t in self.cleaned_data["themes"].split(",") if t.strip()]
        if len(results) > MOST_THEMES:
            raise forms.ValidationError(translated("Eight themes at most: the more there are, the less they say."))
        return tuple(as_known(results, known_themes(self.person) if results else ()))

    def clean_promise_by(self) -> date | None:
        day: date | None = self.cleaned_data["promise_by"]
        if day and day < clock.today():
            raise forms.ValidationError(translated("The day by which it is to be done has passed already."))
        return day

    @property
    def asks_why(self) -> bool:
        """Whether the contact goes against something, so that a reason is asked for or given."""
        return bool(self["anyway_because"].errors or self["anyway_because"].value())

    def happening(self) -> Happening:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return Happening(
            kind=values["kind"],
            summary=values["summary"],
            happened_on=values["happened_on"],
            body=values["body"],
            contact=values["contact"],
            themes=values["themes"],
            stays=values.get("stays", False),
            anyway_because=values["anyway_because"],
        )

    def promised(self, person: Person) -> Promise | None:
        """The follow-up that was typed along: one's own, asked for by the employer."""
        values = self.cleaned_data
        if not values["promise"].strip():
            return None
        due = values["promise_by"] or usually_due(person)
        return Promise(values["promise"], values.get("owner") or person, due, contact=values["contact"])


def due_days(person: Person) -> int:
    """In how many days a follow-up is due where nobody says otherwise."""
    post = next(iter(person.posts), None)
    return parameter("follow_ups", "due_days", post.institution) if post else DUE_DAYS


def _assumed(person: Person) -> str:
    return translated("Without a day it is due on %s.") % in_words(usually_due(person), "medium_this_year")


_assumed_words = lazy(_assumed, str)  # read only where the field is shown: the protocol says the day


def usually_due(person: Person) -> date:
    """The day of a follow-up for which nobody names one."""
    return clock.today() + timedelta(due_days(person))


class FullEngagementForm(VersionedForm, EngagementForm):
    """The same with all that may be said: time, direction, company, purpose, outcome, who may read it."""

    begun_at = forms.TimeField(label=_("At what time?"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    direction = forms.ChoiceField(
        label=_("Who began?"), choices=Engagement.Direction.choices, widget=forms.RadioSelect, required=False
    )
    unanswered = forms.BooleanField(label=_("Nobody answered"), required=False)
    contacts = forms.ModelMultipleChoiceField(
        label=_("Who else of theirs?"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    colleagues = forms.ModelMultipleChoiceField(
        label=_("Who else of us?"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(label=_("What was it for?"), required=False, max_length=200)
    outcome = forms.CharField(label=_("What came of it?"), required=False, max_length=200)
    visibility = forms.ChoiceField(
        label=_("Who may read it?"), choices=Engagement.Visibility.choices, widget=forms.RadioSelect, required=False
    )
    owner = PeopleField(label=_("Who does it?"), required=False, empty_label=_("I do"))
    received = forms.UUIDField(required=False, widget=forms.HiddenInput)  # the copy that it was read out of
    over_because = forms.CharField(
        label=_("If the touch budget is used up: why now?"),
        required=False,
        max_length=150,
        help_text=_("It is recorded in any case, and shown beside the count."),
    )

    def __init__(
        self,
        *args: Any,
        employer: Employer,
        people: Sequence[Person],
        person: Person,
        engagement: Engagement | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = dict(USUAL)
        if engagement:
            initial |= _said(engagement)
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, employer=employer, person=person, **kwargs)
        near = [p.pk for p in people if getattr(p, "near", True)]
        self.fields["colleagues"].queryset = Person.objects.filter(pk__in=near)  # type: ignore[attr-defined]
        # "I do" says it already.
        self.fields["owner"].offer([p for p in people if p.pk != person.pk])  # type: ignore[attr-defined]
        self.fields["contacts"].queryset = employer.contacts.current()  # type: ignore[attr-defined]
        if engagement:
            for name in ("promise", "promise_by", "owner", "stays", "received"):
                self.fields.pop(name, None)
            taking_part = [p.contact_id for p in engagement.participants.all() if p.contact_id]
            keep = [*taking_part, *([engagement.contact_id] if engagement.contact_id else [])]
            rows = employer.contacts.filter(pk__in=keep) | employer.contacts.current()
            self.fields["contact"].offer(rows)  # type: ignore[attr-defined]
            self.fields["contacts"].queryset = rows  # type: ignore[attr-defined]  # who has left stays where they took part
            if engagement.kind not in dict(choosable()):
                self.fields["kind"].choices += [(engagement.kind, engagement.kind_label)]  # type: ignore[attr-defined]

    @property
    def says_more(self) -> bool:
        """Whether more is said, or is wrong, than what everybody is asked: then it is not folded away."""
        asked = [self[name] for name in MORE if name in self.fields]
        return any(f.errors or f.value() not in ("", None, False, [], USUAL.get(f.name)) for f in asked)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("visibility") == Engagement.Visibility.NAMED and not values.get("colleagues"):
            self.add_error("colleagues", translated("Name at least one colleague who may read it, or choose who else."))
        return values

    def happening(self) -> Happening:
        values = self.cleaned_data
        return Happening(
            kind=values["kind"],
            summary=values["summary"],
            happened_on=values["happened_on"],
            body=values["body"],
            contact=values["contact"],
            themes=values["themes"],
            stays=values.get("stays", False),
            anyway_because=values["anyway_because"],
            begun_at=values["begun_at"],
            direction=values["direction"] or "ours",
            answered=not values["unanswered"],
            purpose=values["purpose"],
            outcome=values["outcome"],
            visibility=values["visibility"] or "region",
            contacts=tuple(values["contacts"]),
            colleagues=tuple(values["colleagues"]),
            over_because=values["over_because"],
        )


def _said(engagement: Engagement) -> dict[str, Any]:
    others = list(engagement.participants.all())
    names = ("kind", "happened_on", "contact", "summary", "body", "begun_at", "direction", "purpose", "outcome",
             "visibility", "version")  # fmt: skip
    return {name: getattr(engagement, name) for name in names} | {
        "themes": ", ".join(engagement.themes),
        "unanswered": not engagement.answered,
        "contacts": [p.contact_id for p in others if p.contact_id],
        "colleagues": [p.person_id for p in others if p.person_id],
    }
