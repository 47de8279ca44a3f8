"""Forms for writing a bulk e-mail, its senders and templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models.places import MailTopic
from guildhall.mailings.actions.writing import MOST_AN_HOUR, Draft, can_be_filled
from guildhall.mailings.merge_fields import FIELDS, STUDENT_FIELDS
from guildhall.mailings.models import Elements, LetterTemplate, Mailing, Sender, StudentTopic
from guildhall.mailings.queries.checking_students import NAMES_CONTACT, contacts_named_in
from guildhall.people.models import Institution, Person
from guildhall.ui.editing import VersionedForm

_TEXT = forms.Textarea(attrs={"rows": 16})


class _Worded(VersionedForm):
    """A letter to many: what stands in braces and is no field is said beside the words that hold it."""

    known = FIELDS
    reads_for: Person | None = None  # who writes to students: no contact of theirs is named in it

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_body(self) -> str:
        return self._known("body")

    def _known(self, name: str) -> str:
        words: str = self.cleaned_data[name]
        if not (verdict := can_be_filled(words, self.known)):
            raise forms.ValidationError(verdict.reason)
        if self.reads_for and (found := contacts_named_in(words, self.reads_for)):
            raise forms.ValidationError(translated(NAMES_CONTACT).format(what=found[0]))
        return words


class LetterForm(_Worded):
    """What a bulk e-mail says, from whom, and about what."""

    institution = forms.ModelChoiceField(
        label=_("For which institution"), queryset=Institution.objects.none(), empty_label=None
    )
    sender = forms.ModelChoiceField(
        label=_("From"), queryset=Sender.objects.none(), empty_label=None,
        help_text=_("Answers go to the address of the sender."),
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=_("Topic"), choices=MailTopic.choices,
        help_text=_("Only contacts who agreed to e-mail about it get it."),
    )  # fmt: skip
    subject = forms.CharField(label=_("Subject"), max_length=150)
    body = forms.CharField(label=_("Text"), max_length=20000, widget=_TEXT)
    outreach = forms.BooleanField(label=_("It asks them for something"), required=False)
    asks_for = forms.CharField(
        label=_("If it asks for something: for what"), max_length=300, required=False,
        help_text=_("In a few words, such as “two students for one day in March”."),
    )  # fmt: skip
    elements = forms.MultipleChoiceField(
        label=_("If it asks for something: what it says"), choices=Elements.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    an_hour = forms.IntegerField(
        label=_("At most how many an hour"), min_value=1, max_value=MOST_AN_HOUR, initial=500,
        help_text=_("They leave on working days between 9:00 am and 5:00 pm."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, places: Any = None, senders: Any, row: Mailing | None = None,
        template: LetterTemplate | None = None, to_students: bool = False, by: Person | None = None, **kwargs: Any
    ) -> None:  # fmt: skip
        self.audience = row.audience if row else Mailing.Audience.STUDENTS if to_students else ""
        initial = kwargs.pop("initial", None) or {}
        if template:
            initial |= {"subject": template.subject, "body": template.body}
        if row:
            names = ("topic", "subject", "body", "outreach", "asks_for", "elements", "an_hour", "version")
            initial |= {name: getattr(row, name) for name in names} | {"sender": row.sender_id}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["sender"].queryset = senders  # type: ignore[attr-defined]
        if row:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        if self.audience == Mailing.Audience.STUDENTS:
            self.reads_for = by
            self._for_students()

    def _for_students(self) -> None:
        """Their own topics and fields; nothing is asked of them as of partners."""
        self.known = STUDENT_FIELDS
        topic: Any = self.fields["topic"]
        topic.choices = StudentTopic.choices
        topic.help_text = _("Whoever has ended e-mail about it does not get it.")
        for name in ("outreach", "asks_for", "elements"):
            del self.fields[name]

    def draft(self) -> Draft:
        """What was typed, as the action takes it."""
        names = ("sender", "topic", "subject", "body", "outreach", "asks_for", "an_hour")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        if self.audience:
            values["audience"] = self.audience
        return Draft(**values, elements=tuple(self.cleaned_data.get("elements", ())))


class _OfHouse(VersionedForm):
    """What an institution keeps: its institution is chosen once."""

    institution = forms.ModelChoiceField(
        label=_("For which institution"), queryset=Institution.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, places: Any = None, row: Any = None, **kwargs: Any) -> None:
        initial = kwargs.pop("initial", None) or {}
        if row:
            initial |= {name: getattr(row, name) for name in (*self.kept, "version")}  # type: ignore[attr-defined]
        super().__init__(*args, initial=initial, **kwargs)
        if row:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, but for the institution."""
        return {name: self.cleaned_data[name] for name in self.kept}  # type: ignore[attr-defined]


class SenderForm(_OfHouse):
    """An identity under which an institution writes."""

    title = forms.CharField(
        label=_("Name of the sender"), max_length=100, help_text=_("As readers see it, such as “Career center”.")
    )
    reply_to = forms.EmailField(label=_("Answers go to"), max_length=254)
    postal_address = forms.CharField(
        label=_("Postal address"), max_length=200, help_text=_("The law asks for it at the foot of every letter.")
    )
    kept = ("title", "reply_to", "postal_address")


class TemplateForm(_OfHouse, _Worded):
    """A text to begin with."""

    known = FIELDS | STUDENT_FIELDS

    title = forms.CharField(label=_("Name of the template"), max_length=100)
    subject = forms.CharField(label=_("Subject"), max_length=150)
    body = forms.CharField(label=_("Text"), max_length=20000, widget=_TEXT)
    kept = ("title", "subject", "body")
