from datetime import timedelta

from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.portal import emails
from guildhall.portal.models import ColleagueQuestion, Registration

WORKS_FOR = timedelta(days=14)


def ask_colleagues(row: Registration) -> None:
    """Ask those who administer the employer's logins whether they know whoever registered."""
    for login in EmployerLogin.objects.standing().filter(employer=row.employer, administers=True).exclude(email=""):
        secret = new_secret()
        facts = {"sent_at": clock.now(), "until": clock.today() + WORKS_FOR, "secret_hash": kept(secret).hex()}
        ColleagueQuestion.objects.create(registration=row, login=login, **facts)
        emails.ask_colleague(row, login, secret)
