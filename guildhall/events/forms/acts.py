"""Small forms on an event: publish, move, cancel, how it went, employers, opening to others."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import Ask
from guildhall.engagements.models.engagements import kinds
from guildhall.events.actions.taking_part import MAY_STILL_COME, Part
from guildhall.events.forms.entry import time_field
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField

State = TakingPart.State
BEFORE = (State.NAMED, State.INVITED, State.CONFIRMED, State.DECLINED)


class _OfEvent(VersionedForm):
    def __init__(self, *args: Any, row: Event, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": row.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.row = row


class PublishForm(_OfEvent):
    """Why it stays at its time, where it clashes."""

    because = forms.CharField(
        label=_("Why is this time still right?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MoveForm(_OfEvent):
    """Another time; where it clashes, why it has to be that one."""

    day = DayField(label=_("Day"), back=0)
    begins = time_field(_("from"))
    ends = time_field(_("until"))
    because = forms.CharField(
        label=_("Why, where it clashes?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def times(self) -> tuple[datetime, datetime]:
        """The moments that were typed, by the clocks of the event; one over several days goes on over as many."""
        v, zone = self.cleaned_data, self.row.zone
        days = clock.day_of(self.row.ends_at, zone) - clock.day_of(self.row.starts_at, zone)
        return clock.moment_of(v["day"], v["begins"], zone), clock.moment_of(v["day"] + days, v["ends"], zone)


class CancelForm(_OfEvent):
    """Why it does not take place."""

    reason = forms.CharField(label=_("Why is it canceled?"), required=False, max_length=300)


class HeldForm(_OfEvent):
    """How many came, and which of the employers were there. Who was checked in at the door was: nobody asks about them;
    of the others none is taken for granted then.
    """

    attended = forms.IntegerField(label=_("How many people came?"), required=False, min_value=0, max_value=1_000_000)
    came = forms.MultipleChoiceField(
        label=_("Which employers were there?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, row: Event, parts: list[TakingPart], **kwargs: Any) -> None:
        self.here = [part for part in parts if part.came_at]
        open_parts = [part for part in parts if part.state in MAY_STILL_COME and not part.came_at]
        expected = [] if self.here else [str(part.pk) for part in open_parts]  # who was not checked in is asked about
        known = {"came": expected, "attended": row.attended}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, row=row, **kwargs)
        self.fields["came"].choices = [(str(p.pk), p.employer.name) for p in open_parts]  # type: ignore[attr-defined]
        if not open_parts:
            del self.fields["came"]


class PartForm(VersionedForm):
    """What an employer does at an event."""

    offers = forms.CharField(
        label=_("What do they offer there?"), required=False, max_length=300,
        help_text=_("Such as two speakers, a booth, interviews for summer places."),
    )  # fmt: skip
    opportunity = forms.ModelChoiceField(
        label=_("One of their opportunities"),
        queryset=Opportunity.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    contact = NamedField(
        label=_("Who comes?"), queryset=Contact.objects.none(), required=False, empty_label=_("not said")
    )
    host = forms.BooleanField(
        label=_("It takes place at theirs"), required=False,
        help_text=_("Whoever does not see this employer does not see the event then."),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("Do they come?"), choices=[(one.value, one.label) for one in BEFORE], widget=forms.RadioSelect
    )
    because = forms.CharField(label=_("Why, where it clashes?"), required=False, max_length=300)

    def __init__(
        self, *args: Any, event: Event, employer: Employer, person: Person, row: TakingPart | None = None, **kwargs: Any
    ) -> None:
        if row:
            names = ("offers", "opportunity", "contact", "host", "state", "version")
            kwargs["initial"] = {name: getattr(row, name) for name in names} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offers = Opportunity.objects.visible_to(person).filter(employer=employer, state="posted").defer("search")
        self.fields["opportunity"].queryset = offers  # type: ignore[attr-defined]
        self.fields["contact"].offer(employer.contacts.current())  # type: ignore[attr-defined]
        if row is None or row.came_at:  # who is here has come
            del self.fields["state"]
        if event.state != Event.State.PUBLISHED:
            del self.fields["because"]

    @property
    def reason(self) -> str:
        """Why the event stays where it clashes by it."""
        return str(self.cleaned_data.get("because", ""))

    def part(self) -> Part:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        return Part(host=v["host"], offers=v["offers"], opportunity=v["opportunity"], contact=v["contact"])


class InviteForm(VersionedForm):
    """When and how an employer is asked; or together with whom."""

    on = DayField(label=_("When do you ask them?"), back=0, ahead=1, required=False)
    kind = forms.ChoiceField(label=_("How?"), required=False)
    joins = forms.ModelChoiceField(
        label=_("Somebody asks them already"), queryset=Ask.objects.none(), required=False,
        empty_label=_("ask on our own"), help_text=_("Asked together, they are contacted once for all of you."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: TakingPart, asks: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": row.version, "on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        ways = [(kind.slug, str(kind)) for kind in kinds().values() if kind.touches and not kind.retired_at]
        self.fields["kind"].choices = ways  # type: ignore[attr-defined]
        self.fields["joins"].queryset = asks  # type: ignore[attr-defined]
        self.fields["joins"].label_from_instance = _ask_words  # type: ignore[attr-defined]
        if not asks.exists():
            del self.fields["joins"]


def _ask_words(ask: Ask) -> str:
    return f"{ask.institution}: {ask.purpose}"


class OfferForm(PlainForm):
    """Which institution is asked, and why its students would come."""

    institution = forms.ModelChoiceField(
        label=_("Whose students may come?"), queryset=Institution.objects.none(), empty_label=_("Choose …")
    )
    words = forms.CharField(label=_("Why is it something for them?"), required=False, max_length=300)

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]
        own, others = [], []
        for row in institutions:
            group = own if row.kind in (Institution.Kind.FACULTY, Institution.Kind.DEPARTMENT) else others
            group.append((row.pk, row.name))
        groups = [(_("In our own house"), own), (_("Other institutions"), others)]
        self.fields["institution"].choices = [("", _("Choose …")), *((name, rows) for name, rows in groups if rows)]  # type: ignore[attr-defined]


class AnswerForm(VersionedForm):
    """Whether an institution's students come."""

    answer = forms.ChoiceField(
        label=_("Do your students come?"), choices=[("yes", _("Yes, with pleasure")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label=_("Anything to add? With a no, say why."), required=False, max_length=300)
