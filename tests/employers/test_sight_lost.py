"""Whoever has lost sight of an employer hears nothing more of it, whatever part they had in it (A1, B4, N7)."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

import guildhall
from guildhall.employers import telling
from guildhall.employers.actions import bulk, contesting, editing
from guildhall.employers.models import Employer
from guildhall.engagements.actions import asking, following
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import end_membership, grant
from guildhall.people.events import OWNER_CHANGED
from guildhall.people.models import Notice
from guildhall.people.permissions import Role
from guildhall.prospects.actions import reminding, vetting
from guildhall.prospects.models import Prospect
from tests.employers.test_contests import opened

pytestmark = pytest.mark.django_db
# Who tells without asking for sight, and why.
AS_THEY_ARE = {
    "employers/telling.py": "the one door",
    "prospects/emails.py": "tells that sight begins or ends, and asks for sight of what stays in the CRM",
    "enquiries/emails.py": "says to each what they may know",
    "community/emails.py": "asks for sight of what is internal",
    "stewardship/emails.py": "numbers alone",
    "protocols/emails.py": "what is published",
    "people/emails.py": "trainings and terms",
    "boards/emails.py": "one’s own seat, and advice that all staff read; who answers for a seat is told by the door",
    "bookings/emails.py": "that an event moves to whoever of the staff booked it; names no employer",
    "meetings/emails.py": "tells of a meeting; whose answer names a contact asks for sight",
    "mailings/emails.py": "tells of a mailing of one’s own institution, and names no employer",
    "partnerships/emails.py": "tells of an initiative and its plan; what names an employer asks for sight",
    "students/emails.py": "names neither a student nor an employer",
    "placements/emails.py": "that figures of an institution are due; names no employer",
    "opportunities/emails.py": "asks for sight of what an exception shows, and says that an exception ends it",
}


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega"}).employer


def closed_to_harbor(cast, employer):
    Employer.objects.filter(pk=employer.pk).update(audience=[cast.mesa.pk])


def a_follow_up(cast, employer):
    said = following.Promise("Send the dates", cast.mesa_wbl, clock.today(), cast.harbor_wbl)
    row = following.promise(employer, said, by=cast.harbor_wbl, institution=cast.harbor)
    return lambda: following.report(row, "Sent", version=row.version, by=cast.mesa_wbl)


def an_ask(cast, employer):
    plan = asking.Plan("call", clock.today() + timedelta(40), "A tour")
    ask = asking.plan_ask(employer, plan, by=cast.mesa_wbl, institution=cast.mesa)
    asking.join_ask(ask, "The same", by=cast.harbor_wbl, institution=cast.harbor)
    ask.refresh_from_db()
    return lambda: asking.withdraw_ask(ask, reason="They moved", version=ask.version, by=cast.mesa_wbl)


def a_contest(cast, employer):
    row = contesting.contest(opened(cast, employer), "It is ours", by=cast.harbor_wbl, institution=cast.harbor)
    return lambda: contesting.settle(row, "It rests on work", uphold=True, by=cast.director)


def an_owner(cast, employer):
    editing.own(employer, cast.harbor_wbl, by=cast.director)
    return lambda: editing.own(Employer.objects.get(pk=employer.pk), cast.mesa_wbl, by=cast.director)


def many_owners(cast, employer):
    editing.own(employer, cast.harbor_wbl, by=cast.director)

    def act():
        version = Employer.objects.get(pk=employer.pk).version
        bulk.change_many({employer.pk: version}, bulk.Wanted(cast.mesa_wbl, sets_owner=True), by=cast.director)

    return act


@pytest.mark.parametrize("begun", [a_follow_up, an_ask, a_contest, an_owner, many_owners])
@pytest.mark.parametrize("sees", [True, False])
def test_only_who_sees_it_still_is_told(cast, kestrel, begun, sees):
    act = begun(cast, kestrel)
    Notice.objects.all().delete()
    OutgoingEmail.objects.all().delete()
    if not sees:
        closed_to_harbor(cast, kestrel)
    act()
    assert Notice.objects.filter(person=cast.harbor_wbl).exists() == sees
    mails = OutgoingEmail.objects.filter(to=cast.harbor_wbl.email)
    assert not mails.filter(subject__contains="Kestrel").exists() or sees
    assert not mails.filter(text__contains="Kestrel").exists() or sees


def test_the_door_asks_for_sight_of_what_is_restricted(cast):
    hidden = cast.prospect("Hidden Works", contact={"family_name": "Den"}).employer
    people = [cast.director, cast.mesa_wbl]
    words = {"path": "/", "key": "x", "scope": hidden.scope}
    template = "employers/email/owner.txt"
    telling.tell_who_sees(OWNER_CHANGED, people, template, {"employer": hidden, "by": cast.second}, **words)
    assert list(Notice.objects.filter(key="x").values_list("person", flat=True)) == [cast.director.pk]


@pytest.mark.parametrize("stays", [True, False])
def test_who_has_left_the_crm_hears_nothing_of_its_vetting(cast, stays):
    """A director who works for a college by now: neither readiness nor the day of the next vetting."""
    prospect = cast.vetted("Hidden Works")
    Prospect.objects.filter(pk=prospect.pk).update(owner=cast.director)
    if not stays:
        grant(cast.director, Role.WBL_COORDINATOR, cast.harbor, by=None)
        for role in cast.director.memberships.filter(institution=cast.region):
            end_membership(role, by=cast.administrator, reason="moved")
    prospect = Prospect.objects.select_related("employer__holder").get(pk=prospect.pk)
    prospect = vetting.confirm_readiness(prospect, by=cast.second)
    assert Notice.objects.filter(person=cast.director, words__contains="Hidden").exists() == stays
    Prospect.objects.filter(pk=prospect.pk).update(next_step="Call", next_step_on=clock.today())
    reminding.remind_owners()
    assert OutgoingEmail.objects.filter(to=cast.director.email, text__contains="Hidden").exists() == stays


def tellers(root: Path) -> set[str]:
    """The modules that import `tell` itself."""
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "guildhall.people.telling":
                found.add(str(path.relative_to(root)))
    return found


def test_every_notice_about_an_employer_goes_by_the_door_that_asks_for_sight():
    assert tellers(Path(guildhall.__file__).parent) == set(AS_THEY_ARE)


def test_a_way_around_the_door_is_found(tmp_path):
    """The control."""
    (tmp_path / "emails.py").write_text("from guildhall.people.telling import tell\n")
    assert tellers(tmp_path) == {"emails.py"}
