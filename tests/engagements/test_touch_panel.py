"""The panel before a contact: who was in touch, what is left, whom to ask first."""

from datetime import timedelta

import pytest

from guildhall.employers.actions import key_accounts
from guildhall.employers.models import Employer
from guildhall.employers.queries.head import with_head
from guildhall.engagements.actions import holding, liaising, relating
from guildhall.engagements.queries.contacting import before_contact, panel_from
from guildhall.engagements.queries.panel import with_panel
from guildhall.lib import clock
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import values_in_words
from tests.engagements.test_touch_budget import agree, ask, kestrel, log

pytestmark = pytest.mark.django_db

__all__ = ["kestrel"]


def panel(cast, employer, who):
    person, house = getattr(cast, who), cast.mesa if who.startswith("mesa") else cast.harbor
    rows = with_panel(with_head(Employer.objects.all(), person), person, panel_from(house))
    return before_contact(rows.get(pk=employer.pk), house)


def test_what_is_only_planned_is_no_contact_yet(cast, kestrel):
    """N3: who reads the panel is not sent to ask what was said in a talk that has not been."""
    ask(cast, kestrel)
    told = panel(cast, kestrel, "harbor_wbl")
    assert (told.quiet, told.contacted_by) == (None, [])
    assert [row.institution for row in told.planned] == [str(cast.mesa)]
    log(cast, kestrel)
    assert panel(cast, kestrel, "harbor_wbl").quiet.institution == str(cast.mesa)


def test_the_panel_counts_the_half_of_the_days_where_contacts_are_spread(cast, kestrel):
    agree(cast, per_employer=6, per_contact=3, spread=True)
    log(cast, kestrel, days=2)
    log(cast, kestrel, days=20)
    load = panel(cast, kestrel, "mesa_wbl").load
    assert (load.used, load.budget.most, load.budget.days) == (2, 6, 30)
    assert (load.used_of_part, load.part.most, load.part.days) == (1, 3, 15)
    clause = Clause.objects.get(subject="touch_budget", number="4.1")
    spread = dict(values_in_words(clause))["Spread them over that time"]
    assert spread == "in any 15 days at most 3 with one employer and 2 with one person there"
    agree(cast, per_employer=6, spread=False)
    assert panel(cast, kestrel, "mesa_wbl").load.part is None


def test_the_lesson_of_an_ended_relationship_stands_before_the_next_contact(cast, kestrel):
    """F18: on the panel, on the log and where an ask is planned, until it is taken up again."""
    lesson = relating.Lesson(clock.today(), "No reply", "Call the plant manager, not the front desk.")
    ending = relating.end_relationship(kestrel, lesson, by=cast.mesa_wbl, institution=cast.mesa)
    assert panel(cast, kestrel, "harbor_wbl").kind == "ask"
    client = cast.client(cast.harbor_wbl)
    pages = [f"/employers/{kestrel.pk}/{part}" for part in ("", "log/", "ask/")]
    for page in pages:
        assert lesson.lesson in client.get(page).content.decode(), page
    relating.resume(ending, version=1, by=cast.mesa_wbl)
    for page in pages:
        assert lesson.lesson not in client.get(page).content.decode(), page


def test_who_may_reach_nobody_is_told_to_ask_first_and_sees_the_own_request(cast, kestrel):
    """N6."""
    ortega = kestrel.contacts.get()
    operator = {"operator": cast.harbor_wbl, "deputy": None, "contacts": [ortega], "by": cast.harbor_wbl}
    key_accounts.open_key_account(kestrel, cast.harbor, **operator)
    assert panel(cast, kestrel, "mesa_wbl").ask_first == str(cast.harbor_wbl)
    assert panel(cast, kestrel, "harbor_wbl").ask_first == "", "the operator need not ask"
    ortega = type(ortega).objects.select_related("employer__holder").get(pk=ortega.pk)
    request = liaising.ask_first(ortega, "a class visit", by=cast.mesa_wbl, institution=cast.mesa)
    page = cast.client(cast.mesa_wbl).get(f"/employers/{kestrel.pk}/").content.decode()
    assert f"/ask-first/{request.pk}/" in page
    assert "You may contact them" not in page
    assert panel(cast, kestrel, "mesa_jobs").request is None, "it is the request of one person"
    liaising.agree(request, until=clock.today() + timedelta(9), by=cast.harbor_wbl)
    told = panel(cast, kestrel, "mesa_wbl")
    assert (told.ask_first, told.request, told.kind) == ("", None, "plain")


def test_a_contact_over_the_budget_is_said_when_it_is_logged(cast, kestrel):
    """N3: the line stands on the form, "why now" only once it is used up, and the notice names it."""
    agree(cast, per_employer=2, per_contact=2)
    client, url = cast.client(cast.mesa_wbl), f"/employers/{kestrel.pk}/log/"
    said = {"kind": "call", "happened_on": clock.today(), "summary": "Spoke"}
    for n in range(3):
        form = client.get(url).content.decode()
        assert f"{n} of 2 contacts used" in form
        assert ("why now?" in form) == (n == 2)
        page = client.post(url, said, follow=True).content.decode()
        assert ("It is over the touch budget." in page) == (n == 2)


def test_the_panel_says_who_was_in_touch_and_what_is_left(cast, kestrel):
    agree(cast, per_employer=3, per_contact=3)
    log(cast, kestrel, who="harbor_wbl", days=1)
    holding.hold_door(
        kestrel, "Spring internships", clock.today() + timedelta(5), by=cast.harbor_wbl, institution=cast.harbor
    )
    told = panel(cast, kestrel, "mesa_wbl")
    assert told.kind == "ask"
    assert told.quiet.institution == "Harbor Point College"
    assert [row.person for row in told.conversations] == [str(cast.harbor_wbl)]
    assert (told.load.used, told.load.budget.most) == (1, 3)
    for _n in range(2):
        ask(cast, kestrel)
    assert panel(cast, kestrel, "mesa_wbl").kind == "no"


def test_ones_own_conversation_is_told_and_warns_nobody_but_the_others(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    until = clock.today() + timedelta(5)
    holding.hold_door(employer, "Two clinical places", until, by=cast.mesa_wbl, institution=cast.mesa)
    own = cast.client(cast.mesa_wbl).get(f"/employers/{employer.pk}/").content.decode()
    assert "You are talking with them until" in own and "is talking with them." not in own
    assert "You may contact them." in own
    other = cast.client(cast.harbor_wbl).get(f"/employers/{employer.pk}/").content.decode()
    assert "Mesa_Wbl WBLcoordinator is talking with them." in other, "the control"
