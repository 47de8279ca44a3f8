from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.placements import rules
from guildhall.placements.actions.asking import Answer
from guildhall.placements.forms.steps import OUTCOMES
from guildhall.placements.models import Application, Placement, Question
from guildhall.ui.asking import PlainForm
from guildhall.ui.dates import in_words
from guildhall.ui.editing import DayField

About, Outcome = Question.About, Placement.Outcome
WORDS: dict[str, list[tuple[str, Any]]] = {
    About.CHOICE: [
        ("meet", _("We would like to meet them")), ("offer", _("We offer a place")), ("no", _("We choose others")),
    ],
    About.START: [("began", _("Yes, it has begun")), ("not_yet", _("Not yet")), ("absent", _("Nobody came"))],
    About.RUNNING: [("runs", _("Yes, it still runs")), ("completed", _("It is completed")),
                    ("early", _("It ended early"))],
    About.END: [("completed", _("It is completed")), ("early", _("It ended early")), ("runs", _("It still runs"))],
}  # fmt: skip
IN_OWN_WORDS = {Outcome.HIRED: _("hired by us"), Outcome.OFFERED: _("we offered a job")}
OWN_OUTCOMES = [(value, IN_OWN_WORDS.get(value, label)) for value, label in OUTCOMES]  # as an employer says it
DAY, REASON, OUTCOME = {"began", "completed", "early"}, {"early", "no", "absent"}, {"completed"}


class AnswerForm(PlainForm):
    """What an employer answers to the one question that a link puts."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    on = DayField(label=_("On which day"), required=False, ahead=0, help_text=_("Where it has begun or ended."))
    outcome = forms.ChoiceField(
        label=_("What came of it"), required=False, choices=OWN_OUTCOMES, help_text=_("Where it is completed.")
    )
    reason = forms.CharField(
        label=_("A word about it"), required=False, max_length=300, help_text=_("The college or school reads it.")
    )

    def __init__(self, *args: Any, about: str, row: Application | Placement, **kwargs: Any) -> None:
        """The day on which a placement was to begin: another one is said, and not taken for granted."""
        self.begins: date | None = getattr(row, "starts_on", None) if about == About.START else None
        on = self.begins if self.begins and self.begins <= clock.today() else clock.today()
        early = self.begins is not None and on < self.begins
        super().__init__(*args, **({"initial": {"on": None if early else on}} | kwargs))
        choices = [(word, label) for word, label in WORDS[about] if word != "meet" or rules.can_be_met(row)]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        words = {word for word, _label in choices}
        for name, wanted in (("on", DAY), ("outcome", OUTCOME), ("reason", REASON)):
            if not words & wanted:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("answer") == "early" and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", translated("Say in a word why it ended early."))
        on = values.get("on") or clock.today()
        if values.get("answer") == "began" and self.begins and on < self.begins and not values.get("reason"):
            words = translated("It was to begin on %s. If it began before, say in a word why.")
            self.add_error("reason", words % in_words(self.begins))
        return values

    def said(self) -> Answer:
        """What was answered, as the action takes it."""
        v = self.cleaned_data
        word = v["answer"]
        day = v.get("on") if word in DAY else None
        return Answer(word, day, v.get("reason", ""), v.get("outcome", "") if word in OUTCOME else "")
