"""Initiatives: who starts, leads, sees and ends one, and what it lacks before anybody is contacted (F1–F4, N20)."""

import pytest

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.partnerships.actions import initiatives as actions
from guildhall.partnerships.actions.initiatives import Described
from guildhall.partnerships.models import Category, Initiative
from guildhall.partnerships.queries import initiatives as queries
from guildhall.people.models import Notice
from tests.partnerships.building import complete, started

pytestmark = pytest.mark.django_db


def test_whoever_convenes_starts_one_and_leads_it(cast):
    row = started(cast, running=False)
    assert [lead.person for lead in row.leads.all()] == [cast.mesa_convener]
    assert Category.objects.count() == 7  # Table 2 of document 002
    assert Entry.objects.filter(verb="start initiative", actor=cast.mesa_convener.pk).exists()
    with pytest.raises(Refused):
        actions.start_initiative(Described("Ours"), institution=cast.mesa, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        actions.start_initiative(Described("Theirs"), institution=cast.harbor, by=cast.mesa_convener)


def test_while_it_is_prepared_only_those_who_lead_or_convene_see_it(cast):
    row = started(cast, running=False)
    seen = {name for name, one in cast.people.items() if Initiative.objects.visible_to(one).filter(pk=row.pk).exists()}
    assert seen == {"mesa_convener", "mesa_admin", "director", "second", "administrator"}
    actions.name_lead(row, cast.harbor_wbl, by=cast.mesa_convener)
    assert Initiative.objects.visible_to(cast.harbor_wbl).filter(pk=row.pk).exists()
    assert Notice.objects.filter(person=cast.harbor_wbl, event="initiative led").exists()
    actions.run_initiative(row, version=row.version, by=cast.mesa_convener)
    assert Initiative.objects.visible_to(cast.mesa_instructor).filter(pk=row.pk).exists()
    assert not Initiative.objects.visible_to(cast.mesa_student).exists()


def test_it_needs_a_purpose_before_the_colleagues_see_it(cast):
    row = started(cast, running=False, purpose="")
    with pytest.raises(Refused, match="purpose statement"):
        actions.run_initiative(row, version=row.version, by=cast.mesa_convener)


def test_what_it_lacks_is_named(cast):
    row = started(cast, why="", timing=" ")
    assert queries.lacking(row) == ["why", "timing", "profiles", "plan"]
    assert queries.lacking(complete(cast, started(cast, "Whole"))) == []


def test_two_who_change_it_at_once_are_told(cast):
    row = started(cast)
    actions.change_initiative(row, Described("Other words"), version=row.version, by=cast.mesa_convener)
    with pytest.raises(Conflict):
        actions.change_initiative(row, Described("And others"), version=row.version, by=cast.mesa_admin)


def test_it_keeps_a_lead(cast):
    row = started(cast)
    with pytest.raises(Refused, match="at least one lead"):
        actions.release_lead(row.leads.get(), by=cast.mesa_convener)


def test_it_ends_with_what_was_learned_and_changes_no_more(cast):
    row = started(cast)
    with pytest.raises(Refused, match="what was learned"):
        actions.end_initiative(row, " ", version=row.version, by=cast.mesa_convener)
    row = actions.end_initiative(row, "Ask the right people first.", version=row.version, by=cast.mesa_convener)
    with pytest.raises(Refused, match="has ended"):
        actions.change_initiative(row, Described("More"), version=row.version, by=cast.mesa_convener)
    row = actions.reopen_initiative(row, version=row.version, by=cast.mesa_convener)
    assert row.lesson == "Ask the right people first."


def test_others_read_it_by_the_link_until_it_ends(cast, client):
    row = started(cast, budget="40,000 dollars")
    secret = actions.open_link(row, version=row.version, by=cast.mesa_convener)
    page = client.get(f"/initiative/{secret}/")
    assert page.status_code == 200
    assert "One way in." in page.content.decode()
    assert "40,000" not in page.content.decode()
    row.refresh_from_db()
    actions.close_link(row, version=row.version, by=cast.mesa_convener)
    assert client.get(f"/initiative/{secret}/").status_code == 404
    assert client.get(f"/public/initiatives/{row.pk}/").status_code == 404
    row.refresh_from_db()
    actions.publish_initiative(row, public=True, version=row.version, by=cast.mesa_convener)
    assert client.get(f"/public/initiatives/{row.pk}/").status_code == 200


def test_what_is_being_prepared_is_not_made_public(cast):
    row = started(cast, running=False)
    with pytest.raises(Refused, match="colleagues first"):
        actions.publish_initiative(row, public=True, version=row.version, by=cast.mesa_convener)


def test_its_numbers_are_those_of_its_rows(cast):
    row = complete(cast, started(cast))
    numbers = queries.numbers(cast.mesa_convener, row)
    assert (numbers.stakeholders, numbers.accepted, numbers.activities, numbers.late) == (0, 0, 1, 0)
    row.activities.update(due_on=clock.today().replace(year=clock.today().year - 1, day=1))
    assert queries.numbers(cast.mesa_convener, row).late == 1
