from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.people.models import Person
from guildhall.visitors.models import Visitor


class StudentLogin(Visitor):
    """How a student signs in: an address that an institution vouches for. It opens the records that name it.

    Whose they are, each registration says itself: so what one college enters never opens what another one holds.
    """

    kind: ClassVar[str] = "student"

    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    demo = models.BooleanField(default=False)

    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="email",
        acts="invited_by",
        facts="opened_at demo language confirmed_at last_seen_on ended_at",
        kept=Kept(2 * YEAR, "ended_at"),
    )

    class Meta(Visitor.Meta):
        verbose_name = _("sign-in of a student")
        verbose_name_plural = _("sign-ins of students")
