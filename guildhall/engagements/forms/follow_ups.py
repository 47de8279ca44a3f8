from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.following import Promise
from guildhall.engagements.forms.engagements import due_days
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


class PromiseForm(PlainForm):
    """A follow-up: what, who, by when, and who asked for it."""

    EMPLOYER = ""

    what = forms.CharField(label=_("What is to be done?"), max_length=200)
    owner = PeopleField(label=_("Who does it?"), empty_label=None)
    due_on = DayField(label=_("By when?"), back=0)
    asker = PeopleField(
        label=_("Who asked for it?"),
        required=False,
        empty_label=_("the employer"),
        help_text=_("Whoever asked confirms that it is done."),
    )
    contact = NamedField(
        label=_("Who of the employer?"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
    )

    engagement = forms.ModelChoiceField(  # out of which it comes
        queryset=Engagement.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        employer: Employer,
        people: Sequence[Person],
        person: Person,
        give: bool = False,
        **kwargs: Any,
    ) -> None:
        mine = {"asker": person.pk} if give else {"owner": person.pk}
        initial = mine | {"due_on": clock.today() + timedelta(due_days(person))}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]
        self.fields["asker"].offer([p for p in people if getattr(p, "near", True)])  # type: ignore[attr-defined]
        self.fields["contact"].offer(employer.contacts.current())  # type: ignore[attr-defined]
        rows = employer.engagements.open_to(person)
        self.fields["engagement"].queryset = rows  # type: ignore[attr-defined]
        if give:  # to somebody else, whom one has to choose
            self.fields["owner"].empty_label = _("Choose …")  # type: ignore[attr-defined]

    def promise(self) -> Promise:
        """What was typed, as the action takes it."""
        return Promise(**{name: value for name, value in self.cleaned_data.items() if name != "engagement"})


class WordsForm(VersionedForm):
    """Some words with an act on a follow-up or an ask: what was done, what is missing, why."""

    words = forms.CharField(label=_("In your words"), required=False, max_length=500)


class RedateForm(VersionedForm):
    """Another day, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "redate_%s"} | kwargs))

    due_on = DayField(label=_("New day"), back=0)
    words = forms.CharField(
        label=_("Why does it take longer?"),
        max_length=300,
        error_messages={"required": _("Say why it takes longer: whoever asked for it reads that.")},
    )


class HandForm(VersionedForm):
    """Somebody else, and a word for them."""

    owner = PeopleField(label=_("Who takes it?"))
    words = forms.CharField(label=_("A word for them"), required=False, max_length=300)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "hand_%s"} | kwargs))
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]


class WhomForm(PlainForm):
    """Which contact is written to."""

    contact = NamedField(label=_("Who gets the link?"), queryset=Contact.objects.none(), empty_label=None)

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "whom_%s"} | kwargs))
        self.fields["contact"].offer(contacts)  # type: ignore[attr-defined]


class AnswerByLinkForm(PlainForm):
    """The employer's answer, without an account."""

    words = forms.CharField(
        label=_("If something is missing: what?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
