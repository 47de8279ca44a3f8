"""What documents 002 and 004 ask for is listed with the page that answers it; each of these pages is there."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve

TABLE = Path(__file__).parents[2] / "docs" / "requirements.md"
HEADING = "## Documents 002 and 004, sentence by sentence"
SOME = str(UUID(int=1))


def addresses(text):
    """The addresses that the section names, those of an initiative whole, with a record in each place."""
    named = re.findall(r"`([\w/…?=-]+/[\w/…?=-]*)`", text)
    whole = [one if one.startswith("/") else f"/initiatives/…/{one}" for one in named]
    return [one.partition("?")[0].replace("…", SOME) for one in whole]


def test_every_page_that_is_named_is_there():
    text = TABLE.read_text(encoding="utf-8").partition(HEADING)[2]
    found = addresses(text)
    assert len(found) > 60
    for one in found:
        resolve(one)


def test_a_page_that_is_gone_is_found():
    """The control."""
    [gone] = addresses("`voices/`")
    with pytest.raises(Resolver404):
        resolve(gone)
