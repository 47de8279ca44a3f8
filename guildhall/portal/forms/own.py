"""What an employer changes by itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.forms.records import clean_website
from guildhall.employers.models import Contact, Employer
from guildhall.employers.models.employers import Motive
from guildhall.employers.models.places import MailTopic
from guildhall.engagements.forms.months import MonthsField
from guildhall.engagements.models import ContactLimit
from guildhall.people.models import Institution
from guildhall.portal.models import Correction, Expectation
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.fields import PhoneField

PROFILE = ("name", "domain", "industry", "staff_count", "description", "motive")
LIMIT = ("most", "days", "paused_from", "paused_until", "quiet_months", "channel")
OWN = ("title", "email", "phone", "students_may_email", "students_may_phone", "mail_topics")
EXPECTED = ("hours", "ages", "transport", "calendar", "insurance", "promise")


class ProfileForm(VersionedForm):
    """What an employer says of itself."""

    name = forms.CharField(label=_("Name"), max_length=250)
    description = forms.CharField(
        label=_("What you do"), required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 4})
    )
    domain = forms.CharField(label=_("Website"), max_length=200, required=False)
    industry = forms.CharField(label=_("Industry in words"), max_length=120, required=False)
    staff_count = forms.IntegerField(label=_("How many people work with you?"), min_value=0, max_value=3_000_000,
                                     required=False)  # fmt: skip
    motive = forms.ChoiceField(label=_("Why do you work with colleges?"), choices=Motive.choices, required=False)

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, initial={f: getattr(employer, f) for f in (*PROFILE, "version")}, **kwargs)

    def clean_domain(self) -> str:
        return clean_website(self.cleaned_data["domain"])


class LimitForm(VersionedForm):
    """How often, when and by which way an employer wants to be contacted."""

    most = forms.IntegerField(
        label=_("How often may all colleges together contact you, at most?"),
        required=False,
        min_value=0,
        max_value=50,
        help_text=_("0 means not at all. Empty: as the colleges agreed among themselves."),
    )
    days = forms.IntegerField(label=_("In how many days?"), required=False, min_value=1, max_value=366, initial=30)
    paused_from = DayField(label=_("Quiet from"), required=False, back=1, ahead=3)
    paused_until = DayField(
        label=_("Quiet until"), required=False, back=1, ahead=3, help_text=_("Empty: until you say otherwise.")
    )
    quiet_months = MonthsField(label=_("Quiet every year in"), required=False)
    channel = forms.ChoiceField(label=_("Preferably"), choices=ContactLimit.Channel.choices, required=False)

    def __init__(self, *args: Any, limit: ContactLimit | None = None, **kwargs: Any) -> None:
        if limit:
            kwargs["initial"] = {f: getattr(limit, f) for f in (*LIMIT, "version")}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("paused_from"), values.get("paused_until")
        if first and last and last < first:
            self.add_error("paused_until", translated("The quiet time ends before it begins."))
        return values


class OwnContactForm(VersionedForm):
    """One's own position and address, and who may have them."""

    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneField()
    students_may_email = forms.BooleanField(label=_("Students may see the e-mail"), required=False)
    students_may_phone = forms.BooleanField(label=_("Students may see the telephone"), required=False)
    mail_topics = forms.MultipleChoiceField(
        label=_("May be mailed in bulk about"),
        choices=MailTopic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, initial={f: getattr(contact, f) for f in (*OWN, "version")}, **kwargs)


class CorrectionForm(PlainForm):
    """What is wrong, in a few words."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Correction.Kind.choices, widget=forms.RadioSelect)
    institution = forms.ModelChoiceField(label=_("Whom do you tell?"), queryset=Institution.objects.none())
    words = forms.CharField(
        label=_("What is right instead?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]


class AnswerForm(VersionedForm):
    """Whether what was promised is done."""

    answer = forms.ChoiceField(choices=[("done", "done"), ("open", "open")], widget=forms.HiddenInput())
    words = forms.CharField(label=_("What is still missing?"), required=False, max_length=300)


class ExpectationForm(VersionedForm):
    """What employers may expect of an institution."""

    promise = forms.CharField(
        label=_("What can an employer count on?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: an answer within two working days, one person for all questions."),
    )
    hours = forms.CharField(label=_("When can students come?"), required=False, max_length=300)
    ages = forms.CharField(label=_("How old are they?"), required=False, max_length=300)
    transport = forms.CharField(label=_("How do they get there?"), required=False, max_length=300)
    insurance = forms.CharField(label=_("Who insures them?"), required=False, max_length=300)
    calendar = forms.CharField(label=_("Terms, breaks, examinations"), required=False, max_length=500)

    def __init__(self, *args: Any, row: Expectation | None = None, **kwargs: Any) -> None:
        if row:
            kwargs["initial"] = {f: getattr(row, f) for f in (*EXPECTED, "version")}
        super().__init__(*args, **kwargs)
