"""Students of both colleges: what is entered about them, and those who sign in."""

from datetime import timedelta
from typing import Any

from guildhall.imports.actions import people_lists
from guildhall.lib import clock
from guildhall.opportunities.actions.keeping_searches import Kept, keep_search
from guildhall.students.actions.asking import Wanted, ask_for_consent
from guildhall.students.actions.caring import take_case
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.guarding import GuardianFacts, add_guardian
from guildhall.students.actions.inviting import invite as invite_student
from guildhall.students.models import StudentLogin
from guildhall.visitors.actions import ask_to_sign_in, mail_sign_in, open_session, renew_address
from guildhall.visitors.doors import door_of
from guildhall.visitors.models import SignIn
from tests.cast import Cast
from tests.permissions.world.words import canary, secret_of, upload


def let_students_in(more: dict[str, Any]) -> dict[str, dict[str, str]]:
    """A student of each college who signs in: their cookies."""
    found = {}
    for kind, row in more["students"].items():
        row.refresh_from_db()
        login = StudentLogin.objects.get(pk=row.login_id)
        found[f"{kind}_learner"] = {door_of("student").cookie: open_session(login, keep=True)}
        more.setdefault("visitor_feeds", {})["student"] = renew_address(by=login)
        name = canary("own", "search") if kind == "mesa" else "Jobs by the harbor"
        more.setdefault("searches", {})[kind] = keep_search("kind=work", Kept(name), by=login)
    mail_sign_in(str(ask_to_sign_in(door_of("student"), login.email)))
    SignIn.objects.update(until=clock.now() + timedelta(9))
    more["student_sign_in"] = secret_of("visitor sign-in", "sign-in")
    return found


def enrolled(cast: Cast) -> dict[str, Any]:
    """Two students of each college: one with a consent and a case, taught by the college's teacher; one without."""
    kinds = ("students", "unserved", "consents", "cases", "requests", "guardians")
    found: dict[str, Any] = {kind: {} for kind in kinds}
    for kind, (place, name) in {"mesa": (cast.mesa, "mesa_wbl"), "harbor": (cast.harbor, "harbor_wbl")}.items():
        by, teacher = cast.people[name], cast.people["mesa_teacher"] if kind == "mesa" else None
        word = {
            key: canary(kind, f"student{key}") for key in ("given", "family", "number", "step", "purpose", "signer")
        }
        facts = StudentFacts(word["given"], word["family"], number=word["number"], email=f"{word['given']}@s.example",
                             year="2026-27", teacher=teacher)  # fmt: skip
        row = found["students"][kind] = register(place, facts, by=by)
        more = StudentFacts(f"Other {word['given']}", year="2026-27", teacher=teacher)
        found["unserved"][kind] = register(place, more, by=by)
        signed = Signed(["name"], word["purpose"], "student", word["signer"], clock.today())
        found["consents"][kind] = sign(row, signed, by=by)
        wanted = Wanted(["contact"], word["purpose"], clock.today() + timedelta(90))
        found["requests"][kind] = ask_for_consent(row, wanted, by=by)
        invite_student(row, by=by)
        guardian = GuardianFacts(canary(kind, "guardian"), email=f"{kind}@parents.example")
        found["guardians"][kind] = add_guardian(row, guardian, by=by)
        found["cases"][kind] = take_case(row, by, word["step"], clock.today() + timedelta(3), by=by)
    found["consent_link"] = secret_of("consent asked", "consent")
    found["people_lists"] = {
        kind: people_lists.bring(
            upload(f"First name,Last name,Shoes\n{canary(kind, 'roster')},Ibarra,9\n"), "roster.csv", kind="students",
            institution=place, by=cast.people[name],
        )
        for kind, (place, name) in {"mesa": (cast.mesa, "mesa_wbl"), "harbor": (cast.harbor, "harbor_wbl")}.items()
    }  # fmt: skip
    return found
