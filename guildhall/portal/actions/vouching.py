"""Colleagues who know, or do not know, whoever asks to sign in for their employer: by a link, without signing in."""

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.lib import clock
from guildhall.lib.mailed_links import kept
from guildhall.lib.verdicts import refuse
from guildhall.portal.actions.registering import approve_colleague, refuse_registration
from guildhall.portal.models import ColleagueQuestion


def question_of(secret: str) -> ColleagueQuestion | None:
    """The question of a link as long as it opens anything: not for whoever does not invite colleagues any more."""
    rows = ColleagueQuestion.objects.select_related("registration", "login__employer", "login__contact")
    found = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today()).first()
    return found if found and found.login.works and found.login.administers else None


@transaction.atomic
def answer_by_link(secret: str, *, knows: bool) -> None:
    """A colleague lets somebody in, or does not; whoever decides first, here or signed in, has decided (N19)."""
    question = question_of(secret)
    if question is None:
        refuse("This link has expired.")
    if not ColleagueQuestion.objects.filter(pk=question.pk, answered_at=None).update(answered_at=clock.now()):
        refuse("You have answered already.")
    row, by = question.registration, question.login
    if knows:
        approve_colleague(row, version=row.version, by=by)
    else:
        refuse_registration(row, _("Nobody at the employer knows this request."), version=row.version, by=by)
