"""Forms for published figures: loading a file, describing a source, choosing an area."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.demand.actions.by_hand import ByHand
from guildhall.demand.actions.sources import Laid
from guildhall.demand.forms.lists import EDUCATION_WORDS
from guildhall.demand.loading.maps import FIELDS
from guildhall.demand.models import Area, AreaServed, Release, Source
from guildhall.demand.queries.areas import area_named
from guildhall.pathways.forms import CodeField
from guildhall.pathways.models import Code
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.picking import knowing

MOST_BYTES = 20 * 1024 * 1024


class AreaField(forms.CharField):
    """An area of the labor market: typed by its name or code, with suggestions of what is loaded."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**({"max_length": 160, "widget": knowing("known-areas")} | more))

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        if (found := area_named(text)) is None:
            raise forms.ValidationError(
                _("No area of this name or code is known here. Load the list of areas, or figures of it, first.")
            )
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(str(initial or ""), data)


class LoadForm(PlainForm):
    """A file of figures, and of when they are where it does not say so itself."""

    file = forms.FileField(label=_("The file"), help_text=_("CSV or a workbook, 20 MB at most."))
    period = forms.CharField(
        label=_("Of when are the figures?"),
        required=False,
        max_length=20,
        help_text=_("Only where the file does not say it itself, such as: May 2025."),
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Whoever runs the server loads it with guildhall load_demand.")
            )
        if not sent.name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx", ".xlsm")):
            raise forms.ValidationError(_("Choose a CSV file or a workbook."))
        return sent


class SourceForm(VersionedForm):
    """How the files of a source are laid out: under which heading each field stands."""

    name = forms.CharField(label=_("What is the source called?"), max_length=80)
    kind = forms.ChoiceField(label=_("What do its files hold?"), choices=Release.Kind.choices)
    area = AreaField(label=_("Of which area are they?"), required=False, help_text=_("Only where no column says it."))
    thousands = forms.BooleanField(label=_("Employment and openings are in thousands"), required=False)

    def __init__(self, *args: Any, row: Source | None = None, kind: str = "", **kwargs: Any) -> None:
        initial: dict[str, Any] = {"kind": kind}
        if row:
            initial = {name: getattr(row, name) for name in ("name", "kind", "thousands", "version")}
            initial |= {"area": row.area.name if row.area else ""}
            initial |= {f"column_{key}": words for key, words in row.columns.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.labels = {key: label for fields in FIELDS.values() for key, label in fields.items()}
        for key, label in self.labels.items():
            self.fields[f"column_{key}"] = forms.CharField(label=label, max_length=120, required=False)

    @property
    def columns(self) -> list[Any]:
        """The fields for headings, as the page shows them."""
        return [self[f"column_{key}"] for key in self.labels]

    def laid(self) -> Laid:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        columns = {key: values.get(f"column_{key}", "") for key in self.labels}
        return Laid(values["name"], values["kind"], columns, values["area"], values["thousands"])


class ByHandForm(PlainForm):
    """Figures of one occupation in one area as somebody enters them: each of them may be left out, the source not."""

    occupation = CodeField(Code.Scheme.SOC, label=_("Occupation"), help_text=_("Type its title or its SOC code."))
    area = AreaField(label=_("Labor market area"), help_text=_("Type the name, such as: San Diego."))
    employment = forms.IntegerField(label=_("Jobs"), required=False, min_value=0, max_value=99_999_999)
    hourly_50 = forms.DecimalField(
        label=_("Median wage an hour"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    openings = forms.IntegerField(label=_("Openings a year"), required=False, min_value=0, max_value=9_999_999)
    growth = forms.DecimalField(
        label=_("Growth in percent"), required=False, min_value=-100, max_value=999, max_digits=5, decimal_places=1
    )
    education = forms.ChoiceField(
        label=_("Typical education to enter"), required=False, choices=[("", "–"), *EDUCATION_WORDS.items()]
    )
    source = forms.CharField(
        label=_("Where is it said?"), max_length=200, help_text=_("Such as: survey of the workforce board, page 12.")
    )
    as_of = DayField(label=_("As of"), ahead=0)
    why = forms.CharField(
        label=_("Why is it entered by hand?"),
        max_length=300,
        help_text=_("Such as: the published cell was held back. It then stands before what is published of the area."),
    )

    def clean(self) -> Any:
        values = super().clean() or {}
        names = ("employment", "hourly_50", "openings", "growth", "education")
        if not self.errors and all(values.get(name) in (None, "") for name in names):
            self.add_error("employment", _("Enter at least one figure."))
        return values

    def said(self) -> ByHand:
        """What was typed, as the action takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("occupation", "area")}
        coded = self.cleaned_data["occupation"]
        return ByHand(coded.code, coded.title, soc_version=coded.version, **values)


class EndByHandForm(VersionedForm):
    """Why a figure that was entered by hand ends."""

    because = forms.CharField(label=_("Why?"), max_length=300)


class AreaForm(VersionedForm):
    """In which labor market area an institution is."""

    area = AreaField(
        label=_("Labor market area"),
        required=False,
        help_text=_("Type the name, such as: San Diego. Left empty, the area of the institution above holds."),
    )

    def __init__(self, *args: Any, row: AreaServed | None = None, **kwargs: Any) -> None:
        initial = {"area": row.area.name, "version": row.version} if row else {"version": 0}
        super().__init__(*args, initial=initial, **kwargs)

    def chosen(self) -> Area | None:
        """The area that was typed."""
        found: Area | None = self.cleaned_data["area"]
        return found
