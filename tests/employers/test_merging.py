"""What a merge does, and what forbids it (N16, J15). Undoing it: test_merging_undo."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from guildhall.audit.models import Entry
from guildhall.employers.actions import editing, merging
from guildhall.employers.models import Employer, Note
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from guildhall.prospects.models import JoinRequest, Prospect, StageEntry
from tests.employers.merging_cases import contact, dump, limit, log, site, two

# ── What a merge does ────────────────────────────────────────────────


def test_everything_hangs_on_the_survivor(cast):
    one, other = two(cast)
    place = site(cast, other, "Mesa")
    person = contact(cast, other, "Doyle", given_name="Hannah", site=place, primary=True)
    log(cast, other, "Called Hannah", contact=person)
    editing.write_note(other, "Rings twice", by=cast.director, institution=cast.region)
    editing.add_identifier(other, "EIN", "123456789", by=cast.director)
    done = merging.merge(one, other, by=cast.director, reason="same street")
    one.refresh_from_db()
    assert {s.city for s in one.sites.all()} == {"Redstone", "Harbor Point", "Mesa"}
    assert [s.city for s in one.sites.filter(main=True)] == ["Redstone"]
    assert one.contacts.get().engagements.get().employer_id == one.pk
    assert one.notes.get().stays_with is None
    assert one.identifiers.get().value == "123456789"
    assert list(one.names.values_list("kind", "name")) == [("alias", "Northwind Robotics")]
    assert one.last_engaged_at is not None
    assert Employer.objects.get(pk=other.pk).merged_into_id == one.pk
    assert not Employer.objects.visible_to(cast.director).filter(pk=other.pk).exists()
    assert {s.stage for s in StageEntry.objects.filter(prospect=other.pk)} >= {"lead"}
    entry = Entry.objects.get(verb="merge")
    assert entry.reason == "same street"
    assert entry.values.filter(object_type="employers.site").count() >= 2
    assert done.moves["changed"]


def test_the_survivor_keeps_its_facts_and_its_gaps_are_filled(cast):
    one, other = two(cast, domain="northwind.example")
    Employer.objects.filter(pk=other.pk).update(
        domain="other.example", naics="333517", naics_vintage=2017, staff_count=40, owner=cast.second
    )
    before = Employer.objects.get(pk=one.pk).version
    done = merging.merge(one, Employer.objects.get(pk=other.pk), by=cast.director)
    one.refresh_from_db()
    assert (one.domain, one.naics, one.naics_vintage, one.staff_count) == ("northwind.example", "333517", 2017, 40)
    assert one.owner == cast.second
    assert one.version == before + 1
    merging.undo_merge(done, by=cast.director)
    one.refresh_from_db()
    assert (one.domain, one.naics, one.naics_vintage, one.staff_count, one.owner) == (
        "northwind.example",
        "",
        2022,
        None,
        None,
    )
    assert one.version == before


def test_what_the_survivor_has_already_stays_where_it_was(cast):
    """Trap 13: the collision is defined, and what hung on the row that stays hangs on the survivor's."""
    one, other = two(cast)
    ours, theirs = site(cast, one, "Mesa"), site(cast, other, "MESA", "1  pier road")
    known, same = contact(cast, one, "Doyle", title="Recruiter", email="h@x.example"), contact(cast, other, "doyle")
    worker = contact(cast, other, "Ortega", site=theirs)
    call = log(cast, other, "Called", contact=same)
    for employer in (one, other):
        editing.add_name(employer, "trading", "NW Robots", by=cast.director)
        editing.change_employer(
            employer, {}, tags=["robots", employer.name[-4:]], version=employer.version, by=cast.director
        )
    before = dump()
    done = merging.merge(one, other, by=cast.director)
    call.refresh_from_db(), worker.refresh_from_db(), same.refresh_from_db()
    assert (call.employer_id, call.contact_id) == (one.pk, known.pk)
    assert (worker.employer_id, worker.site_id) == (one.pk, ours.pk)
    assert same.employer_id == other.pk
    assert one.names.filter(name="NW Robots").count() == 1
    assert {t.name for t in one.tags.all()} == {"robots", "Inc.", "tics"}
    assert {g["model"] for g in done.moves["stayed"]} >= {
        "employers.site",
        "employers.contact",
        "employers.employername",
        "employers.employer_tags",
        "prospects.prospect",
    }
    merging.undo_merge(done, by=cast.director)
    assert dump() == before


def test_a_contact_that_says_more_moves(cast):
    one, other = two(cast)
    contact(cast, one, "Doyle")
    contact(cast, other, "Doyle", email="h@x.example")
    merging.merge(one, other, by=cast.director)
    assert one.contacts.count() == 2


