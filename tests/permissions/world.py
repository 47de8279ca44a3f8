"""One world for all walks: the cast, an employer on every side of the wall, and a canary in every field of it.

The territory is no demo and everybody who needs a second factor has one, so that the walks meet the rules of a
real installation. A canary is a word that stands in one field of one record and nowhere else.
"""

import io
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from guildhall.community.actions import adopting, announcing, challenges, improvements, processes
from guildhall.employers.actions import bulk, contact_merging, contesting, duplicates, editing, key_accounts, merging
from guildhall.employers.actions.filters import save_filter
from guildhall.employers.models import Contact, Employer, EmployerLogin
from guildhall.engagements.actions import asking as planning
from guildhall.engagements.actions import attaching, calendars, copies, easing, following, holding, liaising, relating
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Copy
from guildhall.enquiries.actions import taking
from guildhall.enquiries.models import Enquiry
from guildhall.imports.actions import comparing, people_lists, reading
from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.opportunities.actions import alerting, deciding, entering, standing
from guildhall.opportunities.actions import excepting as limiting
from guildhall.opportunities.models import Opportunity
from guildhall.outbox.models import OutgoingEmail
from guildhall.pathways.actions import programs
from guildhall.people.actions import earning
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.actions.inviting import invite
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.models import Membership, Notice, Person, Territory
from guildhall.placements.actions import accepting, applying, grouping
from guildhall.placements.actions import asking as questions
from guildhall.placements.actions.planning import Plan
from guildhall.portal.actions import registering
from guildhall.portal.actions.correcting import correct
from guildhall.prospects.actions import asking, developing, promoting, vetting
from guildhall.prospects.models import JoinRequest, Prospect
from guildhall.protocols.actions import Draft, start_draft, write_clause
from guildhall.stewardship.actions import answering
from guildhall.stewardship.actions.handing import hand_over
from guildhall.students.actions.asking import Wanted, ask_for_consent
from guildhall.students.actions.caring import take_case
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.guarding import GuardianFacts, add_guardian
from guildhall.students.actions.inviting import invite as invite_student
from guildhall.students.models import StudentLogin
from guildhall.visitors.actions import ask_to_sign_in, mail_sign_in, open_session
from guildhall.visitors.doors import door_of
from guildhall.visitors.models import SignIn
from tests.cast import PASSWORD, Cast
from tests.databases import Template
from tests.permissions.at_the_door_of_world import at_the_door
from tests.permissions.booked_of_world import booked
from tests.permissions.calendar_of_world import in_calendar
from tests.permissions.supervised import supervised
from tests.permissions.world_of_numbers import counted

# Tables that requests may write to whatever becomes of them: who was shown or asked what, how often, who is signed in.
UNWATCHED = {
    "audit_access",
    "people_allowance",
    "prospects_probe",
    "django_session",
    "django_cache",
    "usersessions_usersession",
    "visitors_visitorsession",
}
_WRITE = re.compile(
    r'\b(?:INSERT INTO|DELETE FROM|TRUNCATE(?: TABLE)?|UPDATE)\s+"?(?!SET\b|OF\b|SKIP\b|NOWAIT\b)(\w+)', re.I
)
_PASSWORD_HASH = MD5PasswordHasher().encode(PASSWORD, "a-long-salt-that-is-not-renewed")
EMPLOYERS = ("region", "mesa", "harbor", "shared", "exception", "ready")
PHONES = {kind: f"(555) 010-71{n:02}" for n, kind in enumerate(EMPLOYERS)}


def canary(kind: str, field_name: str) -> str:
    """The word that stands in one field of one record: letters only, so that no escaping changes it."""
    return f"qx{kind}{field_name.replace('_', '')}xq"


@dataclass
class Record:
    """One employer of the world with what hangs on it."""

    kind: str
    prospect: Prospect
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def employer(self) -> Employer:
        return self.prospect.employer


