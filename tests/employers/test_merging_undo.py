"""Undoing merges (N16): in order, after later changes, and over random histories."""

import itertools
import random
from datetime import date, timedelta

import pytest
from django.db import transaction

from guildhall.employers import rules
from guildhall.employers.actions import editing, key_accounts, merging, moving
from guildhall.employers.actions.contact_merging import merge_contacts
from guildhall.employers.actions.duplicates import pair_up
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.models import Contact, Employer, Merge, Site
from guildhall.employers.queries.merging import survivor_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.prospects.models import Prospect
from tests.employers.merging_cases import contact, dump, limit, log, site, two
from tests.sampling import THOROUGH

# ── Undo ─────────────────────────────────────────────────────────────


def test_what_was_added_since_stays_unless_it_hangs_on_what_goes_back(cast):
    one, other = two(cast)
    moved = site(cast, other, "Mesa")
    person = contact(cast, other, "Doyle")
    ours = contact(cast, one, "Ortega")
    log(cast, one, "Long before", day=clock.today() - timedelta(days=20))
    done = merging.merge(one, other, by=cast.director)
    one.refresh_from_db(), person.refresh_from_db()
    new = contact(cast, one, "Kim", site=moved)
    with_new, with_old = log(cast, one, "With Kim", contact=new), log(cast, one, "With Doyle", contact=person)
    plain = log(cast, one, "With nobody", day=clock.today() - timedelta(days=3))
    editing.save_contact(one, {"site": moved}, by=cast.director, contact=ours, version=ours.version)
    editing.change_employer(
        one, {"domain": "new.example"}, version=Employer.objects.get(pk=one.pk).version, by=cast.director
    )
    edited = Employer.objects.get(pk=one.pk).version
    merging.undo_merge(done, by=cast.director)
    one.refresh_from_db(), other.refresh_from_db()
    assert Contact.objects.get(pk=new.pk).employer_id == other.pk
    assert {e.pk for e in other.engagements.exclude(kind="act")} == {with_new.pk, with_old.pk}
    assert plain in one.engagements.all()
    kept = Contact.objects.get(pk=ours.pk)
    assert (kept.employer_id, kept.site_id) == (one.pk, None)
    assert one.domain == "new.example"
    assert one.version == edited + 1
    assert one.last_engaged_at.date() == clock.today() - timedelta(days=3)
    assert other.last_engaged_at.date() == clock.today()


def parted(cast, since, *, old=False, **permits):
    """Two employers with one contact in both records, merged, something done since, and parted again."""
    one, other = two(cast)
    permits = {"students_may_email": True, "students_may_phone": True, "mail_topics": ["news", "events"]} | permits
    for employer in (one, other):
        contact(cast, employer, "Nova", email="ada@nw.example", **permits)
    ours, theirs = one.contacts.get(), other.contacts.get()
    done = merging.merge(one, other, by=cast.director)
    if old:
        for group in done.moves["stayed"]:
            del group["twins"]
        done.save()
    since(Contact.objects.get(pk=ours.pk))
    merging.undo_merge(done, by=cast.director)
    theirs.refresh_from_db()
    assert theirs.employer == other
    return Contact.objects.get(pk=ours.pk), theirs


@pytest.mark.parametrize("old", [False, True])
def test_what_is_forbidden_since_stays_forbidden_at_both(cast, old):
    """N16: the person spoke of the one contact that there was."""

    def forbid(ours):
        values = {"students_may_email": False, "mail_topics": ["news"]}
        editing.save_contact(ours.employer, values, by=cast.director, contact=ours, version=ours.version)

    for one in parted(cast, forbid, old=old):
        assert (one.students_may_email, one.mail_topics) == (False, ["news"])
        assert one.students_may_phone  # the control: what nobody has forbidden


def test_what_is_forbidden_after_the_two_contacts_were_one_with_a_third_is_forbidden_too(cast):
    def forbid(ours):
        third = contact(cast, ours.employer, "Nova-Diaz")
        merge_contacts(third, ours, versions=(third.version, ours.version), by=cast.director)

    one, other = two(cast)
    contact(cast, one, "Nova", students_may_phone=True), contact(cast, other, "Nova", students_may_phone=True)
    theirs = other.contacts.get()
    done = merging.merge(one, other, by=cast.director)
    forbid(Contact.objects.get(employer=one))
    merging.undo_merge(done, by=cast.director)
    theirs.refresh_from_db()
    assert not theirs.students_may_phone


