"""Where an opportunity is offered at several sites, and how many places there are at each."""

from django.db import models
from django.db.models import Q

from guildhall.employers.models import Site
from guildhall.lib.personal import Personal, Seen
from guildhall.opportunities.models.opportunities import Opportunity


class OfferedAt(models.Model):
    """One of several sites of an opportunity; without a number, its places are among those of all sites.

    What is offered at one site alone has none of these rows: `Opportunity.site` says it, and says here the first one.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="at")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    places = models.IntegerField(null=True, blank=True)
    turn = models.IntegerField(default=0)  # in which they are shown
    # What lists search by, worked out from the site
    place = models.CharField(max_length=120, blank=True, editable=False)
    zip = models.CharField(max_length=5, blank=True, editable=False)
    latitude = models.FloatField(null=True, editable=False)
    longitude = models.FloatField(null=True, editable=False)
    personal = Personal(seen=Seen.DIRECTORY, facts="opportunity site places turn place zip latitude longitude")

    class Meta:
        ordering = ["turn", "pk"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="offered_at_where")]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "site"], name="offered_at_site_once"),
            models.CheckConstraint(name="offered_at_places", condition=Q(places=None) | Q(places__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.site)