@dataclass
class World:
    """The cast, its records and its signed-in browsers."""

    cast: Cast
    records: dict[str, Record]
    batches: dict[str, Batch]
    requests: dict[str, JoinRequest]
    more: dict[str, Any]
    sessions: dict[str, str]
    visitors: dict[str, dict[str, str]] = field(default_factory=dict)  # whoever came in by a front door: their cookie
    clients: dict[str, Client] = field(default_factory=dict)
    baseline: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [*self.cast.people, "anonymous"]

    @property
    def actors(self) -> list[str]:
        """Everybody who asks for pages: people, visitors by the front doors, and a stranger."""
        return [*self.names, *self.visitors]

    def cookies_of(self, name: str) -> dict[str, str]:
        """What somebody's browser sends to be known."""
        session = self.sessions.get(name)
        return {settings.SESSION_COOKIE_NAME: session} if session else self.visitors.get(name, {})

    def person(self, name: str) -> Person:
        return self.cast.people[name]

    def home(self, name: str) -> Any:
        """The institution that somebody belongs to."""
        return (
            self.cast.mesa
            if name.startswith("mesa")
            else self.cast.harbor
            if name.startswith("harbor")
            else self.cast.region
        )

    def differs(self, tables: Iterable[str]) -> list[str]:
        """Which of some tables hold other rows than at the beginning."""
        return [table for table, value in digest(tables).items() if self.baseline[table] != value]

    def ask(self, name: str, method: str, url: str, data: Any = None, **more: Any) -> Any:
        """One request by somebody, with the cookies as they were; exceptions are the server's own to answer."""
        client = self.clients[name]
        client.cookies.clear()
        client.cookies.load(self.cookies_of(name))
        cache.clear()  # how often somebody tried to sign in
        if name in self.cast.people:
            self.cast.people[name].forget_standing()
        act = getattr(client, method.lower())
        if method in ("GET", "HEAD", "OPTIONS"):
            return act(url, **more)
        return act(url, data or {}, **more)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def watched_tables() -> list[str]:
    """Every table whose change means that something happened."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return sorted(set(tables) - UNWATCHED)


def digest(tables: Iterable[str] | None = None) -> dict[str, str]:
    """One hash per watched table over all its rows."""
    parts = {}
    with connection.cursor() as cursor:
        for table in watched_tables() if tables is None else sorted(set(tables)):
            cursor.execute(
                "SELECT md5(coalesce(string_agg(h, '' ORDER BY h), '')) "
                f'FROM (SELECT md5(t::text) h FROM "{table}" t) x'
            )
            parts[table] = cursor.fetchone()[0]
    return parts


def files() -> list[str]:
    """The files of the installation, with their sizes."""
    root = settings.FILES
    return (
        sorted(f"{p.relative_to(root)} {p.stat().st_size}" for p in root.rglob("*") if p.is_file())
        if root.exists()
        else []
    )


def forget_new_files(kept: list[str]) -> list[str]:
    """Remove the files that came since, and name them: no transaction takes files back."""
    new = sorted(set(files()) - set(kept))
    for line in new:
        (settings.FILES / line.rpartition(" ")[0]).unlink()
    return new


@contextmanager
def writes() -> Iterator[list[str]]:
    """The watched tables that statements inside wrote to: only those can differ, so only they are hashed again."""
    found: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        found.extend(t for t in _WRITE.findall(str(sql)) if t not in UNWATCHED)
        if "procrastinate_defer" in str(sql):
            found.append("procrastinate_jobs")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def _words(kind: str, **more: Any) -> dict[str, Any]:
    """A new employer with a canary in every field that has room for one."""
    c = lambda name: canary(kind, name)  # noqa: E731
    return {
        "domain": f"{c('domain')}.example",
        "industry": c("industry"),
        "tags": [c("tag")],
        "source": c("source"),
        "staff_count": 17,
        "naics": "622110",
        "names": [("trading", c("trading"))],
        "identifiers": [("license", c("license"))],
        "street": f"7 {c('street')} Road",
        "city": c("city"),
        "phone": PHONES[kind].replace("71", "72"),
        "contact": {
            "family_name": c("family"),
            "given_name": c("given"),
            "title": c("title"),
            "email": f"{c('email')}@canary.example",
            "phone": PHONES[kind],
        },
        **more,
    }


def name_of(kind: str) -> str:
    """The name of the employer of a kind."""
    return f"{canary(kind, 'name')} Works"


def build_employer(cast: Cast, kind: str) -> Record:
    """An employer with everything that hangs on it, still restricted."""
    holder = {"mesa": cast.mesa, "harbor": cast.harbor}.get(kind, cast.region)
    by = {"mesa": cast.people["mesa_wbl"], "harbor": cast.people["harbor_wbl"]}.get(kind, cast.people["director"])
    prospect = cast.prospect(name_of(kind), holder=holder, by=by, **_words(kind))
    employer = prospect.employer
    record = Record(kind, prospect)
    contact, site = employer.contacts.get(), employer.sites.get()
    editing.save_site(employer, {"label": canary(kind, "label"), "city": canary(kind, "city")}, by=by)
    editing.save_contact(
        employer,
        {
            "family_name": canary(kind, "former"),
            "email": f"{canary(kind, 'oldmail')}@canary.example",
            "to_date": date(2025, 1, 1),
        },
        by=by,
    )
    travels = editing.write_note(employer, canary(kind, "note"), by=by, institution=holder)
    stays = editing.write_note(employer, canary(kind, "staying_note"), by=by, institution=holder, stays=True)
    happening = {"kind": "call", "happened_on": date(2026, 1, 5), "contact": contact}
    open_one = record_engagement(
        employer,
        Happening(
            summary=canary(kind, "summary"), body=canary(kind, "body"), themes=(canary(kind, "theme"),), **happening
        ),
        by=by,
        institution=holder,
    )
    kept = record_engagement(
        employer,
        Happening(summary=canary(kind, "staying_summary"), body=canary(kind, "staying_body"), stays=True, **happening),
        by=by,
        institution=holder,
    )
    record.ids = _worked_with(cast, record, open_one, contact, by, holder)
    starred = _protected(cast, record, holder)
    record.prospect = _developed(cast, prospect, kind, by)
    record.ids |= {
        "contact": contact.pk,
        "former": employer.contacts.exclude(to_date=None).get().pk,
        **starred,
        "site": site.pk,
        "note": travels.pk,
        "stays": stays.pk,
        "name": employer.names.first().pk,
        "engagement": open_one.pk,
        "kept": kept.pk,
        "criterion": record.prospect.answers.first().criterion_id,
        "criteria": list(record.prospect.answers.values_list("criterion", flat=True)),
    }
    return record


def _worked_with(cast: Cast, record: Record, engagement: Any, contact: Any, by: Person, holder: Any) -> dict[str, Any]:
    """Follow-ups in two states, an ask, a wish and an open conversation, each with a canary."""
    employer, kind = record.employer, record.kind
    open_one = following.promise(
        employer,
        following.Promise(canary(kind, "promise"), by, clock.today(), contact=contact),
        by=by,
        institution=holder,
        engagement=engagement,
    )
    said = following.promise(
        employer, following.Promise(canary(kind, "done"), by, clock.today(), contact=contact), by=by, institution=holder
    )
    said = following.report(said, canary(kind, "report"), version=said.version, by=by)
    following.ask_employer(said, contact, by=by)
    paper = attaching.attach(engagement, f"{canary(kind, 'paper')}.txt", [canary(kind, "content").encode()], by=by)
    plan = planning.Plan("call", clock.today() + timedelta(40), canary(kind, "ask"), (contact,))
    ask = planning.plan_ask(employer, plan, by=by, institution=holder)
    relating.take_temperature(employer, contact, by=by, institution=holder)
    wish = {"paused_until": clock.today() + timedelta(3), "said": canary(kind, "wish")}
    limit = holding.set_limit(employer, wish, by=by)
    door = holding.hold_door(employer, canary(kind, "door"), clock.today() + timedelta(9), by=by, institution=holder)
    kept = relating.end_relationship(
        employer,
        relating.Lesson(clock.today(), canary(kind, "ended"), canary(kind, "lesson")),
        by=by,
        institution=holder,
    )
    rows = {"ending": kept, "attachment": paper, "promise": open_one, "done": said, "ask": ask, "limit": limit}
    rows["door"] = door
    rows["tape"] = easing.take_off(
        employer,
        easing.Taken("insurance", canary(kind, "tape"), clock.today() + timedelta(20)),
        by=by,
        institution=holder,
    )
    rows["enquiry"] = taking.take_enquiry(
        taking.Call(
            "call",
            canary(kind, "wants"),
            words=canary(kind, "asked"),
            caller=canary(kind, "caller"),
            email=f"{canary(kind, 'callermail')}@canary.example",
        ),
        employer=employer,
        origin=holder,
        to=holder,
        by=by,
    )
    said = {"description": canary(kind, "offered"), "requirements": canary(kind, "required"), "contact": contact}
    said |= {"site": employer.sites.first(), "benefit": canary(kind, "benefit"), "schedule": canary(kind, "schedule")}
    wanted = entering.Offer("job_full_time", canary(kind, "offer"), occupation=canary(kind, "occupation"), **said)
    rows["offer"] = entering.enter_opportunity(employer, wanted, holder=holder, by=by)
    return {name: row.pk for name, row in rows.items()}


def _protected(cast: Cast, record: Record, holder: Any) -> dict[str, Any]:
    """A key account with a protected contact; the one kind that has touch points instead gets one of these."""
    kind, employer, people = record.kind, record.employer, cast.people
    operator, deputy = {"mesa": ("mesa_jobs", "mesa_cases"), "harbor": ("harbor_wbl", "harbor_admin")}.get(
        kind, ("second", "director")
    )
    if kind == "exception":
        key_accounts.mark_doors(employer, many=True, by=people["director"])
        values = {"topic": canary(kind, "topic"), "site": None, "institution": holder, "person": people["second"]}
        return {"point": key_accounts.save_touch_point(employer, values, by=people["director"]).pk}
    star = editing.save_contact(
        employer,
        {
            "family_name": canary(kind, "star"),
            "email": f"{canary(kind, 'starmail')}@canary.example",
            "phone": PHONES[kind].replace("71", "79"),
        },
        by=people[operator],
    )
    account = key_accounts.open_key_account(
        employer,
        holder,
        operator=people[operator],
        deputy=people[deputy],
        contacts=[star],
        note=canary(kind, "approach"),
        by=people[operator],
    )
    ids = {"star": star.pk, "account": account.pk}
    if kind == "mesa":
        told = {"by": people["mesa_career"], "institution": cast.harbor}  # its own may still contest
        ids["contest"] = contesting.contest(account, canary(kind, "contest"), **told).pk
    return ids


def _developed(cast: Cast, prospect: Prospect, kind: str, by: Person) -> Prospect:
    """Vetted by whoever holds it, with a plan and a reason for its stage."""
    developing.move(prospect, "developing", by=by, reason=canary(kind, "reason"))
    prospect.refresh_from_db()
    developing.plan(
        prospect,
        next_step=canary(kind, "next_step"),
        next_step_on=clock.today() + timedelta(9),
        owner=by,
        version=prospect.version,
        by=by,
    )
    subject = "college_vetting" if kind in ("mesa", "harbor") else "vetting_criteria"
    for criterion in cast.clause(subject).criteria.all():
        vetting.answer(prospect, criterion, "yes", canary(kind, "evidence"), by=by)
    prospect.refresh_from_db()
    return prospect


def _promoted(cast: Cast, record: Record, **more: Any) -> None:
    vetting.confirm_readiness(record.prospect, by=cast.people["second"])
    record.prospect.refresh_from_db()
    promoting.promote(record.prospect, by=cast.people["director"], **more)
    record.prospect = Prospect.objects.select_related("employer").get(pk=record.prospect.pk)


def bring(cast: Cast, name: str, institution: Any, text: str, file_name: str = "list.csv") -> Batch:
    """A list that somebody brought, checked and ready for review."""
    by = cast.people[name]
    batch = reading.start_import(io.BytesIO(text.encode()), file_name, by=by, institution=institution)
    reading.match_columns(batch, batch.columns, by=by)
    return comparing.check_rows(batch)


def listing(kind: str) -> str:
    """A list with a new row, a broken row and every restricted employer's name as somebody else knows it."""
    known = "\n".join(f"{name_of(k)},,Elsewhere" for k in ("region", "mesa", "harbor", "exception"))
    new = f"{canary(kind, 'row')} Bakery,{kind}-bakery.example,{canary(kind, 'rowcity')}"
    return f"Employer,Website,City\n{new}\nBroken {canary(kind, 'broken')},not a site at all,\n{known}\n"


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
    _promoted(cast, records["shared"])
    _promoted(cast, records["exception"], audience=[cast.harbor], reason=canary("exception", "why"))
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
        "done": _secret_of("follow-up link", "done"),
        "temperature": _secret_of("temperature", "how-is-it-going"),
        "guest": _secret_of("guest", "look"),
        "memberships": {
            "mesa": Membership.objects.get(person=cast.people["mesa_student"]),
            "harbor": Membership.objects.get(person=cast.people["harbor_wbl"]),
            "region": Membership.objects.get(person=cast.people["second"]),
        },
        "liaison": liaison,
        "email": OutgoingEmail.objects.filter(confidential=False).first(),
        "filter": cast.people["mesa_wbl"].saved_filters.get(),
    }
    director = cast.people["director"]
    more |= drafted(cast) | taught(cast) | offered(cast) | enrolled(cast)
    more |= counted(cast, canary)
    left = enter_person("left@people.example", "Lee", "Ft", by=None)
    grant(left, "wbl_coordinator", cast.mesa, by=None)
    more["offer"] = grant(cast.people["mesa_instructor"], "instructor", cast.harbor, by=cast.people["harbor_admin"]).pk
    newcomer = invite("ned@people.example", "Ned", "Newcomer", "instructor", cast.mesa, by=cast.people["mesa_admin"])
    more |= {"newcomer": newcomer.person, "welcome": _secret_of("access", "welcome")}
    promised = following.Promise(canary("shared", "handed"), left, clock.today(), asker=cast.people["mesa_wbl"])
    by = cast.people["mesa_wbl"]
    following.promise(records["shared"].employer, promised, by=by, institution=cast.mesa)
    successors = {"engagements.followup.owner": cast.people["mesa_jobs"]}
    more["handover"] = hand_over(left, successors, by=cast.people["mesa_admin"]).pk
    more |= asked_about_data(cast) | together(cast)
    more["enquiries"] = called(cast, records)
    more |= on_offer(cast, records)
    more |= in_calendar(cast, records["shared"].employer, canary)
    more |= booked(cast, more["events"], more["students"], records["shared"].employer)
    more |= supervised(cast, more["students"], records["shared"], canary)
    more |= placed(cast, records["shared"], more)
    more |= at_the_door(cast, more["students"], canary)
    more["designation"] = records["exception"].employer.designations.get(ended_at=None).pk
    more["pair"] = duplicates.pair_up(records["region"].employer, records["ready"].employer, by=director)
    more["notice"] = Notice.objects.filter(person=cast.people["mesa_wbl"]).latest("at").pk
    twins = [cast.prospect(f"{canary('twin', word)} Works").employer for word in ("one", "other")]
    more["merge"] = merging.merge(*twins, by=director)
    more["calendar"] = calendars.renew_feed(by=director)
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
    more["confirm"] = _secret_of("front door confirm", "register")
    more["employer_sign_in"] = _secret_of("visitor sign-in", "sign-in")
    visitors |= let_students_in(more)
    world = World(cast, records, batches, requests, more, sessions, visitors)
    world.baseline = digest()
    return world


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


