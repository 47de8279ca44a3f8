from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.following import Promise
from guildhall.engagements.forms.engagements import choosable, day_input, usually_due
from guildhall.enquiries.actions.answering import Answered
from guildhall.enquiries.actions.taking import Call
from guildhall.enquiries.models import Enquiry
from guildhall.lib import clock
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.fields import PhoneField
from guildhall.ui.naming import NamedField

SAID = ("kind", "contact", "caller", "wants", "words", "email", "phone")


class SaidForm(VersionedForm):
    """What an employer wants, and who spoke for it."""

    kind = forms.ChoiceField(label=_("By which way?"), widget=forms.RadioSelect)
    contact = NamedField(
        label=_("Who was it?"), queryset=Contact.objects.none(), required=False, empty_label=_("somebody else")
    )
    caller = forms.CharField(label=_("Name of whoever called or wrote"), required=False, max_length=160)
    email = forms.EmailField(label=_("Their e-mail"), required=False, max_length=254)
    phone = PhoneField(label=_("Their telephone"))
    wants = forms.CharField(label=_("What do they want, in one line?"), max_length=200)
    words = forms.CharField(
        label=_("What else did they say?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, employer: Employer | None, enquiry: Enquiry | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"kind": "call"}
        if enquiry:  # how to reach them stays unsaid: a form shows nothing that is written down when it is shown
            initial = {name: getattr(enquiry, name) for name in (*SAID[:5], "version")}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choosable()  # type: ignore[attr-defined]
        if enquiry and enquiry.kind not in dict(choosable()):
            self.fields["kind"].choices += [(enquiry.kind, enquiry.kind_label)]  # type: ignore[attr-defined]
        if employer:
            self.fields["contact"].offer(employer.contacts.current())  # type: ignore[attr-defined]
        else:
            del self.fields["contact"]
        if enquiry:
            for name in ("email", "phone"):
                self.fields[name].help_text = translated("Empty: the one that is there stays.")


class TakeForm(SaidForm):
    """An enquiry as somebody takes it down: who called, what they want, and who is to answer."""

    named = forms.CharField(label=_("Which employer?"), max_length=200)
    came_on = DayField(label=_("When?"), widget=day_input())
    to = forms.ModelChoiceField(
        label=_("Who answers?"),
        queryset=Institution.objects.none(),
        empty_label=None,
        help_text=_("It goes to the point of contact for employers there, or to the deputy."),
    )

    def __init__(self, *args: Any, places: Any, home: Institution, **kwargs: Any) -> None:
        kwargs["initial"] = {"came_on": clock.today(), "to": home.pk} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = places  # type: ignore[attr-defined]
        del self.fields["version"]
        if "contact" in self.fields:  # the employer is known
            del self.fields["named"]

    def clean_came_on(self) -> Any:
        day = self.cleaned_data["came_on"]
        if day > clock.today():
            raise forms.ValidationError(translated("This day is ahead: nobody can have called on it."))
        return day

    def call(self) -> Call:
        """What was typed, as the action takes it."""
        return Call(**{name: value for name, value in self.cleaned_data.items() if name != "to"})


class AnswerForm(VersionedForm):
    """What was answered, by which way, and what was promised."""

    answer = forms.CharField(label=_("What did you answer?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=_("By which way?"), widget=forms.RadioSelect)
    promise = forms.CharField(label=_("What is to be done?"), required=False, max_length=200)
    promise_by = DayField(label=_("By when?"), required=False, back=0)

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        kinds = choosable()
        usual = enquiry.kind if enquiry.kind in dict(kinds) else kinds[0][0]
        kwargs["initial"] = {"kind": usual, "version": enquiry.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **({"auto_id": "answer_%s"} | kwargs))
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.contact = enquiry.contact
        if enquiry.employer is None:  # a follow-up hangs on an employer's record
            del self.fields["promise"], self.fields["promise_by"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("promise_by") and not values.get("promise") and "promise" not in self.errors:
            self.add_error("promise", translated("Say what is to be done by that day, or take the day out."))
        return values

    def answered(self, person: Person) -> Answered:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        promised = None
        if values.get("promise", "").strip():
            due = values["promise_by"] or usually_due(person)
            promised = Promise(values["promise"], person, due, contact=self.contact)
        return Answered(values["answer"], values["kind"], promised)


class HandOverForm(VersionedForm):
    """Another institution, or somebody of one's own, and a word for them."""

    to = forms.ModelChoiceField(label=_("To which institution?"), queryset=Institution.objects.none(), empty_label=None)
    person = PeopleField(
        label=_("To whom?"),
        required=False,
        empty_label=_("its point of contact for employers"),
    )
    words = forms.CharField(label=_("A word for them"), required=False, max_length=300)

    def __init__(self, *args: Any, enquiry: Enquiry, places: Any, people: Sequence[Person], **kwargs: Any) -> None:
        kwargs["initial"] = {"to": enquiry.institution_id, "version": enquiry.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **({"auto_id": "hand_%s"} | kwargs))
        self.fields["to"].queryset = places  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]


class ReasonForm(VersionedForm):
    """Why it needs no answer."""

    words = forms.CharField(label=_("Why does it need no answer?"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "close_%s"} | kwargs))
