"""Forms for signing, amending and ending an agreement."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.models import Party
from guildhall.agreements.queries.pages import keepers_of
from guildhall.employers.models import Contact
from guildhall.people.forms.choosing import PeopleField
from guildhall.supervision.actions.signing import LONGEST_DRAWING, SignedAs
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm
from guildhall.ui.naming import NamedField


class SignForm(PlainForm):
    """A name, typed or drawn, under an agreement that was read."""

    name = forms.CharField(
        label=_("Your full name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    position = forms.CharField(
        label=_("Your position"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    drawing = forms.CharField(required=False, max_length=LONGEST_DRAWING, widget=forms.HiddenInput())
    agree = forms.BooleanField(
        label=_("I have read this text, and I may sign it for the party named here. My name is my signature.")
    )

    def signed(self) -> tuple[SignedAs, str]:
        """What somebody signs with, and in which position."""
        values = self.cleaned_data
        return SignedAs(values["name"], drawing=values["drawing"]), values["position"]


class AskForm(PlainForm):
    """Whom to ask for a party's signature: a contact of the employer, or somebody else by name and address."""

    contact = NamedField(
        label=_("Which contact?"), queryset=Contact.objects.none(), required=False, empty_label=_("somebody else")
    )
    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if party.employer:
            self.fields["contact"].offer(party.employer.contacts.current().exclude(email=""))  # type: ignore[attr-defined]
        else:
            del self.fields["contact"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("contact") and (values.get("name") or values.get("email")):
            self.add_error("contact", translated("Choose a contact, or type somebody else: not both."))
        return values


class OnPaperForm(PlainForm):
    """An agreement that was signed outside of Guildhall, with its scan."""

    parties = forms.MultipleChoiceField(label=_("Whose signatures are on it"), widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(label=_("Names of who signed"), max_length=160)
    scan = forms.FileField(label=_("Scan or photograph of the paper"), widget=forms.FileInput())

    def __init__(self, *args: Any, missing: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = {str(one.pk): one for one in missing}
        self.fields["parties"].choices = [(key, one.name) for key, one in self.missing.items()]  # type: ignore[attr-defined]
        self.fields["parties"].initial = list(self.missing)

    def parties_on_it(self) -> list[Party]:
        """The parties that were ticked."""
        return [self.missing[key] for key in self.cleaned_data["parties"]]


class AmendForm(PlainForm):
    """What an amendment is to change."""

    reason = forms.CharField(
        label=_("What does the amendment change?"), max_length=300, help_text=_("Whoever signs again reads it.")
    )


class EndForm(VersionedForm):
    """Why an agreement ends before its last day, and what was learned."""

    reason = forms.CharField(label=_("Why does it end?"), max_length=300)
    lesson = forms.CharField(
        label=_("What did we learn?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever begins with a partner next reads it."),
    )  # fmt: skip


class KeeperForm(VersionedForm):
    """Who sees to an agreement from now on."""

    keeper = PeopleField(label=_("Who keeps it"), empty_label=None)

    def __init__(self, *args: Any, agreement: Any, **kwargs: Any) -> None:
        initial = {"keeper": agreement.keeper_id, "version": agreement.version}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["keeper"].offer(keepers_of(agreement.institution))  # type: ignore[attr-defined]
