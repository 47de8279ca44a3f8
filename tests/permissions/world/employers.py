"""An employer on every side of the wall, with everything that hangs on it and a canary in every field."""

from datetime import date, timedelta
from typing import Any

from guildhall.employers.actions import contesting, editing, key_accounts
from guildhall.engagements.actions import asking as planning
from guildhall.engagements.actions import attaching, easing, following, holding, relating
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.enquiries.actions import taking
from guildhall.lib import clock
from guildhall.opportunities.actions import entering
from guildhall.people.models import Person
from tests.cast import Cast
from tests.permissions.world.prospects import developed
from tests.permissions.world.record import Record
from tests.permissions.world.words import PHONES, canary, name_of


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
    record.prospect = developed(cast, prospect, kind, by)
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
