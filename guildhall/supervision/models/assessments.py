"""How working together goes, asked of both sides with the same questions once a school year (D18, D19, N13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import MoveUnlessThere
from guildhall.employers.models import Contact, Employer
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set
from guildhall.students.models.students import OfInstitution
from guildhall.supervision.querysets import AssessmentQuerySet


class RelationshipAssessment(OfInstitution):
    """One person of either side, asked about an institution and an employer in a school year; answered once."""

    class Side(models.TextChoices):
        INSTITUTION = "institution", _("the institution")
        EMPLOYER = "employer", _("the employer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="relationship_assessments")
    year = models.CharField(_("school year"), max_length=9)
    side = models.CharField(max_length=11, choices=Side)
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    who = models.CharField(max_length=50)  # the key of the person or contact: each is asked once a school year
    secret_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict)  # 1 to 5 by the code of the question
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = AssessmentQuerySet.as_manager()
    on_merge = MoveUnlessThere(key=("institution", "year", "who"))
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="contact",
        acts="person by",
        facts="institution employer year side who secret_hash sent_at until answered_at answers",
    )

    class Meta:
        verbose_name = _("assessment of a relationship")
        verbose_name_plural = _("assessments of relationships")
        ordering = ["-answered_at", "-pk"]
        indexes = [
            models.Index(fields=["institution", "year"], name="assessment_of_institution"),
            index_where_set("contact", "assessment_contact"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["institution", "employer", "year", "who"], name="assessment_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.employer.name}, {self.year}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope | Scope(behind=frozenset({self.institution_id}))
