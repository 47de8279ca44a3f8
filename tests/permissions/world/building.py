"""One world for all walks: the cast, an employer on every side of the wall, and a canary in every field of it.

The territory is no demo and everybody who needs a second factor has one, so that the walks meet the rules of a
real installation. A canary is a word that stands in one field of one record and nowhere else.
"""

import re
import shutil
from datetime import timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from guildhall.employers.actions import bulk, contact_merging, duplicates, editing, merging
from guildhall.employers.actions.filters import save_filter
from guildhall.employers.models import Contact
from guildhall.engagements.actions import following, liaising, relating
from guildhall.engagements.models import CalendarFeed
from guildhall.lib import clock
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import queue_email
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.feeds import renew_feed
from guildhall.people.actions.inviting import invite
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.models import Membership, Notice, Territory
from guildhall.portal.actions.asking import ask_colleagues
from guildhall.prospects.actions import asking, vetting
from guildhall.prospects.models import Prospect
from guildhall.stewardship.actions.handing import hand_over
from tests.cast import PASSWORD, Cast
from tests.databases import Template
from tests.permissions.world.agreements import bound
from tests.permissions.world.attendance import at_the_door
from tests.permissions.world.boards import advised
from tests.permissions.world.bookings import booked
from tests.permissions.world.community import together
from tests.permissions.world.demand import said_at_the_door, wanted
from tests.permissions.world.employers import build_employer
from tests.permissions.world.engagements import copied
from tests.permissions.world.enquiries import called
from tests.permissions.world.events import in_calendar
from tests.permissions.world.imports import bring, listing
from tests.permissions.world.intermediaries import chambered
from tests.permissions.world.mailings import bind, bound_by_terms, mailed
from tests.permissions.world.meetings import kicked_off
from tests.permissions.world.numbers import counted
from tests.permissions.world.opportunities import on_offer
from tests.permissions.world.partnerships import brought_together, convened
from tests.permissions.world.pathways import offered
from tests.permissions.world.people import taught
from tests.permissions.world.placements import placed
from tests.permissions.world.portal import let_in
from tests.permissions.world.prospects import promoted
from tests.permissions.world.protocols import drafted
from tests.permissions.world.record import World
from tests.permissions.world.relations import in_the_field
from tests.permissions.world.stewardship import asked_about_data
from tests.permissions.world.students import enrolled, let_students_in
from tests.permissions.world.supervision import supervised
from tests.permissions.world.watching import digest
from tests.permissions.world.words import EMPLOYERS, canary, secret_of

_PASSWORD_HASH = MD5PasswordHasher().encode(PASSWORD, "a-long-salt-that-is-not-renewed")


def _unknown() -> OutgoingEmail:
    """An e-mail of which nobody knows whether it left."""
    pk = queue_email("ada@people.example", "A greeting", "Hello.", kind="greeting", scope=OPEN)
    OutgoingEmail.objects.filter(pk=pk).update(state="unknown")
    return OutgoingEmail.objects.get(pk=pk)


