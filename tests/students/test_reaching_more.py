"""Which code may reach more than the person who asks."""

import ast

import pytest

from tests.architecture.sources import CODE, modules, tree

pytestmark = pytest.mark.django_db


# Where the software acts as itself: each place reaches more than one person may see, so each is named here.
KEEPS = {
    "queue": "jobs, with their keeper and reason",
    "context/commands.py": "commands, with theirs",
    "agreements/actions/signing.py": "the one agreement that a link or an employer's own door signs",
    "agreements/actions/linking.py": "the one agreement that a link opens",
    "agreements/queries/counting.py": "how far the duties of an agreement are, which names nobody",
    "agreements/queries/door.py": "the agreements that an employer is a party to",
    "agreements/queries/lists.py": "whether students are at an employer whose agreement has expired",
    "boards/queries/door.py": "the seats that an employer has, at its own door",
    "boards/queries/due.py": "how many students an employer hosted, told in full tens",
    "boards/queries/figures.py": "what a board reads of its programs, in full tens",
    "bookings/actions": "how many places are taken, whose turn it is, and what somebody books for themselves",
    "bookings/queries": "numbers of an event, and what its door may know",
    "dashboards/queries/region.py": "what came of it in the whole region, in full tens",
    "demand/queries/supply.py": "how many students had a place in an occupation, in full tens",
    "employers/actions/merging.py": "what every institution has with two employers",
    "events/queries/planning.py": "how many students could come to both of two events",
    "mailings/actions/reaching_students.py": "which letters to students came back, as the ledger of e-mail says",
    "mailings/queries/checking_students.py": "how many students a mailing is for, in full tens",
    "opportunities/actions/keeping_searches.py": "whether a search of a student that is told still has its student",
    "opportunities/actions/stopping.py": "the one search that a link stops",
    "partnerships/actions/following.py": "the one reader of an initiative whom a link is for",
    "pathways/actions/intake.py": "whether anything hangs on a program that a list brought",
    "people/rules.py": "whether anything hangs on an institution",
    "people/views/places.py": "how much somebody leaves behind",
    "placements/actions/accepting.py": "how many places are taken, and who waits first, at whatever institution",
    "placements/actions/answering.py": "what somebody of an employer answers about students put to it",
    "placements/actions/own.py": "what a student who is signed in applies for",
    "placements/actions/asking.py": "the one record that an employer's link opens",
    "placements/actions/counting.py": "whether a list has counted it already",
    "placements/actions/intake.py": "a list of participations",
    "placements/actions/sites.py": "how many places are taken at each site, at whatever institution",
    "placements/actions/stepping.py": "a student or an employer takes a step of their own",
    "placements/queries": "figures and numbers, which name nobody",
    "placements/actions/attesting.py": "the figures that an institution attests",
    "stewardship/actions/handing.py": "what a leaver served",
    "stewardship/queries/continuity.py": "how much that is",
    "stewardship/queries/education.py": "which institutions to ask about an education record",
    "stewardship/queries/handing.py": "how much that is",
    "stewardship/queries/planning.py": "how much that is, with words where the reader sees them",
    "stewardship/rules.py": "whether anything is left",
    "students/actions/inviting.py": "which records an address opens",
    "students/actions/own.py": "what a student says of the own record",
    "students/queries.py": "who may be tried in a demo",
    "students/actions/asking.py": "what the secret of a link opens",
    "students/actions/entering.py": "whether another institution has somebody already",
    "visitors/actions.py": "whose address, link or session it is",
    "students/actions/intake.py": "a list of students",
    "supervision/queries/hosting.py": "what of a placement waits for the employer that it is at",
    "supervision/queries/shown.py": "what was released, whoever asks",
    "supervision/actions": "what a mailed link is about, and nothing else",
}


def test_whoever_reaches_more_is_named():
    found = set()
    for path in modules():
        name = path.relative_to(CODE).as_posix()
        calls = (n.func for n in ast.walk(tree(path)) if isinstance(n, ast.Call))
        if not name.startswith("context/__init__") and any(ast.unparse(f).endswith("keeping") for f in calls):
            found.add(next((one for one in KEEPS if name.startswith(one)), name))
    assert found == set(KEEPS)
