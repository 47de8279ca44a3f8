"""The touch budget: asks are gated, what has happened is recorded, the ledger equals the timeline (N3, M5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string

from guildhall.employers.actions import merging
from guildhall.engagements import contact_rules
from guildhall.engagements.actions import asking, holding
from guildhall.engagements.actions.recording import (
    Happening,
    change_engagement,
    record_engagement,
    remove_engagement,
)
from guildhall.engagements.models import Ask, AvoidedContact, Touch
from guildhall.engagements.queries.contacting import asks_nearby, less_asked
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.lib.working_days import after_working_days, is_working_day
from guildhall.protocols.actions import Draft, publish
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact={"family_name": "Ortega", "given_name": "Marisol"}).employer


def agree(cast, **parameters):
    """A clause on the touch budget, in force today."""
    draft = Draft("4.1", "Touch budget", "Few.", "touch_budget", {"spread": False, "days": 30} | parameters)
    publish(cast.region, "Contact protocol", [draft], in_force_from=clock.today(), text="", by=None)


def ask(cast, employer, *, days=0, who="mesa_wbl", contacts=()):
    plan = asking.Plan("call", clock.today() + timedelta(days), "Internships in spring", tuple(contacts))
    person = getattr(cast, who)
    return asking.plan_ask(employer, plan, by=person, institution=cast.mesa if who.startswith("mesa") else cast.harbor)


def working_day(day):
    """The day, or the Monday after it."""
    return day if is_working_day(day) else after_working_days(day, 1)


def log(cast, employer, *, days=0, who="mesa_wbl", **more):
    happening = Happening("call", "Spoke", clock.today() - timedelta(days), **more)
    house = cast.mesa if who.startswith("mesa") else cast.harbor
    return record_engagement(employer, happening, by=getattr(cast, who), institution=house)


def test_asks_beyond_the_budget_are_refused_with_clause_next_day_and_alternatives(cast, kestrel):
    agree(cast, per_employer=3, per_contact=3)
    others = [cast.shared(f"Tern Composites {n}").employer for n in range(4)]
    for _n in range(3):
        ask(cast, kestrel)
    with pytest.raises(asking.NotNow, match="at most 3 times in 30 days") as refused:
        ask(cast, kestrel, who="harbor_wbl")
    answer = refused.value.answer
    assert answer.verdict.clause == "Contact protocol v1, 4.1"
    assert answer.next_free == working_day(clock.today() + timedelta(30))
    assert Ask.objects.count() == 3
    assert AvoidedContact.objects.get().why == "budget"
    found = less_asked(cast.harbor_wbl, kestrel)
    assert len(found) >= 3
    assert kestrel not in found
    assert {e.pk for e in found} <= {e.pk for e in others}


def test_a_refusal_that_is_tried_again_counts_once_an_institution_and_month(cast, kestrel):
    """M27: pressing the button four times avoids no four contacts, and neither does trying again on the next day."""
    agree(cast, per_employer=1, per_contact=1)
    ask(cast, kestrel)
    for who in ("harbor_wbl", "harbor_wbl", "harbor_wbl", "mesa_jobs"):
        with pytest.raises(asking.NotNow):
            ask(cast, kestrel, who=who)
    assert AvoidedContact.objects.count() == 2
    with clock.at(days_from_now(1)), pytest.raises(asking.NotNow):
        ask(cast, kestrel, who="harbor_wbl")
    assert AvoidedContact.objects.count() == 2


def test_a_refused_ask_is_planned_on_the_free_day_with_one_tap(cast, kestrel):
    """N3: the free day is a working day, the refusal stands there once, and nobody asks for a day in 2031."""
    agree(cast, per_employer=1, per_contact=1)
    ask(cast, kestrel)
    client, url = cast.client(cast.harbor_wbl), f"/employers/{kestrel.pk}/ask/"
    typed = {"purpose": "A tour", "kind": "call", "planned_on": clock.today(), "alone": "1"}
    page = client.post(url, typed).content.decode()
    free = working_day(clock.today() + timedelta(30))
    assert page.count("and that is used up") == 1
    assert f'name="instead" value="{free.isoformat()}"' in page
    client.post(url, typed | {"instead": free.isoformat()})
    row = Ask.objects.get(by=cast.harbor_wbl)
    assert row.planned_on == free
    far = client.post(url, typed | {"planned_on": clock.today() + timedelta(400)}).content.decode()
    assert "more than a year ahead" in far
    page = client.post(f"/asks/{row.pk}/move/", {"planned_on": clock.today(), "version": 1}).content.decode()
    assert page.count("and that is used up") == 1


def test_without_the_limit_a_fourth_ask_would_pass(cast, kestrel):
    """Negative control: it is the clause that refuses."""
    agree(cast, per_employer=20, per_contact=20)
    for _n in range(4):
        ask(cast, kestrel)
    assert Ask.objects.count() == 4


def test_a_scheduled_ask_takes_its_place_on_its_day(cast, kestrel):
    agree(cast, per_employer=1, per_contact=1)
    ask(cast, kestrel, days=40)
    ask(cast, kestrel)  # forty days before: another window
    with pytest.raises(asking.NotNow) as refused:
        ask(cast, kestrel, days=20)
    assert refused.value.answer.next_free == working_day(clock.today() + timedelta(70))


def test_moving_and_withdrawing_give_the_place_back(cast, kestrel):
    agree(cast, per_employer=1, per_contact=1)
    row = ask(cast, kestrel, days=5)
    row = asking.move_ask(row, clock.today() + timedelta(6), version=row.version, by=cast.mesa_wbl)
    asking.withdraw_ask(row, reason="no need", version=row.version, by=cast.mesa_wbl)
    ask(cast, kestrel, days=6, who="harbor_wbl")


def test_what_has_happened_is_always_recorded_and_shown_as_over_budget(cast, kestrel):
    agree(cast, per_employer=1, per_contact=1)
    log(cast, kestrel)
    entry = log(cast, kestrel, who="harbor_wbl", over_because="They asked for it at the fair.")
    touch = Touch.objects.get(engagement=entry)
    assert "at most once in 30 days" in touch.over_because
    assert "at the fair" in touch.over_because
    assert Touch.objects.filter(over_because="").count() == 1


def test_what_the_employer_begins_is_no_touch(cast, kestrel):
    log(cast, kestrel, direction="theirs")
    assert not Touch.objects.exists()
    log(cast, kestrel)
    assert Touch.objects.count() == 1  # negative control


def test_two_contacts_are_one_touch_of_the_employer_and_one_of_each(cast, kestrel):
    agree(cast, per_employer=2, per_contact=1)
    from guildhall.employers.actions.editing import save_contact

    other = save_contact(kestrel, {"family_name": "Sewell"}, by=cast.mesa_wbl)
    first = kestrel.contacts.get(family_name="Ortega")
    log(cast, kestrel, contact=first, contacts=(other,))
    loads = contact_rules.loads_of(kestrel, [first, other], around=clock.today(), institution=cast.mesa)
    assert [load.used for load in loads] == [1, 1, 1]
    with pytest.raises(asking.NotNow, match="Sewell"):
        ask(cast, kestrel, contacts=[other])
    ask(cast, kestrel)  # the employer has one left


def test_an_employers_own_wish_tightens_and_a_pause_holds(cast, kestrel):
    agree(cast, per_employer=5, per_contact=5)
    holding.set_limit(kestrel, {"most": 1, "days": 60, "said": "Marisol, by telephone"}, by=cast.mesa_wbl)
    ask(cast, kestrel)
    with pytest.raises(asking.NotNow, match="at most once in 60 days \\(Marisol, by telephone\\)"):
        ask(cast, kestrel, days=40)
    pause = {"paused_until": clock.today() + timedelta(90), "said": "Marisol, by e-mail"}
    holding.set_limit(kestrel, pause, by=cast.harbor_wbl)
    with pytest.raises(asking.NotNow, match="quiet until") as refused:
        ask(cast, kestrel, days=70)
    assert refused.value.answer.next_free == working_day(clock.today() + timedelta(91))


def test_a_merge_keeps_the_strictest_wish(cast, kestrel):
    """N16: collisions have stated rules; the strictest wins."""
    agree(cast, per_employer=5, per_contact=5)
    other = cast.shared("Kestrel Aero Space").employer
    holding.set_limit(kestrel, {"most": 4, "said": "one"}, by=cast.mesa_wbl)
    holding.set_limit(other, {"most": 1, "said": "the other"}, by=cast.mesa_wbl)
    merging.merge(kestrel, other, by=cast.director)
    ask(cast, kestrel)
    with pytest.raises(asking.NotNow, match="the other"):
        ask(cast, kestrel)


def test_the_ledger_equals_the_timeline(cast, kestrel):
    """Made touches are exactly the engagements that we began, after corrections and removals too."""
    agree(cast, per_employer=2, per_contact=2)
    rows = [log(cast, kestrel, days=n) for n in range(5)]
    log(cast, kestrel, direction="theirs")
    changed = Happening("call", "They called", rows[0].happened_on, direction="theirs")
    change_engagement(rows[0], changed, version=rows[0].version, by=cast.mesa_wbl)
    remove_engagement(rows[1], version=rows[1].version, reason="twice", by=cast.mesa_wbl)
    plan = ask(cast, kestrel, days=60)
    asking.carry_out(plan, Happening("call", "Asked", clock.today()), version=plan.version, by=cast.mesa_wbl)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM engagements_engagement
               WHERE direction = 'ours' AND kind <> 'act' AND removed_at IS NULL"""
        )
        begun = cursor.fetchone()[0]
        cursor.execute("SELECT count(DISTINCT occasion) FROM engagements_touch WHERE state = 'made'")
        assert cursor.fetchone()[0] == begun == 4
        cursor.execute("SELECT count(*) FROM engagements_touch WHERE state = 'reserved'")
        assert cursor.fetchone()[0] == 0


