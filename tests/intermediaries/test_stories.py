"""Success stories are told on a consent for stories, as long as it is in force, and by both locks (D2, ADR 49, 72)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from guildhall.audit.models import Value
from guildhall.intermediaries.actions import meetings, stories
from guildhall.intermediaries.actions.meetings import Noted
from guildhall.intermediaries.actions.stories import Written
from guildhall.intermediaries.models import Story
from guildhall.intermediaries.queries.stories import public_stories, told_to
from guildhall.intermediaries.querysets import StoryQuerySet
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.partnerships.actions import initiatives as actions
from guildhall.stewardship.actions.erasing_students import erase_at
from guildhall.students.actions.asking import Wanted, ask_for_consent, words_of
from guildhall.students.actions.consenting import revoke
from guildhall.students.models import Disclosure
from tests.intermediaries.chambers import chamber, completed, consent, told
from tests.partnerships.building import started
from tests.placements.placed import student
from tests.students.two_schools import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(cast):
    return cast.shared("Kestrel Aerospace").employer


def read_raw() -> str:
    """What a statement without any filter reads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(s::text, chr(10)), '') FROM intermediaries_story s")
        return cursor.fetchone()[0]


def test_a_told_story_says_what_the_consent_released_and_the_log_says_so(cast, host):
    ana = student(cast)
    consent(cast, ana)
    row = told(cast, ana, host)
    assert row.student_name == "Ana Zamora" and row.state == "told"
    line = Disclosure.objects.get()
    assert line.employer == host and line.purpose.startswith("success story") and "name" in line.parts
    page = cast.client(cast.harbor_wbl).get(f"/stories/{row.pk}/").content.decode()
    assert "Ana Zamora" in page and "Mesa Grande College" in page and "What it rests on" not in page


def test_without_the_name_in_the_consent_no_name_is_told_nor_typed(cast, host):
    ana = student(cast, "Anabel")
    consent(cast, ana, "institution", "experience")
    written = Written("Anabel was hired", "She began on the floor.")
    row = stories.write(completed(cast, ana, host), written, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="says “Anabel”"):
        stories.tell(row, version=row.version, by=cast.mesa_wbl)
    row = stories.change(row, Written("Hired", "She began."), version=row.version, by=cast.mesa_wbl)
    row = stories.tell(row, version=row.version, by=cast.mesa_wbl)
    assert row.student_name == "" and row.program_name == ""


@pytest.mark.parametrize("typed", ["Zoe\u0308", "zoe", "_ZOË_", "Zo\u200bë’s", "ｚｏｅ"])
def test_a_name_is_found_however_its_letters_are_written(cast, host, typed):
    zoe = student(cast, "Zoë")
    consent(cast, zoe, "institution", "experience")
    row = stories.write(completed(cast, zoe, host), Written("Hired", f"We hired {typed} here."), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="says “Zoë”"):
        stories.tell(row, version=row.version, by=cast.mesa_wbl)
    row = stories.change(row, Written("Hired", "Zoology is taught here."), version=row.version, by=cast.mesa_wbl)
    assert stories.tell(row, version=row.version, by=cast.mesa_wbl).state == "told", "the control: another word"


@pytest.mark.parametrize(
    "given",
    [None, {"use": "place"}, {"use": "other"}, {"employer": True}, {"parts": ("name", "institution")}, {"ended": True}],
)
def test_no_other_consent_lets_a_story_be_told(cast, host, given):
    """ADR 49: one use each. A consent for a place, for one employer, of less, or that has ended, is none."""
    ana, given = student(cast), given and dict(given)
    if given:
        parts, ended = given.pop("parts", ()), given.pop("ended", False)
        given |= {"employer": host} if given.get("employer") else {}
        row = consent(cast, ana, *parts, **given)
        if ended:
            revoke(row, version=row.version, by=cast.mesa_wbl)
    story = stories.write(completed(cast, ana, host), Written("Hired", "She began."), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="No consent for a success story|does not cover"):
        stories.tell(story, version=story.version, by=cast.mesa_wbl)
    assert not Disclosure.objects.exists()
    page = cast.client(cast.mesa_wbl).get(f"/stories/{story.pk}/").content.decode()
    assert "Ask for the consent" in page


