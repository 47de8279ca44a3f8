import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.pathways.actions.programs import PathwayFacts, ProgramFacts
from guildhall.pathways.models import Code, Pathway, Program
from guildhall.pathways.queries import cluster_choices, code_typed, is_loaded, occupation_words, titles_of
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.picking import knowing

Scheme = Code.Scheme
SHAPES = {
    Scheme.CIP: (r"\d{2}\.\d{4}", _("A CIP code looks like 51.3801.")),
    Scheme.SOC: (r"\d{2}-\d{4}", _("A SOC code looks like 29-1141.")),
    Scheme.TOP: (r"\d{4}\.\d{2}", _("A TOP code looks like 1230.10.")),
}
NEWEST = {Scheme.CIP: "2020", Scheme.SOC: "2018", Scheme.TOP: "2025"}  # where no list is loaded


@dataclass(frozen=True, slots=True)
class Coded:
    """What somebody typed of a list: the code with its version, and the words beside it; either may be missing."""

    code: str = ""
    version: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class CodeField(forms.CharField):
    """A code of an official list: typed as code, as title or as both, with suggestions of what is loaded.

    With `words`, what is no code stays as words: an occupation that the list calls otherwise.
    """

    def __init__(self, scheme: str, *, words: bool = False, **more: Any) -> None:
        self.scheme, self.words = Scheme(scheme), words
        if scheme in (Scheme.CIP, Scheme.SOC):
            more.setdefault("widget", knowing("known-programs-of-cip" if scheme == Scheme.CIP else "known-occupations"))
        super().__init__(**({"max_length": 270} | more))

    def clean(self, value: Any) -> Any:
        text = " ".join(str(super().clean(value) or "").split())
        return self.coded(text) if text else Coded()

    def coded(self, text: str) -> Coded:
        """What one code, title or both stand for; raises where it is none."""
        shape, looks = SHAPES[self.scheme]
        if row := code_typed(self.scheme, text):
            return Coded(row.code, row.version, row.title)
        first, _space, rest = text.partition(" ")
        if self.scheme == Scheme.CIP and re.fullmatch(r"\d\.\d{4}", first):
            raise forms.ValidationError(translated("A spreadsheet took its first nought away: write 0%s.") % first)
        if not re.fullmatch(shape, first):
            if self.words and not re.match(r"\d", first):
                return Coded(title=text[:160])
            raise forms.ValidationError(looks)
        older = Code.objects.filter(scheme=self.scheme, code=first).order_by("-valid", "-version").first()
        if older:  # of an older version, or not in use any more: it stays readable
            return Coded(older.code, older.version, older.title)
        if is_loaded(self.scheme):
            raise forms.ValidationError(translated("No list that is loaded here has this code: %s.") % first)
        return Coded(first, NEWEST[self.scheme], rest[:160])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(str(initial or ""), data)


class CodesField(CodeField):
    """Several codes, with commas between them."""

    def __init__(self, scheme: str, **more: Any) -> None:
        widget = knowing("known-occupations", many=True)
        super().__init__(scheme, **({"max_length": 2000, "widget": widget} | more))

    def clean(self, value: Any) -> Any:
        text = forms.CharField.clean(self, value)
        found, rest = [], [part.strip() for part in str(text or "").split(",")]
        for part in _joined(rest):
            found.append(self.coded(part))
        return list(dict.fromkeys(found))


def _joined(parts: list[str]) -> list[str]:
    """Parts that begin without a digit belong to the title before: titles of occupations hold commas."""
    results: list[str] = []
    for part in filter(None, parts):
        if results and not part[0].isdigit():
            results[-1] += f", {part}"
        else:
            results.append(part)
    return results


def coded_text(scheme: str, version: str, code: str) -> str:
    """A code with its title, as a form shows it."""
    return f"{code} {titles_of(scheme, [(version, code)]).get((version, code), '')}".strip() if code else ""


class ProgramForm(VersionedForm):
    """A program of study: its name, codes, what it awards, from when to when."""

    name = forms.CharField(label=_("What is it called?"), max_length=160)
    credential = forms.ChoiceField(label=_("What does it award?"), choices=Program.Credential.choices)
    cip = CodeField(Scheme.CIP, label=_("CIP code"), required=False, help_text=_("Type the code or the title."))
    top = CodeField(Scheme.TOP, label=_("TOP code"), required=False, help_text=_("Where your state asks for it."))
    cluster = forms.ChoiceField(label=_("Career cluster"), required=False)
    pathway = forms.ModelChoiceField(
        label=_("Pathway"), queryset=Pathway.objects.none(), required=False, empty_label=_("none")
    )
    active_from = DayField(label=_("Offered from"), required=False, back=80)
    active_to = DayField(label=_("Offered until"), required=False, back=80, ahead=10)
    institution = forms.ModelChoiceField(label=_("Institution"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, program: Program | None = None, places: Any = None, pathways: Any, **kwargs: Any):
        initial: dict[str, Any] = {}
        if program:
            names = ("name", "credential", "cluster", "pathway", "active_from", "active_to", "version")
            initial = {name: getattr(program, name) for name in names}
            initial["cip"] = coded_text(Scheme.CIP, program.cip_version, program.cip)
            initial["top"] = program.top
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["cluster"].choices = cluster_choices(_("none"))  # type: ignore[attr-defined]
        self.fields["pathway"].queryset = pathways  # type: ignore[attr-defined]
        if program:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def facts(self) -> ProgramFacts:
        """What was typed, as the action takes it."""
        values = dict(self.cleaned_data)
        cip, top = values.pop("cip"), values.pop("top")
        for name in ("institution", "version"):
            values.pop(name, None)
        return ProgramFacts(**values, cip=cip.code, cip_version=cip.version or "2020", top=top.code)


class PathwayForm(VersionedForm):
    """A pathway: what it leads to, in which cluster, to which occupations."""

    name = forms.CharField(label=_("What is it called?"), max_length=160)
    about = forms.CharField(
        label=_("What does it lead to?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    cluster = forms.ChoiceField(label=_("Career cluster"), required=False)
    occupations = CodesField(
        Scheme.SOC, label=_("Occupations"), required=False, help_text=_("Codes or titles, with commas between them.")
    )
    skills = forms.CharField(
        label=_("Skills that the work asks for"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One in a line."),
    )  # fmt: skip
    closed_on = DayField(label=_("Ended on"), required=False)
    institution = forms.ModelChoiceField(label=_("Who keeps it?"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, pathway: Pathway | None = None, places: Any = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if pathway:
            initial = {name: getattr(pathway, name) for name in ("name", "about", "cluster", "closed_on", "version")}
            initial["occupations"] = ", ".join(occupation_words(pathway))
            initial["skills"] = "\n".join(pathway.skills)
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["cluster"].choices = cluster_choices(_("none"))  # type: ignore[attr-defined]
        if pathway:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places  # type: ignore[attr-defined]
            del self.fields["closed_on"]

    def facts(self) -> PathwayFacts:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        codes: list[Coded] = values["occupations"]
        version = max((one.version for one in codes), default="2018")
        return PathwayFacts(
            values["name"],
            values["about"],
            values["cluster"],
            tuple(one.code for one in codes),
            version,
            values.get("closed_on"),
            tuple(values["skills"].splitlines()),
        )
