"""How an initiative works, which paper is put up for approval, and what is said of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.partnerships.actions.approving import PutUp, Working
from guildhall.partnerships.forms.initiatives import words
from guildhall.partnerships.models import Approver, PaperKind, ProgressUpdate, Stakeholder, WorkingProtocol
from guildhall.partnerships.starters import PROTOCOL
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class ProtocolForm(VersionedForm):
    """How an initiative works (document 004: protocols)."""

    recruiting = words(_("How are partners found and chosen?"), most=4000, rows=6, required=True)
    interviews = words(_("What are candidates asked?"), most=4000, rows=6)
    working = words(_("How do we work and decide?"), most=4000, rows=5)
    telling = words(_("Who hears what, and when?"), most=4000, rows=4)
    changed = forms.CharField(label=_("What changed?"), max_length=300)

    def __init__(self, *args: Any, last: WorkingProtocol | None, **kwargs: Any) -> None:
        kwargs["initial"] = self._initial(last)
        super().__init__(*args, **kwargs)
        if last is None:
            del self.fields["changed"]

    @staticmethod
    def _initial(last: WorkingProtocol | None) -> dict[str, Any]:
        if last:
            return {name: getattr(last, name) for name in Working.__dataclass_fields__} | {"version": last.number}
        return {name: "\n".join(translated(line) for line in lines) for name, lines in PROTOCOL.items()}

    def said(self) -> Working:
        """What was typed, as the action takes it."""
        return Working(**{name: self.cleaned_data[name] for name in Working.__dataclass_fields__})


class PutUpForm(PlainForm):
    """Which paper is put up, for which point of the work, until when, and who of the partners is asked."""

    kind = forms.ChoiceField(label=_("Which paper?"), choices=PaperKind, widget=forms.RadioSelect)
    update = forms.ModelChoiceField(
        label=_("Which update?"), queryset=ProgressUpdate.objects.none(), required=False, empty_label=_("none"),
        help_text=_("Drafts only: what is published stands still."),
    )  # fmt: skip
    title = forms.CharField(label=_("What is it called?"), max_length=150, required=False)
    text = words(_("What does it say?"), most=20000, rows=6, help_text=_("Its words; or where it lies."))
    point = forms.CharField(
        label=_("At which point of the work?"), max_length=150, required=False,
        help_text=_("Such as: before the kickoff, before the agreements are signed."),
    )  # fmt: skip
    until = DayField(label=_("Answers until"), back=0)
    partners = forms.ModelMultipleChoiceField(
        label=_("Which partners decide?"), queryset=Stakeholder.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has accepted. Whoever can be written to gets a link; of others you note what they say."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, partners: QuerySet[Stakeholder], drafts: QuerySet[ProgressUpdate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = partners  # type: ignore[attr-defined]
        self.fields["partners"].initial = [one.pk for one in partners]
        self.fields["update"].queryset = drafts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind = values.get("kind")
        if kind == PaperKind.UPDATE and not values.get("update") and "update" not in self.errors:
            self.add_error("update", translated("Choose which update."))
        if kind == PaperKind.OTHER:
            for name in ("title", "text"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, translated("Another paper needs this."))
        return values

    def said(self) -> PutUp:
        """What was typed, as the action takes it: what belongs to another kind of paper is left out."""
        values = {name: self.cleaned_data[name] for name in PutUp.__dataclass_fields__}
        if values["kind"] != PaperKind.UPDATE:
            values["update"] = None
        return PutUp(**values)


class ApproveForm(VersionedForm):
    """What somebody says of a paper."""

    answer = forms.ChoiceField(label=_("What do you say?"), choices=Approver.Answer, widget=forms.RadioSelect)
    words = words(_("In your words"), most=1000, help_text=_("What has to change, or why not."))


class NamedApproverForm(PlainForm):
    """Whom the territory names to approve a kind of paper."""

    kind = forms.ChoiceField(
        label=_("Which paper?"), choices=[one for one in PaperKind.choices if one[0] != PaperKind.OTHER]
    )
    person = PeopleField(label=_("Who approves it?"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "approver_%s"} | kwargs))
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