def test_what_one_record_alone_forbade_is_as_before(cast):
    one, other = two(cast)
    contact(cast, one, "Nova"), contact(cast, other, "Nova", students_may_email=True)
    merging.undo_merge(merging.merge(one, other, by=cast.director), by=cast.director)
    assert (one.contacts.get().students_may_email, other.contacts.get().students_may_email) == (False, True)


def test_whom_a_key_account_protects_since_is_protected_at_both(cast):
    """N6: parting two employers opens no address."""

    def protect(ours):
        people = {"operator": cast.mesa_jobs, "deputy": cast.mesa_cases, "by": cast.mesa_jobs}
        key_accounts.open_key_account(ours.employer, cast.mesa, contacts=[ours], **people)

    for one in parted(cast, protect):
        asked = Contact.objects.select_related("employer__holder").get(pk=one.pk)
        assert not rules.can_show_address(cast.harbor_wbl, asked)
        assert rules.can_show_address(cast.mesa_jobs, asked)  # the control
        assert asked.starred


def test_chains_are_undone_from_the_end(cast):
    a, b = two(cast)
    c = cast.shared("Northwind Group").employer
    site(cast, b, "Mesa")
    before = dump()
    first = merging.merge(a, b, by=cast.director)
    between = dump()
    second = merging.merge(c, Employer.objects.get(pk=a.pk), by=cast.director)
    assert survivor_of(b.pk) == survivor_of(a.pk) == survivor_of(c.pk) == c.pk
    assert Employer.objects.get(pk=b.pk).merged_into_id == a.pk
    with pytest.raises(Refused, match="Undo that merge first"):
        merging.undo_merge(first, by=cast.director)
    merging.undo_merge(second, by=cast.director)
    assert dump() == between
    merging.undo_merge(Merge.objects.get(pk=first.pk), by=cast.director)
    assert dump() == before


def test_two_merges_into_one_are_undone_from_the_end(cast):
    a, b = two(cast)
    c = cast.shared("Northwind Group", domain="nw.example").employer
    Employer.objects.filter(pk=b.pk).update(industry="Robots")
    before = dump()
    first = merging.merge(a, Employer.objects.get(pk=b.pk), by=cast.director)
    second = merging.merge(Employer.objects.get(pk=a.pk), c, by=cast.director)
    with pytest.raises(Refused, match="Another record was merged into this one later"):
        merging.undo_merge(first, by=cast.director)
    merging.undo_merge(second, by=cast.director)
    merging.undo_merge(first, by=cast.director)
    assert dump() == before


def test_a_pair_is_closed_and_opened_again(cast):
    one, other = two(cast)
    pair = pair_up(one, other, by=cast.director)
    done = merging.merge(one, other, by=cast.director)
    pair.refresh_from_db()
    assert (pair.state, pair.judged_by) == ("merged", cast.director)
    merging.undo_merge(done, by=cast.director)
    pair.refresh_from_db()
    assert (pair.state, pair.judged_by) == ("open", None)


# ── Random histories ─────────────────────────────────────────────────

WORDS = ["Northwind", "NORTHWIND", "Northwind Robotics", "NW", "Kestrel Aero", "Kestrel"]
CITIES = ["Redstone", "redstone", "Mesa", "Harbor Point"]


