"""What an employer is asked by a link, without an account: one question, one answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.placements.models.placing import Application, Placement
from guildhall.store.indexes import index_where_set
from guildhall.students.models.students import OfInstitution
from guildhall.students.querysets import OfInstitutionQuerySet


class Question(OfInstitution):
    """A question to a contact about one application or placement; the link opens nothing else and ends by a day."""

    class About(models.TextChoices):
        CHOICE = "choice", _("whether they offer a place")
        START = "start", _("whether it has begun")
        RUNNING = "running", _("whether it still runs")
        END = "end", _("how it ended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="questions", db_index=False
    )
    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, null=True, blank=True, related_name="questions", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    about = models.CharField(max_length=8, choices=About)
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    until = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=12, blank=True)

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="contact",
        acts="by",
        facts="institution application placement about secret_hash sent_at until answered_at answer",
    )

    class Meta:
        verbose_name = _("question to an employer about a placement")
        verbose_name_plural = _("questions to employers about placements")
        ordering = ["-sent_at"]
        indexes = [
            index_where_set("application", "question_application"),
            index_where_set("placement", "question_placement"),
            index_where_set("contact", "question_contact"),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_of_one",
                condition=Q(application=None, placement__isnull=False) | Q(application__isnull=False, placement=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_about_display())