def test_a_consent_that_is_withdrawn_takes_the_story_off_every_page(cast, host):
    """D2: checked whenever it is shown, not when it was told."""
    ana, body = student(cast), chamber(cast)
    given = consent(cast, ana)
    row = told(cast, ana, host, audience="public")
    noted = Noted("Breakfast", clock.today() + timedelta(5))
    meeting = meetings.note_meeting(body, noted, institution=cast.harbor, by=cast.harbor_wbl)
    with as_(cast.harbor_wbl):
        meetings.choose_stories(meeting, [row], version=meeting.version, by=cast.harbor_wbl)
    initiative = started(cast)
    actions.publish_initiative(initiative, public=True, version=initiative.version, by=cast.mesa_convener)
    open_to_all = ("/public/stories/", f"/public/initiatives/{initiative.pk}/")
    pages = (*open_to_all, f"/stories/{row.pk}/", "/stories/", f"/chamber-meetings/{meeting.pk}/print/",
             f"/employers/{host.pk}/memberships/")  # fmt: skip
    client = cast.client(cast.harbor_wbl)
    assert all(row.title in client.get(url).content.decode() for url in pages), "it could leak"
    visitor = Client()
    assert all(row.title in visitor.get(url).content.decode() for url in open_to_all)
    assert list(public_stories()) == [row] and list(told_to(cast.harbor_wbl)) == [row]
    revoke(given, version=given.version, by=cast.mesa_wbl)
    assert not [url for url in pages if row.title in client.get(url).content.decode()]
    assert not [url for url in open_to_all if row.title in visitor.get(url).content.decode()]
    assert not public_stories() and not told_to(cast.harbor_wbl)
    own = cast.client(cast.mesa_wbl).get("/stories/?view=ended").content.decode()
    assert row.title in own and "the consent has ended" in own


def test_everybody_reads_what_is_told_to_everybody_and_nothing_else(cast, host):
    """D2: a story for the region, a draft, and one of an employer that not every institution sees stay inside."""
    titles = {}
    for n, (audience, where) in enumerate(
        (("public", host), ("region", host), ("public", cast.prospect("Hidden Works").employer))
    ):
        ana = student(cast, f"Ana{n}")
        consent(cast, ana)
        titles[n] = f"Story {n}"
        story = stories.write(completed(cast, ana, host), Written(titles[n], "x", audience=audience), by=cast.mesa_wbl)
        stories.tell(story, version=story.version, by=cast.mesa_wbl)
        Story.objects.filter(pk=story.pk).update(employer=where)
    stories.write(
        completed(cast, student(cast, "Bo"), host), Written("A draft", "x", audience="public"), by=cast.mesa_wbl
    )
    page = Client().get("/public/stories/").content.decode()
    assert [n for n, title in titles.items() if title in page] == [0] and "A draft" not in page
    assert "/public/stories/" in Client().get("/open/").content.decode(), "it is linked at the foot of open pages"


def test_a_consent_ends_on_its_last_day(cast, host):
    ana, last = student(cast), clock.today() + timedelta(3)
    consent(cast, ana, expires_on=last)
    row = told(cast, ana, host)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert list(told_to(cast.harbor_wbl)) == [row]
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        assert not told_to(cast.harbor_wbl)


def test_postgresql_itself_shows_drafts_and_ended_consents_to_nobody_else(cast, host, monkeypatch):
    """R3: with the first lock forgotten. The control: while the consent stands, the same statement finds it."""
    ana = student(cast)
    given = consent(cast, ana)
    row = told(cast, ana, host)
    draft = stories.write(completed(cast, ana, host), Written("Still secret", "x"), by=cast.mesa_wbl)
    for name, sees in (("mesa_wbl", True), ("harbor_wbl", False), ("director", False)):
        with as_(cast.people[name]):
            assert (draft.title in read_raw()) is sees and row.title in read_raw(), name
            assert Value.objects.filter(object_type="intermediaries.story").exists() is sees
    revoke(given, version=given.version, by=cast.mesa_wbl)
    monkeypatch.setattr(StoryQuerySet, "visible_to", lambda rows, person: rows.all())
    for name in ("harbor_wbl", "director"):
        with as_(cast.people[name]):
            assert not read_raw()
        assert row.title not in cast.client(cast.people[name]).get("/stories/").content.decode()
    with as_(None):
        assert not read_raw()
    with as_(cast.mesa_wbl):
        assert row.title in read_raw()