def test_one_first_person_to_ask(cast):
    one, other = two(cast)
    first = contact(cast, one, "Ortega", primary=True)
    second = contact(cast, other, "Doyle", primary=True)
    done = merging.merge(one, other, by=cast.director)
    assert list(one.contacts.filter(primary=True)) == [first]
    merging.undo_merge(done, by=cast.director)
    second.refresh_from_db()
    assert second.primary


def test_a_prospect_moves_only_where_there_is_none(cast):
    one, other = cast.prospect("Tern Composites").employer, cast.vetted("Tern Composites Inc").employer
    Prospect.objects.filter(employer=one).delete()
    before = dump()
    done = merging.merge(one, other, by=cast.director)
    moved = Prospect.objects.get(employer=one)
    assert moved.answers.count() == 2
    StageEntry.objects.create(prospect=moved, stage="parked", entered_at=clock.now())
    merging.undo_merge(done, by=cast.director)
    assert not Prospect.objects.filter(employer=one).exists()
    added = StageEntry.objects.get(prospect=other.pk, stage="parked")
    added.delete()
    assert dump() == before


def test_a_request_follows_its_employer(cast):
    one, other = cast.shared("Tern Composites").employer, cast.prospect("Tern Composites Inc").employer
    asked = JoinRequest.objects.create(
        employer=other, asked_by=cast.mesa_wbl, institution=cast.mesa, typed="tern", asked_at=clock.now()
    )
    merging.merge(one, other, by=cast.director)
    asked.refresh_from_db()
    assert asked.employer_id == one.pk


# ── The wall and the audience ────────────────────────────────────────


def test_nothing_of_a_restricted_record_leaves_its_crm_unread(cast):
    """A6: nobody chose what travels, so notes and engagements stay behind the wall until somebody does."""
    one, other = cast.shared("Tern Composites").employer, cast.prospect("Tern Composites Inc").employer
    editing.write_note(other, "They owe money", by=cast.director, institution=cast.region)
    log(cast, other, "Talked of debts")
    before = dump()
    done = merging.merge(one, other, by=cast.director)
    assert not Note.objects.visible_to(cast.mesa_wbl).filter(employer=one).exists()
    assert Note.objects.visible_to(cast.director).filter(employer=one).exists()
    assert not Engagement.objects.visible_to(cast.mesa_wbl).filter(employer=one, summary="Talked of debts").exists()
    page = cast.client(cast.mesa_wbl).get(f"/employers/{one.pk}/notes/").content + (
        cast.client(cast.mesa_wbl).get(f"/employers/{one.pk}/").content
    )
    assert b"debts" not in page
    assert b"owe money" not in page
    merging.undo_merge(done, by=cast.director)
    assert dump() == before


def test_the_strictest_audience_wins(cast):
    """B4: an exception of either stays; of two, those whom both reach see the result, until the later end."""
    one, other = two(cast)
    soon, late = clock.today() + timedelta(days=30), clock.today() + timedelta(days=90)
    limit(cast, other, [cast.mesa], until=soon)
    before = dump()
    done = merging.merge(one, Employer.objects.get(pk=other.pk), by=cast.director)
    assert not Employer.objects.visible_to(cast.harbor_wbl).filter(pk=one.pk).exists()
    assert Employer.objects.visible_to(cast.mesa_wbl).filter(pk=one.pk).exists()
    assert one.designations.count() == 1
    merging.undo_merge(done, by=cast.director)
    assert dump() == before
    limit(cast, one, [cast.region], until=late)
    merging.merge(Employer.objects.get(pk=one.pk), Employer.objects.get(pk=other.pk), by=cast.director)
    one.refresh_from_db()
    assert (one.audience, one.audience_until) == ([cast.mesa.pk], late)


def test_an_exception_that_ended_restricts_nothing(cast):
    one, other = two(cast)
    limit(cast, other, [cast.mesa], until=clock.today() - timedelta(days=1))
    merging.merge(one, Employer.objects.get(pk=other.pk), by=cast.director)
    one.refresh_from_db()
    assert one.audience is None
    assert not one.designations.exists()


def test_two_audiences_with_nobody_in_common_are_refused(cast):
    one, other = two(cast)
    limit(cast, one, [cast.harbor])
    limit(cast, other, [cast.mesa])
    with pytest.raises(Refused, match="No institution may see both"):
        merging.merge(Employer.objects.get(pk=one.pk), Employer.objects.get(pk=other.pk), by=cast.director)