def let_students_in(more: dict[str, Any]) -> dict[str, dict[str, str]]:
    """A student of each college who signs in: their cookies."""
    found = {}
    for kind, row in more["students"].items():
        row.refresh_from_db()
        login = StudentLogin.objects.get(pk=row.login_id)
        found[f"{kind}_learner"] = {door_of("student").cookie: open_session(login, keep=True)}
    mail_sign_in(str(ask_to_sign_in(door_of("student"), login.email)))
    SignIn.objects.update(until=clock.now() + timedelta(9))
    more["student_sign_in"] = _secret_of("visitor sign-in", "sign-in")
    return found


def copied(cast: Cast) -> Any:
    """A copy of a message that waits for somebody to log it; its addresses and words are nobody else's."""
    words = {name: canary("own", f"copy{name}") for name in ("subject", "words", "to")}
    mail = f"From: mesa_wbl@people.example\nTo: {words['to']}@canary.example\nSubject: {words['subject']}\n\n"
    copies.take_copy(f"{mail}{words['words']}\n".encode(), by=cast.people["mesa_wbl"])
    return Copy.objects.get().pk


def take_world(folder: Path) -> World:
    """The world as it was built, its files copied into a folder of one's own, with a browser for everybody."""
    template = Template("world")
    world: World = template.result()
    shutil.copytree(template.files, folder, dirs_exist_ok=True)
    world.clients = {name: Client(raise_request_exception=False) for name in world.actors}
    return world


