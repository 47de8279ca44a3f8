"""What an employer changes of its own offers, and its quiet months: what passes, and what is read first (N19, B6)."""

from datetime import timedelta

import pytest

from guildhall.engagements.contact_rules import may_ask
from guildhall.engagements.models import ContactLimit, Engagement
from guildhall.engagements.queries.contacting import resting
from guildhall.lib import clock
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.actions.listing import note_filled
from guildhall.opportunities.models import Opportunity
from tests.portal.test_own_pages import door, log, read  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
VALUES = {"kind": "internship_paid", "title": "Summer interns", "places": "2", "pay_low": "21", "pay_per": "hour"}


@pytest.fixture
def posted(door):  # noqa: F811
    """What the employer offered, and a college approved."""
    door.browser.post("/employer/opportunities/add/", VALUES | {"holder": str(door.mesa.pk)})
    row = Opportunity.objects.get()
    return deciding.approve(row, version=row.version, by=door.mesa_wbl)


def changed(door, row, **more):  # noqa: F811
    """What becomes of a change, as the employer's browser sends it: the opportunity, and what the employer reads."""
    row.refresh_from_db()
    days = {"publish_on": row.publish_on.isoformat(), "expires_on": row.expires_on.isoformat()}
    page = f"/employer/opportunities/{row.pk}/change/"
    answer = door.browser.post(page, VALUES | days | {"version": row.version} | more, follow=True)
    row.refresh_from_db()
    return row, answer.content.decode()


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({"places": "5"}, True),
        ({"starts_on": "soon", "hours": "12"}, True),
        ({"expires_on": "soon"}, True),
        ({"title": "Odd jobs"}, False),
        ({"description": "Something else"}, False),
        ({"pay_low": "9"}, False),
        ({"kind": "internship_unpaid", "pay_low": "", "pay_per": ""}, False),
        ({"places": "5", "how_to_apply": "Come by"}, False),
    ],
)
def test_numbers_and_days_pass_and_words_kind_and_pay_are_read_first(door, posted, more, shown):  # noqa: F811
    """A posted offer does not vanish for one more place; students read no words that nobody looked at."""
    soon = (clock.today() + timedelta(30)).isoformat()
    row, page = changed(door, posted, **{name: soon if value == "soon" else value for name, value in more.items()})
    assert (row.state == Opportunity.State.POSTED) is shown
    assert ("Students read it already" if shown else "It is shown when Mesa Grande") in page


def test_its_page_says_how_many_places_are_taken(door, posted):  # noqa: F811
    page = f"/employer/opportunities/{posted.pk}/"
    assert "1 taken" not in read(door.browser, page)
    note_filled(posted, 1)
    assert "1 taken" in read(door.browser, page)


def test_the_form_says_before_what_is_read_first(door, posted):  # noqa: F811
    page = read(door.browser, f"/employer/opportunities/{posted.pk}/change/")
    assert "reads it" in page
    assert "students do not find it meanwhile" in " ".join(page.split())


def test_it_says_its_own_days_papers_and_insurance(door):  # noqa: F811
    first, last = clock.today() + timedelta(3), clock.today() + timedelta(40)
    more = {"publish_on": first.isoformat(), "expires_on": last.isoformat(), "apply_from": first.isoformat()}
    more |= {"papers": ["background", "insurance"], "insured": "employer", "holder": str(door.mesa.pk)}
    door.browser.post("/employer/opportunities/add/", VALUES | more)
    row = Opportunity.objects.get()
    assert (row.publish_on, row.expires_on, row.apply_from) == (first, last, first)
    assert (row.papers, row.insured) == (["background", "insurance"], "employer")
    page = read(door.client(door.mesa_wbl), f"/opportunities/{row.pk}/")
    assert "It names no program" in page, "who approves is told what to add"


