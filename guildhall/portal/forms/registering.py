from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.forms.records import clean_website
from guildhall.portal.actions.registering import Knock
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm


class PersonForm(PlainForm):
    """Somebody of an employer: name, position, address."""

    given_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail at work"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class RegisterForm(PersonForm):
    """Who wants to sign in for which employer."""

    named = forms.CharField(
        label=_("Your company, agency or organization"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    website = forms.CharField(label=_("Its website"), max_length=200, required=False)
    field_order = ["named", "website"]

    def clean_website(self) -> str:
        return clean_website(self.cleaned_data["website"])

    def knock(self) -> Knock:
        """What was typed, as the action takes it."""
        return Knock(**self.cleaned_data)


class ColleagueForm(PersonForm):
    """A colleague to let in."""

    administers = forms.BooleanField(label=_("May invite others, and end their access"), required=False)


class LetInForm(VersionedForm):
    """Whether an institution lets somebody in, and for which employer."""

    employer = forms.ChoiceField(label=_("For which employer?"), widget=forms.RadioSelect)
    administers = forms.BooleanField(label=_("May invite colleagues, and end their access"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].choices = choices  # type: ignore[attr-defined]


class NotLetInForm(VersionedForm):
    """Why somebody is not let in."""

    reason = forms.CharField(label=_("Why not? They read it."), max_length=300)
