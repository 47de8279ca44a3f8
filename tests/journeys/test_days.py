"""What is done on Saturday evening is told of Saturday: on pages, in files and in e-mails, in every zone."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from guildhall.engagements.actions import relating
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.engagements.queries import relations
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.prospects.actions import asking, attesting
from guildhall.prospects.models import Promotion, Prospect
from guildhall.protocols.models import Clause
from tests.cast import build_cast, new_employer
from tests.moments import EDGES, local

pytestmark = pytest.mark.django_db
DAYS = {"2026-11-28": ("Nov 28, 2026", "November 28"), "2026-11-29": ("Nov 29, 2026", "November 29")}


@pytest.fixture(params=EDGES[::2], ids=lambda edge: f"{edge[0].partition('/')[2]} {edge[1]}")
def edge(request):
    """The region's clocks show a minute before or after midnight; Django stands in London, as in a job."""
    zone, shown = request.param
    with time_machine.travel(local(shown, zone), tick=False), clock.in_zone(zone), timezone.override("UTC"):
        yield shown[:10]


@pytest.fixture
def there(db, edge):
    """The cast, built at that moment."""
    return build_cast()


def shared(there):
    contact = {"family_name": "Ortega", "given_name": "Marisol", "email": "marisol@kestrel.example"}
    return there.shared("Kestrel Aerospace", contact=contact).employer


def test_pages_and_files_say_the_day_of_the_region(there, edge):
    employer, (words, _said) = shared(there), DAYS[edge]
    record_engagement(employer, Happening("call", "Hello", clock.today()), by=there.mesa_wbl, institution=there.mesa)
    browser = there.client(there.mesa_wbl)
    page = browser.get(f"/employers/{employer.pk}/").content.decode().replace("\u00a0", " ")
    assert f"since {words}" in page
    file = browser.post("/employers/export/", {"form": "csv"})
    lines = b"".join(file.streaming_content).decode()
    assert set(re.findall(r"2026-11-\d\d", lines)) == {edge}
    assert f"employers-{edge}.csv" in file["Content-Disposition"]
    assert str(Promotion.objects.get()).endswith(edge)


def test_a_role_of_today_opens_pages_and_one_of_tomorrow_does_not(there, edge):
    """Who has which role is judged before a page is chosen: by the region's day as well."""
    roles = there.mesa_wbl.memberships
    for begins, status in ((clock.today(), 200), (clock.today() + timedelta(1), 403)):
        roles.update(from_date=begins)
        assert there.client(there.mesa_wbl).get("/employers/").status_code == status


def test_records_keep_the_day_of_the_region(there, edge):
    clause = there.clause(Clause.Subject.ATTESTATION)
    entered = [new_employer("Harborline Logistics")]
    attesting.attest_partners(entered, institution=there.region, clause=clause, by=there.director)
    assert str(Prospect.objects.get().vet_again_by) == edge.replace("2026", "2027")
    assert str(Engagement.objects.get(kind="act").happened_on) == edge


def test_what_a_director_answers_tells_the_day_on_which_it_was_asked(there, edge):
    there.prospect("Northwind Robotics", domain="northwind.example")
    typed = new_employer("Northwind Robotics", domain="northwind.example")
    request = asking.ask_to_join(typed, "Our class would like to come.", by=there.mesa_wbl, institution=there.mesa)
    asking.answer_request(request, "Gladly.", accept=True, by=there.director)
    act = Engagement.objects.filter(kind="act", body__contains="asked on").get()
    assert f"asked on {DAYS[edge][1]}:" in act.body


def test_an_answer_about_the_temperature_counts_for_its_day(there, edge):
    employer = shared(there)
    relating.take_temperature(employer, employer.contacts.get(), by=there.mesa_wbl, institution=there.mesa)
    letter = OutgoingEmail.objects.get(kind="temperature").text
    relating.answer_temperature(re.search(r"/how-is-it-going/([\w-]+)/", letter).group(1), 4)
    assert [str(day) for day, _score in relations._scores(relations.temperature_of(employer).answers)] == [edge]


def test_the_days_would_differ(edge):
    """The control: by the clocks of London it is another day."""
    assert str(clock.now().date()) != edge
