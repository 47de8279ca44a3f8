"""Seats of a board, and who sits on them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.boards.actions.seating import Wanted
from guildhall.boards.actions.serving import LONGEST
from guildhall.boards.models import Member, Seat, SeatFor
from guildhall.employers.models import Employer
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class SeatForm(VersionedForm):
    """Of which category a seat is, with or without a vote, and for whom."""

    category = forms.ChoiceField(label=_("Of which category is it?"), choices=Seat.Category.choices)
    votes = forms.BooleanField(label=_("With a vote"), required=False)
    cluster = forms.CharField(
        label=_("Name of the cluster of partners"), max_length=120, required=False,
        help_text=_("Where several organizations share the seat, such as “Small clinics of the coast”."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        row: Seat | None = None,
        named: Iterable[SeatFor] = (),
        joining: Employer | None = None,
        **kwargs: Any,
    ) -> None:
        known: dict[str, Any] = {"votes": True, "category": Seat.Category.BUSINESS}
        if row is not None:
            known = {name: getattr(row, name) for name in ("category", "votes", "cluster", "version")}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.employers = {str(one.employer_id): one.employer for one in named}
        if joining is not None:
            self.employers.setdefault(str(joining.pk), joining)
        if self.employers:
            self.fields["organizations"] = forms.MultipleChoiceField(
                label=_("For these organizations"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(key, one.name) for key, one in self.employers.items()], initial=list(self.employers),
            )  # fmt: skip

    def wanted(self) -> Wanted:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        chosen = [self.employers[key] for key in v.get("organizations", ())]
        return Wanted(v["category"], v["votes"], chosen, v["cluster"])


class SitForm(PlainForm):
    """From when until when somebody sits, and whether they have said yes."""

    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(
        label=_("Term until"), required=False, ahead=LONGEST, help_text=_("Left empty: as long as the rules say.")
    )
    has_accepted = forms.BooleanField(
        label=_("They have said yes already"), required=False,
        help_text=_("Otherwise you ask them by mail, with a link to answer by."),
    )  # fmt: skip


class TypedForm(SitForm):
    """Somebody who is no colleague and no contact of an employer."""

    given = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    affiliation = forms.CharField(label=_("For whom do they speak?"), required=False, max_length=160)


ANSWERS = (("yes", _("Takes the seat")), ("no", _("Declines it")))
OWN_ANSWERS = (("yes", _("Yes, I take the seat")), ("no", _("No, I decline it")))


class AnswerForm(VersionedForm):
    """Whether a member takes the seat, as somebody else said it."""

    answer = forms.ChoiceField(label=_("What did they say?"), choices=ANSWERS, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In their words"), max_length=300, required=False)

    @property
    def accepts(self) -> bool:
        """Whether they take it."""
        return bool(self.cleaned_data["answer"] == "yes")


class OwnAnswerForm(AnswerForm):
    """The same, by the link."""

    answer = forms.ChoiceField(label=_("Do you take the seat?"), choices=OWN_ANSWERS, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Anything else?"), max_length=300, required=False)


class RenewForm(VersionedForm):
    """Until when a term lasts."""

    ends_on = DayField(label=_("Term until"), back=0, ahead=LONGEST)


class OfficeForm(VersionedForm):
    """Whether somebody is the chair."""

    office = forms.ChoiceField(
        label=_("Office"), choices=Member.Office.choices, required=False, widget=forms.RadioSelect
    )


class EndForm(VersionedForm):
    """Why somebody leaves."""

    because = forms.CharField(
        label=_("Why do they leave?"), max_length=300, help_text=_("It stays with the board; they do not read it.")
    )


class InterestForm(PlainForm):
    """A conflict of interest."""

    about = forms.CharField(
        label=_("In what is there a conflict of interest?"), max_length=300,
        help_text=_("Such as “Sells the machines that the program buys”. They abstain from motions about it."),
    )  # fmt: skip
