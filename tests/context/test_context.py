"""The context: what is set inside, what the database is told, what stands although it was refused."""

import uuid

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone, translation

from guildhall import context
from guildhall.audit.models import Entry
from guildhall.audit.recording import record
from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.dashboards.queries import todo
from guildhall.employers import exports
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused, no, refuse
from guildhall.people.actions.allowances import LIMITS, Limit
from guildhall.people.models import Allowance, Institution, Person, Territory
from guildhall.prospects.models import Probe
from guildhall.queue import job
from tests.cast import Cast, build_cast

TRIES = Limit("tries of this test", 3, 3600)
LIMITS.remove(TRIES)  # those of the product alone are walked and documented


class Somebody:
    """An actor."""

    def __init__(self, language: str = "") -> None:
        self.pk, self.language = uuid.uuid4(), language


def told() -> tuple[str, str, str]:
    """What the database knows of who acts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('guildhall.person', true), ''),"
            " coalesce(current_setting('guildhall.keeper', true), ''),"
            " coalesce(current_setting('guildhall.reason', true), '')"
        )
        return cursor.fetchone()


def test_what_is_entered_is_set_and_left_again():
    outside = (timezone.get_current_timezone_name(), translation.get_language(), context.current())
    with context.begun(address="203.0.113.9", language="es") as begun:
        assert translation.get_language() == "es"
        assert context.current().address == "203.0.113.9"
        with context.acting(Somebody()):
            assert translation.get_language() == "es", "without a language of their own they keep the browser's"
        with context.acting(person := Somebody("en")):
            assert translation.get_language() == "en"
            assert context.current().person == str(person.pk)
            assert context.current().request_id == begun.request_id
        with context.in_language("fr"):
            assert translation.get_language() == "fr"
        assert translation.get_language() == "es"
    assert outside == (timezone.get_current_timezone_name(), translation.get_language(), context.current())


def test_a_keeper_names_a_reason():
    with pytest.raises(ValueError, match="reason"), context.keeping(Keeper.ERASURE, ""):
        pass
    with pytest.raises(ValueError, match="sorcerer"), context.keeping("sorcerer", "for fun"):  # type: ignore[arg-type]
        pass


@pytest.mark.django_db(transaction=True)
def test_every_transaction_tells_the_database_who_acts():
    person = Somebody()
    with context.begun(), context.acting(person):
        assert told() == ("", "", ""), "outside of a transaction nobody acts"
        with transaction.atomic():
            assert told() == (str(person.pk), "", "")
            with context.keeping(Keeper.ERASURE, "asked for"):
                assert told() == ("", "erasure", "asked for")
            assert told() == (str(person.pk), "", "")
        assert told() == ("", "", "")
    with transaction.atomic():
        assert told() == ("", "", ""), "a pooled connection remembers nobody"


@pytest.mark.django_db(transaction=True)
def test_what_a_savepoint_forgets_is_told_again():
    first, second = Somebody(), Somebody()
    with context.begun(), context.acting(first), transaction.atomic():
        with context.acting(second):
            try:
                with transaction.atomic(), context.acting(first):
                    raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            assert told()[0] == str(second.pk)
        assert told()[0] == str(first.pk)
        try:
            with transaction.atomic(), context.acting(second), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        except Exception:
            assert told()[0] == str(first.pk)
        else:
            raise AssertionError


def test_a_streamed_answer_keeps_the_context_in_which_it_was_made(transactional_db):
    person = Somebody("es")

    def lines():
        yield translation.get_language(), told()[0], connection.in_atomic_block
        yield translation.get_language(), told()[0], connection.in_atomic_block

    with context.begun(), context.acting(person):
        streamed = context.streamed(lines())
    assert next(streamed) == ("es", str(person.pk), True)
    assert translation.get_language() != "es", "whoever takes the parts keeps their own context"
    assert list(streamed) == [("es", str(person.pk), True)]
    assert not connection.in_atomic_block
    half = context.streamed(lines())
    next(half)
    half.close()
    assert not connection.in_atomic_block, "a reader who goes away leaves no transaction behind"


def test_a_streamed_page_reads_as_the_person_in_the_zone_of_the_territory(cast: Cast, monkeypatch):
    Territory.objects.update(time_zone="Pacific/Honolulu")
    cast.shared("Northwind Robotics")
    seen = []
    real = exports._line
    monkeypatch.setattr(exports, "_line", lambda e: seen.append((context.current(), told()[0])) or real(e))
    answer = cast.client(cast.mesa_wbl).post("/employers/export/", {"form": "csv"})
    assert b"Northwind" in b"".join(answer.streaming_content)
    assert [(now.person, now.zone, who) for now, who in seen] == [
        (str(cast.mesa_wbl.pk), "Pacific/Honolulu", str(cast.mesa_wbl.pk))
    ]


# ── Requests, jobs, commands ─────────────────────────────────────────


@pytest.mark.django_db
def test_a_job_runs_in_the_zone_of_the_territory_as_its_keeper(cast: Cast):
    Territory.objects.update(time_zone="Australia/Sydney")
    seen = []
    name = f"test.looks.{uuid.uuid4().hex}"  # the test may run at several moments
    task = job(name, keeper=Keeper.RECOUNT, reason="to see")(lambda: seen.append(context.current()))
    task()
    assert (seen[0].zone, seen[0].keeper, seen[0].reason, seen[0].person) == (
        "Australia/Sydney",
        "recount",
        "to see",
        "",
    )
    assert seen[0].request_id
    assert context.current() == context.Context()


@pytest.mark.django_db
def test_a_command_runs_in_the_zone_of_the_territory(cast: Cast):
    Territory.objects.update(time_zone="Pacific/Guam")
    seen = []

    class Looks(InContext):
        keeper, reason, requires_system_checks = Keeper.SCHEMA, "to see", ()

        def handle(self, *args, **options):
            seen.append((context.current(), clock.today(), timezone.get_current_timezone_name()))

    call_command(Looks())
    assert (seen[0][0].zone, seen[0][0].keeper, seen[0][2]) == ("Pacific/Guam", "schema", "Pacific/Guam")


@pytest.mark.django_db
def test_a_request_acts_as_whoever_is_signed_in(cast: Cast, monkeypatch):
    Territory.objects.update(time_zone="America/New_York")
    seen = []
    real = todo.today
    monkeypatch.setattr(todo, "today", lambda p: seen.append((context.current(), told()[0])) or real(p))
    answer = cast.client(cast.mesa_wbl).get("/", REMOTE_ADDR="2001:db8:1:2:3::9", HTTP_X_REQUEST_ID="forged-by-client")
    assert answer.status_code == 200
    now, person = seen[0]
    assert (now.person, now.zone, now.address) == (str(cast.mesa_wbl.pk), "America/New_York", "2001:db8:1:2::")
    assert person == str(cast.mesa_wbl.pk)
    assert now.request_id not in ("", "forged-by-client"), "without a proxy of ours nobody numbers our requests"
    assert context.current() == context.Context(), "nothing outlives the request"


@pytest.mark.parametrize("error", [ZeroDivisionError(), Refused(no("No.")), Http404()])
def test_a_request_that_fails_leaves_nothing_behind(transactional_db, monkeypatch, error):
    cast = build_cast()
    before = Entry.objects.count()
    client = Client(raise_request_exception=False)
    client.force_login(cast.mesa_wbl, backend="allauth.account.auth_backends.AuthenticationBackend")

    def breaks(*_args, **_kwargs):
        record("change", cast.mesa_wbl, by=cast.mesa_wbl)
        TRIES.take("me")
        raise error

    monkeypatch.setattr("guildhall.dashboards.queries.todo.today", breaks)
    assert client.get("/").status_code in (403, 404, 500)
    assert Entry.objects.count() == before
    assert used() == 1, "what was counted stands"
    assert not connection.in_atomic_block


# ── What stands although it was refused ──────────────────────────────


def used() -> int:
    row = Allowance.objects.filter(key__startswith="tries of this test").first()
    return row.used if row else 0


def _refused_inside(depth: int) -> None:
    with transaction.atomic():
        if depth:
            _refused_inside(depth - 1)
        else:
            TRIES.take("me")
            refuse("No.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_a_count_outlasts_the_refusal_that_it_precedes(depth):
    for _time in range(2):
        with context.begun(), pytest.raises(Exception, match=r"No\."):
            _refused_inside(depth)
    assert used() == 2


@pytest.mark.django_db(transaction=True)
def test_a_count_outlasts_a_refusal_that_somebody_caught():
    with context.begun(), transaction.atomic():
        with pytest.raises(Exception, match=r"No\."):
            _refused_inside(1)
        assert used() == 1, "in the transaction that goes on"
    assert used() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_counted_once():
    with context.begun():
        with transaction.atomic():
            TRIES.take("me")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
    assert used() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_defence_the_count_would_be_undone(monkeypatch):
    """The control."""
    monkeypatch.setattr(context, "remembered", list)
    with context.begun(), pytest.raises(Exception, match=r"No\."):
        _refused_inside(1)
    assert used() == 0


def _brings_an_institution_and_probes() -> None:
    """A probe of an institution that is entered in the same transaction, which fails."""
    with transaction.atomic():
        place = Institution.objects.create(name="Brought in", slug="brought-in", kind="college")
        person = Person.objects.create(email="new@brought-in.example")
        facts = {"person": person, "institution": place, "typed": "Acme", "matched": False}
        context.lasting(lambda: Probe.objects.create(**facts))
        TRIES.take("me")
        raise Http404("as it was said")


@pytest.mark.django_db(transaction=True)
def test_what_refers_to_a_row_that_is_undone_goes_with_it_and_hides_no_error():
    """A failing step that had entered somebody, who then asked: its own error comes out, and counts stand."""
    with context.begun(), pytest.raises(Http404, match="as it was said"):
        _brings_an_institution_and_probes()
    assert (Probe.objects.count(), used()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_what_goes_with_an_undone_row_leaves_the_rest_of_the_transaction():
    with context.begun(), transaction.atomic():
        with pytest.raises(Http404, match="as it was said"):
            _brings_an_institution_and_probes()
        Institution.objects.create(name="Stays", slug="stays", kind="college")
    assert (Probe.objects.count(), used()) == (0, 1)
    assert Institution.objects.filter(slug="stays").exists()
