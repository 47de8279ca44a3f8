"""Forms of chambers' meetings: which, what we ask, what they answered, what came of it, which stories we bring."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact
from guildhall.engagements.forms.engagements import choosable
from guildhall.engagements.models.engagements import kinds
from guildhall.intermediaries.actions.meetings import Asking, Noted
from guildhall.intermediaries.models import BodyMeeting, Story
from guildhall.lib import clock
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


class NotedForm(VersionedForm):
    """A meeting of theirs."""

    title = forms.CharField(
        label=_("Which meeting?"), max_length=160, help_text=_("Such as: quarterly breakfast, annual meeting.")
    )
    held_on = DayField(label=_("When?"))
    place = forms.CharField(label=_("Where?"), max_length=160, required=False)

    NAMES = ("title", "held_on", "place")

    def noted(self) -> Noted:
        """What was typed, as the action takes it."""
        return Noted(**{name: self.cleaned_data[name] for name in self.NAMES})


class AddForm(NotedForm):
    """A meeting that is noted, and for which of our institutions."""

    institution = forms.ModelChoiceField(
        label=_("Which institution would present?"), queryset=Institution.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        del self.fields["version"]


class ChangeForm(NotedForm):
    """The same later, with what we present and who does."""

    topic = forms.CharField(label=_("What do we present?"), max_length=200, required=False)
    presenter = PeopleField(label=_("Who presents?"), required=False, empty_label=_("nobody yet"))

    def __init__(self, *args: Any, row: BodyMeeting, people: Any, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in (*self.NAMES, "topic", "presenter", "version")}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["presenter"].offer(people)  # type: ignore[attr-defined]


class AskForm(VersionedForm):
    """What we would present, who would, and how they are asked."""

    topic = forms.CharField(
        label=_("What would we present?"), max_length=200,
        help_text=_("In one line: the other institutions read it before they ask as well."),
    )  # fmt: skip
    presenter = PeopleField(label=_("Who would present?"), empty_label=None)
    way = forms.ChoiceField(label=_("How are they asked?"), widget=forms.RadioSelect)
    contact = NamedField(
        label=_("Whom do you ask?"), queryset=Contact.objects.none(), required=False,
        empty_label=_("nobody in particular"),
    )  # fmt: skip
    on = DayField(
        label=_("When?"), back=0, ahead=1,
        help_text=_("Today: it is on the timeline at once. A later day keeps a place for it until then."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: BodyMeeting, people: Any, me: Any, **kwargs: Any) -> None:
        usual = {"topic": row.topic, "presenter": row.presenter or me, "way": "email", "on": clock.today()}
        super().__init__(*args, initial=usual | {"version": row.version}, **kwargs)
        self.fields["presenter"].offer(people)  # type: ignore[attr-defined]
        self.fields["contact"].offer(row.body.contacts.current())  # type: ignore[attr-defined]
        ways = [(slug, label) for slug, label in choosable() if kinds()[slug].touches]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]

    def asking(self) -> Asking:
        """What was typed, as the action takes it."""
        return Asking(**{name: self.cleaned_data[name] for name in ("way", "on", "topic", "presenter", "contact")})


class AnswerForm(VersionedForm):
    """What a chamber answered."""

    agreed = forms.ChoiceField(
        label=_("What did they answer?"),
        choices=[("yes", _("Yes, we present")), ("no", _("Not this time"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("In their words"), max_length=300, required=False)

    def __init__(self, *args: Any, row: BodyMeeting, **kwargs: Any) -> None:
        agreed = "no" if row.state == BodyMeeting.State.DECLINED else "yes"
        initial = {"agreed": agreed, "answer": row.answer, "version": row.version}
        super().__init__(*args, initial=initial, **kwargs)


class PresentedForm(VersionedForm):
    """What came of a presentation."""

    outcome = forms.CharField(
        label=_("What came of it, in one line?"), max_length=200,
        help_text=_("Such as: three members want to host interns. It stands on the timeline."),
    )  # fmt: skip
    contact = NamedField(
        label=_("Who of them was there?"), queryset=Contact.objects.none(), required=False,
        empty_label=_("nobody in particular"),
    )  # fmt: skip

    def __init__(self, *args: Any, row: BodyMeeting, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": row.version}, **kwargs)
        self.fields["contact"].offer(row.body.contacts.current())  # type: ignore[attr-defined]


class StoriesForm(VersionedForm):
    """Which success stories are brought along."""

    stories = forms.ModelMultipleChoiceField(
        label=_("Success stories to bring"), queryset=Story.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, row: BodyMeeting, told: Any, chosen: Any, **kwargs: Any) -> None:
        initial = {"stories": [one.pk for one in chosen], "version": row.version}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["stories"].queryset = told  # type: ignore[attr-defined]
        self.fields["stories"].label_from_instance = _label  # type: ignore[attr-defined]


def _label(story: Story) -> str:
    return f"{story.title} ({story.employer.name}, {story.institution.code})"
