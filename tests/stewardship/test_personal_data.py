"""What is kept about one person: declared for every column, written out whole, erased everywhere (G7, R27)."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import TestCase

from guildhall.audit.models import Entry, Value
from guildhall.audit.sealing import seal_entries, verify
from guildhall.employers.actions import editing
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions import asking, attaching, following, relating
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Attachment, Engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Territory
from guildhall.people.permissions import Role
from guildhall.stewardship.actions import answering
from guildhall.stewardship.actions.retiring import retire
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries.own_data import own_data

pytestmark = pytest.mark.django_db

MAIL, PHONE, GIVEN, FAMILY = "quillon.vesper@kestrel.example", "619 555 0187", "Quillon", "Vesperton"
NAME = f"{GIVEN} {FAMILY}"
CANARIES = (MAIL, PHONE, FAMILY)


# ── One person, everywhere ───────────────────────────────────────────


@pytest.fixture
def trace(cast, tmp_path, settings):
    """A contact who left traces in every corner: details, words of others, letters, papers, lists, the journal."""
    settings.FILES = tmp_path / "files"
    contact = {"given_name": GIVEN, "family_name": FAMILY, "email": MAIL, "phone": PHONE, "title": "Plant manager"}
    kestrel = cast.shared("Kestrel Aerospace", contact=contact).employer
    who, where = cast.mesa_wbl, cast.mesa
    kestrel.contacts.update(email_confirmed_at=clock.now(), email_at=clock.now() - timedelta(100))
    row = kestrel.contacts.get()
    words = {"summary": f"{NAME} wants two interns", "body": f"Write to {MAIL.upper()} again."}
    happening = Happening(kind="call", happened_on=clock.today(), contact=row, **words)
    entry = record_engagement(kestrel, happening, by=who, institution=where)
    message = f"From: {MAIL}\nSubject: Interns\n\nSee you.\n".encode()
    attaching.attach(entry, "talk.eml", [message], by=who)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:t>{MAIL}</w:t>")
    attaching.attach(entry, "plan.docx", [packed.getvalue()], by=who)
    promise = following.Promise(f"Call {NAME}", who, clock.today(), contact=row)
    promised = following.promise(kestrel, promise, by=cast.director, institution=cast.region)
    following.report(promised, "Done.", version=promised.version, by=who)
    promised.refresh_from_db()
    following.ask_employer(promised, row, by=who)
    relating.take_temperature(kestrel, row, by=who, institution=where)
    plan = asking.Plan("call", clock.today() + timedelta(60), f"{NAME}: tour")
    asking.plan_ask(kestrel, plan, by=who, institution=where)
    editing.write_note(kestrel, f"Ask for {NAME}.", by=who, institution=where)
    cast.client(who).post(f"/employers/{kestrel.pk}/contacts/{row.pk}/show/")
    cast.kestrel, cast.contact, cast.entry = kestrel, row, entry
    bystander = {"given_name": "Wilhelmina", "family_name": "Oakhurst", "email": "w.oakhurst@kestrel.example"}
    cast.bystander = Contact.objects.create(employer=kestrel, **bystander)
    return cast


def everything() -> str:
    """Every row of every table, and every stored file, as one text in lower case."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    from django.conf import settings

    found += [p.read_bytes().decode(errors="replace") for p in Path(settings.FILES).rglob("*") if p.is_file()]
    return "\n".join(found).lower()


def asked(cast, kind, address=MAIL):
    return answering.note_request(answering.Asked(kind, address, clock.today()), by=cast.administrator)


def second_administrator(cast):
    return cast.people.get("other_admin") or cast.add("other_admin", Role.REGION_ADMINISTRATOR, cast.region)


def erase(cast, address=MAIL):
    row = answering.erase_by_request(asked(cast, "erasure", address), version=1, by=cast.administrator)
    if row.state == "open":
        row = answering.erase_by_request(row, version=row.version, by=second_administrator(cast))
    with TestCase.captureOnCommitCallbacks(execute=True):  # files go when it is done for good
        answering.carry_out(str(row.pk))
    return row


def test_the_answer_holds_everything(trace):
    told = str(own_data(MAIL).as_json())
    for canary in (*CANARIES, "Plant manager", "wants two interns", "Ask for Quillon", "tour"):
        assert canary in told, canary
    assert str(trace.mesa_wbl) in told  # who was shown the address
    assert "Wilhelmina" not in told  # others are not told about
    assert "password" not in told.lower()


def test_the_answer_goes_to_the_person_alone(trace):
    Territory.objects.update(demo=False)  # in a demo the ledger shows links: all is invented
    factor = apps.get_model("mfa", "Authenticator")
    factor.objects.create(user=trace.administrator, type=factor.Type.TOTP, data={"secret": "x" * 32})
    client = trace.client(trace.administrator)
    row = asked(trace, "access")
    page = client.post(f"/data-requests/{row.pk}/send/", {"version": 1}, follow=True).content.decode()
    assert "Plant manager" not in page
    letter = OutgoingEmail.objects.get(kind="data request")
    assert letter.to == MAIL
    link = next(word for word in letter.text.split() if "/about-me/" in word)
    visitor = trace.client(None)
    path = "/about-me/" + link.split("/about-me/")[1]
    assert "Plant manager" not in visitor.get(path).content.decode()  # opened by a press, not by a scanner of mail
    assert "Plant manager" in visitor.post(path).content.decode()
    assert visitor.post(path, {"as": "file"}).json()["address"] == MAIL
    row.refresh_from_db()
    assert row.opened_at
    assert link.split("/about-me/")[1][:20] not in client.get(f"/outbox/{letter.pk}/").content.decode()