def _secret_of(kind: str, page: str) -> str:
    """The secret of the newest link of a kind, as it was mailed."""
    found = re.search(rf"/{page}/([\w-]+)/", OutgoingEmail.objects.filter(kind=kind).latest("queued_at").text)
    return found.group(1) if found else ""


def together(cast: Cast) -> dict[str, Any]:
    """A challenge with an answer and a decision, maps of the region and a college, a wish with a super user."""
    mesa, people = cast.mesa, cast.people
    row = challenges.raise_challenge("Nobody answers", "For weeks.", by=people["mesa_wbl"], institution=mesa)
    said = challenges.contribute(row, "The same here.", by=people["harbor_wbl"], institution=cast.harbor)
    row.refresh_from_db()
    settled = challenges.Decided("One call a month.", "The directors", clock.today())
    made = challenges.decide(row, settled, version=row.version, by=people["director"])
    row.refresh_from_db()
    found: dict[str, Any] = {"maps": {}, "steps": {}, "map_versions": {}}
    second: dict[str, Any] = {"branches": {}, "connections": {}, "second_steps": {}}
    office, own = (cast.region, "director"), (mesa, "mesa_admin")
    for kind, (place, by) in (("office", office), ("mesa", own), ("draft", own)):
        drawn = processes.begin_map(f"From lead to placement, {kind}", "", institution=place, by=people[by])
        told = {"step": None, "version": 0, "by": people[by]}
        steps = [processes.save_step(drawn, {"title": t, "destination": "employers"}, **told) for t in ("Call", "Vet")]
        processes.save_step(drawn, {"systems": "paper, Guildhall"}, step=steps[1], version=1, by=people[by])
        second["branches"][kind] = processes.branch(steps[0], steps[1], "soon", by=people[by]).pk
        joined = processes.connect(drawn, "Guildhall", "paper", "names", by=people[by])
        second["connections"][kind], second["second_steps"][kind] = joined.pk, steps[1].pk
        drawn.refresh_from_db()
        if kind != "draft":
            drawn = processes.publish_map(drawn, on=True, version=drawn.version, by=people[by])
        found["maps"][kind], found["steps"][kind], found["map_versions"][kind] = drawn.pk, steps[0].pk, drawn.version
    words = (canary("mesa", "internal"), canary("mesa", "internaltext"))
    inside = challenges.raise_challenge(*words, internal=True, by=people["mesa_wbl"], institution=mesa)
    found["internal"] = inside.pk
    principle = cast.clause("gates")
    adopting.adopt(mesa, principle, adopting.Adopted("varied", words="On Fridays."), version=0, by=people["mesa_admin"])
    found["principle"] = principle.pk
    improvements.name_super_user(mesa, people["mesa_cases"], by=people["mesa_admin"])
    wish = improvements.suggest("wish", "A larger button", "", by=people["mesa_jobs"], institution=mesa)
    name_point_of_contact(mesa, "news", people["mesa_cases"], by=people["mesa_admin"])
    news = announcing.announce("A fair in May", "All colleges.", institution=cast.region, by=people["director"])
    found |= {"news": news.pk, "delivery": news.deliveries.get(institution=mesa).pk}
    ids = {"challenge": row.pk, "contribution": said.pk, "decision": made.pk, "improvement": wish.pk}
    return found | second | ids | {"challenge_version": row.version}


