"""Who comes in by the front door of employers, and who knocks there."""

from datetime import timedelta
from typing import Any

from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.portal.actions import registering
from guildhall.portal.actions.correcting import correct
from guildhall.visitors.actions import ask_to_sign_in, mail_sign_in, open_session, renew_address
from guildhall.visitors.doors import door_of
from guildhall.visitors.models import SignIn
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary


def let_in(records: dict[str, Record], knocks: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Two who sign in for the shared employer, one for another: their cookies. And those who knock."""
    found = {}
    for name, kind in (("employer_admin", "shared"), ("employer_colleague", "shared"), ("other_employer", "exception")):
        given = {"given_name": canary(kind, f"{name}given"), "family_name": "Login"}
        login = EmployerLogin.objects.create(
            employer=records[kind].employer,
            email=f"{canary(kind, f'{name}mail')}@canary.example",
            administers=name != "employer_colleague",
            contact_id=records[kind].ids["contact"] if name == "employer_admin" else None,
            opened_at=clock.now(),
            confirmed_at=clock.now(),
            **given,
        )
        records[kind].ids[name] = login.pk
        found[name] = {door_of("employer").cookie: open_session(login, keep=True)}
    knocks["feed"] = renew_address(by=login)
    mail_sign_in(str(ask_to_sign_in(door_of("employer"), login.email)))
    for kind, word in (("shared", "shared"), ("mesa", "mesa"), ("office", "new"), ("link", "link")):
        typed = {"given_name": canary(kind, "asks"), "family_name": "Knock", "email": f"{word}@knock.example"}
        row = registering.register(registering.Knock(named=f"{word} knocking", **typed))
        if kind == "link":
            registering.ask_to_confirm(str(row.pk))
            continue
        row.employer = records[kind].employer if kind in records else None
        row.institution = row.employer.holder if row.employer else records["region"].employer.holder
        row.why, row.state = "name" if row.employer else "new", "waiting"
        row.save()
        knocks[kind] = row
    by = EmployerLogin.objects.get(pk=records["shared"].ids["employer_admin"])
    knocks["correction"] = correct("fact", canary("shared", "correction"), by.employer.holder, by=by)
    SignIn.objects.update(until=clock.now() + timedelta(9))
    return found
