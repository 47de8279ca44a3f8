"""Every column says what it holds about whom (M14)."""

import pytest
from django.apps import apps
from django.db import models

from guildhall.employers.models import Contact
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.stewardship.queries.inventory import inventory
from guildhall.stewardship.queries.subjects import LIBRARIES, declarations

pytestmark = pytest.mark.django_db


def undeclared(model, said):
    """The columns of a model of which nobody has said what they tell about people."""
    columns = {f.name for f in model._meta.get_fields() if getattr(f, "concrete", False)}
    return columns - {model._meta.pk.name, "version"} - (said.declared if said else set())


def test_every_column_is_declared():
    missing = {m._meta.label: undeclared(m, declarations().get(m)) for m in apps.get_models()}
    missing = {label: sorted(names) for label, names in missing.items() if names}
    assert not missing, (
        f"Say what these columns tell about people, in the class: personal = Personal(seen=…, facts=…): {missing}"
    )


def test_nothing_is_declared_that_is_not_there():
    for model, said in declarations().items():
        gone = said.declared - {f.name for f in model._meta.get_fields()}
        assert not gone, f"{model._meta.label} declares columns that it has not: {gone}"
    assert set(LIBRARIES) <= {m._meta.label for m in apps.get_models()}


def test_a_new_column_is_named():
    """Negative control: a column that nobody declared is found."""
    assert undeclared(Contact, Personal(Seen.DIRECTORY, subject="id", identity="given_name")) >= {"email", "phone"}


def test_what_points_to_people_is_no_mere_fact():
    for model, said in declarations().items():
        for name in said.of("facts"):
            column = model._meta.get_field(name)
            where = f"{model._meta.label}.{name}"
            assert column.related_model not in (Person, Contact) or name == "followed_from", where
            assert not isinstance(column, models.EmailField), where


def test_the_list_is_in_words():
    lines = inventory()
    assert len(lines) > 40
    for line in lines:
        assert line.seen_by
        assert line.kept_for
        assert "_" not in line.what + "".join(line.of)
