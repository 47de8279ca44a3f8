"""Every address × method × person × record has its declared outcome, and a refusal leaves no trace (R1, R2)."""

import pytest
from django.db.models import Q
from django.urls import path

from guildhall.employers import rules as employer_rules
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.lib.verdicts import YES
from guildhall.people.models import Person, Territory
from guildhall.project import urls
from tests.permissions.matrix import MATRIX, joined
from tests.permissions.walk import (
    BRIEFLY,
    SHARED_GUARDS,
    every_cell,
    mismatches,
    outcome,
    patterns,
    share_of_cells,
    undeclared,
)
from tests.permissions.world import digest, undone

pytestmark = pytest.mark.django_db


def test_every_address_is_declared():
    missing = undeclared()
    assert not missing, "Declare in tests/permissions/matrix/ who may use:\n  " + "\n  ".join(missing)


def test_nothing_is_declared_that_is_gone():
    names = {name for name, _where in patterns()}
    assert not set(MATRIX) - names


def test_no_two_addresses_have_one_name():
    """`reverse` takes the last one, and the declared table would speak of one of them only."""
    places: dict[str, set[str]] = {}
    for name, where in patterns():
        places.setdefault(name, set()).add(where)
    assert not {name: sorted(some) for name, some in places.items() if len(some) > 1}


def test_a_table_that_declares_an_address_again_is_refused():
    with pytest.raises(ValueError, match="declared twice: today"):
        joined({"today": MATRIX["today"]}, {"today": MATRIX["today"]})


@pytest.mark.always
def test_an_undeclared_address_is_found(monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("leak/", lambda r: None, name="leak")])
    from django.urls import clear_url_caches  # the resolver keeps what it has read

    clear_url_caches()
    try:
        assert undeclared() == ["leak: /leak/"]
    finally:
        monkeypatch.undo()
        clear_url_caches()


@pytest.mark.parametrize("name", MATRIX)
def test_outcomes(world, name):
    found = mismatches(world, name)
    assert not found, f"{len(found)} cells differ:\n  " + "\n  ".join(found[:60])


def test_a_share_holds_every_outcome_and_every_hidden_record(world):
    """What one run leaves out is other people and records of the same outcome, HEAD and OPTIONS of most pages."""
    missing = []
    for name, page in MATRIX.items():
        shared = {_essence(page, *cell) for cell in share_of_cells(world, name, page)}
        every = {_essence(page, *cell): cell for cell in every_cell(world, page)}
        missing += [f"{name}: {cell}" for essence, cell in every.items() if essence and essence not in shared]
    assert not missing, "\n".join(missing[:40])


def _essence(page, method, kind, who):
    """What of a cell some cell of every run has."""
    expected = page.expected(who, method, kind)
    if expected in SHARED_GUARDS:
        return (expected,)
    if method in BRIEFLY:
        return ()
    return (expected, kind) if expected == "404" else (expected, method)


def test_a_demo_shows_its_outbox_to_everybody_and_nothing_else(world):
    with undone():
        Territory.objects.update(demo=True)
        assert outcome(world.ask("anonymous", "GET", "/outbox/")) == "ok"
        for url in ("/journal/", "/employers/", "/crm/", "/settings/"):
            assert outcome(world.ask("anonymous", "GET", url)) == "login"
            assert outcome(world.ask("mesa_student", "GET", url)) == "403"


def test_staff_without_a_second_factor_are_sent_to_set_it_up(world):
    with undone():
        world.person("director").authenticator_set.all().delete()
        response = world.ask("director", "GET", "/crm/")
        assert response.status_code == 302
        assert response["Location"] == "/account/second-factor/set-up/"


def test_an_ended_role_opens_nothing(world):
    with undone():
        world.person("director").memberships.update(from_date="2020-01-01", to_date="2020-02-01")
        assert outcome(world.ask("director", "GET", "/crm/")) == "403"
        assert outcome(world.ask("director", "GET", f"/vetting/{world.records['region'].employer.pk}/")) == "404"


# ── Controls: with a guard taken away, the same walk must fail ───────


@pytest.mark.always
def test_the_walk_finds_a_rule_that_says_yes_to_everybody(world, monkeypatch):
    monkeypatch.setattr(employer_rules, "can_edit", lambda person, employer: YES)
    found = mismatches(world, "employer-change", who="mesa_instructor")
    assert any("mesa_instructor: declared 403, got ok" in line for line in found)


@pytest.mark.always
def test_the_walk_finds_a_wall_that_is_open(world, monkeypatch):
    monkeypatch.setattr(EmployerQuerySet, "restricted_condition", staticmethod(lambda person: Q(posted_at=None)))
    found = mismatches(world, "employer-about", who="mesa_wbl")
    assert any("GET region as mesa_wbl: declared 404, got ok" in line for line in found)


@pytest.mark.always
def test_the_walk_finds_a_canary_that_crosses(world, monkeypatch):
    """R3: a list that may be read, with a row in it that may not."""
    monkeypatch.setattr(EmployerQuerySet, "shared_with", lambda rows, person: rows.all())
    monkeypatch.setattr(EmployerQuerySet, "visible_to", lambda rows, person: rows.all())
    found = mismatches(world, "employers", who="mesa_instructor")
    assert any("GET - as mesa_instructor: declared ok, got ok, and it carries" in line for line in found), found


@pytest.mark.always
def test_the_walk_finds_a_reading_that_writes(world, monkeypatch):
    from guildhall.prospects.views import crm

    asks = crm.rules.can_use_crm

    def writes(person):
        Person.objects.filter(pk=person.pk).update(given_name="changed")
        return asks(person)

    monkeypatch.setattr(crm.rules, "can_use_crm", writes)
    found = mismatches(world, "crm", who="director")
    assert any("and it changed ['people_person']" in line for line in found)


@pytest.mark.always
def test_the_walk_finds_a_refusal_that_leaves_something_behind(world, monkeypatch, settings):
    """Failure class 1: write first, authorise later. Rows are rolled back with the refusal; a file would stay."""
    from guildhall.prospects.views import crm

    asks = crm.rules.can_use_crm

    def leaves_a_file(person):
        (settings.FILES / "left.txt").write_text("behind")
        return asks(person)

    monkeypatch.setattr(crm.rules, "can_use_crm", leaves_a_file)
    found = mismatches(world, "crm", who="mesa_wbl")
    assert any("declared 403, got 403, and it changed" in line for line in found)


def test_the_digest_sees_every_row(world):
    with undone():
        world.records["region"].employer.notes.update(text="x")
        assert world.differs(digest()) == ["employers_note"]
    assert world.differs(digest()) == []
