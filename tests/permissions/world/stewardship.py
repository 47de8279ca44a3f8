"""Requests about personal data."""

from typing import Any

from guildhall.lib import clock
from guildhall.people.actions.persons import enter_person, grant
from guildhall.stewardship.actions import answering
from tests.cast import Cast
from tests.permissions.world.words import secret_of


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
    return {"data_requests": rows, "own_data": secret_of("data request", "about-me")}
