"""What somebody says about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guildhall.people.models import Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import VersionedForm
from guildhall.ui.fields import PhoneField


class PhotographForm(PlainForm):
    """A photograph of oneself."""

    photo = forms.FileField(
        label=_("Photograph"),
        help_text=_("JPEG, PNG, WebP or GIF, at most 10 MB. It is cut to a square; where it was taken is not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )


class ProfileForm(VersionedForm):
    """Who somebody is, as colleagues and employers read it."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    phone = PhoneField(label=_("Telephone at work"))
    pronouns = forms.CharField(
        label=_("Pronouns"), max_length=30, required=False, help_text=_("As you want to be spoken of, if you wish.")
    )
    signature = forms.CharField(
        label=_("Signature"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands below e-mails to employers that go out in your name; without one, your name and title."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of pages and e-mails"), choices=settings.LANGUAGES)
    shortcuts = forms.BooleanField(
        label=_("The key / leads to the search"), required=False,
        help_text=_("Switch it off if you speak to your computer, or press keys by accident."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        names = ("given_name", "family_name", "title", "phone", "pronouns", "signature", "shortcuts", "version")
        initial = {name: getattr(person, name) for name in names}
        initial["language"] = person.language or settings.LANGUAGE_CODE.partition("-")[0]
        super().__init__(*args, initial=initial, **kwargs)