def called(cast: Cast, records: dict[str, Record]) -> dict[str, Enquiry]:
    """What employers of every kind want, and somebody of whom only a name is known; and one that was closed."""
    rows = {kind: Enquiry.objects.get(pk=record.ids["enquiry"]) for kind, record in records.items()}
    details = {"origin": cast.mesa, "to": cast.mesa, "by": cast.people["mesa_teacher"]}
    mail = f"{canary('caller', 'email')}@canary.example"
    rows["unknown"] = taking.take_enquiry(
        taking.Call("call", "An intern", named=f"{canary('caller', 'name')} Mills", email=mail), **details
    )
    done = taking.take_enquiry(taking.Call("call", "A wrong number", named="Somebody"), **details)
    rows["closed"] = taking.close_enquiry(done, reason="wrong", version=1, by=cast.people["mesa_teacher"])
    return rows


def on_offer(cast: Cast, records: dict[str, Record]) -> dict[str, Any]:
    """What employers offer: behind the wall, posted, waiting, limited to one college, refused, closed, public."""
    director, mesa = cast.people["director"], {"holder": cast.mesa, "by": cast.people["mesa_jobs"]}
    rows = {kind: Opportunity.objects.get(pk=record.ids["offer"]) for kind, record in records.items()}
    for kind in ("shared", "exception"):
        rows[kind] = deciding.approve(rows[kind], version=1, by=director)
    employer = records["shared"].employer
    contact = employer.contacts.get(pk=records["shared"].ids["contact"])
    for kind in ("waiting", "limited", "refused", "closed", "public"):
        wanted = entering.Offer("job_full_time", canary(kind, "offer"), contact=contact)
        rows[kind] = entering.enter_opportunity(employer, wanted, **mesa)
    by = {"by": cast.people["mesa_wbl"]}
    deciding.refuse_opportunity(rows["refused"], deciding.Refusal("No.", kept=True), version=1, **by)
    for kind in ("limited", "closed", "public"):
        rows[kind] = deciding.approve(rows[kind], version=1, **by)
    limit = limiting.limit(rows["limited"], [cast.harbor], reason=canary("limited", "because"), until=None, **by)
    deciding.close(rows["closed"], "over", filled=None, version=2, **by)
    deciding.make_public(rows["public"], on=True, version=2, **by)
    standing.ask_whether_open(rows["public"], **by)
    kept = save_filter("offers", "kind=work", by=cast.people["mesa_wbl"], page="opportunities")
    alerting.set_alert(kept, on=True, **by)
    offers = {kind: Opportunity.objects.get(pk=row.pk) for kind, row in rows.items()}
    secret = _secret_of("opportunity still open", "still-open")
    return {"offers": offers, "limitation": limit.pk, "still_open": secret, "offer_search": kept.pk}


