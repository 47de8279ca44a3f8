"""What an erasure or retention leaves in a row is what the table takes, whatever the row said before (G7, R27).

A new constraint that asks for a name, or a new name under a constraint, is found here.
"""

import itertools
import uuid
from datetime import timedelta

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone

from guildhall.employers.models import SavedFilter
from guildhall.engagements.models import FollowUp
from guildhall.stewardship.actions import erasing
from guildhall.stewardship.actions.erasing import GO_WHOLE, OF_THEIR_APP, emptied, fitting, unsaid
from guildhall.stewardship.queries.subjects import LIBRARIES, declarations

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SAMPLES = (  # what a column may hold, by its kind: enough to tell one side of a condition from the other
    ((models.DateTimeField,), (NOW, NOW + timedelta(1))),
    ((models.DateField,), (NOW.date(), NOW.date() + timedelta(1))),
    ((models.BooleanField,), (True, False)),
    ((models.UUIDField, models.ForeignKey), (uuid.UUID(int=1), uuid.UUID(int=2))),
    ((models.IntegerField, models.FloatField, models.DecimalField), (0, 1)),
    ((ArrayField, models.JSONField), ([], ["x"])),
    ((models.CharField, models.TextField), ("", "x")),
)


def samples(column):
    if column.choices:
        values = [key for key, _label in column.flatchoices]
    else:
        values = list(next(found for kinds, found in SAMPLES if isinstance(column, kinds)))
    return values + ([None] if column.null else [])


def holds(model, condition, row):
    columns = {name: model._meta.get_field(name) for name in row}
    plain = {name: column.target_field if column.is_relation else column for name, column in columns.items()}
    return condition.check({name: Value(value, output_field=plain[name]) for name, value in row.items()})


def broken_by(model, values):
    """The constraints of a model that a row held, and that it does not hold with some columns emptied."""
    results = []
    for one in model._meta.constraints:
        if not isinstance(one, models.CheckConstraint):
            continue
        names = sorted(one.condition.referenced_base_fields)
        if not values.keys() & set(names):
            continue
        for combination in itertools.product(*(samples(model._meta.get_field(name)) for name in names)):
            row = dict(zip(names, combination, strict=True))
            left = row | {name: values[name] for name in values.keys() & row.keys()}
            if holds(model, one.condition, row) and not holds(model, one.condition, left):
                results.append((one.name, row))
                break
    return results


def left_by_erasure(model, said):
    if model._meta.label in LIBRARIES or model in GO_WHOLE or model in OF_THEIR_APP:
        return {}  # their rows go, or their app says what is left: the walk over the world has one of each
    names = [n for n in said.of("subject") if isinstance(model._meta.get_field(n), models.CharField)]
    return {name: unsaid(model, name) for name in (*said.of("identity"), *names)}


def test_what_an_erasure_leaves_holds_every_constraint():
    wrong = {m._meta.label: found for m, s in declarations().items() if (found := broken_by(m, left_by_erasure(m, s)))}
    assert not wrong


def test_what_retention_leaves_holds_every_constraint():
    kept = {model: said for model, said in declarations().items() if said.kept and said.kept.then == "strike"}
    wrong = {m._meta.label: found for m, s in kept.items() if (found := broken_by(m, emptied(m, s)))}
    assert not wrong


def test_a_name_that_a_constraint_asks_for_is_found():
    """The control: whoever confirmed a follow-up by a link was emptied once."""
    assert [name for name, _row in broken_by(FollowUp, {"confirmed_as": ""})] == ["followup_confirmed_by_somebody"]


# ── Words ────────────────────────────────────────────────────────────


def test_struck_words_fit_their_column():
    """The mark is longer than a short name."""
    for model, said in declarations().items():
        for name in said.of("words"):
            column = model._meta.get_field(name)
            if getattr(column, "max_length", None) and not column.choices:
                row = model(pk=model._meta.pk.to_python(7) if isinstance(model._meta.pk, models.AutoField) else None)
                setattr(row, name, "x" * column.max_length)
                assert len(fitting(model, row, name, "y" * (column.max_length + 5))) <= column.max_length, name


def test_two_titles_that_differ_in_a_name_stay_two(cast):
    for name in ("Call Quillon Vesperton", "Call quillon vesperton"):
        SavedFilter.objects.create(person=cast.mesa_wbl, page="employers", name=name, query="x=1", saved_at=NOW)
    before = SavedFilter.objects.count()
    subject = erasing.Subject({"call quillon vesperton"})
    erasing._words(subject, SavedFilter, declarations()[SavedFilter])
    left = list(SavedFilter.objects.values_list("name", flat=True))
    assert len(set(left)) == before
    assert not [name for name in left if "uillon" in name]


def test_unique_names_are_told_apart():
    """Every column of words under a unique constraint, also of tables to come."""
    for model, said in declarations().items():
        for one in model._meta.constraints:
            if not isinstance(one, models.UniqueConstraint):
                continue
            for name in set(said.of("words")) & set(one.fields):
                rows = [model(pk=key, **{name: f"x{key}"}) for key in (uuid.UUID(int=1), uuid.UUID(int=2))]
                left = {fitting(model, row, name, "[erased]") for row in rows}
                assert len(left) == 2 or model._meta.label == "people.Allowance", f"{model._meta.label}.{name}"
            assert not [e for e in one.expressions if set(said.of("words")) & Q(e).referenced_base_fields], one.name
