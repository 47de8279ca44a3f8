"""Whatever a list tells of an engagement stands in one entry of the timeline, or its row says what was not kept."""

import csv

from hypothesis import given

from guildhall.employers.models import Employer
from guildhall.engagements.models import Engagement
from guildhall.imports.actions import applying, comparing, reading
from guildhall.imports.columns import ENGAGEMENT_FIELDS
from guildhall.imports.kinds.engagements import slug_of
from guildhall.imports.models import Batch
from tests.imports.test_nothing_lost import begin_anew, drawn, quick, recorded

PAST = {
    "happened_on": ["2024-03-04"],
    "what": ["", "Call"],
    "with_whom": ["", "Rosa Quintero", "Jo Beck"],
    "summary": ["", "A tour"],
    "body": ["", "Two interns", "Two interns\nin June"],
    "outcome": ["", "They come back"],
    "themes": ["", "interns", "interns; tours"],
    "who": ["", "Pat Elsewhere"],
    "employer_city": ["", "Harbor Point"],
    "employer_website": ["", "quillback.example"],
    "source_id": ["", "E-1"],
}


def known(cast):
    contact = {"family_name": "Quintero", "given_name": "Rosa"}
    return cast.shared("Quillback Marine", contact=contact, city="Harbor Point").employer


def bring_past(cast, tmp_path, values):
    path = tmp_path / "past.csv"
    named = {"employer_name": "Quillback Marine", **values}
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.label for field in ENGAGEMENT_FIELDS])
        writer.writerow([named.get(field.key, "") for field in ENGAGEMENT_FIELDS])
    with path.open("rb") as file:
        more = {"institution": cast.mesa, "by": cast.director, "kind": "engagements", "entering": "prospects"}
        batch = reading.start_import(file, "past.csv", **more)
    reading.match_columns(batch, batch.columns, by=cast.director, in_background=False)
    row = comparing.check_rows(Batch.objects.get(pk=batch.pk)).rows.get()
    if row.status == "duplicate":
        row.decision, row.target = "link", Employer.objects.get().pk
        row.save()
    applying.apply(Batch.objects.get(pk=batch.pk), by=cast.director)
    row.refresh_from_db()
    return row


def lost_of_past(row):
    """The values of a row that no single entry of the timeline holds, and that the row does not tell of."""
    entries = Engagement.objects.filter(employer=row.employer, kind=slug_of(row.values.get("what", "")))
    told = {(one["field"], one["value"]) for one in row.effects.get("left", []) if one["field"] == "source_id"}
    misses = []
    for entry in entries:
        held = [entry.summary, entry.body, entry.outcome, str(entry.contact or ""), *entry.themes]
        text = "\n".join([*held, str(entry.happened_on), recorded(entry.employer)]).casefold()
        parts = [(k, p) for k, v in row.values.items() if k != "what" for p in v.replace("; ", "\n").splitlines()]
        misses.append([(k, p) for k, p in parts if p.casefold() not in text and (k, p) not in told])
    return min(misses, key=len)


@quick
@given(drawn(PAST), drawn(PAST))
def test_rows_of_past_engagements(cast, tmp_path, settings, first, second):
    """Two of one day are one only where the second tells nothing more, and then its row says so."""
    settings.FILES = tmp_path / "files"
    begin_anew()
    known(cast)
    for values in (first, second):
        row = bring_past(cast, tmp_path, values)
        if row.status == "skipped":  # the same row once more: it says so
            continue
        assert row.status == "applied", row.errors
        assert lost_of_past(row) == []
        stands = any(one["field"] == "summary" for one in row.effects["left"])
        assert stands != bool(row.effects["engagements"])


def test_the_control_an_entry_that_tells_less_loses_something(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"
    known(cast)
    row = bring_past(cast, tmp_path, {"happened_on": "2024-03-04", "outcome": "They come back"})
    assert lost_of_past(row) == []
    Engagement.objects.update(outcome="")
    assert lost_of_past(row) == [("outcome", "They come back")]
