"""Blocks of rows: what goes in comes out, and row-level security holds for them (ADR 15)."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import DataError, NotSupportedError, ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from guildhall import context
from guildhall.audit.models import Entry, Value
from guildhall.audit.recording import Change, record_block
from guildhall.context.postgresql.base import APP, DatabaseWrapper
from guildhall.employers.actions.merging import merge, undo_merge
from guildhall.employers.models import Employer, Site
from guildhall.imports.actions import applying, comparing, reading
from guildhall.imports.models import Batch
from guildhall.prospects.models import Promotion, Prospect
from guildhall.store.blocks import as_array, insert_values, update_rows
from tests.architecture.sources import modules, short
from tests.cast import Cast

hard = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)


@pytest.mark.django_db
def test_arrays_are_written_as_the_database_reads_them():
    """Quotes, backslashes, commas, braces, NULL as a word, line breaks, other scripts."""

    @given(st.lists(st.none() | hard, max_size=6))
    def holds(words):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::text[]", [as_array(words)])
            assert cursor.fetchone()[0] == words

    holds()
    moment, day, key = datetime(2026, 2, 28, 23, 59, 1, 250, UTC), date(2024, 2, 29), uuid4()
    with connection.cursor() as cursor:
        for kind, values in (
            ("uuid", [key, None]),
            ("timestamptz", [moment, None]),
            ("date", [day]),
            ("boolean", [True, False, None]),
            ("bigint", [2**40, -1, None]),
            ("bytea", [b"\x00\xff\\\"'", None]),
            ("float8", [1.5, 2]),
        ):
            cursor.execute(f"SELECT %s::{kind}[]", [as_array(values)])
            assert cursor.fetchone()[0] == values
        cursor.execute("SELECT %s::uuid[]", [as_array([key, key.hex])])
        assert cursor.fetchone()[0] == [key, key], "identifiers may come as text"


@pytest.mark.django_db
def test_lists_and_defaults_of_rows(cast: Cast):
    prospect, places, hard = cast.shared("Kestrel Aerospace"), [cast.mesa.pk, cast.harbor.pk], 'a "b", {c}\\'
    columns = ("id", "prospect_id", "promoted_at", "audience", "stage_before", "reason")
    at, first, second = datetime(2026, 1, 2, tzinfo=UTC), uuid4(), uuid4()
    lines = [(first, prospect.pk, at, places, Prospect.Stage.LEAD, hard), (second, prospect.pk.hex, at, None, "x", "")]
    insert_values(Promotion, columns, lines)
    row = Promotion.objects.get(pk=first)
    assert (row.audience, row.stage_before, row.reason, row.promoted_at, row.by) == (places, "lead", hard, at, None)
    assert Promotion.objects.get(pk=second).audience is None


@pytest.mark.django_db
def test_what_all_rows_share_travels_once_and_stands_in_each(cast: Cast, django_assert_num_queries):
    prospect, places, at = cast.shared("Kestrel Aerospace"), [cast.mesa.pk], datetime(2026, 1, 2, tzinfo=UTC)
    columns = ("id", "prospect_id", "promoted_at", "audience", "stage_before", "by_id", "reason")
    shared = (prospect.pk, at, places, Prospect.Stage.LEAD, None)
    keys = [uuid4() for _n in range(3)]
    with django_assert_num_queries(2) as seen:
        insert_values(Promotion, columns, [(key, *shared, f"said {n}") for n, key in enumerate(keys)])
        update_rows([Promotion(pk=key, reason=f"anew {n}", audience=None) for n, key in enumerate(keys)],
                    ["reason", "audience"])  # fmt: skip
    rows = list(Promotion.objects.filter(pk__in=keys).order_by("reason"))
    told = {(row.prospect_id, row.promoted_at, tuple(row.audience or ()), row.stage_before, row.by_id) for row in rows}
    assert told == {(prospect.pk, at, (), "lead", None)}
    assert [row.reason for row in rows] == ["anew 0", "anew 1", "anew 2"]
    assert seen[0]["sql"].count(str(prospect.pk).replace("-", "")) == 1, "it travels once"


@pytest.mark.django_db
def test_what_is_too_long_is_refused_and_not_cut_off(cast: Cast):
    employer = cast.shared("Kestrel Aerospace").employer
    columns = ("id", "employer_id", "label", "street", "city", "state", "zip", "phone", "main")
    row = (uuid4(), employer.pk, "", "x" * 1000, "", "", "", "", False)
    with pytest.raises(DataError), transaction.atomic():
        insert_values(Site, columns, [row])
    site = Site(pk=uuid4(), employer=employer, city="Mesa")
    site.save(force_insert=True)
    site.city = "y" * 1000
    with pytest.raises(DataError), transaction.atomic():
        update_rows([site], ["city"])
    insert_values(Site, columns, [(uuid4(), employer.pk, "", "Main St", "Mesa", "", "", "", False)] * 0)


@pytest.mark.django_db
def test_many_rows_go_in_several_statements(cast: Cast, monkeypatch):
    monkeypatch.setattr("guildhall.store.blocks.AT_ONCE", 7)
    changes = [Change("test.thing", str(n), None, {"n": n}) for n in range(23)]
    entry = record_block("test", cast.region, changes, by=None)
    assert sorted(v.after["n"] for v in Value.objects.filter(entry=entry)) == list(range(23))


# ── Under row-level security, as a role that owns nothing ────────────


def guarded_tables() -> list[str]:
    """Every table of ours: whichever of them gets the second lock later, this holds."""
    return [t for t in connection.introspection.table_names() if re.match(r"(?!django_|procrastinate)\w", t)]


@pytest.fixture
def second_lock(cast: Cast):
    """Row-level security on every table: rows for whoever acts, nothing for nobody; as the role that owns nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded_tables():
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            cursor.execute(
                f"""CREATE POLICY somebody ON "{table}"
                    USING (coalesce(current_setting('guildhall.person', true), '') <> '')
                    WITH CHECK (coalesce(current_setting('guildhall.person', true), '') <> '')"""
            )
        cursor.execute(f"SET LOCAL ROLE {APP}")  # what the context takes on as well
        yield cursor