def test_three_colleges_knock_once(cast, kestrel):
    """N4: three drafts, one engagement that names three colleges, two contacts avoided."""
    agree(cast, per_employer=1, per_contact=1)
    row = ask(cast, kestrel, days=3)
    assert asks_nearby(kestrel, clock.today() + timedelta(5), cast.harbor) == [row]
    asking.join_ask(row, "Site tours", by=cast.harbor_wbl)
    asking.join_ask(row, "A seat on the board", by=cast.second)
    assert asks_nearby(kestrel, clock.today() + timedelta(5), cast.harbor) == []
    with pytest.raises(Refused, match="already"):
        asking.join_ask(row, "Site tours again", by=cast.harbor_wbl)
    entry = asking.carry_out(row, Happening("call", "For three", clock.today()), version=row.version, by=cast.mesa_wbl)
    assert {p.person for p in entry.participants.all()} == {cast.harbor_wbl, cast.second}
    assert Touch.objects.made().count() == 1
    assert AvoidedContact.objects.filter(why="joined").count() == 2


def test_what_spreads_a_budget_is_credited_to_whoever_set_it(cast):
    """A contact's own wish is the contact's; that half of the budget is used in half of the time is the protocol's."""
    agreed = contact_rules.Agreed(6, 3, 30, True, "Asking protocol v1, 1.1")
    said = [contact_rules.Said(None, 1, 60, None, None, "said on the telephone")]
    own, whole = (
        contact_rules.weigh("Kestrel", {}, [], said, agreed)[0],
        contact_rules.weigh("Kestrel", {}, [], [], agreed)[0],
    )
    assert (own.budget.source, own.part.clause, own.credited_apart) == ("said on the telephone", agreed.clause, True)
    assert not whole.credited_apart
    page = " ".join(render_to_string("engagements/budget.html", {"load": own, "request": None}).split())
    assert page.index("in 60 days") < page.index("said on the telephone") < page.index("in any 15 days")
    assert page.index("in any 15 days") < page.index("Asking protocol v1, 1.1")
    page = " ".join(render_to_string("engagements/budget.html", {"load": whole, "request": None}).split())
    assert page.count("Asking protocol v1, 1.1") == 1


