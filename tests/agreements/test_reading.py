"""Who reads what of an agreement: texts of one side, attached files, names in the journal, numbers of others."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from guildhall.agreements.actions import drawing_up, linking, living, signing
from guildhall.agreements.actions.drawing_up import Bound, Head, Words
from guildhall.agreements.forms.acts import AskForm
from guildhall.agreements.forms.entry import ChangeForm
from guildhall.agreements.models import Agreement, Obligation, Revision
from guildhall.agreements.queries import counting
from guildhall.agreements.queries.counting import Bounds, Fact, progress_of
from guildhall.agreements.queries.lists import Wanted, health_of, list_of
from guildhall.agreements.queries.pages import obligations_of, shown
from guildhall.agreements.queries.rows import rows_of
from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.stewardship.actions.handing import hand_over
from guildhall.stewardship.queries.handing import open_work
from tests.agreements.drawn import SCAN, Counts, drawn, duty, in_force, out, revision_of, secret_in, signed, theirs
from tests.placements.test_duties import begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast):
    cast.kestrel = cast.shared(
        "Kestrel Aerospace", contact={"family_name": "Ortega", "email": "ama@k.example"}
    ).employer
    return cast


def test_whoever_signs_by_a_link_opens_the_attached_text(town):
    row = drawn(town, town.kestrel, terms="")
    drawing_up.attach_text(revision_of(row), "lawyers.pdf", SCAN, by=town.mesa_wbl)
    text = out(row, by=town.mesa_wbl)
    link = linking.ask_to_sign(text, theirs(row), name="Ama", email="ama@k.example", by=town.mesa_wbl)
    page = f"/sign-agreement/{secret_in()}/"
    assert f'href="{page}file/"' in Client().get(page).content.decode()
    answer = Client().get(f"{page}file/")
    assert (answer.status_code, answer.content) == (200, SCAN[0])
    assert "lawyers.pdf" in answer["Content-Disposition"]
    linking.revoke_link(link, by=town.mesa_wbl)
    assert Client().get(f"{page}file/").status_code == 404, "the control"


def _begun(row, by):
    return living.amend(row, "Quietly less", by=by)


def _out(row, by):
    _begun(row, by)
    return out(row, by=by)


def _withdrawn(row, by):
    text = _out(row, by)
    return signing.withdraw(text, version=text.version, by=by)


@pytest.mark.parametrize("amended", [_begun, _out, _withdrawn])
def test_an_amendment_is_one_sides_until_it_is_signed(town, amended):
    row = drawn(town, town.kestrel)
    duty(row, theirs(row), Counts.BY_HAND, by=town.mesa_wbl)
    row = signed(row, by=town.mesa_wbl)
    text = amended(row, town.mesa_wbl)
    other, own = town.harbor_wbl, town.mesa_instructor
    assert list(Revision.objects.visible_to(other)) == [row.revisions.get(number=1)]
    assert not obligations_of(other).filter(revision=text)
    assert not list_of(other, Wanted("open"))
    contents = shown(row, other)
    assert (contents.current, contents.revision.number, list(contents.earlier)) == (None, 1, [])
    assert Revision.objects.visible_to(own).filter(pk=text.pk), "the control"
    assert obligations_of(own).filter(revision=text)
    assert len(list_of(own, Wanted("open"))) == (amended is not _withdrawn)


def test_the_duties_of_an_amendment_stand_beside_those_that_hold(town, client):
    row = drawn(town, town.kestrel)
    held = duty(row, theirs(row), Counts.BY_HAND, by=town.mesa_wbl)
    row = signed(row, by=town.mesa_wbl)
    amended = living.amend(row, "More", by=town.mesa_wbl).obligations.get()
    client.force_login(town.mesa_wbl)
    page = client.get(f"/agreements/{row.pk}/").content.decode()
    assert all(f"/agreements/duties/{one.pk}/" in page for one in (held, amended))
    client.force_login(town.harbor_wbl)
    page = client.get(f"/agreements/{row.pk}/").content.decode()
    assert f"/agreements/duties/{held.pk}/" in page
    assert f"/agreements/duties/{amended.pk}/" not in page


def test_the_journal_hides_the_name_of_a_party_that_was_taken_out(town):
    hidden = town.prospect("Quiet Mills", by=town.director).employer
    parties = [Bound("ours", institution=town.region), Bound("theirs", employer=hidden)]
    row = drawing_up.draw_up(
        Head("mou", "Together"), Words(clock.today(), terms="x"), parties, institution=town.region, by=town.director
    )
    drawing_up.remove_party(theirs(row), revision_of(row), version=1, by=town.director)
    entry = Entry.objects.get(verb="remove party")
    assert hidden.pk in entry.about


def test_an_old_form_gives_a_draft_back_to_nobody(town):
    row = drawn(town, town.kestrel)
    form = ChangeForm(revision=revision_of(row))
    assert "keeper" not in form.fields
    living.hand_to(row, town.mesa_principal, version=row.version, by=town.mesa_wbl)
    head, words = Head("mou", "Another", audience="institution"), Words(clock.today(), terms="x")
    drawing_up.change_draft(revision_of(row), words, head, version=1, by=town.mesa_wbl)
    row = Agreement.objects.get(pk=row.pk)
    assert (row.keeper, row.title) == (town.mesa_principal, "Another")
    entry = Entry.objects.get(verb="change agreement")
    [value] = entry.values.all()
    assert (value.before["audience"], value.after["audience"]) == ("region", "institution")
    assert value.after["title"] == "Another"


def test_one_student_of_another_institution_is_not_told_by_an_expired_agreement(town):
    today = clock.today()
    in_force(town, town.kestrel, starts_on=today - timedelta(400), ends_on=today - timedelta(2))
    begun(town, "Ana")
    assert health_of(town.mesa_wbl).hosting == 1, "the control: its own"
    for person in (town.harbor_wbl, town.director):
        assert health_of(person).hosting == 0
        assert not list_of(person, Wanted("hosting"))
    for n in range(9):
        begun(town, f"More{n}")
    assert health_of(town.director).hosting == 1


def test_a_duty_that_nobody_signed_counts_nothing(town):
    """Its author names any institution and any days, so the number would tell of single students."""
    row = drawn(town, town.kestrel)
    made = duty(row, theirs(row), Counts.BEGUN, by=town.mesa_wbl)
    begun(town, "Ana")
    read = lambda: obligations_of(town.mesa_wbl).get(pk=made.pk)  # noqa: E731
    [progress] = progress_of([read()], town.mesa_wbl)
    assert (progress.done, progress.state, list(rows_of(read(), town.mesa_wbl).shown)) == (None, "", [])
    signed(row, by=town.mesa_wbl)
    [progress] = progress_of([read()], town.mesa_wbl)
    assert (progress.done, len(rows_of(read(), town.mesa_wbl).shown)) == (1, 1), "the control"


@pytest.mark.parametrize(("hours", "entries", "total"), [("6.4", 10, 64), ("7.1", 20, 142), ("0.3", 5, 1)])
def test_hours_are_added_exactly(town, hours, entries, total):
    row = drawn(town, town.kestrel)
    made = duty(row, theirs(row), Counts.HOURS, by=town.mesa_wbl)
    signed(row, by=town.mesa_wbl)
    one = Obligation.objects.select_related("revision__agreement", "party").get(pk=made.pk)
    facts = [Fact(new_id(), town.kestrel.pk, [town.mesa.pk], clock.today(), Decimal(hours)) for _n in range(entries)]
    assert all(Bounds.of(one).holds(fact) for fact in facts)
    assert counting._done(one, facts, None) == total


def test_who_is_asked_is_said_once_and_greeted_by_name_where_there_is_one(town):
    row = drawn(town, town.kestrel)
    party, contact = theirs(row), town.kestrel.contacts.get()
    assert AskForm({"contact": str(contact.pk)}, party=party).is_valid()
    both = AskForm({"contact": str(contact.pk), "name": "Bo", "email": "bo@k.example"}, party=party)
    assert not both.is_valid()
    linking.ask_to_sign(out(row, by=town.mesa_wbl), party, email="bo@k.example", by=town.mesa_wbl)
    assert "Hello," in OutgoingEmail.objects.latest("queued_at").text


def test_agreements_are_handed_over_to_somebody_who_may_keep_them(town):
    """A job developer could neither amend nor end what they took over."""
    row = in_force(town, town.kestrel)
    duties = {one.duty.name: town.mesa_jobs for one in open_work(town.mesa_wbl)}
    with pytest.raises(Refused, match="draw up, sign and keep"):
        hand_over(town.mesa_wbl, duties, by=town.mesa_admin)
    assert Agreement.objects.get(pk=row.pk).keeper == town.mesa_wbl
    duties["agreements.agreement.keeper"] = town.mesa_principal
    hand_over(town.mesa_wbl, duties, by=town.mesa_admin)
    assert Agreement.objects.get(pk=row.pk).keeper == town.mesa_principal


def test_who_may_be_named_as_keeper(town):
    row = drawn(town, town.kestrel)
    assert living.hand_to(row, town.mesa_principal, version=row.version, by=town.mesa_wbl).keeper == town.mesa_principal
    with pytest.raises(Refused, match="does not keep"):
        living.hand_to(row, town.mesa_jobs, version=row.version + 1, by=town.mesa_wbl)
