"""Papers put before those who approve them, with who and when; how an initiative works, in writing (Table 3, F2)."""

from datetime import timedelta

import pytest

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.actions import approving as actions
from guildhall.partnerships.actions import initiatives, planning, updates
from guildhall.partnerships.actions import stakeholders as parts
from guildhall.partnerships.actions.approving import PutUp, Working
from guildhall.partnerships.actions.planning import Planned
from guildhall.partnerships.actions.stakeholders import Answered, Part, Somebody
from guildhall.partnerships.actions.updates import Written
from guildhall.partnerships.models import Approval, Approver, Stakeholder
from guildhall.partnerships.queries import approving as queries
from guildhall.people.models import Notice
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.queries.subjects import subject_of
from tests.partnerships.building import sector, started, taken_in
from tests.permissions.world.words import secret_of

pytestmark = pytest.mark.django_db


def soon():
    return clock.today() + timedelta(9)


def deciding(cast, row, **more):
    """A decision maker who has accepted."""
    made = taken_in(cast, row, roles=["decider"], **more)
    said = Answered(accepted=True, how="spoken", on=clock.today())
    return parts.record_answer(made, said, version=made.version, by=cast.mesa_convener)


def put(cast, row, *partners, kind="purpose", **more):
    return actions.put_up(row, PutUp(kind, soon(), **more), partners, by=cast.mesa_convener)


def standing(cast, made):
    return str(queries.approval(cast.mesa_convener, made.pk).standing)


def test_whom_the_territory_names_and_who_decides_are_asked_and_what_they_say_stays(cast):
    row = started(cast)
    actions.name_approver("purpose", cast.harbor_wbl, by=cast.director)
    voice = deciding(cast, row, name="Marguerite Osei", email="m@state.example")
    made = put(cast, row, voice, point="Before the kickoff")
    assert "One way in." in made.text
    assert Notice.objects.filter(person=cast.harbor_wbl, event="approval asked").count() == 1
    assert OutgoingEmail.objects.get(kind="approval of a paper").to == "m@state.example"
    assert [one.approval for one in queries.to_approve(cast.harbor_wbl)] == [made]
    client = cast.client(cast.harbor_wbl)
    assert made.title in client.get("/initiatives/mine/").content.decode()
    asked = made.asked.get(person=cast.harbor_wbl)
    page = client.post(f"/approvals/{made.pk}/", {"answer": "changes", "version": asked.version})
    assert "Write what has to change" in page.content.decode()  # and nothing was kept
    assert standing(cast, made) == "waiting"
    client.post(f"/approvals/{made.pk}/", {"answer": "yes", "version": asked.version})
    asked.refresh_from_db()
    assert (asked.answer, asked.how, asked.answered_at is not None) == ("yes", "signed_in", True)
    assert standing(cast, made) == "waiting"  # the partner has not answered
    link = f"/approve-paper/{secret_of('approval of a paper', 'approve-paper')}/"
    partner = made.asked.get(stakeholder=voice)
    cast.client(None).post(link, {"answer": "yes", "version": partner.version})
    assert standing(cast, made) == "approved"
    assert Notice.objects.filter(person=cast.mesa_convener, event="approval given").count() == 2
    assert "approved" in cast.client(cast.mesa_wbl).get(f"/initiatives/{row.pk}/").content.decode()


def test_nobody_answers_for_somebody_else_nor_twice(cast):
    row = started(cast)
    actions.name_approver("purpose", cast.harbor_wbl, by=cast.director)
    made = put(cast, row, deciding(cast, row))
    mine, partner = made.asked.get(person=cast.harbor_wbl), made.asked.get(person=None)
    for by in (cast.mesa_convener, cast.harbor_admin):
        with pytest.raises(Refused, match="Only those who are asked"):
            actions.approve(mine, "yes", "", version=mine.version, by=by)
    with pytest.raises(Refused, match="Colleagues answer"):
        actions.note_approval(mine, "yes", "", version=mine.version, by=cast.mesa_convener)
    with pytest.raises(Refused):
        actions.note_approval(partner, "yes", "", version=partner.version, by=cast.harbor_admin)
    noted = actions.note_approval(partner, "no", "Too late.", version=partner.version, by=cast.mesa_convener)
    assert (noted.how, noted.noted_by) == ("noted", cast.mesa_convener)
    assert standing(cast, made) == "refused"
    with pytest.raises(Refused, match="answered already"):
        actions.note_approval(noted, "yes", "", version=noted.version, by=cast.mesa_convener)
    with pytest.raises(Conflict):
        actions.approve(mine, "yes", "", version=mine.version + 1, by=cast.harbor_wbl)


