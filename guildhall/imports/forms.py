from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.imports.columns import JOINED
from guildhall.imports.models import Batch
from guildhall.people.models import Institution
from guildhall.placements.wbl import TYPES
from guildhall.ui.asking import PlainForm
from guildhall.ui.naming import NamedField


class BringForm(PlainForm):
    """A list to bring."""

    file = forms.FileField(
        label=_("The list"), help_text=_("CSV, XLSX or JSON, at most 100 MB, 300,000 rows and 500 columns.")
    )
    kind = forms.ChoiceField(
        label=_("What is in it?"),
        choices=[one for one in Batch.Kind.choices if one[0] not in Batch.AT_ONCE],
        widget=forms.RadioSelect,
        initial="employers",
    )
    entering = forms.ChoiceField(
        label=_("How do they come in?"), choices=Batch.Entering.choices, widget=forms.RadioSelect, initial="prospects"
    )
    institution = forms.ModelChoiceField(label=_("For"), queryset=Institution.objects.none(), empty_label=None)
    members_of = NamedField(
        label=_("Are they the members of a chamber or association?"), queryset=Employer.objects.none(), required=False,
        empty_label=_("no"), help_text=_("They become its members when the list is applied."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        self.fields["members_of"].offer(bodies)  # type: ignore[attr-defined]


class BringPeopleForm(PlainForm):
    """A list of students, of who took part in what, of programs of study, or of their counts."""

    file = forms.FileField(label=_("The list"), help_text=_("CSV, XLSX or JSON, at most 100 MB and 300,000 rows."))
    kind = forms.ChoiceField(label=_("What is in it?"), choices=[], widget=forms.RadioSelect)
    institution = forms.ModelChoiceField(label=_("For"), queryset=Institution.objects.none(), empty_label=None)

    def __init__(self, *args: Any, kinds: list[Any], places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        wanted = self.initial.pop("kind", None)
        self.fields["kind"].initial = wanted if wanted in dict(kinds) else (kinds[0][0] if kinds else None)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]


class SpellingsForm(PlainForm):
    """Which type each activity is that a list calls in words of its own."""

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        choices = [("", _("leave out")), *TYPES]
        for n, one in enumerate(words):
            self.fields[f"w{n}"] = forms.ChoiceField(label=one, choices=choices, required=False)

    def said(self) -> dict[str, str]:
        """The type of each activity for which one was chosen."""
        chosen = {one: self.cleaned_data[f"w{n}"] for n, one in enumerate(self.words)}
        return {one: code for one, code in chosen.items() if code}


class ColumnsForm(PlainForm):
    """What each column of a sheet holds."""

    def __init__(self, *args: Any, batch: Batch, sheet: dict[str, Any], fields: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"s{batch.headers.index(sheet)}", **kwargs)
        self.known = list(fields)
        choices = [("", _("leave out")), *((field.key, gettext(field.label)) for field in fields)]
        held = fields_by_column(batch.columns.get(sheet["name"] or "", {}))
        samples = sheet.get("samples") or []
        for n, cell in enumerate(sheet["cells"]):
            self.fields[f"c{n}"] = forms.ChoiceField(
                label=cell, choices=choices, required=False, initial=held.get(n, ""),
                help_text=" · ".join(samples[n]) if n < len(samples) else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One column for each field: the record holds one street, one telephone number … Notes and tags are joined."""
        result = super().clean() or {}
        first: dict[str, str] = {}
        for name, key in list(result.items()):
            if key in JOINED:
                continue
            if key and key in first:
                label = next(gettext(field.label) for field in self.known if field.key == key)
                words = _("“%(column)s” holds the same already: %(field)s. Leave one of the two out.")
                other = self.fields[first[key]].label
                self.add_error(name, words % {"column": other, "field": label})
            elif key:
                first[key] = name
        return result

    def compared_with(self, batch: Batch) -> list[tuple[str, str, str]]:
        """Where the columns that a list has now differ from what was chosen: (column, saved now, yours)."""
        sheet = batch.headers[int((self.prefix or "s0")[1:])]
        held = fields_by_column(batch.columns.get(sheet["name"] or "", {}))
        results = []
        for name, field in self.fields.items():
            words = dict(field.choices)  # type: ignore[attr-defined]
            theirs, mine = held.get(int(name[1:]), ""), self.cleaned_data[name]
            if theirs != mine:
                results.append((str(field.label), str(words[theirs]), str(words[mine])))
        return results

    def columns(self) -> dict[str, Any]:
        """Field to column, or to several that are joined, for what was chosen."""
        chosen: dict[str, list[int]] = {}
        for name, key in self.cleaned_data.items():
            if key:
                chosen.setdefault(key, []).append(int(name[1:]))
        return {key: at[0] if len(at) == 1 else at for key, at in chosen.items()}


def fields_by_column(columns: dict[str, Any]) -> dict[int, str]:
    """What each column holds."""
    return {n: key for key, at in columns.items() for n in (at if isinstance(at, list) else [at])}
