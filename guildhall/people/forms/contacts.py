from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import PointOfContact
from guildhall.ui.editing import VersionedForm


class PointForm(VersionedForm):
    """Who is asked at an institution, who stands in, and when."""

    person = PeopleField(label=_("Person"), empty_label=_("choose"))
    deputy = PeopleField(
        label=_("Deputy"), required=False, empty_label=_("nobody"),
        help_text=_("Is named instead while the person is away."),
    )  # fmt: skip
    away_from = forms.DateField(label=_("Away from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    away_to = forms.DateField(label=_("Away until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: Any, point: PointOfContact | None = None, **kwargs: Any) -> None:
        if point:
            names = ("person", "deputy", "away_from", "away_to", "version")
            kwargs["initial"] = {name: getattr(point, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.fields["deputy"].offer(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("away_from"), values.get("away_to")
        if bool(first) != bool(last) and not self.errors:
            self.add_error("away_to" if first else "away_from", _("Give both days, or none."))
        if first and last and last < first:
            self.add_error("away_to", _("This day is before the first one."))
        if values.get("deputy") and values.get("deputy") == values.get("person"):
            self.add_error("deputy", _("Nobody is their own deputy."))
        return values
