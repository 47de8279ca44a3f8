"""Bulk e-mail of Mesa in every state, and a draft of Harbor; who was trained for it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.mailings.actions import attaching, deciding, merging, selecting, writing
from guildhall.mailings.links import address_of, secret_of
from guildhall.mailings.models import Mailbox, Mailing
from guildhall.people.actions import earning
from guildhall.people.models import Person, Terms
from tests.cast import Cast
from tests.moments import next_monday
from tests.permissions.world.record import Record
from tests.pictures import picture

TRAINED = ("director", "second", "mesa_admin", "mesa_wbl", "mesa_career", "harbor_admin")
STATES = ("draft", "waiting", "approved", "scheduled", "stopped", "merging")


def bound_by_terms(cast: Cast) -> None:
    """Terms in force that all of the staff have accepted, and a training that some have attended (N10)."""
    by = cast.people["administrator"]
    terms = earning.publish_terms(cast.region, "Write kindly.", in_force_from=clock.today(), by=by)
    for person in cast.people.values():
        if person.standing.is_staff:
            earning.accept_terms(terms, by=person)
    values = {"title": "Writing to many", "about": "", "unlocks": ["BULK_MAIL"], "valid_months": 12}
    course = earning.open_course(cast.region, values | {"required_from": clock.today()}, by=by)
    where = {"place": "Online", "link": "", "seats": None, "trainer": None}
    held = earning.plan_session(course, where | {"starts_at": clock.now() - timedelta(days=2)}, by=by)
    earning.note_attendance(held, [cast.people[name] for name in TRAINED], by=by)
    for name in TRAINED:  # what was read of them before they were trained is read anew
        cast.people[name] = Person.objects.get(pk=cast.people[name].pk)


def bind(person: Person) -> None:
    """Somebody who came later accepts the terms as well."""
    earning.accept_terms(Terms.objects.get(in_force_from__lte=clock.today()), by=person)
    person.forget_standing()


def mailed(cast: Cast, records: dict[str, Record], more: dict[str, Any], canary: Callable[[str, str], str]) -> Any:
    """One mailing for each state, its sources, and what hangs on them."""
    Contact.objects.filter(employer=records["shared"].employer).update(mail_topics=["events", "news"])
    senders = {"mesa": _sender(cast, "mesa", canary), "harbor": _sender(cast, "harbor", canary)}
    templates = {"mesa": _template(cast, "mesa", canary), "harbor": _template(cast, "harbor", canary)}
    rows = {kind: _drafted(cast, "mesa", kind, senders["mesa"], canary) for kind in STATES}
    rows["harbor"] = _drafted(cast, "harbor", "harbor", senders["harbor"], canary)
    for row in rows.values():  # one stakeholder has accepted, and is held by nothing
        key = more["initiatives"]["initiative"].pk
        selecting.add_source(row, "initiative", label="Stakeholders", key=key, by=row.author)
    rows = {kind: Mailing.objects.get(pk=row.pk) for kind, row in rows.items()}
    for kind in ("waiting", "approved", "scheduled", "stopped"):
        _ask(cast, rows, kind)
    for kind in ("approved", "scheduled", "stopped"):
        rows[kind] = deciding.approve(rows[kind], version=rows[kind].version, by=cast.people["mesa_admin"])
    for kind in ("scheduled", "stopped"):
        at, by = next_monday(10), cast.people["mesa_wbl"]
        rows[kind] = deciding.schedule(rows[kind], at, version=rows[kind].version, by=by)
    why, by = canary("mailmesa", "why"), cast.people["mesa_admin"]
    rows["stopped"] = deciding.stop(rows["stopped"], why, version=rows["stopped"].version, by=by)
    merging.carry(rows["draft"], event=more["events"]["public"], by=cast.people["mesa_wbl"])
    upload = SimpleUploadedFile("map.txt", b"Where to park.\n")  # whoever has the link reads it
    paper = attaching.attach(rows["draft"], upload, by=cast.people["mesa_wbl"])
    hall = attaching.add_picture(templates["mesa"], picture(), "The hall", by=cast.people["mesa_wbl"])
    templates["mesa"].refresh_from_db()
    Mailing.objects.filter(pk=rows["merging"].pk).update(travels_with=rows["scheduled"], merge="offered")
    rows["students"] = _to_students(cast, senders["mesa"], canary)
    box = Mailbox.objects.create(address="choices@people.example", since=clock.now())
    fresh = {kind: Mailing.objects.get(pk=row.pk) for kind, row in rows.items()}
    others = {kind: row for kind, row in fresh.items() if not row.to_students}
    sources = {kind: row.sources.get(kind="initiative").pk for kind, row in others.items()}
    return {
        "mailings": fresh,
        "mail_senders": senders,
        "mail_templates": templates,
        "mail_sources": sources | {"students": fresh["students"].sources.get().pk},
        "mail_recipients": {kind: row.ledger.filter(state="included").first().pk for kind, row in fresh.items()},
        "mail_file": (paper.pk, address_of(paper.pk).rstrip("/").rpartition("/")[2]),
        "mail_picture": hall.pk,
        "mail_carried": fresh["draft"].carried.get().pk,
        "mail_choices": secret_of(box.pk, fresh["scheduled"].pk),
    }


def _by(cast: Cast, place: str) -> Any:
    return cast.people["mesa_wbl" if place == "mesa" else "harbor_admin"]


def _sender(cast: Cast, place: str, canary: Callable[[str, str], str]) -> Any:
    values = {"title": canary(f"mail{place}", "sender"), "reply_to": f"answers@{place}.example",
              "postal_address": "1 College Way"}  # fmt: skip
    return writing.save_sender(values, institution=getattr(cast, place), by=_by(cast, place))


def _template(cast: Cast, place: str, canary: Callable[[str, str], str]) -> Any:
    values = {"title": canary(f"mail{place}", "template"), "subject": "Our fair", "body": "Dear {first_name|colleague}"}
    return writing.save_template(values, institution=getattr(cast, place), by=_by(cast, place))


def _drafted(cast: Cast, place: str, kind: str, sender: Any, canary: Callable[[str, str], str]) -> Mailing:
    own, by = canary(f"mail{place}", f"letter{kind}"), _by(cast, place)
    draft = writing.Draft(sender, "events", own, f"Dear {{first_name|colleague}}, {canary(f'mail{place}', 'body')}.")
    row = writing.write_mailing(draft, institution=getattr(cast, place), by=by)
    selecting.add_source(row, "employers", label="Everybody", query="all=yes", whom="all", by=by)
    return Mailing.objects.get(pk=row.pk)


def _to_students(cast: Cast, sender: Any, canary: Callable[[str, str], str]) -> Mailing:
    """A draft to the coordinator's own caseload: whoever does not see students reads its words alone."""
    by = cast.people["mesa_wbl"]
    words = (canary("mailmesa", "letterstudents"), f"Hello, {canary('mailmesa', 'body')}.")
    draft = writing.Draft(sender, "student_news", *words, audience="students")
    row = writing.write_mailing(draft, institution=cast.mesa, by=by)
    selecting.add_source(row, "caseload", label="A caseload", key=by.pk, by=by)
    return row


def _ask(cast: Cast, rows: dict[str, Mailing], kind: str) -> None:
    rows[kind] = deciding.ask_for_approval(rows[kind], version=rows[kind].version, by=cast.people["mesa_wbl"])
