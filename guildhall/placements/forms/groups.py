from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.placements.actions.grouping import MOST, Group
from guildhall.placements.grades import FIRST_NAMED, GRADES
from guildhall.placements.models import GroupExperience, NamedFrom
from guildhall.placements.wbl import ACTIVITIES, EDUCATORS
from guildhall.students.models import Registration
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class GroupForm(PlainForm):
    """A group that took part in something: how many, and nobody's name."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    activity = forms.ChoiceField(
        label=_("What the group did"), choices=[(a.code, _(a.label)) for a in ACTIVITIES if a.code != EDUCATORS]
    )
    on = DayField(label=_("On"), ahead=0)
    level = forms.ChoiceField(label=_("Level"), choices=GroupExperience.Level.choices)
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("several, or none")), *((one, one) for one in GRADES)]
    )
    students = forms.IntegerField(label=_("Students"), min_value=1, max_value=MOST)
    with_adults = forms.IntegerField(label=_("Adults who came along"), min_value=0, max_value=MOST, required=False)
    group = forms.CharField(
        label=_("Which group"), max_length=120, required=False,
        help_text=_("Such as: two classes of grade 5. No child’s name."),
    )  # fmt: skip
    hours = forms.DecimalField(label=_("Hours"), required=False, min_value=0, max_digits=5, decimal_places=2)

    def __init__(self, *args: Any, places: QuerySet[Institution], **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today(), "activity": "workplace_tour"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def counted(self) -> Group:
        """What was typed, as the action takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "institution"}
        return Group(**values | {"with_adults": values["with_adults"] or 0})


class NamedFromForm(VersionedForm):
    """From which grade on an institution keeps by name who was in a group."""

    grade = forms.ChoiceField(label=_("From which grade on?"), choices=[(one, one) for one in GRADES])

    def __init__(self, *args: Any, row: NamedFrom | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"grade": row.grade if row else FIRST_NAMED, "version": row.version if row else 0}
        super().__init__(*args, **kwargs)


class TickForm(PlainForm):
    """Which of the students that are listed were there, and which were ticked when somebody began."""

    students = forms.TypedMultipleChoiceField(coerce=UUID, required=False)
    was = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, rows: Sequence[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("students", "was"):
            self.fields[name].choices = [(str(one.pk), one.name) for one in rows]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """What was ticked, as it was sent."""
        return set(self.data.getlist("students")) if self.is_bound else set()
