"""What colleges keep about students and parents: named to whoever asks, erased by the institution alone (G2, G7)."""

import pytest
from django.db import transaction
from django.test import TestCase

from guildhall.audit.models import Entry, Value
from guildhall.context import begun
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.stewardship.actions import answering
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries import withholding
from guildhall.stewardship.queries.own_data import own_data
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import Case, Consent, Guardian, Registration
from guildhall.supervision.actions import linking, preparing, signing
from guildhall.supervision.actions.signing import SignedAs, holds
from guildhall.supervision.models import Signature, SiteVisit
from tests.stewardship.test_personal_data import everything, second_administrator
from tests.supervision.placed import placed, secret_in

pytestmark = pytest.mark.django_db
STUDENT, PARENT = "quillon@s.example", "rosa@g.example"


@pytest.fixture
def traced(cast, tmp_path, settings):
    """A student of Mesa with a parent who signed, named in notes; the same student at Harbor."""
    settings.FILES = tmp_path / "files"
    cast.at = placed(cast, name="Quillon")
    row, by = cast.at.registration, cast.mesa_wbl
    facts = {"institution": cast.mesa, "registration": row}
    Consent.objects.create(
        **facts, parts=["name"], purpose="A place for Quillon Zamora", signer="guardian", signed_by="Rosa Zamora",
        signed_on=clock.today(), by=by,
    )  # fmt: skip
    Case.objects.create(**facts, manager=cast.mesa_cases, next_step="Call Quillon Zamora, or Rosa Zamora")
    facts = {"institution": cast.mesa, "placement": cast.at.placement, "on": clock.today(), "safe": "yes"}
    SiteVisit.objects.create(**facts, visited_by=by, notes="Quillon Zamora is glad", entered_at=clock.now())
    cast.paper = preparing.prepare(cast.at.placement, cast.at.type, by=by)
    for signer, name, drawing in (("student", "Quillon Zamora", "M1 1L2 2"), ("guardian", "Rosa Zamora", "")):
        linking.ask_to_sign(cast.paper, signer, by=by)
        signing.sign_by_link(secret_in("sign"), SignedAs(name, drawing=drawing))
    cast.elsewhere = register(cast.harbor, StudentFacts("Quillon", "Zamora", email=STUDENT), by=cast.harbor_wbl)
    return cast


def decided(cast, address, *, where="mesa", by="mesa_wbl"):
    """The region notes and carries out; the institution decides."""
    asked = answering.note_request(answering.Asked("erasure", address, clock.today()), by=cast.administrator)
    second = second_administrator(cast)
    row = answering.erase_by_request(asked, version=1, by=cast.administrator)
    if row.state == "open":
        row = answering.erase_by_request(row, version=row.version, by=second)
    carried_out(row)
    own = DataRequest.objects.get(institution=getattr(cast, where), address=address)
    return own, cast.people[by]


def carried_out(row):
    with TestCase.captureOnCommitCallbacks(execute=True):
        answering.carry_out(str(row.pk))


def told(address):
    """As the page behind the mailed link reads it: nobody acts. Letters of the last year name an institution, too."""
    OutgoingEmail.objects.all().delete()
    with begun(request_id="a page"), transaction.atomic():
        return own_data(address)


def test_whoever_asks_is_told_which_institutions_keep_records_and_whom_to_ask(traced):
    for address, places in ((STUDENT, {"Mesa Grande College", traced.harbor.name}), (PARENT, {"Mesa Grande College"})):
        found = told(address)
        assert {one.place for one in found.withheld} == places
        assert not found.is_empty
        assert all(one.ask for one in found.withheld)
        assert "Zamora" not in str(found.as_json()["about_you"])
    assert told("nobody@s.example").withheld == [], "the control"


def test_without_asking_the_schools_a_student_is_told_of_nobody(traced, monkeypatch):
    """The control."""
    monkeypatch.setattr(withholding, "keeping_records_of", lambda addresses: set())
    assert told(STUDENT).withheld == []


