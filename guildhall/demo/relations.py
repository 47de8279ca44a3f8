"""How the demo's employers say it is going, what ended, and who was brought in."""

import re
from collections.abc import Sequence
from datetime import timedelta

from guildhall.demo.moments import Days
from guildhall.demo.rested import Rested
from guildhall.demo.staff import Staff
from guildhall.demo.steps import dice, step
from guildhall.demo.timeline import Shared
from guildhall.engagements.actions import relating
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Institution

# Days back and scores, the oldest first: most are content, two need somebody to look.
COURSES = (((90, 4), (20, 5)), ((80, 5), (15, 3)), ((60, 4),), ((70, 3), (12, 2)), ((150, 4),), ((40, 5),), ((33, 4),))
WORDS = {2: "Three colleges called in one week.", 3: "We still wait for the schedule.", 5: "One list, one contact."}
LESSONS = (
    ("They moved production to another state.", "Ask at the yearly review what is planned for the site."),
    ("Two students left without a word.", "Name one person on our side whom the supervisor can call."),
)


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it with employers that every institution sees, and that the touch budget lets us ask on every day."""
    usable = [row for row in rows if len(row.only) == 10 and any(c.email for c in row.contacts) and not row.quiet]
    rested = Rested(usable, days)
    dice("relations").shuffle(usable)
    for course in COURSES:
        asked = rested.take(usable, [days.back(back) for back, _score in course])
        for back, score in course:
            _ask(asked, back, score, days, places, staff)
    for reason, lesson in LESSONS:
        left = usable.pop()
        by = staff.in_touch(left.home)[0]
        with step("end a relationship", left.employer, days.at(45, 9)):
            said = relating.Lesson(days.back(46), reason, lesson)
            relating.end_relationship(left.employer, said, by=by, institution=places[left.home])
    guest = relating.Invitation(
        "Dr. Imogen Fairweather",
        "imogen.fairweather@mesagrande.example",
        "Is the machine hall safe for a class of eighteen?",
        days.today + timedelta(21),
    )
    shown = usable.pop().employer
    with step("bring in a guest", shown):
        relating.bring_in(shown, guest, by=staff.in_touch("MGC")[0], institution=places["MGC"])


def _ask(shared: Shared, back: int, score: int, days: Days, places: dict[str, Institution], staff: Staff) -> None:
    code = shared.home
    contact = next(c for c in shared.contacts if c.email)
    mails = OutgoingEmail.objects.filter(kind="temperature", to=contact.email)
    earlier = list(mails.values_list("pk", flat=True))
    with step("take the temperature", shared.employer, days.at(back, 10)):
        relating.take_temperature(shared.employer, contact, by=staff.in_touch(code)[0], institution=places[code])
    match = re.search(r"/how-is-it-going/([\w-]+)/", mails.exclude(pk__in=earlier).get().text)
    assert match
    with step("answer about the temperature", shared.employer, days.at(back, 15)):
        relating.answer_temperature(match.group(1), score, WORDS.get(score, ""))