def test_what_does_not_fit_stands_at_its_field_all_at_once(door):  # noqa: F811
    today = clock.today()
    days = {"starts_on": today + timedelta(9), "ends_on": today + timedelta(8), "apply_until": today - timedelta(1)}
    more = {"kind": "internship_unpaid", "pay_high": "20", "holder": str(door.mesa.pk)}
    more |= {name: day.isoformat() for name, day in days.items()}
    page = door.browser.post("/employer/opportunities/add/", VALUES | more).content.decode()
    for words in ("cannot end before it begins", "called unpaid", "from the lower number", "has passed already"):
        assert words in page
    assert not Opportunity.objects.exists()


def test_contact_details_in_the_words_are_asked_about_and_pointed_out(door):  # noqa: F811
    """C24: what students read is said before, and whoever approves is told."""
    told = VALUES | {"description": "Call Jo at (555) 010-7733.", "holder": str(door.mesa.pk)}
    page = door.browser.post("/employer/opportunities/add/", told).content.decode()
    assert "students read it. Take it out" in page and not Opportunity.objects.exists()
    door.browser.post("/employer/opportunities/add/", told | {"addresses_meant": "on"})
    row = Opportunity.objects.get()
    staff = door.client(door.mesa_wbl)
    assert "and students would read it" in read(staff, f"/opportunities/{row.pk}/")
    own = read(door.browser, f"/employer/opportunities/{row.pk}/")
    assert "Looked after by" in own, "what was typed is read again"
    again = changed(door, row, description=told["description"], places="4")[0]
    assert again.places == 4, "what was said once is not asked again"
    Opportunity.objects.update(description="A bench and drawings.")
    assert "students would read it" not in read(staff, f"/opportunities/{row.pk}/")


# ── Quiet months, and the whole record ───────────────────────────────


def test_a_quiet_month_holds_every_year(door):  # noqa: F811
    """Journey 8: typed once, and not anew each year."""
    today = clock.today()
    month = today.month % 12 + 1
    ahead = next(day for n in range(400) if (day := today + timedelta(n)).month == month)
    assert may_ask(door.kestrel, [], ahead, institution=door.mesa)
    door.browser.post("/employer/limits/", {"quiet_months": [str(month)], "days": "30", "version": "0"})
    assert ContactLimit.objects.get().quiet_months == [month]
    verdict = may_ask(door.kestrel, [], ahead, institution=door.mesa)
    assert not verdict
    assert not may_ask(door.kestrel, [], ahead + timedelta(366), institution=door.mesa)
    assert may_ask(door.kestrel, [], today, institution=door.mesa) or today.month == month
    assert door.kestrel.pk not in resting().values_list("pk", flat=True)
    assert "Quiet until" not in read(door.browser), "not yet, and not every year one by one"
    ContactLimit.objects.update(quiet_months=[today.month])
    assert read(door.browser).count("Quiet until") == 1
    assert not may_ask(door.kestrel, [], today, institution=door.mesa)
    assert door.kestrel.pk in resting().values_list("pk", flat=True)
    for client, path in (
        (door.browser, "/employer/limits/"),
        (door.client(door.mesa_wbl), f"/employers/{door.kestrel.pk}/"),
    ):
        assert "quiet every year in" in read(client, path)


def test_a_whole_year_is_said_in_another_way(door):  # noqa: F811
    every = {"quiet_months": [str(n) for n in range(1, 13)], "days": "30", "version": "0"}
    assert "at least one month" in door.browser.post("/employer/limits/", every).content.decode()
    assert not ContactLimit.objects.exists()


def test_the_record_goes_on_on_the_next_page(door):  # noqa: F811
    made = [log(door, f"call {n}") for n in range(3)]
    Engagement.objects.bulk_create(_copies(made[0], 60))
    first = read(door.browser, "/employer/record/")
    assert first.count('<span class="line">') == 50
    after = first.partition("after=")[2].partition('"')[0].partition("&")[0]
    second = read(door.browser, f"/employer/record/?after={after}")
    assert second.count('<span class="line">') == 13


def _copies(row, n):
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return [Engagement(**fields) for _one in range(n)]
