"""By whose clocks a reader works: those of their site, of the main site of their employer, else the region’s."""

from collections.abc import Sequence
from uuid import UUID

from guildhall.employers.models import Contact
from guildhall.employers.models.places import Site
from guildhall.lib.state_zones import zone_of_address
from guildhall.mailings.queries.parties import Candidate
from guildhall.store.blocks import among


def zones_of(people: Sequence[Candidate]) -> dict[UUID, str]:
    """The time zone of each reader of whom it is known where they work."""
    at = {one.employer_id for one in people if one.employer_id}
    main = Site.objects.filter(employer__in=among(at), main=True, closed_on=None).values_list(
        "employer", "state", "zip"
    )
    of_employer: dict[UUID | None, str] = (
        {employer: zone_of_address(state, code) for employer, state, code in main} if at else {}
    )
    own = Contact.objects.filter(pk__in=among(one.pk for one in people if one.is_contact), site__closed_on=None)
    sites = own.exclude(site=None).exclude(site__state="").values_list("pk", "site__state", "site__zip")
    of_contact = {pk: zone_of_address(state, code) for pk, state, code in sites}
    found = {one.pk: of_contact.get(one.pk) or of_employer.get(one.employer_id, "") for one in people}
    return {pk: zone for pk, zone in found.items() if zone}
