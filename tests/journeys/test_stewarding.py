"""Journey 15: a messy list is brought, reviewed, applied and undone; two records become one; the directory leaves."""

import csv

import pytest
from playwright.sync_api import expect

from guildhall.employers.actions.duplicates import find_pairs
from guildhall.employers.models import Employer
from guildhall.imports.actions import applying, comparing, undoing
from guildhall.imports.models import Batch

pytestmark = pytest.mark.browser

BRANCHES = "Bakery Solar Inn Foods Aviation Dental Plumbing Printing Roofing Millwork Nursery Transport".split()
SAME = {"city": "Redstone", "street": "1200 Foundry Way", "zip": "92101", "phone": "619 555 0140"}


def messy() -> str:
    """A banner, five good rows, one twice, two that the record knows, twelve with errors, and a total."""
    names = ["Amberly Bakery", "Granite Solar", "Osprey Inn", "Lantern Foods", "Quartz Aviation"]
    good = [f"{name},{n}00 {name[:4]} Street,Redstone,CA,92243,{name[:4]}{n}.com" for n, name in enumerate(names, 1)]
    twice = [good[0].replace("Bakery", "Bakery Inc.").replace("Street", "St")]
    known = [
        "Kestrel Aero-Space Inc.,1200 Foundry Wy,Redstone,CA,92101,",
        "Ardent Machining,5 Oak Street,Mesa Grande,CA,92104,",
    ]
    bad = ["9210X,willow.com"] * 3 + ["92105,willow dot com"] * 9
    wrong = [f"Willow {b},{n} Pier Road,Harbor Point,CA,{bad[n]}" for n, b in enumerate(BRANCHES)]
    head = ["Chamber of Two Rivers - members 2026,,,,,", "Company,Street,City,State,Zip,Website"]
    return "\n".join([*head, *good, *twice, *known, *wrong, "Total,,,,,20"]) + "\n"


def bring(steward):
    steward.menu("Imports")
    steward.heading("Imports")
    upload = {"name": "members.csv", "mimeType": "text/csv", "buffer": messy().encode()}
    steward.page.locator("#id_file").set_input_files([upload])
    steward.button("Read the list").click()
    steward.reads("Which column holds what?", "headings on line 2")
    proposed = {"Name": "Company", "Street address": "Street", "ZIP code": "Zip", "Website": "Website"}
    for field, column in proposed.items():
        chosen = steward.page.get_by_label(column, exact=True).locator("option:checked")
        expect(chosen).to_have_text(field)
    steward.fits()
    steward.button("Check the rows").click()
    steward.reads("Checking and comparing the rows")
    comparing.check_rows(Batch.objects.get())  # no worker runs beside a test
    steward.page.wait_for_url(lambda url: url.endswith("/"))
    steward.reads("5 rows ready")  # the progress asks on by itself


def tab(steward, label, count):
    tabs = steward.page.get_by_role("navigation", name="Rows by result")
    link = tabs.get_by_role("link", name=label).first
    expect(link).to_contain_text(str(count))
    link.click()
    steward.fits()


def review(steward):
    for label, count in (("Skipped", 0), ("New", 5), ("Repeated in the file", 1)):
        tab(steward, label, count)
    tab(steward, "To fix", 12)
    expect(steward.page.locator(".review-row")).to_have_count(12)
    first = steward.page.locator(".review-row").first
    expect(first).to_contain_text("1 value to fix")
    zip_code = first.get_by_label("ZIP code")
    expect(zip_code).to_have_value("9210X")
    zip_code.fill("92105")
    first.get_by_role("button", name="Check again").click()
    steward.reads("is in order now.", "6 rows ready")
    tab(steward, "To fix", 11)


