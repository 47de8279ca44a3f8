"""What the readers of an address chose: it hangs on no contact, so it holds for whoever has the address."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.mailings.models.mailings import TOPICS


class Mailbox(models.Model):
    """An address that bulk e-mail went to, and what its readers want: which topics and senders, until when none.

    The link in each letter names this row, so it works as long as the address is known here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.EmailField(max_length=254)
    nothing = models.BooleanField(default=False)  # no bulk e-mail at all
    person_only = models.BooleanField(default=False)  # only from whoever they know there
    topics_off = ArrayField(models.CharField(max_length=20, choices=TOPICS), default=list, blank=True)
    senders_off = ArrayField(models.UUIDField(), default=list, blank=True)  # institutions
    paused_until = models.DateField(_("no bulk e-mail until"), null=True, blank=True)
    said_by = models.CharField(_("who says so"), max_length=120, blank=True)  # where several people read it
    chosen_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField()
    version = models.IntegerField(default=1)

    personal = Personal(
        seen=Seen.SOFTWARE,
        subject="address",
        words="said_by",
        facts="nothing person_only topics_off senders_off paused_until chosen_at since",
    )

    class Meta:
        verbose_name = _("choices of an e-mail address")
        verbose_name_plural = _("choices of e-mail addresses")
        constraints = [models.UniqueConstraint(Lower("address"), name="mailbox_once")]

    def __str__(self) -> str:
        return self.address

    def wants(self, topic: str, institution: UUID) -> bool:
        """Whether its readers want bulk e-mail about a topic from an institution today."""
        if self.nothing or self.person_only or topic in self.topics_off or institution in self.senders_off:
            return False
        return self.paused_until is None or self.paused_until < clock.today()
