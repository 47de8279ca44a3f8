"""Outreach in many letters: what is missing is named, and it goes only with a reason that is kept (E11, F3, N20)."""

import pytest

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import ReasonNeeded, Refused
from guildhall.mailings.actions import deciding, selecting
from guildhall.mailings.models import Elements
from guildhall.mailings.queries.checking import checks_of, counts_of, missing_in
from guildhall.partnerships.models import Stakeholder
from tests.mailings.written import drafted, employer, fresh, trained
from tests.partnerships.building import complete, sector, started

pytestmark = pytest.mark.django_db
ALL = tuple(Elements.values)


@pytest.fixture
def ready(cast):
    trained(cast)
    employer(cast, "Kestrel", "One", "Two")
    employer(cast, "Juniper")
    return cast


def outreach(cast, **more):
    facts = {"outreach": True, "asks_for": "two students for a day", "elements": ALL, "whom": "all"}
    return drafted(cast, **(facts | more))


def asks(cast, row, anyway=""):
    row = fresh(row)
    return deciding.ask_for_approval(row, anyway=anyway, version=row.version, by=row.author)


def test_missing_important_dates_are_named_and_going_anyway_keeps_the_reason(ready):
    """N20's proof, for a mailing."""
    row = outreach(ready, elements=[one for one in ALL if one != "dates"])
    with pytest.raises(ReasonNeeded) as needed:
        asks(ready, row)
    assert str(needed.value.verdict.reason) == "Missing still: important dates."
    assert fresh(row).state == "draft"
    asks(ready, row, "The dates follow on Friday.")
    assert (fresh(row).state, fresh(row).missing) == ("waiting", ["dates"])
    assert Entry.objects.filter(verb="ask for approval of mailing").latest("at").reason == "The dates follow on Friday."
    page = ready.client(ready.mesa_admin).get(f"/mailings/{row.pk}/").content.decode()
    assert "important dates" in page and "The dates follow on Friday." in page, "whoever approves reads it"


def test_what_is_whole_needs_no_reason(ready):
    assert asks(ready, outreach(ready), "For nothing").anyway == ""
    assert asks(ready, drafted(ready, subject="News")).missing == [], "what asks for nothing needs no elements"


def test_the_check_list_says_who_is_asked_for_what(ready):
    row = outreach(ready)
    said = {one.words: one.good for one in checks_of(row, counts_of(row))}
    assert said["3 people, of 2 employers, are asked for: two students for a day"]
    unsaid = outreach(ready, asks_for="", subject="Other")
    said = {one.words: one.good for one in checks_of(unsaid, counts_of(unsaid))}
    assert said["It does not say what they are asked for."] is False
    assert missing_in(unsaid) == ["asks_for"]


def test_outreach_of_an_initiative_lacks_what_the_initiative_lacks(ready):
    cause = started(ready)
    Stakeholder.objects.create(initiative=cause, category=sector("Postsecondary"), added_by=ready.mesa_wbl, name="Olu",
                               body="Union", email="olu@home.example", state="accepted", added_at=clock.now(),
                               answered_on=clock.today(), answered_how="spoken")  # fmt: skip
    row = outreach(ready, whole=False)
    selecting.add_source(row, "initiative", label="All", key=cause.pk, by=ready.mesa_wbl)
    with pytest.raises(ReasonNeeded, match="profile"):
        asks(ready, row)
    complete(ready, cause)
    assert asks(ready, row).state == "waiting"


def test_what_goes_to_stakeholders_without_asking_is_pointed_out(ready):
    row = drafted(ready)
    selecting.add_source(row, "initiative", label="All", key=started(ready).pk, by=ready.mesa_wbl)
    row = fresh(row)
    assert any("say whether it asks" in one.words and not one.good for one in checks_of(row, counts_of(row)))
    assert asks(ready, row).state == "waiting", "it is a hint"


def test_what_went_missing_since_it_was_approved_stops_the_sending(ready):
    cause = complete(ready, started(ready))
    row = outreach(ready)
    selecting.add_source(row, "initiative", label="All", key=cause.pk, by=ready.mesa_wbl)
    asks(ready, row)
    deciding.approve(fresh(row), version=fresh(row).version, by=ready.mesa_admin)
    type(cause).objects.update(purpose="")
    with pytest.raises(Refused, match="a purpose statement"):
        deciding.schedule(fresh(row), None, version=fresh(row).version, by=ready.mesa_wbl)
    type(cause).objects.update(purpose="One way in.")
    assert deciding.schedule(fresh(row), None, version=fresh(row).version, by=ready.mesa_wbl).state == "scheduled"


def test_the_page_asks_for_the_reason_beside_its_field(ready):
    row = outreach(ready, elements=())
    client, page = ready.client(ready.mesa_wbl), f"/mailings/{row.pk}/submit/"
    shown = client.get(page).content.decode()
    assert "incentives and supports" in shown and 'name="anyway"' in shown
    refused = client.post(page, {"version": fresh(row).version, "anyway": " "}).content.decode()
    assert "Say why, or add what is missing." in refused and fresh(row).state == "draft"
    client.post(page, {"version": fresh(row).version, "anyway": "They know us."})
    assert fresh(row).anyway == "They know us."
