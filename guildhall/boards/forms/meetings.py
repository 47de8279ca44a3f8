"""Meetings of a board planned ahead, motions, votes by hand, and advice."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.boards.actions.advising import Advice, Decided
from guildhall.boards.actions.voting import Put
from guildhall.boards.models import Board, BoardMeeting, Member, Motion, Recommendation
from guildhall.boards.queries.quorum import Called
from guildhall.lib import clock
from guildhall.meetings.actions.planning import Planned
from guildhall.meetings.forms.meetings import time_field, words_field
from guildhall.meetings.models import Ballot
from guildhall.pathways.models import Program
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.dates import in_words
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField

FURTHER = 3  # further days that can be planned at once


class PlanForm(PlainForm):
    """When a board meets: one day, and further ones of the year at the same hour and place."""

    title = forms.CharField(label=_("Title"), max_length=150)
    day = DayField(label=_("Day"))
    begins = time_field(_("from"))
    ends = time_field(_("until"))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    link = forms.URLField(
        label=_("Link to take part from elsewhere"), required=False, max_length=500, assume_scheme="https"
    )
    purpose = words_field(_("What is it for?"), 2000, help_text=_("Whoever is invited reads it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, FURTHER + 1):
            self.fields[f"further_{n}"] = DayField(label=translated("And again on"), required=False)

    @property
    def further(self) -> list[Any]:
        """The fields of further days."""
        return [self[f"further_{n}"] for n in range(1, FURTHER + 1)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("begins") and values.get("ends") and values["ends"] <= values["begins"]:
            self.add_error("ends", translated("It ends before it begins."))
        return values

    def planned(self) -> list[Planned]:
        """What was typed, as the action takes it: one meeting for each day."""
        v = self.cleaned_data
        days = [v["day"], *(v[field.name] for field in self.further if v.get(field.name))]
        moments = [(clock.moment_of(day, v["begins"]), clock.moment_of(day, v["ends"])) for day in dict.fromkeys(days)]
        return [Planned(v["title"], start, end, v["purpose"], v["place"], "", v["link"]) for start, end in moments]


class MotionForm(PlainForm):
    """A motion: what it is about, who moves and seconds it, and who abstains."""

    title = forms.CharField(label=_("The motion, as it is put to the vote"), max_length=200)
    kind = forms.ChoiceField(label=_("What is it about?"), choices=Motion.Kind.choices, widget=forms.RadioSelect)
    minutes_of = forms.ChoiceField(label=_("Minutes of which meeting?"), required=False)
    recommendation = NamedField(
        label=_("Which recommendation?"), queryset=Recommendation.objects.none(), required=False,
        empty_label=_("none"),
    )  # fmt: skip
    moved_by = NamedField(label=_("Moved by"), queryset=Member.objects.none(), required=False, empty_label=_("nobody"))
    seconded_by = NamedField(
        label=_("Seconded by"), queryset=Member.objects.none(), required=False, empty_label=_("nobody")
    )

    def __init__(
        self,
        *args: Any,
        unapproved: Iterable[BoardMeeting],
        waiting: Iterable[Recommendation],
        called: Iterable[Called],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **({"initial": {"kind": Motion.Kind.OTHER}} | kwargs))
        self.meetings = {str(one.pk): one for one in unapproved}
        days = [(key, in_words(one.meeting.starts_at)) for key, one in self.meetings.items()]
        self.fields["minutes_of"].choices = [("", _("none")), *days]  # type: ignore[attr-defined]
        self.fields["recommendation"].offer(waiting)  # type: ignore[attr-defined]
        voting = [one.row for one in called if one.row.votes]
        for name in ("moved_by", "seconded_by"):
            self.fields[name].offer([one.member for one in voting])  # type: ignore[attr-defined]
        self.entitled = {str(one.pk): one for one in voting}
        if voting:
            self.fields["abstaining"] = forms.MultipleChoiceField(
                label=_("They abstain because of a conflict of interest"), required=False,
                choices=[(key, one.member.name) for key, one in self.entitled.items()],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def put(self) -> Put:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        abstaining = [self.entitled[key] for key in v.get("abstaining", ())]
        return Put(
            v["title"], v["kind"], v["moved_by"], v["seconded_by"], self.meetings.get(v["minutes_of"]),
            v["recommendation"], abstaining,
        )  # fmt: skip


class HandForm(PlainForm):
    """Votes by show of hands: one line for each member who is entitled and has not voted by phone."""

    def __init__(self, *args: Any, called: Iterable[Called], voted: dict[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("has not voted")), *Ballot.Choice.choices]
        self.rows = [one.row for one in called]
        for row in self.rows:
            self.fields[f"vote-{row.pk}"] = forms.ChoiceField(
                label=row.member.name, choices=choices, required=False, initial=voted.get(row.participant_id, "")
            )

    @property
    def votes(self) -> list[Any]:
        """The fields, one for each member."""
        return [self[f"vote-{row.pk}"] for row in self.rows]

    def said(self) -> dict[Any, str]:
        """What was chosen, by the member entitled."""
        return {row.pk: self.cleaned_data[f"vote-{row.pk}"] for row in self.rows}


class AdviceForm(VersionedForm):
    """What a board recommends."""

    about = forms.ChoiceField(label=_("What is it about?"), choices=Recommendation.About.choices)
    subject = forms.CharField(label=_("Which course, unit or tool?"), max_length=200)
    text = words_field(_("What does the board recommend?"), 2000, rows=4, required=True)
    program = NamedField(
        label=_("For which program?"), queryset=Program.objects.none(), required=False,
        empty_label=_("none in particular"),
    )  # fmt: skip
    institution = NamedField(label=_("To which institution?"), queryset=Institution.objects.none(), empty_label=None)
    person = PeopleField(label=_("Who decides there?"), required=False, empty_label=_("nobody by name"))
    decide_by = DayField(label=_("To be decided by"), required=False, back=0)

    def __init__(
        self,
        *args: Any,
        board: Board,
        programs: Iterable[Program],
        places: Iterable[Institution],
        people: Iterable[Person],
        row: Recommendation | None = None,
        **kwargs: Any,
    ) -> None:
        names = ("about", "subject", "text", "program", "institution", "person", "decide_by", "version")
        known = {name: getattr(row, name) for name in names} if row is not None else {"institution": board.institution}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        given = [row.person] if row is not None and row.person is not None else []
        self.fields["program"].offer(programs)  # type: ignore[attr-defined]
        self.fields["institution"].offer(places)  # type: ignore[attr-defined]
        self.fields["person"].offer(dict.fromkeys([*given, *people]))  # type: ignore[attr-defined]

    def advice(self) -> Advice:
        """What was typed, as the action takes it."""
        names = Advice.__dataclass_fields__
        return Advice(**{name: value for name, value in self.cleaned_data.items() if name in names})


DECISIONS = [(value, label) for value, label in Recommendation.State.choices if value != Recommendation.State.OPEN]


class DecideForm(VersionedForm):
    """What becomes of a recommendation."""

    state = forms.ChoiceField(label=_("What becomes of it?"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = words_field(_("Why?"), 500, rows=2, help_text=_("The board reads it at its next meeting."))
    evidence = words_field(
        _("What shows it?"), 500, rows=2,
        help_text=_("Such as the new course outline, the unit plan, or where they are found. Closed once it is here."),
    )  # fmt: skip
    decide_by = DayField(label=_("Looked at again on"), required=False, back=0)

    @staticmethod
    def initial_of(row: Recommendation) -> dict[str, Any]:
        """A recommendation as the form shows it."""
        state = row.state if row.state != Recommendation.State.OPEN else ""
        names = ("reason", "evidence", "decide_by", "version")
        return {name: getattr(row, name) for name in names} | {"state": state}

    def decided(self) -> Decided:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        return Decided(v["state"], v["reason"], v["evidence"], v["decide_by"])


class RemarkForm(PlainForm):
    """What a member says to a recommendation."""

    text = words_field(_("What do you say to it?"), 1000, rows=2, required=True)
