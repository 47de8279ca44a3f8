"""Forms for choosing recipients, deciding about a mailing, and choosing what to get."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.mailings.actions.choosing import Choice
from guildhall.mailings.models import Mailbox, Source
from guildhall.mailings.queries.offering import Offer
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class SourceForm(PlainForm):
    """Where recipients come from: one list of everything that somebody may choose."""

    source = forms.ChoiceField(label=_("Recipients"), choices=[])
    whom = forms.ChoiceField(
        label=_("At each employer"), choices=Source.Whom.choices, widget=forms.RadioSelect, initial="first"
    )

    def __init__(self, *args: Any, offers: list[Offer], to_students: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to_students:
            del self.fields["whom"]
        groups: dict[Any, list[tuple[str, str]]] = {}
        for offer in offers:
            groups.setdefault(offer.group, []).append((offer.value, offer.label))
        self.fields["source"].choices = [("", _("Choose …")), *groups.items()]  # type: ignore[attr-defined]
        self.offers = {offer.value: offer for offer in offers}

    def chosen(self) -> Offer:
        """What was chosen."""
        return self.offers[self.cleaned_data["source"]]


class ReasonForm(VersionedForm):
    """Why something comes back or is stopped."""

    because = forms.CharField(label=_("Why"), max_length=300)


class SubmitForm(VersionedForm):
    """Why a mailing goes although something is missing in it."""

    anyway = forms.CharField(
        label=_("Why does it go anyway?"), max_length=300,
        error_messages={"required": _("Say why, or add what is missing.")},
    )  # fmt: skip

    def __init__(self, *args: Any, missing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anyway"].required = missing


class AttachmentForm(PlainForm):
    """A file that goes with a mailing, or a picture in its text."""

    file = forms.FileField(label=_("A file"), help_text=_("It is opened by a link, so the letter stays small."))
    shows = forms.CharField(
        label=_("If it is a picture for the text: what it shows"), max_length=200, required=False,
        help_text=_("Whoever does not see the picture reads this. Without these words it goes along as a file."),
    )  # fmt: skip


class PictureForm(PlainForm):
    """A picture in the text of a template."""

    file = forms.FileField(label=_("A picture"))
    shows = forms.CharField(
        label=_("What it shows"), max_length=200, help_text=_("Whoever does not see the picture reads this.")
    )


class ScheduleForm(VersionedForm):
    """When a mailing leaves: at once, or not before a day and a time."""

    day = DayField(label=_("Not before"), back=0, ahead=1, required=False, help_text=_("Empty: it leaves at once."))
    at = forms.TimeField(
        label=_("At what time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def moment(self) -> datetime | None:
        """From when on it may leave."""
        day = self.cleaned_data["day"]
        return clock.moment_of(day, self.cleaned_data["at"] or time(9)) if day else None


class AskForm(PlainForm):
    """Why operators of key accounts are asked."""

    why = forms.CharField(label=_("Why do you want to write to them?"), max_length=500)


class ChoicesForm(VersionedForm):
    """What the readers of an address want to get."""

    nothing = forms.BooleanField(label=_("No bulk e-mail at all"), required=False)
    person_only = forms.BooleanField(label=_("Only e-mail from our own contact person"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("E-mail about"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    senders = forms.MultipleChoiceField(
        label=_("E-mail from"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    paused_until = DayField(label=_("Nothing until"), back=0, ahead=3, required=False)
    said_by = forms.CharField(
        label=_("Who says so"), max_length=120, required=False,
        help_text=_("If several people read this address: your name, so that they know whose choice it is."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, box: Mailbox, senders: list[tuple[str, str]], topics: list[tuple[str, Any]], **kwargs: Any
    ) -> None:  # fmt: skip
        known = [value for value, _label in senders]
        off = {str(one) for one in box.senders_off}
        initial = {
            "nothing": box.nothing, "person_only": box.person_only, "paused_until": box.paused_until,
            "topics": [one for one, _label in topics if one not in box.topics_off],
            "senders": [one for one in known if one not in off], "said_by": box.said_by, "version": box.version,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["senders"].choices = senders  # type: ignore[attr-defined]
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        self.off = off - set(known)  # of senders that this page does not offer
        self.topics_off = set(box.topics_off) - {one for one, _label in topics}  # and of topics

    def clean_paused_until(self) -> Any:
        """A pause ends on a day to come."""
        day = self.cleaned_data["paused_until"]
        if day and day <= clock.today():
            raise forms.ValidationError(translated("Choose a day to come, or leave it empty."))
        return day

    def choice(self) -> Choice:
        """What was chosen, as the action takes it."""
        values = self.cleaned_data
        offered = {value for value, _label in self.fields["senders"].choices}  # type: ignore[attr-defined]
        off = (offered - set(values["senders"])) | self.off
        topics = {value for value, _label in self.fields["topics"].choices}  # type: ignore[attr-defined]
        return Choice(
            nothing=values["nothing"], person_only=values["person_only"], paused_until=values["paused_until"],
            topics_off=(topics - set(values["topics"])) | self.topics_off, senders_off={UUID(one) for one in off},
            said_by=values["said_by"],
        )  # fmt: skip
