"""A board, what it advises on, why something has none, and academies."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.boards.actions.excepting import Own
from guildhall.boards.actions.founding import Described, Subject
from guildhall.boards.models import Academy, Board, OwnRule
from guildhall.lib.reach import LIFE
from guildhall.meetings.forms.meetings import words_field
from guildhall.pathways.models import Pathway, Program
from guildhall.people.forms.choosing import PeopleField
from guildhall.people.models import Institution, Person
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField

MORE = 3  # programs, pathways and academies that one form takes, beside those the board has


class SubjectField(NamedField):
    """A program, a pathway or an academy, by its name."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Program.objects.none(), required=False, empty_label=_("none"), **more)

    def label_from_instance(self, row: Any) -> str:
        return labelled(row)


class Named:
    """A subject as a list offers it: its name with the institution's stamp, and of which kind it is."""

    def __init__(self, row: Subject) -> None:
        self.row, self.pk = row, f"{row._meta.model_name}-{row.pk}"

    def __str__(self) -> str:
        return labelled(self.row)


def labelled(row: Any) -> str:
    """The name of a subject with the stamp of its institution, and what it is where that is no program."""
    one = row.row if isinstance(row, Named) else row
    kind = "" if isinstance(one, Program) else f", {one._meta.verbose_name}"
    return f"{one.name} ({one.institution.code or one.institution.name}){kind}"


class BoardForm(VersionedForm):
    """What a board is called, what it is for, what it advises on, and who its secretary is."""

    name = forms.CharField(label=_("What is it called?"), max_length=160)
    institution = NamedField(label=_("Whose board is it?"), queryset=Institution.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("What kind of board?"), choices=Board.Kind.choices, widget=forms.RadioSelect,
        help_text=_("By its kind the rules are chosen that it is measured by."),
    )  # fmt: skip
    purpose = words_field(_("What is it for?"), 2000, help_text=_("Whoever is asked to sit on it reads this."))
    founded_on = DayField(label=_("Founded on"), required=False, back=LIFE, ahead=0)
    secretary = PeopleField(label=_("Who is its secretary?"), empty_label=_("Type a name"))

    def __init__(
        self,
        *args: Any,
        places: Iterable[Institution],
        people: Iterable[Person],
        subjects: Iterable[Subject],
        row: Board | None = None,
        given: Iterable[Subject] = (),
        **kwargs: Any,
    ) -> None:
        had = [Named(one) for one in given]
        known: dict[str, Any] = {"kind": Board.Kind.PROGRAM}
        if row is not None:
            known = {name: getattr(row, name) for name in ("name", "kind", "purpose", "founded_on", "secretary")}
            known["version"] = row.version
        known |= {f"subject_{n}": one for n, one in enumerate(had, 1)}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._offer(places, people, subjects, row, had)

    def _offer(self, places: Any, people: Any, subjects: Any, row: Board | None, had: list[Named]) -> None:
        if row is not None:
            del self.fields["institution"]
        else:
            self.fields["institution"].offer(list(places))  # type: ignore[attr-defined]
        chosen = [row.secretary] if row is not None else []
        self.fields["secretary"].offer(dict.fromkeys([*chosen, *people]))  # type: ignore[attr-defined]
        offered = {one.pk: one for one in [*had, *(Named(one) for one in subjects)]}
        rows = sorted(offered.values(), key=lambda one: str(one).casefold())
        for n in range(1, len(had) + MORE + 1):
            label = translated("It advises on") if n == 1 else translated("and on")
            field = SubjectField(label=label)
            field.offer(rows)
            self.fields[f"subject_{n}"] = field

    @property
    def subject_fields(self) -> list[Any]:
        """The fields of what it advises on."""
        return [self[name] for name in self.fields if name.startswith("subject_")]

    def subjects(self) -> list[Subject]:
        """What was chosen."""
        chosen = [self.cleaned_data.get(field.name) for field in self.subject_fields]
        return [one.row for one in chosen if one is not None]

    def described(self) -> Described:
        """What was typed, as the action takes it."""
        v = self.cleaned_data
        return Described(v["name"], v["kind"], v["purpose"], v["founded_on"])


class CloseForm(VersionedForm):
    """Why a board is closed."""

    because = forms.CharField(label=_("Why is it closed?"), max_length=300)


class WhyNoneForm(VersionedForm):
    """Why something has no board."""

    because = forms.CharField(
        label=_("Why has it no board?"), max_length=300, required=False,
        help_text=_("Left empty, it stands as open again."),
    )  # fmt: skip
    until = DayField(label=_("When is that looked at again?"), required=False, back=0)


class OwnRuleForm(PlainForm):
    """A number that holds for one board in place of the rule of its kind."""

    rule = forms.ChoiceField(label=_("Which rule does not fit?"), choices=OwnRule.Rule.choices)
    value = forms.IntegerField(label=_("What holds for this board?"), min_value=0, max_value=100)
    because = forms.CharField(label=_("Why?"), max_length=300)
    until = DayField(
        label=_("Until when?"), back=0, help_text=_("Three years ahead at most: then somebody looks at it again.")
    )

    def own(self) -> Own:
        """What was typed, as the action takes it."""
        return Own(**{name: self.cleaned_data[name] for name in ("rule", "value", "because", "until")})


class AcademyForm(VersionedForm):
    """An academy of a school."""

    name = forms.CharField(label=_("What is it called?"), max_length=160)
    institution = NamedField(label=_("At which institution?"), queryset=Institution.objects.none(), empty_label=None)
    pathway = NamedField(label=_("Its pathway"), queryset=Pathway.objects.none(), required=False, empty_label=_("none"))
    over = forms.BooleanField(label=_("It has ended"), required=False)

    def __init__(
        self,
        *args: Any,
        places: Iterable[Institution],
        pathways: QuerySet[Any],
        row: Academy | None = None,
        **kwargs: Any,
    ) -> None:
        if row is not None:
            known = {"name": row.name, "pathway": row.pathway, "over": row.closed_on is not None}
            kwargs["initial"] = known | {"version": row.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["pathway"].offer(pathways)  # type: ignore[attr-defined]
        if row is not None:
            del self.fields["institution"]
        else:
            del self.fields["over"]
            self.fields["institution"].offer(list(places))  # type: ignore[attr-defined]
