"""Two records of one person at an employer become one, and two again (N16, J15, C24, N6)."""

from datetime import date, timedelta

import pytest

from guildhall.audit.models import Access, Entry
from guildhall.employers import rules
from guildhall.employers.actions import contact_merging, editing, merging, showing
from guildhall.employers.models import Contact, ContactMerge, Protection
from guildhall.employers.queries.key_accounts import readings_of
from guildhall.engagements.actions import asking, following, holding
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Participant
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from tests.employers.merging_cases import dump
from tests.employers.test_key_accounts import kestrel, open_account

pytestmark = pytest.mark.django_db
__all__ = ["kestrel"]


@pytest.fixture
def pair(cast):
    """One person twice: with a history on either record."""
    employer = cast.shared("Osprey Robotics", city="Westridge").employer
    one = editing.save_contact(employer, {"given_name": "Ada", "family_name": "Nova", "title": "HR"}, by=cast.mesa_wbl)
    values = {"given_name": "A.", "family_name": "Nova", "title": "Recruiter", "email": "ada@osprey.example"}
    other = editing.save_contact(employer, values | {"mail_topics": ["news"], "primary": True}, by=cast.mesa_wbl)
    return one, other


def merged(cast, pair, *, choose=(), by="mesa_wbl"):
    one, other = (Contact.objects.select_related("employer__holder").get(pk=c.pk) for c in pair)
    versions = (one.version, other.version)
    return contact_merging.merge_contacts(one, other, choose=choose, versions=versions, by=cast.people[by])


def history(cast, contact):
    """Something of every kind that may name a contact."""
    employer, who, where = contact.employer, cast.mesa_wbl, cast.mesa
    happening = Happening(kind="call", summary="Called", happened_on=clock.today(), contact=contact)
    call = record_engagement(employer, happening, by=who, institution=where)
    promise = following.Promise("Send the list", who, clock.today(), contact=contact)
    following.promise(employer, promise, by=who, institution=where, engagement=call)
    plan = asking.Plan("call", clock.today() + timedelta(50), "a tour", (contact,))
    asking.plan_ask(employer, plan, by=who, institution=where)
    holding.set_limit(employer, {"most": 1, "days": 30, "said": "by telephone", "contact": contact}, by=who)
    return call


def test_everything_names_the_one_that_stays_and_is_back_where_it_was(cast, pair):
    one, other = pair
    history(cast, other)
    before = dump()
    merge = merged(cast, pair)
    assert not Contact.objects.filter(pk=other.pk).exists()
    left = [f"{f.model.__name__}.{f.name}" for f in contact_merging.references()
            if f.model._base_manager.filter(**{f.attname: other.pk}).exists()]  # fmt: skip
    assert left == []
    one.refresh_from_db()
    assert one.engagements.get().summary == "Called"
    assert one.follow_ups.count() == one.limits.count() == 1
    assert Entry.objects.get(verb="merge contacts").values.count() > 4
    contact_merging.undo_contact_merge(merge, by=cast.mesa_wbl)
    after = dump()
    for label, rows in before.items():
        if label not in ("employers.Contact", "employers.ContactMerge"):
            assert after[label] == rows, label
    again = Contact.objects.get(pk=other.pk)
    said = ("given_name", "title", "email", "mail_topics", "primary", "email_by_id", "email_at")
    assert {name: getattr(again, name) for name in said} == {name: getattr(other, name) for name in said}
    one.refresh_from_db()
    assert (one.email, one.title, one.primary) == ("", "HR", False)


def test_of_two_values_the_chosen_one_stays_and_gaps_are_filled(cast, pair):
    merged(cast, pair, choose={"title"})
    pair[0].refresh_from_db()
    one = pair[0]
    assert (one.given_name, one.title, one.email, one.primary) == ("Ada", "Recruiter", "ada@osprey.example", True)
    assert one.email_by == cast.mesa_wbl, "who wrote it down goes along"
    assert one.mail_topics == [], "the other one had agreed to nothing"


def test_what_both_took_part_in_names_them_once(cast, pair):
    one, other = pair
    details = {"kind": "visit", "summary": "Both", "happened_on": clock.today()}
    happening = Happening(contact=one, contacts=(other,), **details)
    visit = record_engagement(one.employer, happening, by=cast.mesa_wbl, institution=cast.mesa)
    merge = merged(cast, pair)
    assert visit.touches.count() == 1, "one person was contacted once"
    page = cast.client(cast.mesa_wbl).get(f"/employers/{one.employer_id}/").content.decode()
    assert page.partition('class="timeline"')[2].count("Ada Nova") == 1
    contact_merging.undo_contact_merge(merge, by=cast.mesa_wbl)
    assert visit.touches.count() == 2
    assert Participant.objects.get(engagement=visit).contact_id == other.pk


