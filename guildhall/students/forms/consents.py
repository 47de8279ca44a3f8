"""Consents: as they were signed on paper, as they are asked for by a link, and as they are answered there."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.students.actions.asking import Wanted
from guildhall.students.actions.consenting import Signed
from guildhall.students.actions.guarding import GuardianFacts
from guildhall.students.forms.signing import SignedName
from guildhall.students.models import Consent, Guardian, Part, Use
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.fields import PhoneField

USUAL_DAYS = 365  # of a consent that is asked for
LIKE = 4  # first letters of a name by which employers are suggested


class ToEmployerForm(VersionedForm):
    """What of a record, for which purpose and to which employer."""

    parts = forms.MultipleChoiceField(
        label=_("What of the record"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    use = forms.ChoiceField(label=_("For what"), choices=Use.choices)
    purpose = forms.CharField(
        label=_("In which words"), max_length=200, help_text=_("As whoever signs reads them, such as: internships.")
    )
    employer = forms.CharField(
        label=_("To which employer"),
        max_length=250,
        required=False,
        help_text=_("The name as it stands in the directory. Leave it empty where the consent is for any employer."),
    )

    def __init__(self, *args: Any, employers: QuerySet[Employer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employers = employers

    def clean_employer(self) -> Employer | None:
        """The employer of that name."""
        if not (words := self.cleaned_data["employer"].strip()):
            return None
        rows = list(self.employers.filter(name__iexact=words)[:2])
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise forms.ValidationError(translated("Several employers are called so. Merge them, or name another one."))
        like = self.employers.filter(Q(name__icontains=words) | Q(name__istartswith=words[:LIKE])).order_by("name")[:3]
        if names := ", ".join(f"“{one.name}”" for one in like):
            said = translated("No employer in the directory is called so. Did you mean one of these: %s?")
            raise forms.ValidationError(said % names)
        raise forms.ValidationError(translated("No employer in the directory is called so."))


class ConsentForm(ToEmployerForm):
    """A consent as it was signed on paper."""

    signer = forms.ChoiceField(label=_("Who signed"), choices=Consent.Signer.choices)
    signed_by = forms.CharField(label=_("Name of who signed"), max_length=160)
    signed_on = DayField(label=_("Signed on"), ahead=0)
    expires_on = DayField(label=_("Last day"), required=False, ahead=10, help_text=_("Without one it does not expire."))

    def signed(self) -> Signed:
        """What was typed, as the action takes it."""
        values = dict(self.cleaned_data)
        values.pop("version", None)
        return Signed(**values)


class AskForm(ToEmployerForm):
    """A consent to ask for by a link."""

    expires_on = DayField(label=_("Last day of the consent"), back=0, ahead=5)
    guardian = forms.ModelChoiceField(
        label=_("Which parent or guardian"), queryset=Guardian.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, guardians: QuerySet[Guardian] | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"expires_on": clock.today() + timedelta(USUAL_DAYS)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if guardians is None:
            del self.fields["guardian"]
        else:
            self.fields["guardian"].queryset = guardians  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was typed, as the action takes it."""
        values = dict(self.cleaned_data)
        values.pop("version", None)
        return Wanted(**values)


class GuardianForm(VersionedForm):
    """A parent or guardian: who signs for a student under age, and how to reach them."""

    name = forms.CharField(label=_("Name"), max_length=160)
    relationship = forms.CharField(
        label=_("Relationship"), max_length=60, required=False, help_text=_("Such as mother, uncle, foster parent.")
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, help_text=_("Consents are asked for there, by a link.")
    )
    phone = PhoneField()
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, guardian: Guardian | None = None, **kwargs: Any) -> None:
        if guardian:
            names = ("name", "relationship", "email", "phone", "language", "version")
            kwargs["initial"] = {name: getattr(guardian, name) for name in names}
            kwargs["initial"]["language"] = guardian.language or settings.LANGUAGE_CODE.partition("-")[0]
        super().__init__(*args, **kwargs)

    def facts(self) -> GuardianFacts:
        """What was typed, as the action takes it."""
        return GuardianFacts(**{name: self.cleaned_data[name] for name in GuardianFacts.__slots__})


class AnswerForm(SignedName):
    """The answer to a question for a consent: a typed name, how one is related, yes or no."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("I consent")), ("no", _("I do not consent"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Your full name, as your signature"), max_length=160, required=False)
    relationship = forms.CharField(
        label=_("How you are related to the student"), max_length=60, required=False,
        help_text=_("Such as mother, uncle, foster parent."),
    )  # fmt: skip

    def __init__(self, *args: Any, guardian: bool, known_as: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_as = known_as
        if not guardian:
            del self.fields["relationship"]

    def clean(self) -> dict[str, Any]:
        """Whoever consents signs with the name; a parent says how they are related."""
        values = super().clean() or {}
        if values.get("answer") == "yes":
            for name in ("name", "relationship"):
                if name in self.fields and not values.get(name, "").strip() and name not in self.errors:
                    self.add_error(name, translated("Needed for a consent."))
        return values