def owns_nothing(cursor) -> bool:
    cursor.execute(
        """SELECT NOT EXISTS (SELECT FROM pg_class WHERE relowner = r.oid) AND NOT rolsuper AND NOT rolbypassrls
           FROM pg_roles r WHERE rolname = current_user"""
    )
    return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_journal_an_import_and_a_merge_under_the_second_lock(cast: Cast, second_lock, settings, tmp_path):
    settings.FILES = tmp_path
    assert owns_nothing(second_lock)
    with context.begun():
        assert not Employer.objects.exists(), "nobody sees nothing: the lock is on"
        with context.acting(cast.director):
            _journal(cast)
            _import_block(cast)
            _merge(cast)
            assert owns_nothing(second_lock)


def _journal(cast: Cast) -> None:
    changes = [Change("test.thing", str(n), {"n": None}, {"n": n}) for n in range(3)]
    entry = record_block("test", cast.region, changes, by=cast.director)
    assert Entry.objects.get(pk=entry.pk).head
    assert Value.objects.filter(entry=entry).count() == 3


def _import_block(cast: Cast) -> None:
    lines = [f"Kwm{n} Brtn Works,Mesa Grande,ana{n}@kwm{n}.example" for n in range(12)]
    text = "\n".join(["Employer,City,E-mail", *lines]).encode()
    how = {"kind": "employers", "entering": "prospects", "clause": None}
    batch = reading.start_import(BytesIO(text), "list.csv", institution=cast.region, by=cast.director, **how)
    reading.match_columns(batch, batch.columns, by=cast.director, in_background=False)
    batch = applying.apply(comparing.check_rows(batch), by=cast.director)
    assert batch.state == Batch.State.APPLIED
    assert Employer.objects.filter(name__startswith="Kwm").count() == 12


def _merge(cast: Cast) -> None:
    first, second = Employer.objects.filter(name__startswith="Kwm").order_by("name")[:2]
    merged = merge(first, second, by=cast.director)
    assert Employer.objects.get(pk=second.pk).merged_into_id == first.pk
    undo_merge(merged, by=cast.director)
    assert Employer.objects.get(pk=second.pk).merged_into_id is None


@pytest.mark.django_db
def test_the_lock_would_stop_copy(second_lock):
    """The control: what these blocks were written with before."""
    with (
        pytest.raises(NotSupportedError, match="COPY FROM not supported"),
        transaction.atomic(),
        connection.wrap_database_errors,
        second_lock.cursor.copy("COPY audit_value (entry_id) FROM STDIN") as copy,
    ):
        copy.write_row([1])


@pytest.mark.django_db
def test_without_the_context_the_lock_stops_everything(cast: Cast, second_lock, monkeypatch):
    """The control: a database that is not told who acts lets nothing in."""
    monkeypatch.setattr(DatabaseWrapper, "_tell", lambda self: None)
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with context.begun(), context.acting(cast.director), refused, transaction.atomic():
        record_block("test", cast.region, [], by=cast.director)


def test_nothing_is_written_by_copy():
    by_copy = re.compile(r"\bCOPY\b.*\b(FROM|TO) STD(IN|OUT)|\bcursor\.copy\(", re.I)
    wrong = [short(p) for p in modules() if by_copy.search(p.read_text())]
    assert not wrong, "COPY is refused under row-level security; use store.blocks.insert_values: " + ", ".join(wrong)
    assert by_copy.search('cursor.cursor.copy("COPY x FROM STDIN")')
