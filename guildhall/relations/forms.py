from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.people.forms.choosing import PeopleField
from guildhall.ui.asking import PlainForm


class SamePersonForm(PlainForm):
    """Which colleague a contact is."""

    colleague = PeopleField(label=_("Which colleague is it?"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].offer(people)  # type: ignore[attr-defined]
