"""What takes place at the same time is said before it is published, and names nothing that is hidden."""

import pytest
from django.db import transaction

from guildhall.events.actions import publishing, taking_part
from guildhall.events.models import Clash, Event
from guildhall.events.queries.planning import check_for
from guildhall.lib.verdicts import ReasonNeeded
from guildhall.people.models import Notice
from tests.events.plans import draft, fresh
from tests.events.test_planning import NURSES, bayview, mercy, on

pytestmark = pytest.mark.django_db

__all__ = ["bayview", "mercy"]


def clashing(cast, bayview, mercy, **more):
    """Harbor's event with Mercy, and Mesa's draft with Bayview an hour later: both hospitals, both for nurses."""
    theirs = draft(cast, "Mercy meets nurses", by="harbor_wbl", kind="employer_talk", cluster="2024:040200", **more)
    on(theirs, mercy, cast, by="harbor_wbl")
    mine = draft(cast, "Hospital careers", hour=11, kind="employer_talk", cluster="2024:040200")
    on(mine, bayview, cast)
    return fresh(mine), fresh(theirs)


def test_publishing_asks_for_a_reason_and_the_other_organizer_is_told_once(cast, bayview, mercy):
    mine, theirs = clashing(cast, bayview, mercy)
    theirs = publishing.publish_event(theirs, because="agreed", version=theirs.version, by=cast.harbor_wbl)
    check = check_for(mine, cast.mesa_wbl)
    assert [shown.event for shown in check.clashes] == [theirs]
    assert len(check.slots) == 3
    with pytest.raises(ReasonNeeded):
        publishing.publish_event(mine, version=mine.version, by=cast.mesa_wbl)
    assert fresh(mine).state == Event.State.DRAFT
    publishing.publish_event(mine, because="The ward is open that day only.", version=mine.version, by=cast.mesa_wbl)
    clash = Clash.objects.get(event=mine)
    assert (clash.other, clash.reason) == (theirs, "The ward is open that day only.")
    told = Notice.objects.filter(event="clash kept", person=cast.harbor_wbl)
    assert told.count() == 1 and "Mercy meets nurses" in told.get().words


def test_two_drafts_are_both_warned(cast, bayview, mercy):
    """Neither is published yet, and neither sees the other's draft: both learn that there is one, and whom to ask."""
    mine, theirs = clashing(cast, bayview, mercy)
    for row, person in ((mine, cast.mesa_wbl), (theirs, cast.harbor_wbl)):
        shown = check_for(row, person).clashes
        assert [one.event for one in shown] == [None] and shown[0].ask
        with pytest.raises(ReasonNeeded):
            publishing.publish_event(row, version=row.version, by=person)


def test_a_hidden_event_changes_nothing_but_that_there_is_one(cast, bayview, mercy):
    """Non-interference: the times that are offered and the counts are the same with and without what is hidden."""
    mine, theirs = clashing(cast, bayview, mercy, audience="all")
    another = draft(cast, "Mercy again", by="harbor_wbl", days=21, hour=11, cluster="2024:040200")
    on(another, mercy, cast, by="harbor_wbl")
    with_both = check_for(mine, cast.mesa_wbl)
    another.delete()
    without = check_for(mine, cast.mesa_wbl)
    assert list(with_both.slots) == list(without.slots)
    assert "Mercy" not in repr([(s.event, s.ask) for s in with_both.clashes])


def test_a_clash_that_rests_on_a_hidden_employer_names_neither(cast, bayview):
    """Both events have Bayview, which Harbor does not see: Harbor learns that there is one, not why."""
    mine = draft(cast, "Hospital careers", cluster="2024:040200")
    on(mine, bayview, cast)
    publishing.publish_event(fresh(mine), version=fresh(mine).version, by=cast.mesa_wbl)
    theirs = draft(cast, "Night shift", by="harbor_wbl", cluster="")
    on(theirs, bayview, cast, by="harbor_wbl")
    assert check_for(theirs, cast.harbor_wbl).clashes[0].event == mine
    type(bayview).objects.filter(pk=bayview.pk).update(audience=[cast.mesa.pk])
    hidden = check_for(theirs, cast.harbor_wbl).clashes
    assert [one.event for one in hidden] == [None]


def test_an_employer_on_a_published_event_is_asked_about_as_well(cast, bayview, mercy):
    """Two talks at one hour do not clash until both have a hospital (N8)."""
    aims = {"cluster": NURSES, "audience": "all"}
    theirs = draft(cast, "Hospital evening", by="harbor_wbl", **aims)
    on(theirs, mercy, cast, by="harbor_wbl")
    publishing.publish_event(fresh(theirs), version=fresh(theirs).version, by=cast.harbor_wbl)
    other = cast.shared("Anvil Forge", naics="331110").employer
    mine = draft(cast, "Careers on the ward", **aims)
    kept = on(mine, other, cast)
    publishing.publish_event(fresh(mine), version=fresh(mine).version, by=cast.mesa_wbl)
    with pytest.raises(ReasonNeeded), transaction.atomic():
        on(mine, bayview, cast)
    assert [part.employer for part in mine.parts.all()] == [other], "nobody is named without the reason"
    client, address = cast.client(cast.mesa_wbl), f"/events/{mine.pk}/employers/{bayview.pk}/"
    assert "Say why it stays" in client.post(address, {"offers": ""}).content.decode()
    client.post(address, {"because": "The ward is open that day only."})
    clash = Clash.objects.get(event=mine)
    assert (clash.other, clash.reason) == (theirs, "The ward is open that day only.")
    assert Notice.objects.filter(event="clash kept", person=cast.harbor_wbl).count() == 1
    details = {"version": kept.version, "by": cast.mesa_wbl}
    taking_part.change_part(kept, taking_part.Part(offers="Two speakers"), "confirmed", **details)  # nothing new by it
    assert Clash.objects.count() == 1