def stricter(cast, **values):
    """The region's budget of four, and a college's own of two."""
    for place, title, most in ((cast.region, "Contact rules", 4), (cast.mesa, "Rules of Mesa", 2)):
        fixed = {"per_employer": most, "per_contact": 9, "days": 30, "spread": False}
        rule = [Draft("4.2", "Touch budget", "Agreed.", "touch_budget", fixed, may_refine=True)]
        publish(place, title, rule, in_force_from=clock.today(), text="", by=None)


def touch(cast, kestrel, who, times):
    place = cast.harbor if who.startswith("harbor") else cast.mesa
    for _n in range(times):
        said = Happening("call", "we called", clock.today())
        record_engagement(kestrel, said, by=cast.people[who], institution=place)


@pytest.mark.parametrize(
    ("harbor", "mesa", "may"), [(3, 0, True), (0, 2, False), (0, 1, True), (4, 0, False), (2, 1, True), (3, 1, False)]
)
def test_a_stricter_budget_counts_what_that_institution_does_and_the_common_one_what_all_do(
    cast, kestrel, harbor, mesa, may
):
    """B17: "a college may ask less" is about what that college asks."""
    stricter(cast)
    touch(cast, kestrel, "harbor_wbl", harbor)
    touch(cast, kestrel, "mesa_wbl", mesa)
    answer = contact_rules.may_ask(kestrel, (), clock.today(), institution=cast.mesa)
    assert bool(answer) == may, str(answer.verdict)
    if mesa == 2:
        assert "Mesa Grande College" in answer.verdict.reason


def test_another_institution_goes_by_the_common_budget_alone(cast, kestrel):
    stricter(cast)
    touch(cast, kestrel, "harbor_wbl", 3)
    assert contact_rules.may_ask(kestrel, (), clock.today(), institution=cast.harbor)
