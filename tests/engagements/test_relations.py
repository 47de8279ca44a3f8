"""Temperature, endings, guests, what next, the list of kinds (F18, F19, M19, B11, C28, C2)."""

import re
from datetime import date, timedelta

import pytest

from guildhall.employers.models import Employer
from guildhall.engagements.actions import kinds as kind_acts
from guildhall.engagements.actions import relating
from guildhall.engagements.actions.asking import NotNow
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement, Kind, TemperatureCheck, Touch
from guildhall.engagements.queries import relations as queries
from guildhall.engagements.temperature import read
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.emails import message
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import PointOfContact
from guildhall.prospects.actions import promoting

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days)


@pytest.mark.parametrize(
    ("answers", "alarm"),
    [
        ([(ago(9), 4)], ""),
        ([(ago(9), 2)], "low"),
        ([(ago(40), 5), (ago(9), 3)], "drop"),
        ([(ago(40), 4), (ago(9), 3)], ""),
        ([(ago(121), 5)], "silent"),
        ([(ago(120), 5)], ""),
        ([], "silent"),
    ],
)
def test_when_a_temperature_is_red(answers, alarm):
    assert read(answers, TODAY).alarm == alarm


def test_the_trend_weighs_the_newest_half():
    assert read([(ago(90), 5), (ago(60), 3), (ago(9), 3)], TODAY).trend == pytest.approx(3.5)


@pytest.fixture
def kestrel(cast):
    contact = {"family_name": "Ortega", "given_name": "Marisol", "email": "marisol@kestrel.example"}
    return cast.shared("Kestrel Aerospace", contact=contact, industry="Aircraft parts").employer


def secret_of(kind, page):
    text = OutgoingEmail.objects.filter(kind=kind).latest("queued_at").text
    return re.search(rf"/{page}/([\w-]+)/", text).group(1)


@pytest.mark.django_db
def test_one_answer_counts_however_often_the_link_is_opened(cast, kestrel):
    relating.take_temperature(kestrel, kestrel.contacts.get(), by=cast.mesa_wbl, institution=cast.mesa)
    assert Touch.objects.count() == 1  # asking is a contact
    address = f"/how-is-it-going/{secret_of('temperature', 'how-is-it-going')}/"
    browser = cast.client(None)
    assert browser.get(address).status_code == 200
    assert TemperatureCheck.objects.get().score is None  # looking changes nothing
    browser.post(address, {"score": "2", "words": "too many calls"})
    browser.post(address, {"score": "5"})
    check = TemperatureCheck.objects.get()
    assert (check.score, check.words) == (2, "too many calls")
    assert [t.reading.alarm for t in queries.alarms(cast.director)] == ["low"]


@pytest.mark.django_db
def test_an_answer_without_a_number_keeps_what_was_typed(cast, kestrel):
    relating.take_temperature(kestrel, kestrel.contacts.get(), by=cast.mesa_wbl, institution=cast.mesa)
    page = cast.client(None).post(
        f"/how-is-it-going/{secret_of('temperature', 'how-is-it-going')}/", {"words": "too many calls"}
    ).content.decode()  # fmt: skip
    assert "Choose one of the five answers." in page
    assert page.index('name="score"') < page.index("too many calls")  # the scale stands first
    assert TemperatureCheck.objects.get().score is None


@pytest.mark.django_db
def test_asking_how_it_goes_stays_within_the_budget(cast, kestrel):
    from guildhall.engagements.actions import holding

    holding.set_limit(kestrel, {"most": 0, "said": "leave us alone"}, by=cast.mesa_wbl)
    with pytest.raises(NotNow, match="asked not to be contacted"):
        relating.take_temperature(kestrel, kestrel.contacts.get(), by=cast.mesa_wbl, institution=cast.mesa)
    assert not TemperatureCheck.objects.exists()


