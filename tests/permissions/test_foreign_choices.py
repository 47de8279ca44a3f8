"""Nobody reaches through a form what they do not see: choices, parts, links and columns of others."""

import uuid

import pytest
from django.urls import reverse

from guildhall.employers.models import Employer
from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.filling import LATELY
from tests.permissions.oracle import text_of
from tests.permissions.walk import address
from tests.permissions.world import canary, undone

pytestmark = pytest.mark.django_db


FOREIGN = [
    ("mesa_wbl", "employer-add", "-", "holder", "harbor"),
    ("mesa_wbl", "imports", "-", "institution", "harbor"),
    ("mesa_admin", "access-give", "-", "institution", "harbor"),
]


@pytest.mark.parametrize(("who", "name", "kind", "field", "place"), FOREIGN)
def test_a_foreign_institution_in_a_choice_is_refused_without_its_name(world, who, name, kind, field, place):
    """Failure class 6."""
    page = MATRIX[name]
    data = page.data(world, kind, who) | {field: str(getattr(world.cast, place).pk)}
    with undone():
        before = world.differs(world.baseline)
        response = world.ask(who, "POST", address(world, name, page, kind), data)
        assert response.status_code == 200
        assert world.differs(world.baseline) == before
    assert "Harbor Point" not in text_of(response)


@pytest.mark.parametrize("field", ["contact", "owner"])
def test_a_foreign_record_in_a_choice_is_refused_without_its_name(world, field):
    own, foreign = world.records["shared"], world.records["region"]
    with undone():
        if field == "contact":
            data = {"kind": "call", "summary": "x", "happened_on": LATELY, "contact": str(foreign.ids["contact"])}
            response = world.ask("mesa_wbl", "POST", f"/employers/{own.employer.pk}/", data)
            assert not own.employer.engagements.filter(summary="x").exists()
        else:
            data = {"owner": str(world.person("harbor_wbl").pk)}
            response = world.ask("mesa_wbl", "POST", f"/employers/{own.employer.pk}/owner/", data)
            assert Employer.objects.get(pk=own.employer.pk).owner != world.person("harbor_wbl")
    assert response.status_code == 200
    assert canary("region", "family") not in text_of(response)
    assert field == "contact" or "Harbor_Wbl" not in text_of(response)


def test_a_part_of_another_employer_is_not_reached_through_ones_own(world):
    """Failure classes 3, 4 and 7: the address names one's own employer and a foreign part."""
    own, foreign = world.records["mesa"], world.records["region"]
    for name, part in (
        ("contact-change", "contact"), ("contact-show", "contact"), ("contact-left", "contact"),
        ("site-change", "site"),
        ("name-remove", "name"), ("note-travel", "note"), ("note-change", "note"),
        ("note-remove", "note"), ("engagement", "engagement"),
    ):  # fmt: skip
        url = reverse(name, kwargs={"pk": own.employer.pk, part: foreign.ids[part]})
        for method in ("GET", "POST"):
            with undone():
                assert world.ask("mesa_wbl", method, url, {"open": "1"}).status_code in (404, 405), (name, method)
                assert not world.differs(
                    {"employers_contact", "employers_site", "employers_employername", "employers_note"}
                )
    row = world.batches["harbor"].rows.first()
    with undone():
        url = reverse("import-decide", kwargs={"pk": world.batches["mesa"].pk, "row": row.pk})
        assert world.ask("mesa_wbl", "POST", url, {"decision": "skip"}).status_code == 404


def test_a_row_is_not_linked_to_an_employer_out_of_sight(world):
    row = world.batches["mesa"].rows.filter(status="new").first()
    url = reverse("import-decide", kwargs={"pk": world.batches["mesa"].pk, "row": row.pk})
    with undone():
        for decision in (f"link:{world.records['region'].employer.pk}", f"link:{uuid.uuid4()}", "link:"):
            world.ask("mesa_wbl", "POST", url, {"decision": decision})
            row.refresh_from_db()
            assert (row.decision, row.target) == ("", None)


def test_columns_that_a_form_does_not_show_are_ignored(world):
    """Failure class 8: mass assignment."""
    record = world.records["mesa"]
    before = Employer.objects.values("posted_at", "audience", "holder", "merged_into", "owner").get(
        pk=record.employer.pk
    )
    planted = {
        "posted_at": "2026-01-01",
        "audience": str(world.cast.harbor.pk),
        "holder": str(world.cast.harbor.pk),
        "merged_into": str(record.employer.pk),
        "stays_with": "",
    }
    with undone():
        employer = Employer.objects.get(pk=record.employer.pk)
        response = world.ask(
            "mesa_wbl",
            "POST",
            f"/employers/{employer.pk}/change/",
            {"name": "Renamed", "version": employer.version} | planted,
        )
        assert response.status_code == 302
        after = Employer.objects.values("posted_at", "audience", "holder", "merged_into", "owner").get(
            pk=record.employer.pk
        )
        assert after == before
        give = MATRIX["access-give"].data(world, "-", "mesa_admin") | {"is_active": "1", "demo": "1"}
        assert world.ask("mesa_admin", "POST", "/access/give/", give | {"role": "regional_director"}).status_code == 200
        assert not world.differs({"people_membership", "people_person"})