def asked_about_data(cast: Cast) -> dict[str, Any]:
    """Somebody who wants to be erased, somebody who waits for what is kept, and the link of somebody who got it."""
    administrator, day = cast.people["administrator"], clock.today()
    rows = {
        kind: answering.note_request(answering.Asked(kind, f"{name}@people.example", day), by=administrator).pk
        for kind, name in (("access", "curious"), ("erasure", "shy"))
    }
    answered = answering.note_request(answering.Asked("access", "nobody@people.example", day), by=administrator)
    second = enter_person("second.admin@people.example", "Sec", "Admin", by=None)
    grant(second, "region_administrator", cast.region, by=None)
    answered = answering.send_own_data(answered, version=1, by=second)
    answering.send_own_data(answered, version=answered.version, by=administrator)
    return {"data_requests": rows, "own_data": _secret_of("data request", "about-me")}


def drafted(cast: Cast) -> dict[str, Any]:
    """A draft of the region's next version, one of a college's own protocol, and a published one of that college."""
    drafts = {"region": start_draft(cast.region, "Vetting protocol", by=cast.people["director"])}
    for kind, place in (("mesa", cast.mesa), ("harbor", cast.harbor)):
        drafts[kind] = start_draft(place, f"{canary(kind, 'draft')} rules", by=cast.people[f"{kind}_admin"])
        write_clause(drafts[kind], Draft("1", "Courtesy", canary(kind, "clause")), by=cast.people[f"{kind}_admin"])
        drafts[kind].refresh_from_db()
    return {"drafts": drafts}