def test_what_was_changed_since_stays_as_it_was_changed(cast, pair):
    merge = merged(cast, pair)
    one = Contact.objects.get(pk=pair[0].pk)
    editing.save_contact(
        one.employer, {"email": "new@osprey.example"}, by=cast.mesa_wbl, contact=one, version=one.version
    )
    contact_merging.undo_contact_merge(merge, by=cast.mesa_wbl)
    one.refresh_from_db()
    assert one.email == "new@osprey.example"


def test_merges_into_one_contact_are_undone_from_the_last_one_back(cast, pair):
    first = merged(cast, pair)
    third = editing.save_contact(pair[0].employer, {"family_name": "Nova"}, by=cast.mesa_wbl)
    second = merged(cast, (pair[0], third))
    with pytest.raises(Refused, match="Undo that merge first"):
        contact_merging.undo_contact_merge(first, by=cast.mesa_wbl)
    contact_merging.undo_contact_merge(second, by=cast.mesa_wbl)
    contact_merging.undo_contact_merge(first, by=cast.mesa_wbl)
    assert Contact.objects.filter(employer=pair[0].employer).count() == 3
    with pytest.raises(Refused, match="undone already"):
        contact_merging.undo_contact_merge(first, by=cast.mesa_wbl)


def test_days_that_do_not_fit_are_refused_and_nothing_changed(cast, pair):
    one, other = pair
    Contact.objects.filter(pk=one.pk).update(from_date=date(2025, 5, 1))
    Contact.objects.filter(pk=other.pk).update(to_date=date(2025, 1, 1))
    before = dump()
    with pytest.raises(Refused, match="last day"):
        merged(cast, pair)
    assert dump() == before


def test_whoever_comes_second_conflicts(cast, pair):
    one, other = (Contact.objects.select_related("employer").get(pk=c.pk) for c in pair)
    with pytest.raises(Conflict):
        contact_merging.merge_contacts(one, other, versions=(one.version, other.version + 1), by=cast.mesa_wbl)
    merged(cast, pair)
    with pytest.raises(Conflict):
        contact_merging.merge_contacts(one, other, versions=(one.version, other.version), by=cast.mesa_wbl)


# ── Who may, and whom a key account protects ─────────────────────────


