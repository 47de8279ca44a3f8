"""What is hidden changes no figure of others, and no e-mail tells more than the pages (R3, A1)."""

import re

import pytest

from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Person
from tests.permissions.oracle import entitled, met, text_of, typed
from tests.permissions.world import EMPLOYERS, canary, undone
from tests.sampling import drawn

pytestmark = pytest.mark.django_db


def _plain(text: str) -> str:
    """A page without what differs at every request."""
    text = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", text)
    return re.sub(r"(?m)^(Set-Cookie|csrftoken|Content-Length|Expires).*$", "", text)


COUNTED = (
    "/", "/employers/", "/contacts/", "/contacts/?sort=newest", "/contacts/?q=works", "/search/?q=works",
    "/search/?q=qxshared", "/employers/?sort=quiet", "/employers/new/", "/activity/", "/vetting/", "/imports/",
    "/institutions/", "/protocols/", "/journal/shown/", "/employers/add/", "/employers/asked/", "/crm/requests/",
    "/roles/", "/employers/add/alike/?name=qxshared", "/employers/?q=qxshared", "/employers/?q=works",
)  # fmt: skip


def test_a_restricted_employer_changes_nothing_on_other_peoples_pages(world):
    """Counts, places, tags and figures are the same to the letter before and after one was entered."""
    others = drawn([n for n in world.names if n not in ("director", "second")], 3)
    own = {"mesa_admin", "mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs"}
    differing = []
    with undone():
        before = {(w, u): _plain(text_of(world.ask(w, "GET", u))) for w in others for u in COUNTED}
        cast = world.cast
        words = {"city": "Newplace", "tags": ["newtag"], "industry": "newindustry", "naics": "541511", "staff_count": 9}
        cast.vetted("Newcomer Works", **words)
        cast.vetted("Another Works", holder=cast.mesa, by=world.person("mesa_wbl"), **words)
        for (who, url), text in before.items():
            if (
                who not in own
                and _plain(text_of(world.ask(who, "GET", url))) != text
                or who in own
                and "Newcomer" in text_of(world.ask(who, "GET", url))
            ):
                differing.append(f"{url} as {who}")
    assert not differing, "\n".join(differing)


@pytest.mark.always
def test_a_shared_employer_does_change_them(world):
    """The control."""
    with undone():
        before = _plain(text_of(world.ask("mesa_instructor", "GET", "/employers/")))
        world.cast.shared("Newcomer Works", city="Newplace")
        assert _plain(text_of(world.ask("mesa_instructor", "GET", "/employers/"))) != before


# Whom somebody has written to without an account, and of which record that is.
OTHERS = {
    "guest@people.example": "shared",
    "nobody@people.example": "-",
    "link@knock.example": "link",
    "voice@people.example": "initiative",
    "signs@people.example": "agout",
    "ada@people.example": "-",  # a greeting
}


def test_no_email_tells_its_addressee_more_than_the_pages(world):
    people = {p.email: name for name, p in world.cast.people.items()}
    people["left@people.example"] = "mesa_wbl"  # who has left was a coordinator there
    people["ned@people.example"] = "mesa_instructor"  # the newcomer
    wrong = []
    for email in OutgoingEmail.objects.all():
        words = met(f"{email.subject}\n{email.text}\n{email.html}")
        if email.to in people:
            words -= typed(canary("mtgin", "purpose"))  # whoever is asked to a meeting reads what it is for
            wrong += [
                f"{w} to {people[email.to]}: {email.subject}" for w in words if people[email.to] not in entitled(w)
            ]
        else:
            assert not Person.objects.filter(email=email.to).exists()
            own = next((k for k in EMPLOYERS if canary(k, "email") in email.to), "")  # the employer's own contact
            # Or a colleague who was brought in, or somebody who asked what is kept about them: nothing is.
            if any(canary(place, "studentgiven") in email.to for place in ("mesa", "harbor")):
                continue  # a student is written to about the own record
            logins = ("otheremployermail", "employeradminmail")
            if any(canary(kind, login) in email.to for kind in EMPLOYERS for login in logins):
                continue  # somebody who signs in for an employer
            own = own or ("mtg" if canary("mtgin", "email") in email.to else OTHERS[email.to])
            offered = own == "shared" and email.kind.startswith("opportunity")  # what this contact offered
            words -= (
                typed(*(canary(k, f) for k in ("mesa", "harbor") for f in ("placed", "placement")))
                if own == "shared"
                else set()
            )  # hosts them
            words -= typed(canary("shared", "name")) if own == "agout" else set()  # for whom they sign
            wrong += [f"{w} to {email.to}" for w in words if not w.startswith(own) and not offered]
    assert OutgoingEmail.objects.count() > 3
    assert not wrong, "\n".join(wrong)