def test_nobody_else_writes_or_changes_a_story_of_the_college(cast, host):
    ana = student(cast)
    consent(cast, ana)
    row = told(cast, ana, host)
    with as_(cast.harbor_wbl):
        assert not Story.objects.filter(pk=row.pk).update(title="Taken over")
    for name in ("harbor_wbl", "director", "mesa_jobs"):
        with pytest.raises(Refused):
            stories.take_off(row, version=row.version, by=cast.people[name])
        with pytest.raises(Refused):
            stories.write(row.placement, Written("Hired", "x"), by=cast.people[name])


def test_a_story_of_a_hidden_employer_is_read_by_nobody_who_does_not_see_it(cast):
    """A1: not even while its consent stands, and never in public."""
    hidden, ana = cast.prospect("Hidden Works", holder=cast.mesa, by=cast.mesa_wbl).employer, student(cast)
    consent(cast, ana)
    row = told(cast, ana, hidden, audience="public")
    assert list(told_to(cast.mesa_wbl)) == [row]
    assert not told_to(cast.harbor_wbl) and not public_stories()
    assert cast.client(cast.harbor_wbl).get(f"/stories/{row.pk}/").status_code == 404


def test_only_told_to_the_public_is_public(cast, host):
    ana = student(cast)
    consent(cast, ana)
    row = told(cast, ana, host)
    assert list(told_to(cast.director)) == [row] and not public_stories()
    row = stories.take_off(row, version=row.version, by=cast.mesa_wbl)
    assert row.student_name == "" and not told_to(cast.director)
    public = Written(row.title, row.text, audience="public")
    row = stories.change(row, public, version=row.version, by=cast.mesa_wbl)
    row = stories.tell(row, version=row.version, by=cast.mesa_wbl)
    assert list(public_stories()) == [row]


def test_only_completed_placements_have_a_story(cast, host):
    begun = completed(cast, student(cast), host, state="ended_early")
    with pytest.raises(Refused, match="that was completed"):
        stories.write(begun, Written("Hired", "x"), by=cast.mesa_wbl)


def test_a_told_story_is_taken_off_before_it_is_changed(cast, host):
    ana = student(cast)
    consent(cast, ana)
    row = told(cast, ana, host)
    with pytest.raises(Refused, match="Take it off"):
        stories.change(row, Written("Other", "x"), version=row.version, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="told already"):
        stories.tell(row, version=row.version, by=cast.mesa_wbl)


def test_who_is_asked_reads_that_a_story_is_told_to_everybody(cast):
    ana = student(cast, email="ana@s.example")
    wanted = Wanted(["name"], "my story", clock.today() + timedelta(90), use="story")
    words = words_of(ask_for_consent(ana, wanted, by=cast.mesa_wbl))
    assert "To whom: everybody who reads or hears the story" in words
    place = words_of(ask_for_consent(ana, Wanted(["name"], "a place", clock.today()), by=cast.mesa_wbl))
    assert "To whom: any employer" in place
    page = cast.client(cast.mesa_wbl).get(f"/students/{ana.pk}/consents/ask/?for=story").content.decode()
    assert 'value="story" selected' in page


def test_erasing_a_student_strikes_the_name_out_of_stories(cast, host):
    ana = student(cast, "Anabel", email="anabel@s.example")
    consent(cast, ana)
    row = told(cast, ana, host, title="Anabel Zamora was hired")
    erase_at(cast.mesa, "anabel@s.example", by=cast.mesa_wbl)
    row.refresh_from_db()
    assert "Anabel" not in row.title and "Anabel" not in row.student_name
