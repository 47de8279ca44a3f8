"""The demo's days are counted in working days, and a step that is refused says where the story stopped."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from guildhall.demo import steps
from guildhall.demo.moments import Days
from guildhall.engagements.actions import relating
from guildhall.lib.verdicts import Refused
from guildhall.lib.working_days import is_working_day

DEMO = Path(steps.__file__).parent
YEAR = [date(2027, 12, 1) + timedelta(n) for n in range(400)]  # a leap day and two New Years among them


def told(today):
    """Ten days of the story, in the order in which they come, and how far they are apart."""
    days = Days(today)
    past, ahead = [days.back(n) for n in (1_170, 365, 60, 8, 3, 1)], [days.ahead(n) for n in (0, 1, 10, 40)]
    assert all(is_working_day(day) for day in (*past, *ahead))
    assert past[-1] < today <= ahead[0]
    return [days.apart(one, other) for one, other in zip(past + ahead, (past + ahead)[1:], strict=False)]


def test_the_order_of_days_and_their_distance_are_the_same_on_every_day():
    assert {tuple(told(today)) for today in YEAR} == {tuple(told(date(2026, 11, 28)))}


def test_calendar_days_are_not():
    """The control: counted on the calendar, the days of the story lie differently on other weekdays."""
    calendar = {tuple((today - timedelta(n)).weekday() > 4 for n in (3, 1)) for today in YEAR}
    assert len(calendar) > 1


def test_nothing_of_the_past_is_told_of_today():
    with pytest.raises(ValueError, match="before today"):
        Days(date(2026, 11, 28)).back(0)


def test_dice_of_one_part_do_not_depend_on_another():
    first = steps.dice("asks").random()
    steps.dice("timeline").random()
    assert steps.dice("asks").random() == first != steps.dice("timeline").random()


def test_a_refused_step_says_which_one_it_was_and_with_whom(cast):
    """A guest is shown an employer that is not shared: the fault that once came on Saturdays."""
    hidden = cast.prospect("Quiet Harbor Works").employer
    guest = relating.Invitation("A guest", "guest@people.example", "Is it safe?", date(2026, 12, 1))
    days = Days(date(2026, 11, 28))
    with pytest.raises(Refused) as caught, steps.step("bring in a guest", hidden, days.at(1, 9)):
        relating.bring_in(hidden, guest, by=cast.director, institution=cast.region)
    said = str(caught.value)
    assert "bring in a guest" in said
    assert "Quiet Harbor Works" in said
    assert "2026-11-27 09:00" in said
    assert "every institution" in said


def test_an_error_in_a_step_is_noted_with_it():
    with pytest.raises(ZeroDivisionError) as caught, steps.step("divide", "Kestrel"):
        1 / 0  # noqa: B018
    assert "divide (Kestrel" in caught.value.__notes__[0]


def outside_of_steps(source):
    """Calls of `clock.at` and of shared dice in a module of the demo."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if ast.unparse(call.func) in ("clock.at", "random.Random")]


def test_the_story_is_told_in_steps():
    modules = [path for path in DEMO.glob("*.py") if path.name != "steps.py"]
    assert len(modules) > 15
    assert {path.name: calls for path in modules if (calls := outside_of_steps(path.read_text()))} == {}
    assert outside_of_steps("with clock.at(days.at(1)):\n    pass") == ["clock.at(days.at(1))"]