@pytest.mark.parametrize("gone", ["left", "erased", "declined", "replaced"])
def test_the_link_ends_with_whoever_it_was_mailed_to(cast, gone):
    row = started(cast)
    who = {"given_name": "Ana", "family_name": "Ruiz", "email": "ana@kestrel.example"}
    kestrel = cast.shared("Kestrel Aerospace", contact=who).employer
    voice = deciding(cast, row, somebody=Somebody(employer=kestrel, contact=kestrel.contacts.get()))
    made = put(cast, row, voice)
    link = f"/approve-paper/{secret_of('approval of a paper', 'approve-paper')}/"
    said = {"answer": "yes", "version": made.asked.get().version}
    assert cast.client(None).get(link).status_code == 200, "the control"
    if gone == "left":
        kestrel.contacts.update(to_date=clock.today() - timedelta(1))
    elif gone == "erased":
        erase_subject(subject_of(who["email"]), by=cast.director)
    else:
        Stakeholder.objects.filter(pk=voice.pk).update(state=gone, because="Somebody else decides")
    assert cast.client(None).get(link).status_code == 404
    assert cast.client(None).post(link, said).status_code == 404
    asked = made.asked.get()
    with pytest.raises(Refused, match="expired"):  # who opened it before
        actions.approve_by_link(asked, "yes", "", version=asked.version)


def test_what_was_approved_stands_as_it_was_and_a_change_is_named(cast):
    row = started(cast)
    planning.plan_activity(row, Planned("Write the charter", "process"), by=cast.mesa_convener)
    voice = deciding(cast, row)
    purpose, plan = put(cast, row, voice), put(cast, row, voice, kind="plan")
    assert not queries.changed_since(purpose)
    assert not queries.changed_since(plan)
    planning.plan_activity(row, Planned("Hold the kickoff", "process"), by=cast.mesa_convener)
    assert queries.changed_since(plan)
    assert not queries.changed_since(purpose)
    assert "Hold the kickoff" not in plan.text
    page = cast.client(cast.mesa_convener).get(f"/approvals/{plan.pk}/").content.decode()
    assert "The paper reads otherwise today" in page
    with pytest.raises(Refused, match="waits for answers already"):
        put(cast, row, voice, kind="plan")
    actions.take_paper_back(plan, version=plan.version, by=cast.mesa_convener)
    again = put(cast, row, voice, kind="plan")
    assert "Hold the kickoff" in again.text
    asked = plan.asked.get()
    with pytest.raises(Refused, match="taken back"):
        actions.note_approval(asked, "yes", "", version=asked.version, by=cast.mesa_convener)


def test_a_paper_needs_something_to_read_and_somebody_to_ask(cast):
    row = started(cast)
    with pytest.raises(Refused, match="Nobody would be asked"):
        put(cast, row)
    voice = deciding(cast, row)
    for kind in ("plan", "protocol"):
        with pytest.raises(Refused, match="still empty"):
            put(cast, row, voice, kind=kind)
    with pytest.raises(Refused, match="what it says"):
        put(cast, row, voice, kind="other")
    with pytest.raises(Refused, match="within the next ninety"):
        actions.put_up(row, PutUp("purpose", clock.today() + timedelta(91)), [voice], by=cast.mesa_convener)
    assert not Approval.objects.exists()


def test_a_draft_is_read_by_those_who_lead_and_who_is_asked(cast):
    row = started(cast)
    actions.name_approver("update", cast.harbor_wbl, by=cast.director)
    today = clock.today()
    said = Written("Spring", today, today, "In short.", "Nobody knows yet.")
    draft = updates.draft_update(row, said, (), by=cast.mesa_convener)
    made = put(cast, row, kind="update", update=draft)
    for person, reads in ((cast.harbor_wbl, True), (cast.mesa_convener, True), (cast.harbor_admin, False)):
        assert (cast.client(person).get(f"/approvals/{made.pk}/").status_code == 200) == reads
    assert "Nobody knows yet." in cast.client(cast.harbor_wbl).get(f"/approvals/{made.pk}/").content.decode()
    assert "Spring" not in cast.client(cast.harbor_admin).get(f"/initiatives/{row.pk}/approval/").content.decode()
    updates.publish_update(draft, version=draft.version, by=cast.mesa_convener)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="published already"):
        put(cast, row, kind="update", update=draft)


