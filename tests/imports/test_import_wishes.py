"""Wishes to be left alone enter with a list and leave with it: each with its own row."""

import pytest

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.holding import set_limit
from guildhall.engagements.models import ContactLimit
from guildhall.imports.actions import applying, undoing
from guildhall.imports.models import Batch, Row
from tests.imports.test_importing import run

HEAD = "Company,Street,City,Zip,Contact name,Do not contact\n"


@pytest.fixture
def bring(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"

    def bring(text):
        path = tmp_path / "wishes.csv"
        path.write_text(HEAD + text)
        mail, columns = cast.director.email, ("--column", "contact_name=Contact name", "--column")
        words = ("--kind", "employers", *columns, "do_not_contact=Do not contact", "--column", "name=Company")
        return run("employers", path, "--institution", cast.mesa.slug, "--by", mail, *words, "--apply")

    return bring


TWO = (
    "Tern Works,1 Elm St,Redstone,92243,Ana Ruiz,Do not contact\n"
    "Solar Plant,2 Oak St,Lakeside,92040,Lee Park,Do not contact\n"
)


def test_every_row_holds_its_own_wish(bring):
    bring(TWO)
    limits = {limit.contact.family_name: str(limit.pk) for limit in ContactLimit.objects.all()}
    kept = {row.values["contact_name"]: row.effects["limits"] for row in Row.objects.filter(status="applied")}
    assert kept == {"Ana Ruiz": [limits["Ruiz"]], "Lee Park": [limits["Park"]]}


def test_undoing_takes_the_wishes_of_its_rows_back_and_only_those(cast, bring):
    bring(TWO)
    Employer.objects.filter(name="Tern Works").update(version=2)  # somebody has worked on it
    undoing.undo(Batch.objects.get(), by=cast.director)
    assert [limit.contact.family_name for limit in ContactLimit.objects.all()] == ["Ruiz"]
    assert Row.objects.get(status="applied").effects["limits"] == [str(ContactLimit.objects.get().pk)]


def test_a_wish_that_somebody_noted_since_keeps_the_employer(cast, bring):
    bring(TWO)
    tern = Employer.objects.get(name="Tern Works")
    set_limit(tern, {"most": 1, "days": 30, "said": "Ana, on the telephone"}, by=cast.director)
    undoing.undo(Batch.objects.get(), by=cast.director)
    assert Employer.objects.get() == tern
    assert ContactLimit.objects.count() == 2, "its own, and that of its contact"


def test_every_quiet_person_of_a_new_employer_is_left_alone(bring):
    bring("Tern Works,1 Elm St,Redstone,92243,Jo Bell; Ann Roe,Do not contact\n")
    assert Contact.objects.count() == 2
    assert {limit.contact.family_name for limit in ContactLimit.objects.all()} == {"Bell", "Roe"}


@pytest.mark.parametrize("asks", ["first", "second"])
def test_of_two_of_one_name_at_a_new_employer_the_one_who_asked_is_left_alone(cast, tmp_path, settings, asks):
    settings.FILES = tmp_path / "files"
    lines = [("ana@tern.example", "Do not contact"), ("other@tern.example", "")]
    if asks == "second":
        lines = [(lines[0][0], ""), (lines[1][0], "Do not contact")]
    path = tmp_path / "people.csv"
    path.write_text("Company,City,First name,Last name,Email,Do not contact\n"
                    + "".join(f"Tern Works,Redstone,Maria,Garcia,{mail},{wish}\n" for mail, wish in lines))  # fmt: skip
    words = ("--institution", cast.mesa.slug, "--by", cast.director.email, "--kind", "contacts")
    batch = Batch.objects.get(pk=run("employers", path, *words)["batch"])
    batch.rows.filter(status="repeated").update(decision="person")
    applying.apply(batch, by=cast.director)
    assert Contact.objects.count() == 2
    assert ContactLimit.objects.get().contact.email == ("ana@tern.example" if asks == "first" else "other@tern.example")
