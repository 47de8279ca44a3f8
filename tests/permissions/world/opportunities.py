"""What employers offer, in every state."""

from typing import Any

from guildhall.employers.actions.filters import save_filter
from guildhall.opportunities.actions import alerting, deciding, entering, standing
from guildhall.opportunities.actions import excepting as limiting
from guildhall.opportunities.models import Opportunity, SavedReason
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary, secret_of


def on_offer(cast: Cast, records: dict[str, Record]) -> dict[str, Any]:
    """What employers offer: behind the wall, posted, waiting, limited to one college, refused, closed, public."""
    director, mesa = cast.people["director"], {"holder": cast.mesa, "by": cast.people["mesa_jobs"]}
    rows = {kind: Opportunity.objects.get(pk=record.ids["offer"]) for kind, record in records.items()}
    for kind in ("shared", "exception"):
        rows[kind] = deciding.approve(rows[kind], version=1, by=director)
    employer = records["shared"].employer
    contact = employer.contacts.get(pk=records["shared"].ids["contact"])
    for kind in ("waiting", "limited", "refused", "closed", "public"):
        wanted = entering.Offer("job_full_time", canary(kind, "offer"), contact=contact)
        rows[kind] = entering.enter_opportunity(employer, wanted, **mesa)
    by = {"by": cast.people["mesa_wbl"]}
    deciding.refuse_opportunity(rows["refused"], deciding.Refusal("No.", kept=True), version=1, **by)
    for kind in ("limited", "closed", "public"):
        rows[kind] = deciding.approve(rows[kind], version=1, **by)
    limit = limiting.limit(rows["limited"], [cast.harbor], reason=canary("limited", "because"), until=None, **by)
    deciding.close(rows["closed"], "over", filled=None, version=2, **by)
    deciding.make_public(rows["public"], on=True, version=2, **by)
    standing.ask_whether_open(rows["public"], **by)
    kept = save_filter("offers", "kind=work", by=cast.people["mesa_wbl"], page="opportunities")
    alerting.set_alert(kept, on=True, **by)
    offers = {kind: Opportunity.objects.get(pk=row.pk) for kind, row in rows.items()}
    secret = secret_of("opportunity still open", "still-open")
    found = {"offers": offers, "limitation": limit.pk, "still_open": secret, "offer_search": kept.pk}
    found["refusal_reason"] = SavedReason.objects.get(institution=cast.mesa).pk
    return found | {"offer_link": secret_of("opportunity refused", "change-offer")}
