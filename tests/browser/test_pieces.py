"""Answers that a page takes in, and files, are not looked at as pages: the walk of every page names them all (R18).

Looked for in the sources of the views, since one run of that walk opens a share of the pages only.
"""

import inspect
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from tests.browser.test_axe import NO_PAGE
from tests.permissions.matrix import MATRIX
from tests.permissions.walk import views


def answers_a_piece(view: Callable[..., Any]) -> bool:
    """Whether all templates that a view names are pieces of pages, or it answers plain text."""
    source = inspect.getsource(view)
    if templates := re.findall(r'"([\w/]+\.html)"', source):
        return not any("{% extends" in get_template(name).template.source for name in templates)
    return 'content_type="text/plain' in source


def test_the_walk_of_every_page_opens_no_piece():
    got = [(name, inspect.unwrap(view)) for name, _where, view in views() if "GET" in MATRIX[name].methods]
    assert [name for name, view in got if name not in NO_PAGE and answers_a_piece(view)] == []


def a_piece(request: HttpRequest) -> HttpResponse:
    return render(request, "boards/meeting_now.html")


def a_page(request: HttpRequest) -> HttpResponse:
    return render(request, "boards/meeting.html")


def test_a_piece_is_found():
    """The control."""
    assert answers_a_piece(a_piece)
    assert not answers_a_piece(a_page)