def taught(cast: Cast) -> dict[str, Any]:
    """Terms that nobody has to accept yet, and a course of each with sessions ahead and held: nothing is closed."""
    later = clock.today() + timedelta(days=400)
    found: dict[str, Any] = {"terms": {}, "courses": {}, "sessions": {}, "free": {}, "held": {}, "points": {}}
    holders = {"office": (cast.region, "administrator"), "mesa": (cast.mesa, "mesa_admin")}
    for kind, (place, by) in (holders | {"harbor": (cast.harbor, "harbor_admin")}).items():
        person = cast.people[by]
        found["terms"][kind] = earning.publish_terms(place, canary(kind, "terms"), in_force_from=later, by=person)
        values = {"title": canary(kind, "course"), "about": "", "unlocks": ["BULK_MAIL"], "valid_months": 12}
        course = earning.open_course(place, values | {"required_from": later}, by=person)
        where = {"place": canary(kind, "room"), "link": "", "seats": 9, "trainer": None}
        ahead, past = (clock.now() + timedelta(days=n) for n in (9, -9))
        found["courses"][kind] = course
        found["sessions"][kind] = earning.plan_session(course, where | {"starts_at": ahead}, by=person)
        found["free"][kind] = earning.plan_session(course, where | {"starts_at": ahead}, by=person)
        found["held"][kind] = earning.plan_session(course, where | {"starts_at": past}, by=person)
    earning.book(found["sessions"]["office"], by=cast.people["mesa_cases"])
    for kind, place in (("mesa", cast.mesa), ("harbor", cast.harbor)):
        found["points"][kind] = name_point_of_contact(place, "employers", cast.people[f"{kind}_wbl"], by=None)
    return found