def test_the_region_erases_no_education_record_and_each_institution_is_asked(traced):
    before = list(Registration.objects.order_by("pk").values())
    own, _by = decided(traced, STUDENT)
    assert list(Registration.objects.order_by("pk").values()) == before
    assert Signature.objects.filter(erased_at=None).count() == 2
    assert {row.institution for row in DataRequest.objects.waiting()} == {traced.mesa, traced.harbor}
    told = Notice.objects.filter(event="erasure to decide", person=traced.mesa_wbl).get()
    assert "Zamora" not in told.words and STUDENT not in told.words
    pages = {who: traced.client(traced.people[who]).get(f"/data-requests/{own.pk}/") for who in (
        "mesa_wbl", "harbor_wbl", "administrator", "director", "mesa_admin")}  # fmt: skip
    assert {who: page.status_code for who, page in pages.items() if page.status_code == 200} == {"mesa_wbl": 200}
    assert "Quillon Zamora" in pages["mesa_wbl"].content.decode()
    assert STUDENT not in traced.client(traced.administrator).get("/data-requests/").content.decode()
    with pytest.raises(Refused, match="institution"):
        answering.erase_by_request(own, version=own.version, by=traced.administrator)
    with pytest.raises(Refused, match="institution"):
        answering.refuse_request(own, "no", version=own.version, by=traced.harbor_wbl)


def test_an_institution_erases_its_student_and_its_papers_still_hold(traced):
    own, by = decided(traced, STUDENT)
    answer = traced.client(by).post(f"/data-requests/{own.pk}/erase/", {"version": own.version, "again": STUDENT})
    assert answer.status_code == 302
    carried_out(own)
    row = Registration.objects.get(pk=traced.at.registration.pk)
    assert (row.family_name, row.email, row.born_on) == ("", "", None)
    assert Registration.objects.get(pk=traced.elsewhere.pk).email == STUDENT, "another institution decides itself"
    assert "Quillon" not in SiteVisit.objects.get().notes + Case.objects.get().next_step + Consent.objects.get().purpose
    assert "is glad" in SiteVisit.objects.get().notes
    assert "Rosa Zamora" in Case.objects.get().next_step, "the parent has not asked"
    assert Guardian.objects.filter(email=PARENT).exists()
    signatures = list(Signature.objects.order_by("pk"))
    assert [bool(one.erased_at) for one in signatures] == [one.signer == "student" for one in signatures]
    traced.paper.refresh_from_db()
    assert "Quillon" not in traced.paper.text
    assert holds(traced.paper, signatures), "erased is not tampered with"
    page = traced.client(by).get(f"/papers/{traced.paper.pk}/").content.decode()
    assert "Name erased" in page and "Rosa Zamora" in page
    drawn = next(one for one in signatures if one.erased_at)
    drawn.way = "typed"
    assert not holds(traced.paper, [drawn]), "the control: what is left is sealed"
    assert not Value.objects.filter(after__icontains="Quillon Zamora", entry__institution=traced.mesa.pk).exists()
    assert Entry.objects.filter(verb="answer data request", object_id=str(own.pk)).exists()


def test_an_institution_erases_a_parent(traced):
    own, by = decided(traced, PARENT)
    answering.erase_by_request(own, version=own.version, by=by)
    carried_out(own)
    assert "Rosa Zamora" not in Consent.objects.get().signed_by + Case.objects.get().next_step
    assert not Guardian.objects.filter(email=PARENT).exists()
    assert Registration.objects.get(pk=traced.at.registration.pk).name == "Quillon Zamora"
    left = everything()
    assert PARENT not in left
    assert "rosa zamora" not in left
    assert "quillon zamora" in left, "the control"


def test_an_institution_may_have_to_keep_it(traced):
    own, by = decided(traced, STUDENT)
    answering.refuse_request(own, "State law keeps it five years.", version=own.version, by=by)
    assert Registration.objects.get(pk=traced.at.registration.pk).email == STUDENT
