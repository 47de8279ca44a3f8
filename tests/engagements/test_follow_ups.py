"""Follow-ups close only when the other side confirms; figures equal plain SQL (N7, M1, B12)."""

import random
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.utils import IntegrityError

from guildhall.engagements import rules
from guildhall.engagements.actions import digesting, following
from guildhall.engagements.actions.following import Promise
from guildhall.engagements.actions.recording import Happening
from guildhall.engagements.models import FollowUp, NoticeTold
from guildhall.engagements.queries import follow_ups as queries
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.notices import choose
from tests.moments import next_monday

pytestmark = pytest.mark.django_db


@pytest.fixture
def kestrel(cast):
    contact = {"family_name": "Ortega", "given_name": "Marisol", "email": "marisol@kestrel.example"}
    return cast.shared("Kestrel Aerospace", contact=contact).employer


def promised(cast, employer, *, owner="mesa_wbl", asker="director", days=7, by=None):
    asked = getattr(cast, asker) if asker else None
    said = following.Promise(
        "Send the dates", getattr(cast, owner), clock.today() + timedelta(days), asked, employer.contacts.first()
    )
    person = by or asked or getattr(cast, owner)
    return following.promise(employer, said, by=person, institution=cast.region)


def test_director_to_college_and_back(cast, kestrel):
    row = promised(cast, kestrel)
    assert row.institution == cast.mesa
    assert OutgoingEmail.objects.filter(to=cast.mesa_wbl.email, subject__contains="Send the dates").count() == 1
    with pytest.raises(Refused, match="nothing to confirm"):
        following.confirm(row, version=row.version, by=cast.director)
    row = following.report(row, "Sent today", version=row.version, by=cast.mesa_wbl)
    assert row.state == "reported"
    with pytest.raises(Refused, match="own follow-up"):
        following.confirm(row, version=row.version, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="asked for this"):
        following.confirm(row, version=row.version, by=cast.harbor_wbl)
    row = following.bounce(row, "No dates in it", version=row.version, by=cast.director)
    assert (row.state, row.bounces) == ("open", 1)
    row = following.report(row, "Now with dates", version=row.version, by=cast.mesa_wbl)
    row = following.confirm(row, version=row.version, by=cast.director)
    assert row.state == "confirmed"
    assert [s.kind for s in row.steps.all()] == ["promised", "reported", "bounced", "reported", "confirmed"]


def test_whoever_reported_too_early_takes_it_back_until_it_is_confirmed(cast, kestrel):
    row = following.report(promised(cast, kestrel), "Sent", version=1, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="Only its owner"):
        following.take_back(row, version=row.version, by=cast.director)
    cast.client(cast.mesa_wbl).post(f"/follow-ups/{row.pk}/take-back/", {"version": row.version})
    row.refresh_from_db()
    assert (row.state, row.bounces, row.reported_on, row.report) == ("open", 0, None, "")
    assert "taken back" in cast.client(cast.mesa_wbl).get(f"/follow-ups/{row.pk}/").content.decode()
    row = following.report(row, "Sent now", version=row.version, by=cast.mesa_wbl)
    row = following.confirm(row, version=row.version, by=cast.director)
    with pytest.raises(Refused, match="until it is confirmed"):
        following.take_back(row, version=row.version, by=cast.mesa_wbl)


def test_where_nobody_can_be_asked_by_e_mail_the_page_says_what_to_do(cast):
    employer = cast.shared("Tern Composites", contact={"family_name": "Sewell"}).employer
    row = promised(cast, employer, asker=None, by=cast.mesa_wbl)
    following.report(row, "Sent", version=1, by=cast.mesa_wbl)
    page = cast.client(cast.mesa_wbl).get(f"/follow-ups/{row.pk}/").content.decode()
    assert "Nobody here has an e-mail address" in page
    assert f"/employers/{employer.pk}/contacts/add/" in page


def test_what_is_late_stands_above_what_waits_for_somebody_else(cast, kestrel):
    waiting, late, due = (promised(cast, kestrel, days=3) for _n in range(3))
    following.report(waiting, "Sent", version=1, by=cast.mesa_wbl)
    for row, days in ((waiting, 40), (late, 13)):
        FollowUp.objects.filter(pk=row.pk).update(due_on=clock.today() - timedelta(days))
    page = cast.client(cast.mesa_wbl).get("/follow-ups/").content.decode()
    places = [page.index(f"/follow-ups/{row.pk}/") for row in (late, due, waiting)]
    assert places == sorted(places)
    assert f"waiting for {cast.director} since" in page


@pytest.mark.parametrize("far", [800, 3_000_000])
def test_nothing_is_promised_for_a_day_that_nobody_will_see(cast, kestrel, far):
    with pytest.raises(Refused, match="Is the year right"):
        promised(cast, kestrel, days=min(far, (date.max - clock.today()).days))
    row = promised(cast, kestrel)
    with pytest.raises(Refused, match="Is the year right"):
        following.redate(row, clock.today() + timedelta(800), reason="later", version=1, by=cast.mesa_wbl)