def offered(cast: Cast) -> dict[str, Any]:
    """A program of study of each college and one of the region, in a pathway of each."""
    found: dict[str, Any] = {"pathways": {}, "programs": {}}
    holders = {"office": (cast.region, "director"), "mesa": (cast.mesa, "mesa_wbl")}
    for kind, (place, name) in (holders | {"harbor": (cast.harbor, "harbor_wbl")}).items():
        by = cast.people[name]
        path = programs.enter_pathway(place, programs.PathwayFacts(f"Care, {kind}", cluster="2024:040200"), by=by)
        facts = programs.ProgramFacts(f"Nursing, {kind}", "associate", cip="51.3801", pathway=path)
        found["pathways"][kind], found["programs"][kind] = path, programs.enter_program(place, facts, by=by)
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
    found["consent_link"] = _secret_of("consent asked", "consent")
    found["people_lists"] = {
        kind: people_lists.bring(
            upload(f"First name,Last name,Shoes\n{canary(kind, 'roster')},Ibarra,9\n"), "roster.csv", kind="students",
            institution=place, by=cast.people[name],
        )
        for kind, (place, name) in {"mesa": (cast.mesa, "mesa_wbl"), "harbor": (cast.harbor, "harbor_wbl")}.items()
    }  # fmt: skip
    return found


def placed(cast: Cast, shared: Record, more: dict[str, Any]) -> dict[str, Any]:
    """Of each college a student who applied, one who has a place, a group, and what an employer is asked by a link."""
    found: dict[str, Any] = {"applications": {}, "placements": {}, "groups": {}, "put": {}}
    contact = shared.employer.contacts.get(pk=shared.ids["contact"])
    for kind, (place, name) in {"mesa": (cast.mesa, "mesa_wbl"), "harbor": (cast.harbor, "harbor_wbl")}.items():
        by, student = cast.people[name], more["students"][kind]
        note = canary(kind, "applicationnote")
        found["applications"][kind] = applying.refer(student, more["offers"]["shared"], note=note, by=by)
        found["put"][kind] = applying.shortlist(applying.refer(student, more["offers"]["public"], by=by), by=by)
        plan = Plan(shared.employer, "internship_paid", canary(kind, "placement"), supervisor=contact)
        found["placements"][kind] = accepting.place(student, plan, by=by)
        group = grouping.Group("workplace_tour", clock.today(), "elementary", 24, canary(kind, "group"))
        found["groups"][kind] = grouping.count_group(place, shared.employer, group, by=by)
    questions.ask_about(found["placements"]["mesa"], "start", by=cast.people["mesa_wbl"])
    found["placements"]["mesa"].refresh_from_db()
    return found | {"placement_question": _secret_of("placement question", "placement")}


def upload(text: str = "Employer,City\nA quite new bakery,Redstone\n") -> SimpleUploadedFile:
    """A list as a browser sends it."""
    return SimpleUploadedFile("new.csv", text.encode(), "text/csv")
