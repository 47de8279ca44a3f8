"""Forms for the roles that employers find hardest to fill."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.demand.actions.roles import ADDRESS, FAR_AHEAD, FAR_BACK, Role, with_address
from guildhall.demand.models import HardToFill
from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.pathways.forms import Coded, CodeField
from guildhall.pathways.models import Code
from guildhall.pathways.queries import titles_of
from guildhall.ui.editing import DayField, VersionedForm


def half_a_year_on() -> Any:
    """Until when a role counts where nobody says otherwise."""
    return months_after(clock.today(), 6)


def _coded_text(row: HardToFill) -> str:
    """The occupation of a role with its title, as the field shows it."""
    titles = titles_of(Code.Scheme.SOC, [(row.soc_version, row.soc)]) if row.soc else {}
    return f"{row.soc} {titles.get((row.soc_version, row.soc), '')}".strip()


class RoleForm(VersionedForm):
    """A role that is hard to fill: what it is, how many, since when, what applicants lack."""

    title = forms.CharField(label=_("What is the role called?"), max_length=160)
    occupation = CodeField(
        Code.Scheme.SOC,
        words=True,
        label=_("Occupation"),
        required=False,
        help_text=_("Type its title or its SOC code. Without one it stands on no list of occupations."),
    )
    how_many = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=9999, initial=1)
    since = DayField(label=_("Hard to fill since"), required=False, back=FAR_BACK, ahead=0)
    until = DayField(
        label=_("Counts until"), back=0, ahead=FAR_AHEAD, help_text=_("Then it is asked whether it is still so.")
    )
    place = forms.CharField(label=_("Where?"), max_length=80, required=False)
    lacking = forms.CharField(
        label=_("What do applicants lack?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Skills, experience, hours they cannot work: colleges teach by it."),
    )
    credential = forms.CharField(label=_("Which license or credential does it take?"), max_length=160, required=False)

    NAMES = ("title", "how_many", "since", "until", "place", "lacking", "credential")

    def __init__(self, *args: Any, row: HardToFill | None = None, door: bool = False, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"until": half_a_year_on()}
        if row:
            initial = {name: getattr(row, name) for name in (*self.NAMES, "version")}
            initial["occupation"] = _coded_text(row)
            if row.until < clock.today():
                initial["until"] = half_a_year_on()
        super().__init__(*args, initial=initial, **kwargs)
        if door:  # whoever comes in there reads no list of the staff's
            self.fields["occupation"].widget = forms.TextInput()
            self.fields["occupation"].help_text = _("If you know it: a title or a SOC code.")

    def clean(self) -> Any:
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("It cannot end before it began."))
        for name in with_address(values or {}):
            self.add_error(name, translated(ADDRESS))
        return values

    def role(self) -> Role:
        """What was typed, as the action takes it."""
        values = {name: self.cleaned_data[name] for name in self.NAMES}
        coded: Coded = self.cleaned_data["occupation"]
        return Role(**values, soc=coded.code, soc_version=coded.version)


OWN_WORDS = {"filled": _("We found people"), "dropped": _("We stopped looking")}  # as an employer says it


class OverForm(VersionedForm):
    """What became of a role."""

    over = forms.ChoiceField(
        label=_("What became of it?"), choices=HardToFill.Over.choices, widget=forms.RadioSelect, initial="filled"
    )

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            choices = [(value, OWN_WORDS.get(value, label)) for value, label in HardToFill.Over.choices]
            self.fields["over"].choices = choices  # type: ignore[attr-defined]