def test_the_database_itself_keeps_owners_from_confirming(cast, kestrel):
    """Negative control for the rule: a way round the action does not work either."""
    row = promised(cast, kestrel)
    with pytest.raises(IntegrityError):
        FollowUp.objects.filter(pk=row.pk).update(
            state="confirmed", confirmed_by=row.owner, confirmed_at=clock.now(), reported_on=clock.today()
        )


def test_the_employer_confirms_by_a_link_once(cast, kestrel):
    row = promised(cast, kestrel, asker=None)
    row = following.report(row, "Sent", version=row.version, by=cast.mesa_wbl)
    following.ask_employer(row, kestrel.contacts.get(), by=cast.mesa_wbl)
    email = OutgoingEmail.objects.get(kind="follow-up link")
    secret = re.search(r"/done/([\w-]+)/", email.text).group(1)
    browser = cast.client(None)
    page = browser.get(f"/done/{secret}/")
    assert b"Send the dates" in page.content
    assert b"Kestrel" not in page.content.replace(b"kestrel.example", b"")
    row.refresh_from_db()
    assert row.state == "reported"  # looking changes nothing
    assert browser.post(f"/done/{secret}/", {"act": "done"}).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.confirmed_as) == ("confirmed", "Marisol Ortega")
    again = browser.post(f"/done/{secret}/", {"act": "missing", "words": "no"})
    assert b"has been answered" in again.content
    row.refresh_from_db()
    assert row.state == "confirmed"
    assert browser.get("/done/anything-else/").status_code == 404


def test_of_a_contact_who_has_left_the_link_opens_nothing(cast, kestrel):
    """Somebody else may read that mailbox; the test above is the control."""
    row = promised(cast, kestrel, asker=None)
    row = following.report(row, "Sent", version=row.version, by=cast.mesa_wbl)
    following.ask_employer(row, kestrel.contacts.get(), by=cast.mesa_wbl)
    secret = re.search(r"/done/([\w-]+)/", OutgoingEmail.objects.get(kind="follow-up link").text).group(1)
    kestrel.contacts.update(to_date=clock.today() - timedelta(1))
    browser = cast.client(None)
    assert browser.get(f"/done/{secret}/").status_code == 404
    browser.post(f"/done/{secret}/", {"act": "done"})
    row.refresh_from_db()
    assert row.state == "reported"


def test_somebody_else_says_what_the_employer_told_them(cast, kestrel):
    row = promised(cast, kestrel, asker=None)
    row = following.report(row, "", version=row.version, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="told you"):
        following.confirm(row, version=row.version, by=cast.mesa_jobs)
    row = following.confirm(row, said="Marisol, on the telephone", version=row.version, by=cast.mesa_jobs)
    assert row.confirmed_as == "Marisol, on the telephone"


