"""A template prints what its view gives it: a name that nothing has fails every test that shows the page."""

import pytest
from django.template import engines


def test_a_variable_that_nothing_gives_fails_the_page():
    with pytest.raises(AssertionError, match="row.nmae"):
        engines["django"].from_string("{{ row.nmae }}").render({"row": object()})


def test_asking_whether_there_is_one_does_not():
    assert engines["django"].from_string("{% if row.name %}yes{% else %}no{% endif %}").render({}) == "no"
