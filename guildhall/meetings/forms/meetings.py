"""A meeting, its lines, and who takes part."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.meetings.actions.planning import Planned
from guildhall.meetings.models import Meeting, Participant
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


def time_field(label: Any) -> forms.TimeField:
    """A time of the day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def words_field(label: Any, most: int, *, rows: int = 3, required: bool = False, **more: Any) -> forms.CharField:
    """Words over several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=area, **more)


class MeetingForm(VersionedForm):
    """What a meeting is, when and where."""

    title = forms.CharField(label=_("Title"), max_length=150)
    institution = NamedField(
        label=_("Which institution convenes it?"), queryset=Institution.objects.none(), empty_label=None
    )
    purpose = words_field(_("What is it for?"), 2000, help_text=_("Whoever is invited reads it."))
    day = DayField(label=_("Day"))
    begins = time_field(_("from"))
    ends = time_field(_("until"))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    room = forms.CharField(label=_("Room"), required=False, max_length=80)
    link = forms.URLField(
        label=_("Link to take part from elsewhere"), required=False, max_length=500, assume_scheme="https"
    )
    kickoff = forms.BooleanField(
        label=_("Begin with the check list and the hours of a kickoff"), required=False,
        help_text=_("Everything in them can be changed and taken out."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Iterable[Institution], row: Meeting | None = None, **kwargs: Any) -> None:
        known: dict[str, Any] = {"kickoff": True}
        if row is not None:
            known = {name: getattr(row, name) for name in ("title", "purpose", "place", "room", "link", "version")}
            start, end = clock.local(row.starts_at), clock.local(row.ends_at)
            known |= {"day": clock.day_of(row.starts_at), "begins": start.time(), "ends": end.time()}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if row is not None:
            del self.fields["institution"], self.fields["kickoff"]
        else:
            del self.fields["version"]
            offered = list(places)
            self.fields["institution"].offer(offered)  # type: ignore[attr-defined]
            if len(offered) == 1:
                self.fields["institution"].initial = offered[0]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("begins") and values.get("ends") and values["ends"] <= values["begins"]:
            self.add_error("ends", translated("It ends before it begins."))
        return values

    def planned(self) -> Planned:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        starts, ends = clock.moment_of(v["day"], v["begins"]), clock.moment_of(v["day"], v["ends"])
        return Planned(v["title"], starts, ends, v["purpose"], v["place"], v["room"], v["link"])


class CancelForm(VersionedForm):
    """Why a meeting is canceled."""

    because = forms.CharField(label=_("Why is it canceled?"), max_length=300)


class OrganizerForm(PlainForm):
    """One more colleague who organizes it."""

    person = PeopleField(label=_("Who organizes it with you?"), empty_label=_("Type a name"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]


class PaperForm(PlainForm):
    """A file, and whether whoever is invited reads it."""

    file = forms.FileField(label=_("A file"))
    item = NamedField(label=_("For which point?"), queryset=None, required=False, empty_label=_("the whole meeting"))
    handed_out = forms.BooleanField(label=_("Whoever is invited may read it"), required=False)

    def __init__(self, *args: Any, row: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].offer(row.agenda.all())  # type: ignore[attr-defined]


# ── People ───────────────────────────────────────────────────────────

ROLE = _("What do you ask of them?")
ROLE_HELP = _("Their role and responsibilities, in words that they can accept.")


class NamedForm(PlainForm):
    """Somebody who is no colleague and no contact of an employer."""

    given = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    affiliation = forms.CharField(label=_("For whom do they speak?"), required=False, max_length=160)
    role = words_field(ROLE, 500, help_text=ROLE_HELP)


class RoleForm(VersionedForm):
    """The role of a participant."""

    role = words_field(ROLE, 500, help_text=ROLE_HELP)


ANSWERS = [(one.value, one.label) for one in Participant.Answer if one.value]
OWN_ANSWERS = [(value, Participant.OWN_WORDS[value]) for value, _label in ANSWERS]  # as they say it themselves
TOLD = [
    (one.value, one.label) for one in Participant.Way if one not in (Participant.Way.LINK, Participant.Way.SIGNED_IN)
]


class AnswerForm(VersionedForm):
    """Whether somebody comes, and accepts what is asked of them."""

    answer = forms.ChoiceField(label=_("Will you come?"), choices=OWN_ANSWERS, widget=forms.RadioSelect)
    accepts = forms.BooleanField(label=_("I accept this role"), required=False)
    note = forms.CharField(label=_("Anything else?"), required=False, max_length=200)

    def __init__(self, *args: Any, row: Participant, **kwargs: Any) -> None:
        known = {"answer": row.answer, "accepts": row.accepted_at is not None, "note": row.answer_note}
        kwargs["initial"] = known | {"version": row.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **({"auto_id": "answer_%s"} | kwargs))
        if not row.role:
            del self.fields["accepts"]

    @property
    def is_accepting(self) -> bool:
        """Whether the role is accepted."""
        return bool(self.cleaned_data.get("accepts"))


class ToldForm(AnswerForm):
    """The same, as somebody else said it."""

    way = forms.ChoiceField(label=_("How did they answer?"), choices=TOLD, widget=forms.RadioSelect)

    def __init__(self, *args: Any, row: Participant, **kwargs: Any) -> None:
        known = {"way": row.answer_way if row.answer_way in dict(TOLD) else Participant.Way.TELEPHONE}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, row=row, **kwargs)
        self.fields["answer"].label = _("Will they come?")
        self.fields["answer"].choices = ANSWERS  # type: ignore[attr-defined]
        self.fields["note"].label = _("What else did they say?")
        if "accepts" in self.fields:
            self.fields["accepts"].label = _("They accept their role")
