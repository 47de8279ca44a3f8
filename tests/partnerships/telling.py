"""Updates of an initiative and whoever hears of them, for the tests of this app."""

from datetime import timedelta

import time_machine

from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.actions import following, initiatives
from guildhall.partnerships.actions import updates as actions
from guildhall.partnerships.actions.stakeholders import Answered, record_answer
from guildhall.partnerships.actions.updates import Written
from tests.partnerships.building import taken_in

ADDRESS = "board@partners.example"


def written(title="The first quarter", **more):
    today = clock.today()
    facts = {"summary": "Four pathways are drafted.", "text": "We met twice.", "ahead": "We sign."}
    return Written(title, today - timedelta(30), today, **(facts | more))


def drafted(cast, row, figures=("accepted",), **more):
    return actions.draft_update(row, written(**more), figures, by=cast.mesa_convener)


def published(cast, row, figures=("accepted",), **more):
    made = drafted(cast, row, figures, **more)
    return actions.publish_update(made, version=made.version, by=cast.mesa_convener)


def accepts(cast, row, who, **more):
    made = taken_in(cast, row, who, **more)
    said = Answered(accepted=True, how="spoken", on=clock.today())
    return record_answer(made, said, version=made.version, by=cast.mesa_convener)


def public(row, by):
    row.refresh_from_db()
    return initiatives.publish_initiative(row, public=True, version=row.version, by=by)


def letters(to=ADDRESS):
    return OutgoingEmail.objects.filter(kind="progress update", to=to).order_by("pk")


def choose(part, how, by):
    known = following.follower_for(part)
    return following.note_choice(part, how, version=known.version, by=by)


def partner(cast, row, how, who="State board", email=ADDRESS, **more):
    part = accepts(cast, row, who, email=email, **more)
    choose(part, how, cast.mesa_convener)
    return part


def months_later(n):
    """The first day of the n-th month from now, at noon of the region."""
    day = clock.today().replace(day=1)
    for _month in range(n):
        day = (day + timedelta(32)).replace(day=1)
    return time_machine.travel(clock.noon_of(day))


def next_quarter():
    day = clock.today()
    month = 3 * ((day.month - 1) // 3) + 4
    first = day.replace(year=day.year + (month > 12), month=(month - 1) % 12 + 1, day=1)
    return time_machine.travel(clock.noon_of(first))
