"""Files that go with a bulk e-mail as links, and pictures in its text or in that of a template, kept here (C18)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.files.models import StoredFile
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.mailings.models.mailings import Mailing
from guildhall.mailings.models.senders import LetterTemplate
from guildhall.mailings.querysets import AttachmentQuerySet
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set


class Attachment(models.Model):
    """A file of a mailing: with words for those who do not see it, it is a picture in the text; else it is a link. Of a
    template it is a picture; what begins with the template gets one of its own.

    Its address is the same for all readers, so that opening it says of nobody that they did.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, null=True, related_name="attachments")
    template = models.ForeignKey(
        LetterTemplate, on_delete=models.CASCADE, null=True, related_name="pictures", db_index=False
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("name of the file"), max_length=150)
    shows = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="title shows", acts="by", facts="mailing template file at")

    class Meta:
        verbose_name = _("file of a bulk e-mail")
        verbose_name_plural = _("files of bulk e-mails")
        ordering = ["at", "pk"]
        indexes = [index_where_set("template", "attachment_template")]
        constraints = [
            models.CheckConstraint(
                name="attachment_of_one",
                condition=Q(mailing__isnull=False, template=None)
                | (Q(mailing=None, template__isnull=False) & ~Q(shows="")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        return (self.mailing or self.template).scope  # type: ignore[union-attr]
