"""The title of a page that is shown again says first that something is wrong (WCAG 2.2, 3.3.1)."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory


class Answer(forms.Form):
    words = forms.CharField()


def title(**context) -> str:
    page = render_to_string("ui/base.html", context, RequestFactory().get("/"))
    return page.partition("<title>")[2].partition("</title>")[0].strip()


@pytest.mark.parametrize("context", [{"form": Answer({})}, {"answer_form": Answer({})}, {"sheets": [Answer({})]}])
def test_an_error_stands_in_the_title_whatever_the_form_is_called(context):
    assert title(**context).startswith("Error:")


@pytest.mark.parametrize("context", [{}, {"form": Answer()}, {"answer_form": Answer({"words": "Yes"})}])
def test_a_page_without_errors_says_nothing(context):
    """The control."""
    assert not title(**context).startswith("Error:")
