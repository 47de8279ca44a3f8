"""What the newest apps hang on an employer that is hidden from everybody but its holder (A1)."""

from datetime import timedelta
from typing import Any

from guildhall.boards.models import Member as Seated
from guildhall.boards.models import Seat, SeatFor
from guildhall.demand.actions import roles
from guildhall.intermediaries.actions import bodies, meetings, members
from guildhall.intermediaries.actions.bodies import Described, Held
from guildhall.intermediaries.actions.meetings import Noted
from guildhall.lib import clock
from guildhall.mailings.models import Recipient
from guildhall.partnerships.actions import stakeholders
from guildhall.partnerships.actions.stakeholders import Answered, Part, Somebody
from guildhall.partnerships.models import Category, Stakeholder
from guildhall.relations.actions import say_same_person
from tests.permissions.world.record import Record, World


def hang_on(world: World, record: Record) -> None:
    """Seats, roles, memberships, a part in an initiative and in mailings, beside those of an employer that all see."""
    director = world.cast.people["director"]
    _on_boards(world, record)
    _in_demand(record, director)
    _in_chambers(world, record, director)
    _in_initiatives(world, record, director)
    contact = record.employer.contacts.current().first()
    say_same_person(contact, world.cast.people["mesa_instructor"], by=director)
    for mailing in world.more["mailings"].values():
        if mailing.to_students:
            continue
        Recipient.objects.create(mailing=mailing, contact=contact, state="included")


def _on_boards(world: World, record: Record) -> None:
    """A seat of its own, and one that somebody of it sits on: it was shared once."""
    board = world.more["boards"]["open"]
    own, sat_on = (Seat.objects.create(board=board, category="business") for _seat in range(2))
    SeatFor.objects.create(seat=own, employer=record.employer)
    today = clock.today()
    Seated.objects.create(
        board=board, seat=sat_on, contact=record.employer.contacts.current().first(), state="serving",
        starts_on=today - timedelta(400), ends_on=today + timedelta(9), accepted_on=today - timedelta(400),
    )  # fmt: skip


def _in_demand(record: Record, director: Any) -> None:
    for soc in ("29-1141", "31-1131", "47-2231", ""):
        role = roles.Role("Somebody for the night", clock.today() + timedelta(90), soc, "2018" if soc else "", 7)
        roles.note_role(record.employer, role, by=director)
    past = roles.note_role(record.employer, roles.Role("Past", clock.today() + timedelta(9)), by=director)
    type(past).objects.filter(pk=past.pk).update(until=clock.today() - timedelta(1))


def _in_chambers(world: World, record: Record, director: Any) -> None:
    employer, shared = record.employer, world.records["shared"].employer
    bodies.describe(employer, Described("chamber", "county", "The coast", "quarterly"), by=director)
    members.add_member(employer, shared, by=director)
    members.add_member(shared, employer, by=world.cast.people["director"])
    held = Held("board", "Chair", director, to_date=clock.today() + timedelta(20))
    bodies.hold(employer, held, institution=world.cast.region, by=director)
    for days in (-5, 20):
        noted = Noted("Breakfast", clock.today() + timedelta(days), "Hall")
        meetings.note_meeting(employer, noted, institution=world.cast.region, by=director)


def _in_initiatives(world: World, record: Record, director: Any) -> None:
    """A part of every category, each accepted: it was shared when it took them. A line of the plan that such a partner
    sees to is told as that of “a partner”, so none is hung on it here.
    """
    row = world.more["initiatives"]["initiative"]
    for category in Category.objects.all():
        somebody = Somebody(body=f"For {category}", name="Ana Hale")
        part = Part(category, roles=["decider", "champion", "doer", "connector"])
        made = stakeholders.take_in(row, somebody, part, by=director)
        said = Answered(accepted=True, how="spoken", on=clock.today())
        stakeholders.record_answer(made, said, version=made.version, by=director)
    hers = Stakeholder.objects.filter(initiative=row, name="Ana Hale")
    hers.update(employer=record.employer, body="")