def test_a_shared_record_is_never_taken_away(cast):
    shared, held = cast.shared("Tern Composites").employer, cast.prospect("Tern Composites Inc").employer
    with pytest.raises(Refused, match="Keep the shared record"):
        merging.merge(held, shared, by=cast.director)


def test_one_crm_never_pours_into_another(cast):
    regions = cast.prospect("Tern Composites").employer
    mesas = cast.prospect("Tern Composites Inc", holder=cast.mesa, by=cast.mesa_wbl).employer
    harbors = cast.prospect("Tern Composite", holder=cast.harbor, by=cast.harbor_wbl).employer
    for survivor, loser in ((mesas, regions), (mesas, harbors)):
        with pytest.raises(Refused, match="CRMs of their own"):
            merging.merge(survivor, loser, by=cast.director)
    merging.merge(regions, mesas, by=cast.director)


# ── Who ──────────────────────────────────────────────────────────────


def test_only_directors_merge_and_part(cast):
    one, other = two(cast)
    before = dump()
    for name, person in cast.people.items():
        if name not in ("director", "second"):
            with pytest.raises(Refused):
                merging.merge(one, other, by=person)
    assert dump() == before
    done = merging.merge(one, other, by=cast.director)
    for name, person in cast.people.items():
        if name not in ("director", "second"):
            with pytest.raises(Refused):
                merging.undo_merge(done, by=person)
    merging.undo_merge(done, by=cast.second)


def test_nobody_merges_what_they_do_not_see(cast):
    """A director of another region sees neither side's restricted record."""
    elsewhere = found("Far River Office", "region", parent=None, by=None, code="FAR")
    cast.add("far", Role.REGIONAL_DIRECTOR, elsewhere)
    one, other = cast.shared("Tern Composites").employer, cast.prospect("Tern Composites Inc").employer
    with pytest.raises(Refused, match="sees both"):
        merging.merge(one, other, by=cast.far)
    done = merging.merge(one, other, by=cast.director)
    with pytest.raises(Refused, match="sees both"):
        merging.undo_merge(done, by=cast.far)


def test_refusals(cast):
    one, other = two(cast)
    third = cast.shared("Northwind").employer
    with pytest.raises(Refused, match="two different"):
        merging.merge(one, Employer.objects.get(pk=one.pk), by=cast.director)
    done = merging.merge(one, other, by=cast.director)
    for survivor, loser in ((third, other), (other, third)):
        with pytest.raises(Refused, match="merged already"):
            merging.merge(survivor, loser, by=cast.director)
    merging.undo_merge(done, by=cast.director)
    with pytest.raises(Refused, match="undone already"):
        merging.undo_merge(done, by=cast.director)


def test_an_undeclared_model_stops_every_merge(cast, monkeypatch):
    one, other = two(cast)
    monkeypatch.delattr(JoinRequest, "on_merge")
    before = dump()
    with pytest.raises(ImproperlyConfigured, match=r"on_merge = Move\(\)"), transaction.atomic():
        merging.merge(one, other, by=cast.director)
    assert dump() == before


# ── What differs is chosen ───────────────────────────────────────────


def test_of_what_differs_the_chosen_value_stays_and_the_other_name_is_kept(cast):
    one, other = two(cast, domain="northwind.example", staff_count=40, industry="robots")
    facts = {"domain": "nw.example", "staff_count": 90, "industry": "machines", "naics": "333517"}
    editing.change_employer(other, facts, version=other.version, by=cast.director)
    for employer, owner in ((one, cast.director), (other, cast.second)):
        editing.own(employer, owner, by=cast.director)
    before = dump()
    one, other = (Employer.objects.get(pk=e.pk) for e in (one, other))
    done = merging.merge(one, other, choose={"name", "staff_count", "owner", "industry"}, by=cast.director)
    one.refresh_from_db()
    assert (one.name, one.domain, one.staff_count, one.owner) == (
        "Northwind Robotics", "northwind.example", 90, cast.second,
    )  # fmt: skip
    assert (one.industry, one.naics) == ("machines", "333517"), "words and code of one record"
    assert one.sort_key.startswith("northwind robotics")
    assert list(one.names.values_list("kind", "name")) == [("alias", "Northwind Robotics, Inc.")]
    merging.undo_merge(done, by=cast.director)
    assert dump() == before


def test_a_choice_of_what_the_other_does_not_say_changes_nothing(cast):
    one, other = two(cast, domain="northwind.example")
    merging.merge(one, other, choose={"domain", "staff_count", "nonsense"}, by=cast.director)
    one.refresh_from_db()
    assert one.domain == "northwind.example"
