"""How the demo's employers say it is going, what ended, and who was brought in."""

import random
import re
from collections.abc import Sequence
from datetime import timedelta

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.timeline import Shared
from guildhall.engagements.actions import relating
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Institution

# Days back and scores, the oldest first: most are content, two need somebody to look.
COURSES = (((90, 4), (20, 5)), ((80, 5), (15, 3)), ((60, 4),), ((70, 3), (12, 2)), ((150, 4),), ((40, 5),), ((33, 4),))
WORDS = {2: "Three colleges called in one week.", 3: "We still wait for the schedule.", 5: "One list, one contact."}
LESSONS = (
    ("They moved production to another state.", "Ask at the yearly review what is planned for the site."),
    ("Two students left without a word.", "Name one person on our side whom the supervisor can call."),
)


def tell(rows: Sequence[Shared], days: Days, rng: random.Random, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it, as far as the touch budget lets us ask."""
    usable = [row for row in rows if len(row.only) == 10 and row.contacts and not row.quiet]
    picked = rng.sample(usable, min(len(usable), len(COURSES) + len(LESSONS) + 1))
    for shared, course in zip(picked, COURSES, strict=False):
        for back, score in course:
            _ask(shared, back, score, days, places, staff)
    for shared, (reason, lesson) in zip(picked[len(COURSES) :], LESSONS, strict=False):
        code = shared.home
        with clock.at(days.at(45, 9)):
            said = relating.Lesson(days.back(46), reason, lesson)
            by = staff.in_touch(code)[0]
            relating.end_relationship(shared.employer, said, by=by, institution=places[code])
    guest = relating.Invitation(
        "Dr. Imogen Fairweather",
        "imogen.fairweather@mesagrande.example",
        "Is the machine hall safe for a class of eighteen?",
        days.today + timedelta(21),
    )
    last = picked[-1].employer
    relating.bring_in(last, guest, by=staff.in_touch("MGC")[0], institution=places["MGC"])


def _ask(shared: Shared, back: int, score: int, days: Days, places: dict[str, Institution], staff: Staff) -> None:
    code = shared.home
    contact = next((c for c in shared.contacts if c.email), None)
    if contact is None:
        return
    with clock.at(days.at(back, 10)):
        try:
            relating.take_temperature(shared.employer, contact, by=staff.in_touch(code)[0], institution=places[code])
        except Refused:
            return  # their budget was used up on that day
    text = OutgoingEmail.objects.filter(kind="temperature", to=contact.email).latest("queued_at").text
    if found := re.search(r"/how-is-it-going/([\w-]+)/", text):
        with clock.at(days.at(back, 15)):
            relating.answer_temperature(found.group(1), score, WORDS.get(score, ""))