def decide(steward):
    """One is linked to the record that it names, the other becomes an employer of its own."""
    tab(steward, "Perhaps known", 2)
    kestrel = steward.page.locator(".review-row").filter(has_text="Kestrel Aero-Space Inc.")
    expect(kestrel.locator(".reasons")).to_contain_text("same address")
    kestrel.get_by_role("button", name="Link to Kestrel Aerospace").click()
    ardent = steward.page.locator(".review-row").filter(has_text="Ardent Machining")
    ardent.get_by_role("button", name="Create a separate employer").click()
    steward.reads("8 rows ready")


def test_bring_a_messy_list(town, visit, width):
    town.shared("Kestrel Aerospace", **SAME)
    town.shared("Ardent Machining", city="Mesa Grande", street="5 Oak Street", zip="92104")
    steward = visit(town.director, width=width)
    bring(steward)
    review(steward)
    decide(steward)
    steward.button("Apply 8 rows").click()
    applying.apply(Batch.objects.get(), by=town.director)
    steward.page.reload()
    steward.reads("0 rows ready")
    assert steward.taps() <= 16  # brought, looked at under each tab, one mended, two decided, applied
    tab(steward, "Applied", 8)
    steward.go("/crm/list/?view=untouched")
    steward.reads("Granite Solar", "Willow Bakery")
    assert Employer.objects.filter(name="Ardent Machining").count() == 2
    assert not Employer.objects.filter(name__startswith="Kestrel Aero-Space").exists()

    steward.go(f"/imports/{Batch.objects.get().pk}/")
    steward.button("Undo this list").click()
    undoing.undo(Batch.objects.get(), by=town.director)
    steward.go("/crm/list/?view=all")
    steward.does_not_read("Granite Solar", "Willow Bakery")
    assert Employer.objects.count() == 2


def test_two_records_become_one_and_two_again(town, visit, width):
    one = town.shared("Kestrel Aerospace", **SAME).employer
    other = town.shared("Kestrel Aero-Space, Inc.", **SAME).employer
    find_pairs()
    steward = visit(town.director, width=width)
    steward.menu("Duplicates")
    steward.reads("same address", "Kestrel Aero-Space, Inc.")
    steward.fits()
    steward.link("Compare side by side").click()
    steward.heading("Kestrel Aerospace and Kestrel Aero-Space, Inc.")
    steward.reads("After the merge")
    steward.fits()
    steward.page.locator(f"#keep-{one.pk}").check()
    expect(steward.page.locator("#compared")).to_contain_text("stays")
    steward.type("Why?", "The same hall")
    steward.button("Merge the two records").click()
    expect(steward.page).to_have_url(f"{steward.base}/employers/{one.pk}/")
    steward.reads("is now part of this record.")
    assert steward.taps() <= 6  # found, compared, merged
    steward.go(f"/employers/{other.pk}/")
    expect(steward.page).to_have_url(f"{steward.base}/employers/{one.pk}/")

    steward.menu("Duplicates")
    steward.reads("The same hall")
    steward.button("Undo").click()
    steward.reads("are two records again")
    assert steward.status_of(f"/employers/{other.pk}/") == 200


def test_take_a_filter_away(town, visit, width, tmp_path):
    """The file holds the rows of the filter, and no address of a contact."""
    contact = {"family_name": "Ortega", "given_name": "Marisol", "email": "m.ortega@kestrel-aero.com"}
    town.shared("Kestrel Aerospace", city="Redstone", contact=contact)
    town.shared("Calloway Dental", city="Mesa Grande")
    steward = visit(town.mesa_wbl, width=width)
    steward.go("/employers/?place=Redstone")
    if steward.phone:
        steward.page.get_by_role("button", name="More actions").click()
    steward.page.get_by_role("button", name="Export").first.click()
    with steward.page.expect_download() as download:
        steward.page.get_by_role("button", name="CSV").click()
    path = tmp_path / "export.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert [row["Employer"] for row in rows] == ["Kestrel Aerospace"]
    assert "Marisol Ortega" in rows[0]["Contacts"]
    assert "m.ortega@" not in path.read_text()
