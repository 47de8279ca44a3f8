"""Small lists and messages in which other systems lost something come in whole (needs GUILDHALL_DATA)."""

import pytest

from guildhall.employers.models import Contact, Employer, Note, Site
from guildhall.employers.queries.searching import searched
from guildhall.engagements.messages import read
from guildhall.imports.models import Batch
from tests.imports.test_importing import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(data_folder):
    folder = data_folder / "cases"
    if not folder.is_dir():
        pytest.skip("GUILDHALL_DATA holds no small cases")
    return folder


@pytest.fixture
def bring(cast, cases, tmp_path, settings):
    """Bring one of the lists and apply what needs no decision; returns its rows, in the order of the list."""
    settings.FILES = tmp_path / "files"

    def bring(name, kind="employers"):
        by = cast.mesa_wbl.email
        batch = run("employers", cases / name, "--institution", cast.mesa.slug, "--by", by, "--kind", kind)["batch"]
        run("apply", batch, "--by", by)
        return list(Batch.objects.get(pk=batch).rows.order_by("line"))

    return bring


def people(name):
    return {str(one): (one.email, one.phone) for one in Contact.objects.filter(employer__name=name)}


def notes(name):
    return " ".join(Note.objects.filter(employer__name=name).values_list("text", flat=True))


def statuses(rows):
    return [row.status for row in rows]


def test_the_contacts_of_a_member_list_keep_how_they_are_reached(bring):
    bring("chamber-contact-email/members.csv")
    assert people("Gull Street Print Shop") == {"Nadia Feeney": ("nadia@gullstreet.example.com", "")}
    assert people("Marrow Lane Butchers") == {"Cyrus Boateng": ("cyrus@marrowlane.example.com", "")}
    assert people("Fennel & Rye Cafe") == {"Front office": ("hello@fennelrye.example.com", "")}


def test_a_later_list_fills_what_a_known_contact_lacks(bring, cast):
    bring("chamber-contact-email/members.csv")
    [row] = bring("chamber-contact-email/second-try.csv", "contacts")
    assert row.status == "duplicate"
    run("decide", row.batch_id, row.line, "link", "--by", cast.mesa_wbl.email)
    run("apply", row.batch_id, "--by", cast.mesa_wbl.email)
    assert people("Gull Street Print Shop") == {"Nadia Feeney": ("nadia@gullstreet.example.com", "(619) 555-0199")}


def test_a_range_of_staff_a_desk_and_a_record_number_are_kept(bring):
    bring("chamber-contact-email/siblings.csv")
    employer = Employer.objects.get(name="Pelican Row Framing")
    assert people(employer.name) == {"Hiring desk": ("jobs@pelicanrow.example.com", "(619) 555-0222")}
    assert employer.identifiers.filter(value="CH-0042").exists()
    assert Site.objects.get(employer=employer).phone == "(619) 555-0221"
    assert "100-249" in notes(employer.name)


def test_two_people_with_one_mailbox_are_two(bring):
    bring("shared-email/contacts.csv", "contacts")
    assert people("Brannigan & Roe Plumbing") == {
        "Hilda Brannigan": ("office@branniganroe.example.com", "(619) 555-0161"),
        "Casimir Roe": ("office@branniganroe.example.com", "(619) 555-0162"),
    }


def test_a_second_person_of_one_name_is_asked_about_and_may_come(bring, cast):
    first, second = bring("shared-email/same-name.csv", "contacts")
    assert statuses([first, second]) == ["applied", "repeated"]
    run("decide", second.batch_id, second.line, "person", "--by", cast.mesa_wbl.email)
    run("apply", second.batch_id, "--by", cast.mesa_wbl.email)
    assert Contact.objects.filter(employer__name="Calder Bay Hospital", family_name="Garcia").count() == 2


