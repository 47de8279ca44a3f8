"""A year of updates of the initiative in the demo: what it told, in words and figures, and who hears how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from guildhall.demo.moments import Days
from guildhall.demo.steps import step
from guildhall.lib import clock
from guildhall.partnerships.actions import following, initiatives, planning, updates
from guildhall.partnerships.actions.letters import send_letters
from guildhall.partnerships.actions.planning import Planned
from guildhall.partnerships.actions.updates import Written
from guildhall.partnerships.follow_links import secret_of
from guildhall.partnerships.models import Initiative, Stakeholder
from guildhall.people.models import Person


@dataclass(frozen=True)
class Told:
    """One update: how many days ago, its words, its figures, and whether everybody reads it."""

    days: int
    title: str
    summary: str
    text: str
    ahead: str
    figures: tuple[str, ...]
    public: bool = True


YEAR = (
    Told(305, "The right people are at the table",
         "Eight partners of five sectors have taken a part. One sector is still without a voice.",
         "We wrote down what we need to know before we asked anybody, and talked with each candidate. Two said no, "
         "and told us why. The Chamber has named ten employers whom we may ask.",
         "The kickoff, in the fall.", ("accepted", "sectors")),
    Told(245, "What we agreed on at the kickoff",
         "Four priority elements came out of the first meeting, and three partners committed time and money.",
         "Each of the small groups chose with reasons, and the tally was on the wall for everybody to see. Parents "
         "asked for one map instead of four leaflets; that is now the first thing on the list.",
         "A design team for each pathway.", ("accepted", "sectors", "employers")),
    Told(185, "Four design teams are at work",
         "Health, trades, technology and business each have a team with a teacher, a college and an employer.",
         "The teams meet every second week. Drafts go out two weeks before anybody decides about them: the first ones "
         "came too late to be read, and several of you said so.",
         "First drafts in the winter.", ("accepted", "done", "employers", "active"), public=False),
    Told(125, "The first drafts can be read",
         "Health and trades are drafted from ninth grade to the second credential. Tell us what is wrong with them.",
         "Two tests that asked the same were made one. A student who completes the health draft takes eleven credits "
         "to any college of the region.",
         "The board reads in a month.", ("done", "late", "sectors")),
    Told(65, "Places to learn at work",
         "Employers offer more places than a year ago, and the first agreements count themselves.",
         "Whoever hosts told us what they need: one named person at each college, and papers that somebody else fills "
         "in. Both are in the agreements.",
         "Everybody is asked how it goes.", ("employers", "active", "done")),
)  # fmt: skip
DRAFT = Told(
    2, "A year of Career pathways", "What we said a year ago, and what there is now.",
    "To be written once the evaluation is read.", "", ("accepted", "sectors", "done", "satisfaction", "employers"),
)  # fmt: skip
CHOICES = {"Marguerite Osei": "every", "Dale Whitfield": "every", "Dr. Hal Brenner": "never"}


def tell_for_a_year(row: Initiative, voices: Sequence[Stakeholder], by: Person, days: Days) -> None:
    """Updates from the first voices on; partners hear as often as they chose."""
    with step("choose how often", row, days.at(330, 9)):
        _choose(row, voices, by)
    for told in YEAR:
        with step("publish an update", told.title, days.at(told.days, 11)):
            row = Initiative.objects.get(pk=row.pk)
            if row.public_at is None:
                row = initiatives.publish_initiative(row, public=True, version=row.version, by=by)
            made = updates.draft_update(row, _written(told), told.figures, by=by)
            updates.publish_update(made, version=made.version, by=by)
            send_letters()


def draft_a_report(row: Initiative, by: Person, days: Days) -> None:
    """The draft of a year's report, for a line of the communications plan."""
    words = Planned("Report of the first year", "process", "communication", "everybody", by, due_on=days.ahead(15))
    line = planning.plan_activity(row, words, by=by)
    updates.draft_update(row, _written(DRAFT, line), DRAFT.figures, by=by)


def _choose(row: Initiative, voices: Sequence[Stakeholder], by: Person) -> None:
    accepted = Stakeholder.objects.filter(initiative=row, state=Stakeholder.State.ACCEPTED)
    for one in accepted.filter(pk__in=[voice.pk for voice in voices]):
        known = following.follower_for(one)
        if how := CHOICES.get(one.name):
            following.choose_by_link(secret_of(known.pk), how)
    for lead in row.leads.exclude(person=by).select_related("person"):
        following.follow(row, "every", by=lead.person)


def _written(told: Told, line: Any = None) -> Written:
    today = clock.today()
    words = {"summary": told.summary, "text": told.text, "ahead": told.ahead, "public": told.public}
    return Written(told.title, today - timedelta(60), today, activity=line, settles=line is not None, **words)  # type: ignore[arg-type]