def history(cast, employer, rng: random.Random, serial) -> None:
    """Something happens with an employer, a dozen times."""
    for _turn in range(rng.randint(3, 12)):
        employer.refresh_from_db()
        sites, people = list(employer.sites.all()), list(employer.contacts.all())
        act = rng.randrange(9)
        if act == 0 and not employer.names.filter(name=(name := rng.choice(WORDS))).exists() and name != employer.name:
            editing.add_name(employer, rng.choice(["trading", "legal", "alias"]), name, by=cast.director)
        elif act == 1:
            site(
                cast,
                employer,
                rng.choice(CITIES),
                rng.choice(["1 Pier Road", "2 Pier Road"]),
                phone=rng.choice(["", "5550100"]),
            )
        elif act == 2:
            place = rng.choice([None, *sites])
            primary = rng.random() < 0.5
            contact(
                cast,
                employer,
                rng.choice(["Doyle", "doyle", "Kim"]),
                site=place,
                primary=primary,
                title=rng.choice(["", "HR"]),
            )
        elif act == 3:
            tags = rng.sample(["robots", "health", "space", "ships"], rng.randint(0, 3))
            facts = {"staff_count": rng.choice([None, 5]), "domain": rng.choice(["", "nw.example"])}
            facts |= {"industry": rng.choice(["", "Robots"]), "naics": rng.choice(["", "333517"])}
            editing.change_employer(employer, facts, tags=tags, version=employer.version, by=cast.director)
        elif act == 4:
            editing.add_identifier(employer, "EIN", rng.choice(["123456789", "987654321"]), by=cast.director)
        elif act == 5:
            editing.write_note(
                employer, f"Note {next(serial)}", by=cast.director, institution=cast.region, stays=rng.random() < 0.3
            )
        elif act == 6:
            day = clock.today() - timedelta(days=rng.randint(0, 400))
            log(
                cast,
                employer,
                f"Call {next(serial)}",
                contact=rng.choice([None, *people]),
                day=day,
                stays=rng.random() < 0.3,
            )
        elif act == 7 and employer.posted_at:
            places = rng.choice([[cast.mesa], [cast.mesa, cast.harbor], [cast.region]])
            limit(cast, employer, places, until=rng.choice([None, clock.today() + timedelta(days=rng.randint(-9, 99))]))
        elif act == 8:
            editing.own(employer, rng.choice([None, cast.director, cast.second]), by=cast.director)


def random_pair(cast, rng: random.Random):
    serial = itertools.count()
    makers = [(cast.shared, cast.shared), (cast.shared, cast.prospect), (cast.prospect, cast.vetted)]
    pair = [make(rng.choice(WORDS), city=rng.choice(CITIES)).employer for make in rng.choice(makers)]
    for employer in pair:
        history(cast, employer, rng, serial)
    if rng.random() < 0.2:
        Prospect.objects.filter(employer=pair[0]).delete()
    renew_derived([e.pk for e in pair])
    return [Employer.objects.get(pk=e.pk) for e in pair]


def run_histories(cast, count: int, *, only_first: bool = False) -> tuple[int, int]:
    """How many merges were done and undone, and how many left a dump that differs; or until the first that does."""
    done = differing = 0
    for seed in range(count):
        rng = random.Random(seed)
        with transaction.atomic():
            survivor, loser = random_pair(cast, rng)
            before = dump()
            try:
                merge = merging.merge(survivor, loser, by=cast.director)
            except Refused:
                assert dump() == before
            else:
                assert dump() != before
                merging.undo_merge(merge, by=cast.director)
                done += 1
                differing += dump() != before
            transaction.set_rollback(True)
        if differing and only_first:
            break
    return done, differing


@pytest.mark.slow
def test_merge_and_undo_leave_an_identical_dump(cast):
    """N16: random histories of names, sites, contacts, tags, numbers, notes, engagements, prospects, audiences."""
    count = 40 if THOROUGH else 15
    done, differing = run_histories(cast, count)
    assert done >= count * 3 / 4
    assert differing == 0


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["_follow", "_hang_elsewhere", "created", "facts"])
def test_the_comparison_notices_a_broken_undo(cast, monkeypatch, broken):
    """Negative control: with one part of the undo left out, some history tells."""
    whole = merging.part_rows

    def part(merge):
        if broken == "created":
            merge.moves["created"] = []
        elif broken == "facts":
            merge.moves["changed"] = [g for g in merge.moves["changed"] if "audience" not in g["after"]]
        elif broken == "_hang_elsewhere":
            merge.moves["changed"] = [
                g for g in merge.moves["changed"] if not {"site_id", "contact_id"} & g["after"].keys()
            ]
        else:
            merge.moves["changed"] = [g for g in merge.moves["changed"] if g["model"] != "prospects.prospect"]
        whole(merge)

    monkeypatch.setattr(merging, "part_rows", part)
    _done, differing = run_histories(cast, 40, only_first=True)
    assert differing > 0


def test_values_in_the_ledger_are_exact(cast):
    moment = clock.now().replace(microsecond=123456)
    assert moving.plain(moment) == moment.isoformat()
    assert Site._meta.get_field("closed_on").to_python("2026-01-02") == date(2026, 1, 2)
