"""What edit forms share: a version that travels with the form, refusals beside the field, comparisons (R29)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guildhall.lib.numbers import number_in
from guildhall.lib.reach import FAR_AHEAD, FAR_BACK, in_reach
from guildhall.lib.verdicts import Conflict, Refused, TooOften
from guildhall.ui.acting import refusal
from guildhall.ui.asking import PlainForm


class VersionedForm(PlainForm):
    """A form on an existing record: it carries the version that its author saw."""

    # Without an id: several forms stand on one page, and nothing labels it.
    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}), required=False)

    def clean_version(self) -> int:
        return self.cleaned_data.get("version") or 0  # a form that has lost it conflicts


def version_of(request: HttpRequest) -> int:
    """The version that a form without fields carries; what is no number conflicts, however long it is."""
    return number_in(request.POST.get("version", ""), longest=9)


class DayField(forms.DateField):
    """A day that somebody types: one too many years back or ahead is refused at the field."""

    def __init__(self, *, back: int = FAR_BACK, ahead: int = FAR_AHEAD, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**({"widget": widget} | more))
        self.back, self.ahead = back, ahead

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not (verdict := in_reach(value, back=self.back, ahead=self.ahead)):
            raise forms.ValidationError(verdict.reason)


def add_refusal(form: forms.Form, refused: Refused, at: str | None = None) -> None:
    """Put a rule's no on top of the form that asked, or at one of its fields, with what was typed kept."""
    form.add_error(at, refusal(refused.verdict))


@dataclass
class Edit:
    """How saving went. `differences` is None unless somebody else saved meanwhile; what they saved may not differ."""

    saved: bool = False
    differences: list[tuple[str, str, str]] | None = None


@contextmanager
def saving(
    form: forms.Form,
    record: Any = None,
    *,
    read: Callable[[], Any] | None = None,
    fresh: Callable[[Any], forms.Form] | None = None,
    at: str | None = None,
) -> Iterator[Edit]:
    """Save what a form holds: a rule's no stands on top of the form, somebody else's change is compared with it (R29).

    `record` is what is changed, or `read` reads it anew; `fresh` makes the form as it would be opened now; `at` is the
    field where a no belongs. Beyond a limit `TooOften` goes on to the page that says so, and so does a conflict where
    there is nothing to compare with.
    """
    edit = Edit()
    try:
        yield edit
    except TooOften:
        raise
    except Refused as refused:
        add_refusal(form, refused, at)
    except Conflict:
        if record is None and read is None:
            raise
        if record is not None:
            record.refresh_from_db()
        saved = read() if read else record
        edit.differences = differences(form, saved, fresh(saved) if fresh else None)
    else:
        edit.saved = True


def differences(form: forms.Form, saved: Any, fresh: forms.Form | None = None) -> list[tuple[str, str, str]]:
    """Where a form differs from what somebody else saved meanwhile: (field, saved now, yours).

    `fresh` is a form as it would be opened now, where a record keeps things otherwise than a form asks for them. What
    can be compared in neither way is said to be so: silence would mean that nothing differs. The form is given the
    saved version, so that sending it once more is a decision and not an accident.
    """
    results, unknown = [], False
    for name, asked in form.fields.items():
        if name == "version":
            continue
        mine = form.cleaned_data.get(name)
        if fresh is not None and name in fresh.fields:
            theirs = fresh.get_initial_for_field(fresh.fields[name], name)
            differs = asked.has_changed(theirs, form[name].data)
        elif hasattr(saved, name):
            theirs = getattr(saved, name)
            differs = (theirs or "") != (mine or "")
        else:
            unknown = True
            continue
        if differs:
            results.append((str(asked.label or name), _shown(asked, theirs), _shown(asked, mine)))
    if unknown:
        results.append((_("The rest"), _("Look at the record before you save."), ""))
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data[form.add_prefix("version")] = str(getattr(saved, "version", 0))  # type: ignore[index]
    return results


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelChoiceField):
        chosen = value if isinstance(value, list | tuple | set | QuerySet) else [value]
        known = {one.pk: one for one in getattr(field, "rows", field.queryset)}
        return ", ".join(str(known.get(getattr(one, "pk", one), one)) for one in chosen if one)
    if isinstance(value, list | tuple | set):
        called = dict(field.choices) if isinstance(field, forms.MultipleChoiceField) else {}
        return ", ".join(str(called.get(one, one)) for one in value)
    if type(field) is forms.ChoiceField:
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    return "" if value is None else str(value)