def test_a_new_day_keeps_the_first_one_and_a_cancellation_its_reason(cast, kestrel):
    row = promised(cast, kestrel)
    first = row.first_due_on
    with pytest.raises(Refused, match="why"):
        following.redate(row, first + timedelta(5), reason=" ", version=row.version, by=cast.mesa_wbl)
    row = following.redate(row, first + timedelta(5), reason="they moved", version=row.version, by=cast.mesa_wbl)
    assert (row.first_due_on, row.due_on) == (first, first + timedelta(5))
    with pytest.raises(Refused, match="why"):
        following.cancel(row, reason="", version=row.version, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        following.cancel(row, reason="closed", version=row.version - 1, by=cast.mesa_wbl)
    following.cancel(row, reason="closed", version=row.version, by=cast.mesa_wbl)


def test_nobody_else_changes_it(cast, kestrel):
    row = promised(cast, kestrel)
    assert not rules.can_move_follow_up(cast.harbor_wbl, row)
    assert not rules.can_report(cast.director, row)


def test_a_follow_up_of_a_private_engagement_stays_private(cast, kestrel):
    from guildhall.engagements.actions.recording import Happening

    happening = Happening("call", "Between us", clock.today(), visibility="institution")
    said = following.Promise("Send it", cast.mesa_wbl, clock.today())
    following.log(kestrel, happening, said, by=cast.mesa_wbl, institution=cast.mesa)
    assert FollowUp.objects.visible_to(cast.mesa_jobs).count() == 1
    assert FollowUp.objects.visible_to(cast.harbor_wbl).count() == 0
    assert FollowUp.objects.visible_to(cast.director).count() == 0


def test_figures_equal_plain_sql(cast, kestrel):
    """M1 on generated data: due, confirmed, on time, overdue per institution, cancelled ones left out."""
    chance = random.Random(7)
    start = next_monday()
    for n in range(60):
        owner, asker = chance.choice([("mesa_wbl", "director"), ("harbor_wbl", "second"), ("mesa_jobs", "mesa_wbl")])
        with clock.at(start + timedelta(n)):
            row = promised(cast, kestrel, owner=owner, asker=asker, days=chance.randrange(1, 20))
            if chance.random() < 0.3:
                later = row.due_on + timedelta(6)
                row = following.redate(row, later, reason="later", version=row.version, by=getattr(cast, owner))
        with clock.at(start + timedelta(n + chance.randrange(1, 25))):
            fate = chance.random()
            if fate < 0.1:
                following.cancel(row, reason="no", version=row.version, by=getattr(cast, owner))
            elif fate < 0.8:
                row = following.report(row, "", version=row.version, by=getattr(cast, owner))
                if fate < 0.2:
                    following.bounce(row, "no", version=row.version, by=getattr(cast, asker))
                elif fate < 0.7:
                    following.confirm(row, version=row.version, by=getattr(cast, asker))
    with clock.at(start + timedelta(80)):
        period = (start.date() + timedelta(5), start.date() + timedelta(70))
        told = {k.who.pk: k for k in queries.kept_by_institution(cast.director, period)}
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT institution_id, count(*), count(*) FILTER (WHERE state = 'confirmed'),
                          count(*) FILTER (WHERE state = 'confirmed' AND reported_on <= first_due_on),
                          count(*) FILTER (WHERE bounces > 0)
                   FROM engagements_followup WHERE state <> 'cancelled' AND first_due_on BETWEEN %s AND %s
                   GROUP BY 1""",
                period,
            )
            rows = cursor.fetchall()
        assert rows
        for place, *numbers in rows:
            kept = told[place]
            assert [kept.due, kept.confirmed, kept.on_time, kept.bounced] == numbers
            for view, n in zip(("due", "confirmed", "ontime", "bounced"), numbers, strict=True):
                opened = queries.view_of(cast.director, view, institution=kept.who, period=period)
                assert opened.count() == n  # every number opens into its rows


def test_employers_without_any_follow_up_are_listed(cast, kestrel):
    quiet = cast.shared("Tern Composites").employer
    promised(cast, kestrel)
    assert list(queries.without_follow_up(cast.mesa_wbl)) == [quiet]


def test_digests_tell_nothing_twice(cast, kestrel):
    monday = next_monday()
    with clock.at(monday):
        promised(cast, kestrel, days=0)
        promised(cast, kestrel, days=1)
        assert digesting.send_digests() == 1
        assert digesting.send_digests() == 0
    with clock.at(monday + timedelta(1)):
        assert digesting.send_digests() == 1
        assert digesting.send_digests() == 0
    texts = list(OutgoingEmail.objects.filter(kind="digest").order_by("queued_at").values_list("text", flat=True))
    assert [text.count("Send the dates") for text in texts] == [1, 2]  # one is late by now: that is new
    with clock.at(monday + timedelta(2)):
        assert digesting.send_digests() == 1  # the second one is late as well
        assert digesting.send_digests() == 0
    assert NoticeTold.objects.count() == 4


def test_whoever_wants_no_e_mail_gets_none(cast, kestrel):
    with clock.at(next_monday()):
        promised(cast, kestrel, days=0)
        choose(cast.mesa_wbl, {"follow-up due": "off"})
        assert digesting.send_digests() == 0
        choose(cast.mesa_wbl, {"follow-up due": "weekly"})
        assert digesting.send_digests() == 1


def test_another_day_and_another_owner_are_never_preset(cast):
    """What stands there already is sent by mistake: the missed day, or whoever comes first."""
    employer = cast.shared("Kestrel Aerospace").employer
    late = following.Promise("Send the dates", cast.mesa_wbl, clock.today(), asker=cast.director)
    row = following.promise(employer, late, by=cast.director, institution=cast.region)
    page = cast.client(cast.mesa_wbl).get(f"/follow-ups/{row.pk}/").content.decode()
    field = page.partition('name="due_on"')[2].partition(">")[0]
    assert "value" not in field, "the day that is missed"
    owners = page.partition('id="hand_owner"')[2].partition("</select>")[0]
    assert '<option value="" selected>Choose …</option>' in owners


def test_a_promise_that_another_house_keeps_to_itself_takes_no_employer_off_the_forgotten(cast):
    """R33: else the list would say that something private was promised there."""
    employer = cast.shared("Quiet Works").employer
    happening = Happening("call", "Spoke", clock.today(), visibility="institution")
    promised = Promise("Send the file", cast.harbor_wbl, clock.today() + timedelta(3))
    following.log(employer, happening, promised, by=cast.harbor_wbl, institution=cast.harbor)
    assert employer in list(queries.without_follow_up(cast.mesa_wbl))
    assert employer not in list(queries.without_follow_up(cast.harbor_wbl)), "the control"
