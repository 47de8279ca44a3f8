"""Key accounts: who names them, what they protect, what a merge does with them (C9–C13, N6)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Access
from guildhall.employers import rules
from guildhall.employers.actions import contacts, editing, key_accounts, merging, showing
from guildhall.employers.models import Contact, Employer, KeyAccount, Protection
from guildhall.employers.queries.head import head_of, with_head
from guildhall.employers.queries.key_accounts import readings_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    """A shared employer with two people, one of them protected by a key account of Mesa Grande."""
    employer = cast.shared("Kestrel Aerospace", city="Redstone").employer
    for name, mail in (("Nova", "ada@kestrel.example"), ("Orr", "bo@kestrel.example")):
        editing.save_contact(employer, {"family_name": name, "email": mail, "phone": "5550100"}, by=cast.mesa_wbl)
    employer.ada, employer.bo = (employer.contacts.get(family_name=name) for name in ("Nova", "Orr"))
    employer.account = open_account(cast, employer, [employer.ada])
    employer.ada.refresh_from_db()
    return employer


def open_account(cast, employer, people, *, by="mesa_jobs", operator="mesa_jobs", deputy="mesa_cases", place=None):
    return key_accounts.open_key_account(
        employer,
        place or cast.mesa,
        operator=cast.people[operator],
        deputy=cast.people[deputy] if deputy else None,
        contacts=people,
        note="mornings only",
        by=cast.people[by],
    )


def may(person, contact):
    return bool(rules.can_show_address(person, Contact.objects.select_related("employer__holder").get(pk=contact.pk)))


def test_a_protected_contact_is_closed_to_all_but_operator_and_deputy(cast, kestrel):
    """N6, C10, C11: directors and the colleagues of the same college ask as well."""
    assert [who for who in ("mesa_jobs", "mesa_cases") if may(cast.people[who], kestrel.ada)] == [
        "mesa_jobs",
        "mesa_cases",
    ]
    for who in ("director", "mesa_wbl", "mesa_admin", "harbor_wbl", "harbor_admin"):
        assert not may(cast.people[who], kestrel.ada), who
        assert may(cast.people[who], kestrel.bo), f"the control: {who} sees the other contact"


def test_several_accounts_of_faculties_stand_side_by_side(cast, kestrel):
    """C9: whoever is agreed with at one of them is agreed with."""
    faculty = found("Engineering", "faculty", parent=cast.mesa, by=None, code="ENG")
    cast.add("dean", Role.WBL_COORDINATOR, faculty)
    open_account(cast, kestrel, [kestrel.bo], by="dean", operator="dean", deputy=None, place=faculty)
    assert may(cast.people["dean"], kestrel.bo)
    assert not may(cast.people["dean"], kestrel.ada)
    rows = with_head(Employer.objects.filter(pk=kestrel.pk), cast.mesa_wbl)
    assert [keeper.code for keeper in head_of(rows.get()).keepers] == ["MGC", "ENG"]


def test_nobody_comes_by_details_by_protecting_them_once_more(cast, kestrel):
    with pytest.raises(Refused, match="ask its operator first"):
        open_account(
            cast, kestrel, [kestrel.ada], by="harbor_wbl", operator="harbor_wbl", deputy=None, place=cast.harbor
        )
    with pytest.raises(Refused, match="Only the operator, the deputy or an administrator"):
        change(cast, kestrel.account, by="mesa_wbl", operator="mesa_wbl")
    with pytest.raises(Refused):
        key_accounts.end_key_account(kestrel.account, reason="mine now", by=cast.mesa_wbl)
    assert not may(cast.mesa_wbl, kestrel.ada)


def change(cast, account, *, by, operator="mesa_jobs", people=None, version=None):
    account = KeyAccount.objects.get(pk=account.pk)
    values = {"operator": cast.people[operator], "deputy": None, "note": "afternoons"}
    held = people if people is not None else [p.contact for p in account.protections.all()]
    number = account.version if version is None else version
    return key_accounts.change_key_account(account, values, contacts=held, version=number, by=cast.people[by])


def test_the_operator_changes_the_account_and_the_mark_follows(cast, kestrel):
    assert str(kestrel.ada) == "Nova *"
    change(cast, kestrel.account, by="mesa_jobs", people=[kestrel.bo])
    assert [str(c) for c in kestrel.contacts.order_by("family_name")] == ["Nova", "Orr *"]
    with pytest.raises(Conflict):
        change(cast, kestrel.account, by="mesa_jobs", version=1)
    key_accounts.end_key_account(kestrel.account, reason="she retired", by=cast.mesa_admin)
    assert not kestrel.contacts.filter(starred=True).exists()
    assert may(cast.harbor_wbl, kestrel.bo)


def test_an_operator_works_with_the_employer_there(cast, kestrel):
    with pytest.raises(Refused, match="does not work with this employer"):
        change(cast, kestrel.account, by="mesa_jobs", operator="mesa_instructor")
    with pytest.raises(Refused, match="does not work with this employer"):
        change(cast, kestrel.account, by="mesa_jobs", operator="harbor_wbl")
    with pytest.raises(Refused, match="two people"):
        open_account(cast, kestrel, [], operator="mesa_jobs", deputy="mesa_jobs")
    with pytest.raises(Refused):
        open_account(cast, kestrel, [], by="mesa_wbl", operator="harbor_wbl", deputy=None, place=cast.harbor)


def test_nobody_is_asked_first_at_an_employer_with_several_touch_points(cast, kestrel):
    """C13."""
    with pytest.raises(Refused, match="Key accounts stand"):
        key_accounts.mark_doors(kestrel, many=True, by=cast.mesa_wbl)
    key_accounts.end_key_account(kestrel.account, reason="too large for one", by=cast.mesa_jobs)
    key_accounts.mark_doors(kestrel, many=True, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="several touch points"):
        open_account(cast, Employer.objects.get(pk=kestrel.pk), [])
    values = {"topic": "nursing", "site": None, "institution": cast.harbor, "person": cast.harbor_wbl}
    point = key_accounts.save_touch_point(kestrel, values, by=cast.harbor_wbl)
    with pytest.raises(Refused):
        key_accounts.end_touch_point(point, by=cast.mesa_wbl)
    key_accounts.end_touch_point(point, by=cast.harbor_admin)
    assert not kestrel.touch_points.standing().exists()


def test_every_reveal_says_who_where_and_why(cast, kestrel):
    """N6: what the employer may be shown."""
    key_accounts.grant_contact(
        kestrel.ada,
        cast.harbor_wbl,
        account=kestrel.account,
        until=clock.today(),
        reason="a class visit in May",
        by=cast.mesa_jobs,
    )
    showing.show_address(kestrel.ada, by=cast.harbor_wbl)
    showing.show_address(kestrel.ada, by=cast.mesa_jobs)
    showing.show_address(kestrel.bo, by=cast.director)
    told = [(a.person_name, a.institution_name, a.reason) for a in readings_of(kestrel).order_by("id")]
    assert told == [
        ("Harbor_Wbl WBLcoordinator", "Harbor Point College", "a class visit in May"),
        ("Mesa_Jobs Jobdeveloper", "Mesa Grande College", "answers for the key account"),
        ("Director RegionalDirector", "Two Rivers Office", ""),
    ]
    page = cast.client(cast.mesa_jobs).get(f"/employers/{kestrel.pk}/accounts/shown/")
    assert b"a class visit in May" in page.content
    assert cast.client(cast.harbor_wbl).get(f"/employers/{kestrel.pk}/accounts/shown/").status_code == 403


# ── Merging: the strictest wins ──────────────────────────────────────


def test_a_protected_contact_stays_protected_when_employers_are_merged(cast, kestrel):
    other = cast.shared("Kestrel Aerospace Inc", city="Redstone").employer
    twin = editing.save_contact(
        other, {"family_name": "Nova", "email": "ada@kestrel.example", "phone": "5550100"}, by=cast.mesa_wbl
    )
    merge = merging.merge(other, Employer.objects.get(pk=kestrel.pk), by=cast.director)
    twin.refresh_from_db()
    assert Protection.objects.get(account=kestrel.account).contact == twin, "the one that says the same is protected"
    assert twin.starred
    assert not may(cast.harbor_wbl, twin)
    merging.undo_merge(merge, by=cast.director)
    twin.refresh_from_db()
    assert not twin.starred
    assert Protection.objects.get(account=kestrel.account).contact == kestrel.ada


def test_the_same_address_in_another_position_is_protected_as_well(cast, kestrel):
    other = cast.shared("Kestrel Aerospace Inc", city="Redstone").employer
    values = {"family_name": "Nova", "title": "Board member", "email": "ADA@kestrel.example"}
    again = editing.save_contact(other, values, by=cast.mesa_wbl)
    merge = merging.merge(other, Employer.objects.get(pk=kestrel.pk), by=cast.director)
    assert not may(cast.harbor_wbl, again)
    assert other.contacts.filter(starred=True).count() == 2
    merging.undo_merge(merge, by=cast.director)
    assert may(cast.harbor_wbl, again)


def test_what_either_contact_forbids_is_forbidden_after_a_merge(cast):
    one, other = (cast.shared(name, city="Redstone").employer for name in ("Northwind", "Northwind Inc"))
    values = {"family_name": "Doyle", "students_may_email": True}
    ours = editing.save_contact(one, values | {"mail_topics": ["events", "news"]}, by=cast.director)
    theirs = values | {"students_may_email": False, "students_may_phone": True, "mail_topics": ["news", "boards"]}
    editing.save_contact(other, theirs, by=cast.director)
    merge = merging.merge(one, other, by=cast.director)
    ours.refresh_from_db()
    assert (ours.students_may_email, ours.students_may_phone, ours.mail_topics) == (False, False, ["news"])
    merging.undo_merge(merge, by=cast.director)
    ours.refresh_from_db()
    assert (ours.students_may_email, ours.mail_topics) == (True, ["events", "news"])


# ── Contacts who leave ───────────────────────────────────────────────


def test_somebody_who_left_is_followed_and_both_places_say_so(cast, kestrel):
    other = cast.shared("Osprey Robotics", city="Westridge").employer
    with pytest.raises(Refused, match="has not left"):
        contacts.follow_contact(kestrel.bo, other, by=cast.mesa_wbl)
    with clock.at(days_from_now(-365)):
        editing.note_departure(kestrel.bo, by=cast.mesa_wbl)
    kestrel.bo.refresh_from_db()
    new = contacts.follow_contact(kestrel.bo, other, title="Plant manager", by=cast.mesa_wbl)
    assert (new.name, new.title, new.email, new.phone, new.mail_topics) == ("Orr", "Plant manager", "", "", [])
    client = cast.client(cast.mesa_wbl)
    assert "now at" in client.get(f"/employers/{kestrel.pk}/contacts/").content.decode()
    assert "before at" in client.get(f"/employers/{other.pk}/contacts/").content.decode()
    with pytest.raises(Refused, match="named at"):
        contacts.follow_contact(kestrel.bo, other, by=cast.mesa_wbl)


def told_of_departures():
    return [(m.to, "ada@" in m.text) for m in OutgoingEmail.objects.filter(kind="contact left").order_by("queued_at")]


def test_the_operator_hears_when_others_note_that_a_protected_contact_has_left(cast, kestrel):
    editing.note_departure(kestrel.bo, by=cast.harbor_wbl)  # protected by nobody
    assert told_of_departures() == []
    editing.note_departure(kestrel.ada, by=cast.harbor_wbl)
    editing.note_departure(kestrel.ada, by=cast.harbor_wbl)  # told once
    assert told_of_departures() == [(cast.mesa_jobs.email, False)]


def test_the_operator_hears_of_a_last_day_typed_into_the_form_but_not_of_their_own(cast, kestrel):
    for day, by, letters in ((None, "mesa_jobs", 0), (9, "mesa_jobs", 0), (8, "harbor_wbl", 1)):
        kestrel.ada.refresh_from_db()
        values = {"to_date": clock.today() + timedelta(day)} if day else {"title": "Plant manager"}
        editing.save_contact(kestrel, values, by=cast.people[by], contact=kestrel.ada, version=kestrel.ada.version)
        assert len(told_of_departures()) == letters, by


def test_somebody_who_left_today_is_followed_at_once_and_told_twice_left_once(cast, kestrel):
    other = cast.shared("Osprey Robotics", city="Westridge").employer
    client = cast.client(cast.mesa_wbl)
    client.post(f"/employers/{kestrel.pk}/contacts/{kestrel.bo.pk}/left/")
    kestrel.bo.refresh_from_db()
    assert not kestrel.bo.is_current
    answer = client.post(f"/employers/{kestrel.pk}/contacts/{kestrel.bo.pk}/follow/", {"other": other.pk})
    assert answer.url == f"/employers/{other.pk}/contacts/"
    left = kestrel.bo.to_date
    with clock.at(days_from_now(40)):
        client.post(f"/employers/{kestrel.pk}/contacts/{kestrel.bo.pk}/left/")
    kestrel.bo.refresh_from_db()
    assert kestrel.bo.to_date == left


def test_a_contact_agrees_to_nothing_by_default(cast, kestrel):
    """C25: students see nothing, nobody is mailed in bulk."""
    ada = kestrel.ada
    assert (ada.students_may_email, ada.students_may_phone, ada.mail_topics) == (False, False, [])


def test_the_comparison_of_a_contact_is_written_down_like_every_reveal(cast, kestrel):
    """A form sent with an old version shows what is saved: that is a reveal as well (G1)."""
    client, before = cast.client(cast.harbor_wbl), Access.objects.count()
    url = f"/employers/{kestrel.pk}/contacts/{kestrel.bo.pk}/"
    answer = client.post(url, {"family_name": "Orr", "email": "x@y.example", "version": 0})
    assert b"bo@kestrel.example" in answer.content
    assert Access.objects.count() == before + 1


def test_nobody_from_outside_makes_themselves_operator(cast, kestrel):
    """N6: a director may name somebody of the college, and not herself."""
    account, guarded = kestrel.account, [kestrel.ada]
    kept = {"operator": account.operator, "deputy": None, "note": ""}
    for mine in ({"operator": cast.director}, {"deputy": cast.director}):
        with pytest.raises(Refused, match="names you"):
            key_accounts.change_key_account(account, kept | mine, contacts=guarded, version=1, by=cast.director)
    named = kept | {"operator": cast.mesa_wbl}
    changed = key_accounts.change_key_account(account, named, contacts=guarded, version=1, by=cast.director)
    assert changed.operator == cast.mesa_wbl, "the control"
