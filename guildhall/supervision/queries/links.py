"""Links of a placement for pages, and what a link opens."""

from dataclasses import dataclass, field
from typing import Any

from guildhall.lib.mailed_links import kept
from guildhall.supervision.models import Evaluation, HoursEntry, Link, Paper, Signature, TrainingPlan
from guildhall.supervision.queries.shown import told_of

RELATED = (
    "institution", "by", "paper__type", "placement__institution", "placement__employer",
    "placement__registration__institution", "placement__site",
    "placement__supervisor", "placement__coordinator", "placement__program",
)  # fmt: skip


@dataclass
class Opened:
    """A link, with what its page shows; `closed` says why it opens nothing any more."""

    link: Link
    closed: str = ""
    notice: str = ""  # on redisclosure, for whoever reads it at the employer
    signatures: list[Signature] = field(default_factory=list)
    entries: list[HoursEntry] = field(default_factory=list)
    evaluation: Evaluation | None = None
    plan: TrainingPlan | None = None

    @property
    def signed(self) -> list[str]:
        """Who has signed already."""
        return [one.signer for one in self.signatures]


def link_of(secret: str, *purposes: str) -> Link | None:
    """The link with a secret, for one of some purposes; for whoever acts as the keeper of links."""
    rows = Link.objects.select_related(*RELATED).filter(secret_hash=kept(secret).hex(), purpose__in=purposes)
    return rows.first()


def contents_of(link: Link) -> Opened:
    """All that the page of a link shows, read at once."""
    found, placement = Opened(link), link.placement
    purpose: Any = link.purpose
    if link.paper is not None:
        found.signatures = [one for one in link.paper.signatures.all() if told_of(one.signer, link.signer)]
    if purpose in (Link.Purpose.LOG, Link.Purpose.APPROVE):
        rows = HoursEntry.objects.current().filter(placement=placement)
        found.entries = list(rows if purpose == Link.Purpose.LOG else rows.waiting().order_by("day", "pk"))
    if purpose in (Link.Purpose.MIDTERM, Link.Purpose.FINAL, Link.Purpose.REFLECT):
        found.evaluation = Evaluation.objects.filter(placement=placement, moment=purpose).first()
    found.plan = TrainingPlan.objects.filter(placement=placement).first()
    return found


def live_links(placement: Any) -> list[Link]:
    """The links of a placement that open something today and have not been used."""
    return list(Link.objects.live().filter(placement=placement, used_at=None).select_related("paper", "by"))


def current_of(paper: Paper) -> Paper:
    """The newest version of a paper."""
    return Paper.objects.filter(placement=paper.placement_id, type=paper.type_id).order_by("-number")[0]
