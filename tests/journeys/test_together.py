"""Journey 14, its two ends: a challenge, a decision and what came of it; the ranked list of improvements."""

from datetime import timedelta

import pytest

from guildhall.community.actions import improvements
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.ui.dates import in_words

pytestmark = pytest.mark.browser


def test_from_a_challenge_to_what_came_of_it(town, visit, width):
    coordinator = visit(town.mesa_wbl, width=width)
    coordinator.menu("Community")
    coordinator.reads("Nobody has raised a challenge")
    coordinator.link("Raise a challenge").click()
    coordinator.type("In one line", "Hospitals stop answering before a semester")
    coordinator.type("What makes it hard", "All of us call in the same week.")
    coordinator.fits()
    coordinator.button("Raise it").click()
    coordinator.heading("Hospitals stop answering before a semester")
    path = coordinator.page.url.removeprefix(coordinator.base)

    colleague = visit(town.harbor_wbl, width=width)
    colleague.menu("Community")
    colleague.link("Hospitals stop answering").click()
    colleague.type("Your words", "The same here.")
    colleague.button("Say it").click()
    colleague.reads("The same here.", str(town.harbor_wbl))
    assert OutgoingEmail.objects.get(kind="contribution").to == town.mesa_wbl.email

    director = visit(town.director, width=width)
    director.go(path)
    director.link("Write a decision down").click()
    director.type("What is decided", "One list for all colleges.")
    director.type("Who decided", "Directors and coordinators")
    director.page.get_by_label("Look again on").fill(clock.today().isoformat())
    director.button("Save").click()
    director.reads("Look at it again after it was decided.", "One list for all colleges.")
    later = clock.today() + timedelta(400)
    director.page.get_by_label("Look again on").fill(later.isoformat())
    director.fits()
    director.button("Save").click()
    director.reads("Decided", f"To be looked at again on {in_words(later)}")
    director.link("Draft a protocol").click()
    director.page.get_by_label("The next version of Vetting protocol").check()
    director.button("Begin the draft").click()
    director.heading("Vetting protocol v2")
    director.go(path)
    director.link("What came of it?").click()
    director.type("What came of it", "Two calls a hospital instead of nine.")
    director.page.get_by_label("Protocol drafted because of it").select_option(label="Vetting protocol v2")
    director.button("Save").click()
    director.reads("Two calls a hospital instead of nine.", "Vetting protocol v2")
    assert coordinator.taps() <= 6  # opened the menu and its part, raised
    assert director.taps() <= 9  # decided, drafted, wrote down what came of it
    director.fits()
    colleague.go(path)
    colleague.reads("One list for all colleges.", "Two calls a hospital instead of nine.")
    colleague.does_not_read("Vetting protocol v2")  # a draft is for its writers


def test_the_list_is_ranked_by_super_users(town, visit, width):
    improvements.name_super_user(town.mesa, town.mesa_cases, by=town.mesa_admin)
    anybody = visit(town.mesa_wbl, width=width)
    anybody.menu("Improvements")
    for title in ("A larger button", "A map of the campus"):
        anybody.link("Suggest something").click()
        anybody.type("In one line", title)
        anybody.button("Put it on the list").click()
        anybody.heading(title)
        anybody.reads("Super users vote.")
        anybody.go("/improvements/")
    speaker = visit(town.mesa_cases, width=width)
    speaker.menu("Improvements")
    speaker.button("Vote for A larger button").click()
    first = speaker.page.locator("main li").first
    assert "A larger button" in first.inner_text()
    assert "1 vote" in first.inner_text()
    speaker.fits()
    speaker.link("A larger button").click()
    speaker.page.get_by_label("How far is it?").select_option(label="Declined")
    speaker.button("Save").click()
    speaker.reads("Write why it is declined.")
    speaker.type("Answer", "It would not fit on a phone.")
    speaker.button("Save").click()
    speaker.reads("It would not fit on a phone.")
    speaker.fits()
    anybody.go("/news/")
    anybody.button("I have read it").click()
    anybody.heading("What is new")
    anybody.fits()