def test_whoever_is_asked_reads_what_is_prepared_and_nothing_else_of_it(cast):
    row = started(cast, running=False)
    actions.name_approver("purpose", cast.harbor_wbl, by=cast.director)
    made = put(cast, row)
    client = cast.client(cast.harbor_wbl)
    assert client.get(f"/approvals/{made.pk}/").status_code == 200
    assert client.get(f"/initiatives/{row.pk}/").status_code == 404
    assert cast.client(cast.harbor_admin).get(f"/approvals/{made.pk}/").status_code == 404
    actions.take_paper_back(made, version=made.version, by=cast.mesa_convener)
    assert client.get(f"/approvals/{made.pk}/").status_code == 404


def test_a_partner_at_a_hidden_employer_is_named_in_no_paper_and_shown_to_nobody_else(cast):
    row = started(cast)
    hidden = cast.shared("Quiet Foundry").employer
    somebody = Somebody(employer=hidden, name="Ana Ruiz")
    made = parts.take_in(row, somebody, Part(sector("K–12"), roles=["decider"]), by=cast.director)
    said = Answered(accepted=True, how="spoken", on=clock.today())
    made = parts.record_answer(made, said, version=made.version, by=cast.director)
    planning.plan_activity(row, Planned("Open ten places", "capacity", stakeholder=made), by=cast.director)
    paper = actions.put_up(row, PutUp("plan", soon()), [made], by=cast.director)
    page = cast.client(cast.mesa_wbl).get(f"/approvals/{paper.pk}/").content.decode()
    assert "Ana Ruiz" in page  # the control: as long as it is shared
    Employer.objects.filter(pk=hidden.pk).update(audience=[cast.harbor.pk])
    assert "Ana Ruiz" not in paper.text and "Quiet Foundry" not in paper.text
    assert "Open ten places" in paper.text
    assert [str(one) for one in queries.approval(cast.director, paper.pk).asked] == ["Ana Ruiz, Quiet Foundry"]
    assert not queries.approval(cast.mesa_wbl, paper.pk).asked
    page = cast.client(cast.mesa_wbl).get(f"/approvals/{paper.pk}/").content.decode()
    assert "Quiet Foundry" not in page and "Ana Ruiz" not in page


def test_an_initiative_writes_how_it_works_and_keeps_what_held_before(cast):
    row = started(cast)
    client = cast.client(cast.mesa_convener)
    assert "We decide with a reason" in client.get(f"/initiatives/{row.pk}/protocol/write/").content.decode()
    first = actions.write_protocol(row, Working("We ask around."), "", version=0, by=cast.mesa_convener)
    with pytest.raises(Conflict):
        actions.write_protocol(row, Working("Two at once."), "So.", version=0, by=cast.mesa_convener)
    with pytest.raises(Refused, match="what changed"):
        actions.write_protocol(row, Working("We ask by name."), " ", version=1, by=cast.mesa_convener)
    with pytest.raises(Refused):
        actions.write_protocol(row, Working("We ask by name."), "So.", version=1, by=cast.harbor_admin)
    actions.write_protocol(row, Working("We ask by name.", "Why?"), "Names.", version=1, by=cast.mesa_convener)
    page = cast.client(cast.harbor_wbl).get(f"/initiatives/{row.pk}/protocol/").content.decode()
    assert page.index("We ask by name.") < page.index("What held before") < page.index(first.recruiting)
    row.refresh_from_db()
    row = initiatives.publish_initiative(row, public=True, version=row.version, by=cast.mesa_convener)
    page = cast.client(None).get(f"/public/initiatives/{row.pk}/").content.decode()
    assert "We ask by name." in page
    assert "Why?" not in page  # what candidates are asked is for those who ask


def test_only_whoever_convenes_for_the_territory_names_approvers(cast):
    with pytest.raises(Refused):
        actions.name_approver("plan", cast.harbor_wbl, by=cast.mesa_convener)
    named = actions.name_approver("plan", cast.harbor_wbl, by=cast.director)
    assert actions.name_approver("plan", cast.harbor_wbl, by=cast.director) == named  # once
    with pytest.raises(Refused):
        actions.release_approver(named, by=cast.mesa_convener)
    actions.release_approver(named, by=cast.director)
    assert not queries.named("plan")
    assert not Approver.objects.exists()


def test_a_paper_is_read_in_its_sections(cast):
    row = started(cast)
    made = put(cast, row, deciding(cast, row))
    headings = [heading for heading, _words in made.sections]
    assert headings == ["Purpose statement", "Why", "How", "What", "When"]
    assert "<h3>Why</h3>" in cast.client(cast.mesa_convener).get(f"/approvals/{made.pk}/").content.decode()
    own = PutUp("other", soon(), title="Charter", text="One line.\n\nAnother.")
    other = actions.put_up(row, own, [deciding(cast, row, who="Another board")], by=cast.mesa_convener)
    assert other.sections == [("", "One line.\n\nAnother.")]