def test_people_of_one_name_only_come_in(bring):
    assert statuses(bring("single-name/contacts.csv", "contacts")) == ["applied"] * 3
    assert set(people("Merapi Catering")) == {"Suharjo"}
    assert set(people("Nakamatsu Printing")) == {"Nakamatsu"}


def test_an_own_export_comes_back_without_its_marks(bring):
    assert statuses(bring("export-plus/employers.csv")) == ["applied"] * 3
    names = {"Talleres Cortez", "@Bay Staffing", "-Zero- Waste Haulers"}
    assert set(Employer.objects.values_list("name", flat=True)) >= names
    again = bring("export-plus/exported.csv")
    assert set(statuses(again)) == {"skipped"}
    assert all(row.note.startswith("unchanged since") for row in again)
    assert not Employer.objects.filter(name__startswith="'").exists()
    assert Site.objects.get(employer__name="Talleres Cortez").phone.startswith("+52")


def test_the_page_of_a_person_is_no_website_of_an_employer(bring):
    rows = bring("linkedin-connections/Connections.csv", "contacts")
    assert statuses(rows) == ["applied"] * 4 + ["invalid"]  # the last one names no employer
    assert not Employer.objects.filter(domain__icontains="linkedin").exists()
    assert set(people("Bluefin Rigging Works")) == {"Ines Quarterman"}


def test_several_values_in_a_cell_keep_the_first_and_tell_the_others(bring):
    first, _second, third = bring("google-multi-values/google.csv", "contacts")
    assert people("Quayside Marine Supply") == {"Ines Quarterman": ("ines.q@quayside.example.com", "(619) 555-0151")}
    remarks = " ".join(str(one) for row in (first, third) for one in row.remarks)
    for kept in ("ines@home.example.com", "+1 619-555-0152", "(619) 555-0156"):
        assert kept in remarks
    assert "ines@home.example.com" in notes("Quayside Marine Supply")


@pytest.mark.parametrize("name", ["npidata_first33.csv", "npidata_wide.csv"])
def test_a_register_of_hundreds_of_columns_is_read(bring, name):
    assert set(statuses(bring(f"nppes-wide/{name}"))) == {"applied"}
    site = Site.objects.get(employer__name="HERON LAKE PHYSICAL THERAPY LLC")
    assert site.city
    assert site.state
    assert site.zip


def test_words_joined_or_parted_are_searched_as_they_are_matched(bring):
    bring("search-compound/employers.csv")
    wanted = {"integrated designs hub": "IntegratedDesignsHub Inc.", "247 towing": "24/7 Towing"}
    wanted |= {"WG Fasteners": "W&G Fasteners", "hlf imaging": "H.L.F. Imaging", "Lodz woodcraft": "Łódź Woodcraft"}
    for typed, name in wanted.items():
        hits = Employer.objects.filter(pk__in=searched(Employer.objects.all(), typed))
        assert [hit.name for hit in hits] == [name], typed


def message(cases, name):
    return read((cases / name).read_bytes())


def test_a_message_of_html_alone_gives_its_words(cases):
    body = message(cases, "eml-html-only/message.eml").body
    assert "We can take two students from 7 June to 20 August." in body
    assert "<" not in body


def test_what_was_forwarded_is_kept_and_older_mail_is_not(cases):
    forwarded = message(cases, "eml-forwarded/apple-forward.eml").body
    assert "For the file." in forwarded
    assert "We can take two students" in forwarded
    inline = message(cases, "eml-forwarded/inline-answers.eml").body
    assert "Two, both over 18." in inline
    assert "Yes, 19.50 an hour." in inline
    answer = message(cases, "eml-forwarded/outlook-chain.eml").body
    assert "Yes, Thursday works." in answer
    assert "nursing dean" not in answer


def test_a_message_stands_on_the_day_of_the_region(cases):
    read_back = message(cases, "eml-utc-date/message.eml")
    assert (str(read_back.day), f"{read_back.at:%H:%M}") == ("2026-11-24", "18:40")
