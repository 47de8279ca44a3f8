"""Journey 13: the papers of an initiative, what stands in its way, and where it is measured."""

import re
from datetime import timedelta

from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail

TITLE = "Career pathways for Mesa"
BOARD = "board@partners.example"


def link_in(kind, page, to):
    text = OutgoingEmail.objects.filter(kind=kind, to=to).latest("queued_at").text
    return re.search(rf"https?://[^/\s]+(/{page}/\S+/)", text).group(1)


def day(days):
    return str(clock.today() + timedelta(days))


def has_its_papers_approved(staff, row, partner):
    """How the initiative works is written down and put up; the partner who decides approves it by a link."""
    staff.go(f"/initiatives/{row.initiative_id}/protocol/")
    staff.link("Write it").click()
    staff.type("How do we work and decide?", "Those who decide read two weeks ahead.")
    staff.button("Save").click()
    staff.link("put it up for approval").click()
    staff.type("At which point of the work?", "Before the kickoff")
    staff.type("Answers until", day(14))
    staff.button("Put it up").click()
    staff.reads("waits for answers", "Those who decide read two weeks ahead.")
    staff.fits()
    partner.go(link_in("approval of a paper", "approve-paper", BOARD))
    partner.reads("Before the kickoff", "Those who decide read two weeks ahead.")
    partner.choose("I approve it once something is changed")
    partner.button("Answer").click()
    partner.reads("Write what has to change")
    partner.choose("I approve it")
    partner.button("Answer").click()
    partner.reads("Thank you.")
    partner.fits()
    staff.go(f"/initiatives/{row.initiative_id}/approval/")
    staff.reads("approved by 1 of 1")


def names_what_stands_in_the_way(staff, row):
    """A rule and whose it is, and what another state does about it."""
    staff.go(f"/initiatives/{row.initiative_id}/policy/")
    staff.link("Add a barrier").click()
    staff.type("What stands in the way?", "Credit ends at the county line")
    staff.type("Whose rule is it?", "State board")
    staff.button("Save").click()
    staff.link("How far is it? Credit ends at the county line").click()
    staff.choose("Removed")
    staff.type("What came of it", "Lifted in May.")
    staff.button("Save").click()
    staff.link("Add a model").click()
    staff.type("Which state or region?", "Delaware")
    staff.type("What is it called?", "Delaware Pathways")
    staff.type("What do they do there?", "Fourteen fields.")
    staff.button("Save").click()
    staff.reads("Lifted in May.", "Delaware Pathways")
    staff.fits()


def is_measured(staff, row):
    """Its own figures, those of the territory, what partners say in all initiatives, and stories."""
    staff.go(f"/initiatives/{row.initiative_id}/figures/")
    staff.reads("Partners with a part", "no pathway named", "Agreements in force")
    staff.fits()
    staff.link("Outcomes of the whole territory").click()
    staff.reads("Value of credit earned early", "Satisfaction of partners")
    staff.fits()
    staff.go("/initiatives/satisfaction/")
    staff.reads(TITLE)
    staff.go("/stories/")
    staff.heading("Success stories")
    staff.fits()
