"""By which skills an institution evaluates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.supervision.actions.choosing import MOST_OWN
from guildhall.supervision.models import ChosenSkills
from guildhall.supervision.models.skills import LONGEST
from guildhall.supervision.skills import FRAMEWORKS
from guildhall.ui.editing import VersionedForm


class SkillsForm(VersionedForm):
    """One of the lists of the field, and skills of the institution's own, a line each."""

    framework = forms.ChoiceField(
        label=_("List of skills"), choices=[(one.code, _(one.label)) for one in FRAMEWORKS.values()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    own = forms.CharField(
        label=_("Skills of our own"), required=False, max_length=(LONGEST + 2) * MOST_OWN,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("One on each line. They are asked for beside the list."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: ChosenSkills | None, **kwargs: Any) -> None:
        said = {"framework": row.framework, "own": "\n".join(row.own), "version": row.version} if row else {}
        super().__init__(*args, initial={"framework": "nace", "version": 0} | said, **kwargs)

    def lines(self) -> list[str]:
        """The institution's own skills, one by one."""
        return str(self.cleaned_data["own"]).splitlines()
