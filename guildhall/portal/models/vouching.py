from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import EmployerLogin
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.portal.models.registrations import Registration


class ColleagueQuestion(models.Model):
    """The question to somebody of an employer, by a link, whether they know who asks to sign in; answered once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="questions")
    login = models.ForeignKey(EmployerLogin, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    until = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    personal = Personal(seen=Seen.SOFTWARE, facts="registration login secret_hash sent_at until answered_at")

    class Meta:
        verbose_name_plural = _("questions to colleagues about who asks to sign in")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return str(self.registration)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.registration.scope