@pytest.mark.django_db
def test_an_ending_needs_its_lesson_and_can_be_taken_up_again(cast, kestrel):
    with pytest.raises(Refused, match="learned"):
        relating.end_relationship(
            kestrel, relating.Lesson(clock.today(), "no reply", " "), by=cast.mesa_wbl, institution=cast.mesa
        )
    said = relating.Lesson(clock.today(), "no reply", "call before you write")
    row = relating.end_relationship(kestrel, said, by=cast.mesa_wbl, institution=cast.mesa)
    assert list(queries.endings(cast.harbor_wbl)) == [row]
    row = relating.resume(row, version=row.version, by=cast.mesa_wbl)
    assert row.resumed_on == clock.today()
    assert row.lesson == "call before you write"


@pytest.mark.django_db
def test_a_guest_reads_one_engagement_and_nothing_else(cast, kestrel):
    happening = Happening("call", "About the bay", clock.today(), body="Closed shoes, please.")
    entry = record_engagement(kestrel, happening, by=cast.mesa_wbl, institution=cast.mesa)
    private = Happening("call", "Between us alone", clock.today(), visibility="institution")
    kept = record_engagement(kestrel, private, by=cast.mesa_wbl, institution=cast.mesa)
    other = Happening("visit", "Another visit", clock.today())
    record_engagement(kestrel, other, by=cast.harbor_wbl, institution=cast.harbor)
    until = clock.today() + timedelta(7)
    asked = relating.Invitation("Dr. Elena Marsh", "elena@mesa.example", "Is it safe for a class?", until)
    with pytest.raises(Refused, match="every institution"):
        relating.bring_in(kestrel, asked, engagement=kept, by=cast.mesa_wbl, institution=cast.mesa)
    relating.bring_in(kestrel, asked, engagement=entry, by=cast.mesa_wbl, institution=cast.mesa)
    address = f"/look/{secret_of('guest', 'look')}/"
    page = cast.client(None).get(address).content.decode()
    assert "Closed shoes, please." in page
    for hidden in ("Another visit", "Between us alone", "marisol@kestrel.example", "Ortega"):
        assert hidden not in page
    cast.client(None).post(address, {"text": "Yes, with two instructors."})
    link = queries.guests_of(cast.mesa_wbl, kestrel)[0]
    assert [w.text for w in link.words.all()] == ["Yes, with two instructors."]
    Engagement.objects.filter(pk=entry.pk).update(visibility="institution")
    assert queries.guests_of(cast.mesa_jobs, kestrel) == [link]
    assert queries.guests_of(cast.harbor_wbl, kestrel) == [], "what has become private is told to nobody else"
    Engagement.objects.filter(pk=entry.pk).update(visibility="region")
    with pytest.raises(Refused, match="brought this guest in"):
        relating.revoke(link, by=cast.harbor_wbl)
    relating.revoke(link, by=cast.mesa_jobs)
    assert cast.client(None).get(address).status_code == 404


@pytest.mark.django_db
def test_a_guest_reads_nothing_once_the_employer_is_behind_the_wall_again(cast):
    prospect = cast.shared("Kestrel Aerospace")
    until = clock.today() + timedelta(7)
    asked = relating.Invitation("Dr. Elena Marsh", "elena@mesa.example", "Is it safe?", until)
    relating.bring_in(prospect.employer, asked, by=cast.director, institution=cast.region)
    address = f"/look/{secret_of('guest', 'look')}/"
    assert cast.client(None).get(address).status_code == 200  # negative control
    promoting.undo_promotion(prospect.promotions.get(), by=cast.director)
    assert cast.client(None).get(address).status_code == 404


