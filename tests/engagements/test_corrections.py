"""Earlier words of an engagement keep the audience that they had, whatever is opened later (A6, R3)."""

import pytest

from guildhall.engagements.actions.recording import Happening, change_engagement, record_engagement
from guildhall.engagements.queries.corrections import corrections
from guildhall.lib import clock
from guildhall.prospects.actions import promoting
from guildhall.prospects.queries import college_view

pytestmark = pytest.mark.django_db
PRIVATE, OPEN = "their budget is in trouble", "tours on Fridays"


def said(cast, reader, entry):
    """Everything that the history of an engagement tells somebody."""
    return str([one.changes for one in corrections(entry, reader)])


def page(cast, reader, entry):
    url = f"/employers/{entry.employer_id}/engagements/{entry.pk}/"
    return cast.client(reader).get(url).content.decode()


def logged(cast, employer, *versions, by=None, institution=None):
    """An engagement that was logged and then corrected: (words, who may read them)."""
    by, institution = by or cast.mesa_wbl, institution or cast.mesa
    happenings = [Happening("call", words, clock.today(), body=words, visibility=who) for words, who in versions]
    entry = record_engagement(employer, happenings[0], by=by, institution=institution)
    for happening in happenings[1:]:
        entry = change_engagement(entry, happening, version=entry.version, by=by)
    return entry


def test_what_was_private_stays_so_when_the_engagement_is_opened(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    entry = logged(cast, employer, (PRIVATE, "institution"), ("a word less", "institution"), (OPEN, "region"))
    for reader in (cast.harbor_wbl, cast.director):
        assert OPEN in page(cast, reader, entry)
        assert PRIVATE not in page(cast, reader, entry)
        assert "a word less" not in page(cast, reader, entry)
        assert [one.withheld > 0 for one in corrections(entry, reader)] == [True, True]
    for reader in (cast.mesa_wbl, cast.mesa_jobs):  # the control: who could read it then reads it now
        assert PRIVATE in page(cast, reader, entry)


def test_what_was_open_to_all_is_history_for_all(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    entry = logged(cast, employer, ("tours on Mondays", "region"), (OPEN, "region"))
    assert "tours on Mondays" in said(cast, cast.harbor_wbl, entry)
    assert corrections(entry, cast.harbor_wbl)[0].withheld == 0


def test_what_was_for_named_people_is_read_by_its_author_alone(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    entry = record_engagement(
        employer,
        Happening("call", PRIVATE, clock.today(), visibility="named", colleagues=(cast.mesa_jobs,)),
        by=cast.mesa_wbl,
        institution=cast.mesa,
    )
    entry = change_engagement(entry, Happening("call", OPEN, clock.today()), version=1, by=cast.mesa_wbl)
    assert PRIVATE in said(cast, cast.mesa_wbl, entry)
    assert PRIVATE not in said(cast, cast.harbor_wbl, entry)
    assert PRIVATE not in said(cast, cast.mesa_admin, entry)


def test_what_was_corrected_behind_the_wall_stays_there(cast):
    """And the preview of a promotion says how many such versions there are."""
    prospect = cast.ready("Kestrel Aerospace")
    entry = logged(
        cast, prospect.employer, (PRIVATE, "region"), (OPEN, "region"), by=cast.director, institution=cast.region
    )
    rows = {str(row.field): row for row in college_view(prospect_with_tags(prospect))}
    assert not rows["Earlier versions"].shown
    assert rows["Earlier versions"].value.startswith("1 ")
    promoting.promote(prospect, by=cast.director)
    assert OPEN in page(cast, cast.mesa_wbl, entry)
    assert PRIVATE not in page(cast, cast.mesa_wbl, entry)
    assert PRIVATE in page(cast, cast.director, entry)  # the control


def prospect_with_tags(prospect):
    prospect.tag_names = []
    return prospect


def test_what_was_corrected_under_an_exception_stays_with_its_audience(cast):
    prospect = cast.ready("Kestrel Aerospace")
    promoting.promote(prospect, by=cast.director, audience=[cast.harbor], reason="they asked")
    prospect.employer.refresh_from_db()
    entry = logged(
        cast, prospect.employer, (PRIVATE, "region"), (OPEN, "region"), by=cast.harbor_wbl, institution=cast.harbor
    )
    employer = prospect.employer
    employer.designations.update(ended_at=clock.now())
    type(employer).objects.filter(pk=employer.pk).update(audience=None)
    assert OPEN in page(cast, cast.mesa_wbl, entry)
    assert PRIVATE not in page(cast, cast.mesa_wbl, entry)
    assert PRIVATE in page(cast, cast.harbor_wbl, entry)
