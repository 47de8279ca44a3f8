"""Whatever is kept for a time retires when it is over, kind by kind, whatever happens to another kind (G7)."""

import logging

import pytest
from django.conf import settings
from django.db import connection

from guildhall.imports.models import Batch, Row
from guildhall.stewardship.actions import retiring
from guildhall.stewardship.queries.subjects import declarations
from tests.permissions.world import World, undone

pytestmark = pytest.mark.django_db


def age(days: int) -> None:
    """Everything that is kept for a time happened that many days ago."""
    for model, said in declarations().items():
        if not said.kept:
            continue
        *way, name = said.kept.after.split("__")
        for step in way:
            model = model._meta.get_field(step).related_model
        column = model._meta.get_field(name).column
        with connection.cursor() as cursor:
            back = f"""UPDATE "{model._meta.db_table}" SET "{column}" = "{column}" - %s * interval '1 day'"""
            cursor.execute(back, [days])


def loosened() -> None:
    """Some days stand in an order that a shift one by one would break for a moment."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE employers_contact DROP CONSTRAINT contact_dates")


def test_every_kind_retires_when_its_time_is_over(world: World) -> None:
    """The world holds a row of every kind; ten years later none of them may stand in the way of the others."""
    with undone():
        loosened()
        age(3650)
        done = retiring.retire()
        assert {"imports.Row", "outbox.OutgoingEmail", "stewardship.DataRequest"} <= set(done)
        assert Row.objects.exclude(values={}).count() == 0
        assert retiring.retire() == {}, "once is enough"


def test_one_kind_that_fails_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = retiring._retire

    def broken(model, said, kept):
        if model is Row:
            raise ValueError("no")
        return whole(model, said, kept)

    monkeypatch.setattr(retiring, "_retire", broken)
    with undone():
        loosened()
        age(3650)
        logging.disable(logging.CRITICAL)
        with pytest.raises(retiring.Unfinished, match="imports.Row"):
            retiring.retire()
        assert Row.objects.exclude(values={}).exists()
        assert not declarations_left("outbox.OutgoingEmail")


def declarations_left(label: str) -> bool:
    model = next(m for m in declarations() if m._meta.label == label)
    return model.objects.exclude(text="").exists()


def test_no_list_remembers_where_a_machine_keeps_its_files(world: World) -> None:
    """A restored copy deleted the uploads of the original."""
    assert Batch.objects.exists()
    assert not [batch.path for batch in Batch.objects.all() if batch.path.startswith("/") or ".." in batch.path]
    kept = [batch for batch in Batch.objects.all() if batch.has_file()]
    assert kept
    for batch in kept:
        with batch.file_at_hand() as path:
            assert path.is_relative_to(settings.FILES)


def test_files_go_with_the_commit_and_never_before(world: World, django_capture_on_commit_callbacks) -> None:
    batch = Batch.objects.exclude(kind__in=Batch.AT_ONCE).first()  # the file of such a list goes after two weeks
    assert batch.has_file()
    with undone():
        with django_capture_on_commit_callbacks() as callbacks:
            loosened()
            age(3650)
            retiring.retire()
        assert batch.has_file(), "nothing is committed yet"
        for callback in callbacks:
            callback()
        assert not batch.has_file()
