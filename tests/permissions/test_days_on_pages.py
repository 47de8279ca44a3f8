"""At a minute to midnight no page shows the day of London, which nothing in the world has to do with.

Only where the two differ: `script/prove dates` takes the run there.
"""

import re
from datetime import UTC

import pytest
import time_machine

from guildhall.lib import clock
from guildhall.ui.dates import in_words
from tests.permissions.matrix import MATRIX
from tests.permissions.walk import address

pytestmark = pytest.mark.django_db  # without it the database would not be made for this module
READERS = ("director", "administrator", "mesa_wbl")
LAST_DAY = "to_date {}"  # in the journal: a role that was handed over was held until yesterday
NEXT = "?day={}"  # the way on from the last day of a month in the calendar
FORMS = ("short", "long_this_year")


def londons_day():
    return clock.now().astimezone(UTC).date()


@pytest.fixture(scope="module", autouse=True)
def _elsewhere():
    if londons_day() == clock.today():
        pytest.skip("London has the region's day at present", allow_module_level=True)


def shown(world, who, day):
    """Which pages show a day in one of the ways in which days are written; time stands still while they are read."""
    words, found = [day.isoformat(), *(in_words(day, form) for form in FORMS)], set()
    with time_machine.travel(clock.now(), tick=False):
        for name, page in MATRIX.items():
            if "GET" in page.methods:
                answer = world.ask(who, "GET", address(world, name, page, page.kinds[0]))
                text = b"".join(answer).decode(errors="ignore")
                for meant in (LAST_DAY, NEXT):
                    text = text.replace(meant.format(day), "")
                found |= {f"{name}: {word}" for word in words if re.search(rf"(?<!\d){re.escape(word)}", text)}
    return found


@pytest.mark.parametrize("who", READERS)
def test_no_page_shows_the_day_of_london(world, who):
    assert shown(world, who, londons_day()) == set()


@pytest.mark.always
def test_the_day_of_the_region_is_shown(world):
    """The control: days are found where they are shown."""
    assert len(shown(world, "director", clock.today())) > 5