def test_asking_for_an_unknown_address_looks_the_same(trace):
    client = trace.client(trace.administrator)
    pages = []
    Contact.objects.update(email_confirmed_at=None)
    second = trace.client(second_administrator(trace))
    for address in (MAIL, "nobody@kestrel.example"):
        row = asked(trace, "access", address)
        first = client.post(f"/data-requests/{row.pk}/send/", {"version": 1}, follow=True).content.decode()
        assert "once a second administrator agrees" in first
        assert client.post(f"/data-requests/{row.pk}/send/", {"version": 2}).status_code == 302  # nobody agrees twice
        assert not OutgoingEmail.objects.filter(kind="data request", to=address).exists()
        page = second.post(f"/data-requests/{row.pk}/send/", {"version": 3}, follow=True).content.decode()
        pages.append(page.replace(address, "").replace(str(row.pk), ""))
    assert [p.count("Sent.") for p in pages] == [1, 1]
    assert OutgoingEmail.objects.filter(kind="data request").count() == 2


def test_an_erasure_leaves_nothing_behind(trace):
    seal_entries()
    before = everything()
    assert all(canary.lower() in before for canary in CANARIES)
    counts = Engagement.objects.count(), Employer.objects.count(), Contact.objects.count(), Entry.objects.count()
    erase(trace)
    after = everything()
    assert [canary for canary in CANARIES if canary.lower() in after] == []
    assert "wilhelmina" in after  # negative control: others stay
    assert "wants two interns" in after
    assert (Engagement.objects.count(), Employer.objects.count(), Contact.objects.count()) == counts[:3]
    assert Entry.objects.count() > counts[3]
    assert Attachment.objects.filter(removed_at=None).count() == 0
    trace.contact.refresh_from_db()
    assert not trace.contact.is_current or trace.contact.to_date == clock.today()


def test_an_address_that_several_share_is_nobodys(trace):
    """Negative control of the whole: who asks by info@ neither reads nor erases the others."""
    Contact.objects.filter(pk=trace.bystander.pk).update(email=MAIL)
    told = str(own_data(MAIL).as_json())
    assert "Plant manager" not in told
    assert "Oakhurst" not in told
    erase(trace)
    after = everything()
    assert MAIL not in after
    assert FAMILY.lower() in after
    assert "oakhurst" in after


def test_the_journal_holds_after_an_erasure(trace):
    seal_entries()
    erase(trace)
    seal_entries()
    assert verify().bad == ""
    gone = Value.objects.filter(before__isnull=True, after__isnull=True)
    erased = gone.exclude(object_type__startswith="audit").first()
    Entry.objects.filter(pk=erased.entry_id).update(verb="promote")
    assert "changed" in verify().bad  # negative control: the chain still finds a forgery


def test_names_of_those_who_acted_go_from_the_chain(cast):
    leaver = cast.mesa_jobs
    kestrel = cast.shared("Kestrel Aerospace").employer
    happening = Happening(kind="call", happened_on=clock.today(), summary="Asked")
    record_engagement(kestrel, happening, by=leaver, institution=cast.mesa)
    seal_entries()
    with pytest.raises(Refused, match="role"):
        erase(cast, leaver.email)
    DataRequest.objects.all().delete()
    leaver.memberships.update(to_date=clock.today() - timedelta(1), from_date=clock.today() - timedelta(9))
    erase(cast, leaver.email)
    seal_entries()
    assert verify().bad == ""
    leaver.refresh_from_db()
    assert (leaver.is_active, str(leaver)) == (False, "Former colleague")
    assert not Entry.objects.filter(actor=leaver.pk).exclude(actor_name="").exists()
    entry = Entry.objects.filter(actor=leaver.pk).first()
    Entry.objects.filter(pk=entry.pk).update(actor_name="Somebody Else")
    assert "changed" in verify().bad  # negative control


def test_a_second_answer_is_refused(trace):
    client = trace.client(trace.administrator)
    row = asked(trace, "access")
    client.post(f"/data-requests/{row.pk}/send/", {"version": 1})
    page = client.post(f"/data-requests/{row.pk}/refuse/", {"version": 1, "because": "No"}, follow=True)
    assert "meanwhile" in page.content.decode()
    assert OutgoingEmail.objects.filter(kind="data request").count() == 1


def test_a_refusal_wants_a_reason(trace):
    client = trace.client(trace.administrator)
    row = asked(trace, "erasure")
    page = client.post(f"/data-requests/{row.pk}/refuse/", {"version": 1, "because": " "}).content.decode()
    assert "right to know" in page
    row.refresh_from_db()
    assert row.state == "open"


# ── What was kept long enough ────────────────────────────────────────


def test_what_was_kept_long_enough_goes(trace):
    assert retire() == {}  # nothing is old yet
    Contact.objects.filter(pk=trace.contact.pk).update(to_date=clock.today() - timedelta(3 * 365 + 1))
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = retire()
    assert done["employers.Contact"] == 1
    after = everything()
    assert [canary for canary in CANARIES if canary.lower() in after] == []
    assert "wilhelmina" in after
    assert retire() == {}  # once is enough


def test_letters_and_links_lose_their_words_after_a_year(trace):
    with_words = OutgoingEmail.objects.exclude(text="").count()
    assert with_words
    OutgoingEmail.objects.update(queued_at=clock.now() - timedelta(400))
    assert retire() == {"outbox.OutgoingEmail": with_words}
    assert not OutgoingEmail.objects.exclude(text="", to="", subject="").exists()
