"""Which meeting or agreement belongs to an initiative."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.agreements.models import Agreement
from guildhall.meetings.models import Meeting
from guildhall.ui.asking import PlainForm
from guildhall.ui.naming import NamedField


class _LinkForm(PlainForm):
    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        next(iter(self.fields.values())).offer(rows)  # type: ignore[attr-defined]


class LinkMeetingForm(_LinkForm):
    """A meeting that was planned elsewhere."""

    meeting = NamedField(label=_("A meeting that is planned already"), queryset=Meeting.objects.none())


class LinkAgreementForm(_LinkForm):
    """An agreement that was drawn up elsewhere."""

    agreement = NamedField(label=_("An agreement that is there already"), queryset=Agreement.objects.none())
