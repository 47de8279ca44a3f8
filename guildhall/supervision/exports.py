"""One document with everything about a placement: to print, and as an accessible PDF."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import structlog
from django.template.loader import render_to_string

from guildhall.lib import clock
from guildhall.lib.child_labor import Concern
from guildhall.placements.models import Placement
from guildhall.supervision.actions.signing import holds
from guildhall.supervision.models import Evaluation, HoursEntry, Paper, Signature, SiteVisit, TrainingPlan
from guildhall.supervision.queries import hours, papers

log = structlog.get_logger("guildhall.supervision")


@dataclass
class Signed:
    """A paper with its signatures, and whether both are still what they were."""

    paper: Paper
    signatures: list[Signature]
    holds: bool


@dataclass
class Document:
    """Everything about a placement that its institution keeps; notes of visits are not in it."""

    placement: Placement
    values: dict[str, str]
    plan: TrainingPlan | None
    papers: list[Signed]
    weeks: list[hours.Week]
    approved: Decimal
    evaluations: list[Evaluation]
    visits: list[SiteVisit]
    concerns: list[Concern] = field(default_factory=list)
    made_at: Any = field(default_factory=clock.now)


def document_of(placement: Placement) -> Document:
    """The parties, the plan, the papers with their signatures, the hours, visits and evaluations of a placement."""
    rows = [
        Signed(one, found := list(one.signatures.all()), holds(one, found)) for one in papers.everything_of(placement)
    ]
    entries, plan = hours.entries_of(placement), papers.plan_of(placement)
    approved = [one.hours for one in entries if one.state == HoursEntry.State.APPROVED]
    concerns = hours.concerns_of(placement, plan, entries)
    return Document(
        placement, papers.values_for(placement), plan, rows, hours.weeks_of(entries)[::-1], sum(approved, Decimal()),
        list(placement.evaluations.all()), list(placement.site_visits.select_related("visited_by")), concerns,
    )  # fmt: skip


def as_pdf(document: Document) -> bytes | None:
    """The document as a PDF that screen readers can read; None where the machine lacks what draws the letters."""
    return pdf_of("supervision/pdf.html", {"document": document})


def pdf_of(template: str, context: dict[str, Any]) -> bytes | None:
    """A page as a PDF that screen readers can read; None where the machine lacks what draws the letters."""
    try:
        # Late: it loads drawing libraries of the system, which a machine may lack, and takes half a second.
        from weasyprint import HTML
    except OSError as error:
        log.warning("no PDF on this machine", why=str(error))
        return None
    text = render_to_string(template, context)
    return HTML(string=text, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")  # type: ignore[no-any-return]


def _nothing(url: str, *args: Any, **kwargs: Any) -> Any:
    """A document fetches nothing: everything in it is ours and stands in it."""
    raise ValueError(f"not fetched: {url}")