def test_only_contacts_of_one_employer_and_only_by_whoever_edits_it(cast, pair):
    stranger = editing.save_contact(cast.shared("Tern").employer, {"family_name": "Nova"}, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        merged(cast, (pair[0], stranger))
    for who in ("mesa_teacher", "mesa_instructor", "administrator"):
        with pytest.raises(Refused):
            merged(cast, pair, by=who)
    assert ContactMerge.objects.count() == 0


def test_a_protected_contact_is_merged_by_its_operator_and_stays_protected(cast, kestrel):
    twin = editing.save_contact(kestrel, {"family_name": "Nova", "phone": "5550199"}, by=cast.mesa_jobs)
    with pytest.raises(Refused, match="ask its operator first"):
        merged(cast, (twin, kestrel.ada), by="mesa_wbl")
    merge = merged(cast, (twin, kestrel.ada), by="mesa_jobs")
    twin.refresh_from_db()
    assert twin.starred
    assert not rules.can_show_address(cast.mesa_wbl, Contact.objects.select_related("employer").get(pk=twin.pk))
    contact_merging.undo_contact_merge(merge, by=cast.mesa_jobs)
    twin.refresh_from_db()
    assert not twin.starred
    assert Protection.objects.get(account=kestrel.account).contact_id == kestrel.ada.pk


def test_two_operators_agree_first(cast, kestrel):
    """What one of them agreed to would open what the other one guards."""
    open_account(cast, kestrel, [kestrel.bo], by="mesa_jobs", deputy=None)
    with pytest.raises(Refused, match="Different key accounts"):
        merged(cast, (kestrel.ada, kestrel.bo), by="mesa_jobs")


def test_who_was_shown_either_record_is_still_told(cast, pair):
    """N6: what the employer may be shown."""
    showing.show_address(Contact.objects.select_related("employer__holder").get(pk=pair[1].pk), by=cast.harbor_wbl)
    merged(cast, pair)
    assert [row.person_name for row in readings_of(pair[0].employer)] == [cast.harbor_wbl.name]


def test_employers_are_merged_and_parted_with_a_merged_contact(cast, pair):
    merge = merged(cast, pair)
    other = cast.shared("Osprey Robotics Inc").employer
    employer = Contact.objects.get(pk=pair[0].pk).employer
    done = merging.merge(other, employer, by=cast.director)
    assert contact_merging.undo_contact_merge(ContactMerge.objects.get(pk=merge.pk), by=cast.mesa_wbl).employer_id == (
        other.pk
    )
    merging.undo_merge(done, by=cast.director)
    assert Contact.objects.get(pk=pair[0].pk).employer_id == employer.pk


# ── The pages ────────────────────────────────────────────────────────


def test_the_pages_compare_merge_and_undo(cast, pair):
    one, other = pair
    client, page = cast.client(cast.mesa_wbl), f"/employers/{one.employer_id}/contacts/{one.pk}/merge/"
    shown = client.get(page).content.decode()
    assert "Looks the same" in shown
    assert "ada@osprey.example" not in shown
    before = Access.objects.count()
    compared = client.post(page, {"other": other.pk}).content.decode()
    assert "ada@osprey.example" in compared
    assert Access.objects.count() == before + 2, "both were shown, and that is written down"
    data = {"other": other.pk, "merge": "1", "version": one.version, "other_version": other.version}
    answer = client.post(page, data | {"take-title": "theirs"}, follow=True)
    assert "The two are one contact now" in answer.content.decode()
    one.refresh_from_db()
    assert one.title == "Recruiter"
    merge = ContactMerge.objects.get()
    undone = client.post(f"/employers/{one.employer_id}/contacts/merges/{merge.pk}/undo/", follow=True)
    assert "two contacts again" in undone.content.decode()


def test_an_old_comparison_is_told_and_nothing_is_merged(cast, pair):
    one, other = pair
    page = f"/employers/{one.employer_id}/contacts/{one.pk}/merge/"
    answer = cast.client(cast.mesa_wbl).post(page, {"other": other.pk, "merge": "1", "version": 7}, follow=True)
    assert "Compare them again" in answer.content.decode()
    assert Contact.objects.filter(pk=other.pk).exists()


def test_a_protected_address_is_no_ground_for_likeness(cast, kestrel):
    """N6: a guess beside another name must not be confirmed."""
    guess = editing.save_contact(kestrel, {"family_name": "Quill", "email": "ada@kestrel.example"}, by=cast.mesa_wbl)
    page = f"/employers/{kestrel.pk}/contacts/{guess.pk}/merge/"
    assert "Looks the same" not in cast.client(cast.mesa_wbl).get(page).content.decode()
    assert "Looks the same" in cast.client(cast.mesa_jobs).get(page).content.decode(), "the control: its operator"


def test_what_is_forbidden_since_stays_forbidden_when_they_are_parted(cast, pair):
    """Both permitted it, the person forbids it to the one contact that there is: no undo permits it again (N16)."""
    permits = {"students_may_email": True, "students_may_phone": True, "mail_topics": ["news", "events"]}
    Contact.objects.filter(pk__in=[one.pk for one in pair]).update(**permits)
    merge = merged(cast, pair)
    Contact.objects.filter(pk=pair[0].pk).update(students_may_email=False, mail_topics=["news"])
    contact = contact_merging.undo_contact_merge(merge, by=cast.mesa_wbl)
    contact.refresh_from_db()
    assert (contact.students_may_email, contact.mail_topics) == (False, ["news"])
    assert contact.students_may_phone  # the control: what nobody has forbidden


def test_what_the_other_record_alone_forbade_is_as_before_when_they_are_parted(cast, pair):
    Contact.objects.filter(pk=pair[1].pk).update(students_may_email=True)
    contact = contact_merging.undo_contact_merge(merged(cast, pair), by=cast.mesa_wbl)
    assert Contact.objects.get(pk=contact.pk).students_may_email


def test_whom_a_key_account_protects_since_is_protected_when_they_are_parted(cast, pair):
    """The address came along with the merge: parting the two opens it to nobody (N6)."""
    merge = merged(cast, pair)
    survivor = Contact.objects.get(pk=pair[0].pk)
    assert survivor.email == pair[1].email
    open_account(cast, survivor.employer, [survivor])
    contact = contact_merging.undo_contact_merge(merge, by=cast.mesa_jobs)
    for one in (survivor, contact):
        asked = Contact.objects.select_related("employer__holder").get(pk=one.pk)
        assert not rules.can_show_address(cast.harbor_wbl, asked)
        assert rules.can_show_address(cast.mesa_jobs, asked)  # the control
        assert asked.starred
