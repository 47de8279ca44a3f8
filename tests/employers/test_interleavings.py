"""Editors who cross each other lose nothing of what the others saved (R29)."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.employers.actions import editing
from guildhall.employers.forms.records import ContactForm, SiteForm
from guildhall.lib.verdicts import Conflict
from guildhall.ui.editing import differences
from tests.permissions.world import undone
from tests.sampling import THOROUGH

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = 500 if THOROUGH else 60
FIELDS = {"contact": ("given_name", "title", "phone"), "site": ("label", "street", "phone")}
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(sorted(FIELDS)), st.integers(0, 2), st.sampled_from("ABCDEF")),
    min_size=4,
    max_size=10,
)


@dataclass
class Editor:
    """One person with a form open: what it showed, what was typed, what is to be sent."""

    saw: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)
    version: int = 0


@dataclass
class Desk:
    """The records, and what the editors have lost so far."""

    cast: Any
    records: dict[str, Any]
    open: dict[tuple[int, str], Editor] = field(default_factory=dict)
    saved: dict[str, dict[str, str]] = field(default_factory=dict)
    conflicts: int = 0
    lost: list[str] = field(default_factory=list)

    def fresh(self, kind: str) -> Any:
        self.records[kind].refresh_from_db()
        return self.records[kind]

    def step(self, who: int, kind: str, number: int, word: str) -> None:
        """Whoever has no form open opens one and types; whoever has one sends it."""
        key = (who, kind)
        if key not in self.open:
            record = self.fresh(kind)
            shown = {name: getattr(record, name) for name in FIELDS[kind]}
            name = FIELDS[kind][number]
            value = f"(707) 555-01{who}{'ABCDEF'.index(word)}" if name == "phone" else f"{word}{who}"
            self.open[key] = Editor(shown, {name: value}, record.version)
        else:
            self.send(who, kind, self.open[key])

    def send(self, who: int, kind: str, editor: Editor) -> None:
        record, employer = self.records[kind], self.records[kind].employer
        act = editing.save_contact if kind == "contact" else editing.save_site
        values = {**editor.saw, **editor.typed}
        by = (self.cast.director, self.cast.mesa_wbl, self.cast.harbor_wbl)[who]
        try:
            act(employer, values, by=by, version=editor.version, **{kind: record})
        except Conflict:
            self.compare(kind, editor)
            return
        now = self.saved.setdefault(kind, dict.fromkeys(FIELDS[kind], ""))
        self.lost += [
            f"{kind}.{name}: {now[name]} became {values[name]}, unseen"
            for name in FIELDS[kind]
            if now[name] not in (editor.saw[name], values[name])
        ]
        now.update(values)
        del self.open[who, kind]

    def compare(self, kind: str, editor: Editor) -> None:
        """The comparison page: the other's words are read, one's own stay, and the form can be sent again."""
        record = self.fresh(kind)
        data = {**editor.saw, **editor.typed, "version": str(editor.version), "family_name": "x", "city": "x"}
        form = ContactForm(data, employer=record.employer) if kind == "contact" else SiteForm(data)
        assert form.is_valid()
        told = {label for label, _theirs, _mine in differences(form, record)}
        shown = {name: getattr(record, name) for name in FIELDS[kind]}
        untold = [n for n in shown if shown[n] != data[n] and str(form.fields[n].label) not in told]
        assert not untold, f"the comparison is silent about {untold}"
        editor.saw, editor.version = shown, int(form.data["version"])
        self.conflicts += 1


def crossed(cast: Any, steps: list[tuple[int, str, int, str]]) -> Desk:
    """The editors do their steps; what stands in the database in the end is what was saved last."""
    desk = Desk(cast, {kind: type(record).objects.get(pk=record.pk) for kind, record in cast.records.items()})
    for one in steps:
        desk.step(*one)
    for kind, values in desk.saved.items():
        record = desk.fresh(kind)
        desk.lost += [f"{kind}.{n} is {getattr(record, n)}" for n, v in values.items() if getattr(record, n) != v]
    return desk


def walk(cast: Any) -> tuple[int, int, list[str]]:
    """Many interleavings: how many, how many conflicts, what was lost."""
    runs, conflicts, lost = 0, 0, list[str]()
    employer = cast.shared("Crossing Works").employer
    cast.records = {
        "site": editing.save_site(employer, {"city": "Redstone"}, by=cast.director),
        "contact": editing.save_contact(employer, {"family_name": "Nova"}, by=cast.director),
    }

    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(steps=STEPS)
    def interleave(steps: list[tuple[int, str, int, str]]) -> None:
        nonlocal runs, conflicts
        with undone():
            desk = crossed(cast, steps)
        runs, conflicts = runs + 1, conflicts + desk.conflicts
        lost.extend(desk.lost)

    interleave()
    return runs, conflicts, lost


def test_nothing_is_lost_however_editors_cross(cast):
    runs, conflicts, lost = walk(cast)
    assert runs >= EXAMPLES
    assert conflicts > EXAMPLES / 10, "they did cross"
    assert not lost, f"{len(lost)} fields lost, such as {lost[:3]}"


def test_losses_are_found(cast, monkeypatch):
    """The control: whoever saves last wins."""
    for act in ("save_contact", "save_site"):
        whole = getattr(editing, act)

        def careless(employer, values, *, by, whole=whole, version=0, **record):
            found = next(iter(record.values()), None)
            if found is not None:
                found.refresh_from_db()
                version = found.version
            return whole(employer, values, by=by, version=version, **record)

        monkeypatch.setattr(editing, act, careless)
    monkeypatch.setattr("tests.employers.test_interleavings.EXAMPLES", 30)
    assert walk(cast)[2]
