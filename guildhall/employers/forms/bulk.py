"""What many records are to become, and which ones."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guildhall.employers.actions.bulk import Wanted
from guildhall.lib.numbers import number_in
from guildhall.lib.spelling import as_known
from guildhall.people.models import Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.naming import NameChoiceField
from guildhall.ui.picking import knowing

KEEP, NOBODY = "", "none"


def chosen(data: QueryDict) -> dict[UUID, int]:
    """The records that a form names, each with the edition that was shown: "identifier:edition"; odd ones are left."""
    found = {}
    for text in data.getlist("employer"):
        key, _colon, version = text.partition(":")
        try:
            found[UUID(key)] = number_in(version, longest=9)
        except ValueError:
            continue
    return found


def words(text: str) -> tuple[str, ...]:
    """Words that somebody parted by commas."""
    parts = text.replace(";", ",").split(",")
    return tuple(dict.fromkeys(part.strip()[:60] for part in parts if part.strip()))


class OwnerChoiceForm(PlainForm):
    """Who looks after them from now on; as it is, where nothing is chosen."""

    owner = NameChoiceField(label=_("Owner"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Person] = {str(one.pk): one for one in people}
        stays = [(KEEP, _("stays as it is")), (NOBODY, _("nobody"))]
        names = [(key, str(one)) for key, one in self.people.items()]
        self.fields["owner"].choices = [*stays, *names]  # type: ignore[attr-defined]

    @property
    def sets_owner(self) -> bool:
        return bool(self.cleaned_data["owner"] != KEEP)

    @property
    def owner_wanted(self) -> Person | None:
        return self.people.get(self.cleaned_data["owner"])


class BulkForm(OwnerChoiceForm):
    """Owner and tags of many employers."""

    add = forms.CharField(
        label=_("Add tags"),
        required=False,
        max_length=400,
        help_text=_("Separate them with commas."),
        widget=knowing("known-tags", many=True),
    )
    remove = forms.CharField(
        label=_("Take tags away"), required=False, max_length=400, widget=knowing("known-tags", many=True)
    )

    def __init__(self, *args: Any, known: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("add", "remove"):
            values[name] = tuple(as_known(words(values.get(name, "")), self.known))
        if not self.errors and not (values["owner"] or values["add"] or values["remove"]):
            raise forms.ValidationError(_("Say what is to change: the owner, or tags."))
        return values

    def wanted(self) -> Wanted:
        """What was chosen, as the action takes it."""
        values = self.cleaned_data
        return Wanted(self.owner_wanted, self.sets_owner, values["add"], values["remove"])