def build_world(cast: Cast) -> World:
    """Build the world by calling actions."""
    records = {kind: build_employer(cast, kind) for kind in EMPLOYERS}
    requests = {
        kind: asking.request_for(
            records[kind].employer.pk,
            canary(kind, "typed"),
            canary(kind, "message"),
            by=cast.people[who],
            institution=place,
        )
        for kind, who, place in (
            ("region", "mesa_wbl", cast.mesa),
            ("mesa", "harbor_wbl", cast.harbor),
            ("shared", "harbor_wbl", cast.harbor),
        )
    }
    promoted(cast, records["shared"])
    promoted(cast, records["exception"], audience=[cast.harbor], reason=canary("exception", "why"))
    vetting.confirm_readiness(records["ready"].prospect, by=cast.people["second"])
    Contact.objects.update(email_by=cast.people["administrator"])  # no vetter wrote the addresses down
    vetting.send_ready_link(
        records["region"].prospect, f"{canary('region', 'email')}@canary.example", by=cast.people["director"]
    )
    secret = re.search(r"/ready/([\w-]+)/", OutgoingEmail.objects.filter(kind="readiness").latest("queued_at").text)
    shared = records["shared"]
    until = clock.today() + timedelta(9)
    guest = relating.Invitation(canary("shared", "guest"), "guest@people.example", canary("shared", "question"), until)
    director = cast.people["director"]
    shared.ids["guest"] = relating.bring_in(shared.employer, guest, by=director, institution=cast.region).pk
    for record in records.values():
        record.prospect = Prospect.objects.select_related("employer").get(pk=record.prospect.pk)
    save_filter(canary("own", "filter"), "contact=never", by=cast.people["mesa_wbl"])
    Territory.objects.update(demo=False)
    for name, person in cast.people.items():
        person.demo, person.password = False, _PASSWORD_HASH
        person.save(update_fields=["demo", "password"])
        if person.standing.needs_second_factor:
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x" * 32})
    star = Contact.objects.get(pk=records["shared"].ids["star"])
    told = {"by": cast.people["harbor_wbl"], "institution": cast.harbor}
    liaison = liaising.ask_first(star, canary("shared", "liaison"), **told)
    batches = {
        "mesa": bring(cast, "mesa_wbl", cast.mesa, listing("mesa")),
        "harbor": bring(cast, "harbor_wbl", cast.harbor, listing("harbor")),
        "region": bring(cast, "director", cast.region, listing("region")),
        "office": bring(cast, "administrator", cast.region, listing("office")),
    }
    more = {
        "secret": secret.group(1) if secret else "",
        "done": secret_of("follow-up link", "done"),
        "temperature": secret_of("temperature", "how-is-it-going"),
        "guest": secret_of("guest", "look"),
        "memberships": {
            "mesa": Membership.objects.get(person=cast.people["mesa_student"]),
            "harbor": Membership.objects.get(person=cast.people["harbor_wbl"]),
            "region": Membership.objects.get(person=cast.people["second"]),
        },
        "liaison": liaison,
        "email": OutgoingEmail.objects.filter(confidential=False).first(),
        "unknown_email": _unknown(),
        "filter": cast.people["mesa_wbl"].saved_filters.get(),
    }
    director = cast.people["director"]
    bound_by_terms(cast)
    more |= drafted(cast) | taught(cast) | offered(cast) | enrolled(cast)
    more |= counted(cast, canary)
    left = enter_person("left@people.example", "Lee", "Ft", by=None)
    grant(left, "wbl_coordinator", cast.mesa, by=None)
    bind(left)
    more["offer"] = grant(cast.people["mesa_instructor"], "instructor", cast.harbor, by=cast.people["harbor_admin"]).pk
    newcomer = invite("ned@people.example", "Ned", "Newcomer", "instructor", cast.mesa, by=cast.people["mesa_admin"])
    more |= {"newcomer": newcomer.person, "welcome": secret_of("access", "welcome")}
    promised = following.Promise(canary("shared", "handed"), left, clock.today(), asker=cast.people["mesa_wbl"])
    by = cast.people["mesa_wbl"]
    following.promise(records["shared"].employer, promised, by=by, institution=cast.mesa)
    successors = {"engagements.followup.owner": cast.people["mesa_jobs"]}
    more["handover"] = hand_over(left, successors, by=cast.people["mesa_admin"]).pk
    more |= asked_about_data(cast) | together(cast)
    more["enquiries"] = called(cast, records)
    more |= convened(cast, records, canary) | in_the_field(records)
    more |= on_offer(cast, records)
    more |= in_calendar(cast, records["shared"].employer, canary)
    more |= booked(cast, more["events"], more["students"], records["shared"].employer)
    more |= supervised(cast, more["students"], records["shared"], canary)
    more |= placed(cast, records["shared"], more)
    more |= bound(cast, records)
    more |= wanted(cast, records)
    more |= chambered(cast, records, more)
    more |= at_the_door(cast, more["students"], canary)
    seen, hidden = records["shared"].ids["star"], records["mesa"].ids["contact"]
    more |= kicked_off(cast, Contact.objects.get(pk=seen), Contact.objects.get(pk=hidden))
    more |= brought_together(cast, more)
    more |= advised(cast, records, more)
    more |= mailed(cast, records, more, canary)
    Contact.objects.exclude(email="").update(email_failed_at=clock.now())
    more["designation"] = records["exception"].employer.designations.get(ended_at=None).pk
    more["pair"] = duplicates.pair_up(records["region"].employer, records["ready"].employer, by=director)
    more["notice"] = Notice.objects.filter(person=cast.people["mesa_wbl"]).latest("at").pk
    twins = [cast.prospect(f"{canary('twin', word)} Works").employer for word in ("one", "other")]
    more["merge"] = merging.merge(*twins, by=director)
    more["calendar"] = renew_feed(CalendarFeed, by=director)
    more["copy"] = copied(cast)
    shared_one = records["shared"].employer
    edition = type(shared_one).objects.get(pk=shared_one.pk).version
    more["bulk"] = bulk.change_many({shared_one.pk: edition}, bulk.Wanted(add=("many",)), by=cast.people["mesa_wbl"])
    names = [{"family_name": canary("shared", word)} for word in ("joinedone", "joinedother")]
    one, other = (editing.save_contact(shared_one, values, by=director) for values in names)
    more["joined"] = contact_merging.merge_contacts(one, other, versions=(1, 1), by=director)
    sessions = {
        name: cast.client(person).cookies[settings.SESSION_COOKIE_NAME].value for name, person in cast.people.items()
    }
    more["knocks"] = {}
    visitors = let_in(records, more["knocks"])
    more["confirm"] = secret_of("front door confirm", "register")
    ask_colleagues(more["knocks"]["shared"])
    more |= said_at_the_door(records)
    more["knows"] = secret_of("front door colleague_asks", "knows")
    more["employer_sign_in"] = secret_of("visitor sign-in", "sign-in")
    visitors |= let_students_in(more)
    world = World(cast, records, batches, requests, more, sessions, visitors)
    world.baseline = digest()
    return world


def take_world(folder: Path) -> World:
    """The world as it was built, its files copied into a folder of one's own, with a browser for everybody."""
    template = Template("world")
    world: World = template.result()
    shutil.copytree(template.files, folder, dirs_exist_ok=True)
    world.clients = {name: Client(raise_request_exception=False) for name in world.actors}
    return world
