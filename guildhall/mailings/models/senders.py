"""Who writes for an institution, and the texts that it begins with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.mailings.querysets import HouseQuerySet
from guildhall.people.models import Institution, Person


class Sender(models.Model):
    """An identity under which an institution writes: its name, who reads the answers, its postal address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("name of the sender"), max_length=100)
    reply_to = models.EmailField(_("answers go to"), max_length=254)
    postal_address = models.CharField(_("postal address"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = HouseQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION, words="title reply_to postal_address", acts="by", facts="institution retired_at"
    )

    class Meta:
        verbose_name = _("sender of bulk e-mail")
        verbose_name_plural = _("senders of bulk e-mail")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "title"], name="sender_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))


class LetterTemplate(models.Model):
    """A text that an institution, or all below a region, begins a bulk e-mail with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("name of the template"), max_length=100)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"), max_length=20000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = HouseQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="title subject body", acts="by", facts="institution retired_at")

    class Meta:
        verbose_name = _("template of bulk e-mail")
        verbose_name_plural = _("templates of bulk e-mail")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "title"], name="letter_template_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))
