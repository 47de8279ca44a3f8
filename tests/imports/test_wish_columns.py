"""Columns that say who wants no contact, as other systems export them: with either meaning of "yes"."""

import pytest

from guildhall.engagements.models import ContactLimit
from guildhall.imports.actions import applying
from guildhall.imports.columns import wishes
from guildhall.imports.models import Batch
from tests.imports.test_importing import run

OUT = ["Email Opt Out", "Opted out", "Unsubscribed", "Unsubscribed from all email", "Has Opted Out Of Email",
       "No email"]  # fmt: skip
LEAVE = ["OK to contact", "OK to contact?", "May we contact you?", "Permission to contact (yes/no)"]


@pytest.mark.parametrize("title", OUT + LEAVE)
@pytest.mark.parametrize("values", [("Yes", "No"), ("TRUE", "FALSE"), ("1", "0")])
def test_such_columns_are_proposed(title, values):
    sample = [["Tern Works", "Ana Ruiz", "ana@tern.example", value] for value in values]
    assert wishes.proposed(["Company", "Contact name", "E-mail", title], sample) == 3


@pytest.mark.parametrize("title", ["Fax Opt Out", "Opt out date", "Last contact", "Contact", "Call time", "Subscribed"])
def test_the_control_other_columns_are_not(title):
    assert wishes.proposed(["Company", title], [["Tern Works", "Yes"]]) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "wishes"),
    [("Email Opt Out", ["Yes", "TRUE", "1", "x"]), ("OK to contact", ["No", "n", "FALSE", "0"])],
)
def test_either_meaning_is_read(cast, tmp_path, settings, title, wishes):
    settings.FILES = tmp_path / "files"
    others = ["No", "false", "0", ""] if title != "OK to contact" else ["Yes", "true", "1", "mornings only"]
    path = tmp_path / "people.csv"
    lines = [f"Tern Works,Ana,Ruiz{n},ana{n}@tern.example,{value}" for n, value in enumerate([*wishes, *others])]
    path.write_text("\n".join([f"Company,First name,Last name,Email,{title}", *lines]))
    words = ("--institution", cast.mesa.slug, "--by", cast.director.email, "--kind", "contacts")
    batch = Batch.objects.get(pk=run("employers", path, *words)["batch"])
    applying.apply(batch, by=cast.director)
    limits = {limit.contact.family_name: limit.said for limit in ContactLimit.objects.all()}
    assert set(limits) == {f"Ruiz{n}" for n in range(len(wishes))}
    assert limits["Ruiz0"].startswith(f"{title}: {wishes[0]}, in the list")
    told = [row.values.get("notes") for row in batch.rows.all()]
    assert (f"{title}: mornings only" in told) == (title == "OK to contact")
