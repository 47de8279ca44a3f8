"""What yearly figures are made of: a participation, names that wait, people of two lists and attestations."""

from datetime import timedelta
from typing import Any

from guildhall.lib import clock
from guildhall.placements.actions.attesting import Term, attest
from guildhall.placements.actions.settling import join_people, leave_host_alone
from guildhall.placements.actions.terms import set_term
from guildhall.placements.models import Experience, Host
from guildhall.placements.names import person_named, person_numbered
from tests.cast import Cast


def counted(cast: Cast, canary: Any) -> dict[str, Any]:
    """Of each college a name that waits, one that is settled, somebody listed in two ways, and what was attested."""
    found: dict[str, Any] = {"hosts": {}, "settled_hosts": {}, "named": {}, "same_people": {}, "attestations": {}}
    found["due_terms"] = {}
    for kind, (place, name) in {"mesa": (cast.mesa, "mesa_wbl"), "harbor": (cast.harbor, "harbor_wbl")}.items():
        by = cast.people[name]
        for which in ("hosts", "settled_hosts"):
            called = canary(kind, which)
            found[which][kind] = Host.objects.create(institution=place, name=called, key=called)
        leave_host_alone(found["settled_hosts"][kind], version=1, by=by)
        for which in ("twice", "joined"):
            _listed_twice(place, canary(kind, f"person{which}"), found["hosts"][kind])
        found["named"][kind] = person_named("student", canary(kind, "persontwice"))
        found["same_people"][kind] = join_people(place, person_named("student", canary(kind, "personjoined")), by=by)
        found["settled_hosts"][kind].refresh_from_db()
    today = clock.today()
    for kind, (place, name) in {
        "mesa": (cast.mesa, "mesa_wbl"), "harbor": (cast.harbor, "harbor_wbl"), "office": (cast.region, "director"),
    }.items():  # fmt: skip
        term = Term(today - timedelta(30), today - timedelta(1))
        found["attestations"][kind] = attest(place, term, by=cast.people[name])
        days = (today - timedelta(60), today - timedelta(1), today + timedelta(5))
        found["due_terms"][kind] = set_term(place, "Spring", *days, by=cast.people[name])
    return found


def _listed_twice(place: Any, name: str, host: Host) -> None:
    """Somebody whom one list gives by name, another one by name and number."""
    number = name[-12:]
    facts = {"institution": place, "activity": "job_shadow", "start_on": clock.today(), "status": "completed"}
    for n, (person, given) in enumerate([(person_named("student", name), ""), (person_numbered(number), number)]):
        Experience.objects.create(
            **facts, person=person, person_name=name, person_number=given, host=host, mark=f"{name[:25]}{n}"
        )