@pytest.mark.django_db
def test_a_guest_reads_only_what_the_default_audience_opens_to_every_institution(cast):
    """A default that names some kinds of institution is not everybody; an exception that is over is none (B4)."""
    works = cast.shared("Kestrel Aerospace").employer
    asked = relating.Invitation("Dr. Elena Marsh", "elena@mesa.example", "Is it safe?", clock.today() + timedelta(7))
    Employer.objects.filter(pk=works.pk).update(default_audience=["college"])
    works.refresh_from_db()
    with pytest.raises(Refused, match="every institution"):
        relating.bring_in(works, asked, by=cast.mesa_wbl, institution=cast.mesa)
    over = {"audience": [cast.mesa.pk], "audience_until": clock.today() - timedelta(1), "default_audience": None}
    Employer.objects.filter(pk=works.pk).update(**over)
    works.refresh_from_db()
    relating.bring_in(works, asked, by=cast.mesa_wbl, institution=cast.mesa)
    address = f"/look/{secret_of('guest', 'look')}/"
    assert cast.client(None).get(address).status_code == 200
    Employer.objects.filter(pk=works.pk).update(default_audience=["college"])
    assert cast.client(None).get(address).status_code == 404


@pytest.mark.django_db
def test_what_next_names_employers_that_others_work_with(cast, kestrel):
    happening = Happening("call", "Spoke", clock.today(), themes=("Internships",))
    record_engagement(kestrel, happening, by=cast.harbor_wbl, institution=cast.harbor)
    chances = queries.next_opportunities(cast.mesa_wbl)
    assert [(c.employer, list(c.themes), [p.code for p in c.with_whom]) for c in chances] == [
        (kestrel, ["Internships"], ["HPC"])
    ]
    assert queries.next_opportunities(cast.harbor_wbl) == []
    record_engagement(kestrel, happening, by=cast.mesa_wbl, institution=cast.mesa)
    assert queries.next_opportunities(cast.mesa_wbl) == []


@pytest.mark.django_db
def test_kinds_are_the_regions_own_list(cast, kestrel):
    with pytest.raises(Refused, match="edit this list"):
        kind_acts.save_kind({"label": "Lunch", "icon": "people", "touches": True, "position": 9}, by=cast.mesa_wbl)
    lunch = kind_acts.save_kind({"label": "Lunch", "icon": "people", "touches": False, "position": 9}, by=cast.director)
    happening = Happening(lunch.slug, "Ate together", clock.today())
    record_engagement(kestrel, happening, by=cast.mesa_wbl, institution=cast.mesa)
    assert not Touch.objects.exists()
    kind_acts.retire_kind(lunch, on=True, by=cast.director)
    with pytest.raises(Refused, match="not in use"):
        record_engagement(kestrel, happening, by=cast.mesa_wbl, institution=cast.mesa)
    assert Engagement.objects.get(kind=lunch.slug).kind_label == "Lunch"
    with pytest.raises(Refused, match="already"):
        kind_acts.save_kind({"label": "lunch", "icon": "people", "touches": True, "position": 9}, by=cast.director)
    assert Kind.objects.filter(label__iexact="lunch").count() == 1


@pytest.mark.django_db
def test_what_is_at_hand_stays_ones_own(cast, kestrel):
    relating.pin(kestrel, by=cast.mesa_wbl, on=True)
    assert queries.pinned(cast.mesa_wbl) == [kestrel]
    assert queries.pinned(cast.mesa_jobs) == []
    relating.pin(kestrel, by=cast.mesa_wbl, on=False)
    assert queries.pinned(cast.mesa_wbl) == []


@pytest.mark.django_db
def test_an_answer_to_an_employers_e_mail_reaches_whoever_asked(cast, kestrel):
    """An employer that answers reaches a person, and reads whom to ask at the institution (P12)."""
    PointOfContact.objects.create(institution=cast.mesa, person=cast.mesa_career, kind="employers")
    relating.take_temperature(kestrel, kestrel.contacts.get(), by=cast.mesa_wbl, institution=cast.mesa)
    email = OutgoingEmail.objects.get(kind="temperature")
    assert message(email)["Reply-To"] == cast.mesa_wbl.email
    assert cast.mesa_wbl.email in email.text
    assert cast.mesa_career.email in email.text
