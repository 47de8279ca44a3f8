"""The list of what we keep about people is written for people (G7)."""

from django.contrib.postgres.search import SearchVectorField
from django.utils.functional import Promise

from guildhall.audit.models import Entry
from guildhall.stewardship.queries.inventory import SECRETS
from guildhall.stewardship.queries.subjects import declarations
from guildhall.stewardship.words_of_columns import COLUMNS, UNNAMED_COLUMNS


def unnamed(model, name):
    """Whether a column of a list that people read would be called as programmers call it."""
    column = model._meta.get_field(name)
    return name not in COLUMNS | UNNAMED_COLUMNS and not isinstance(column.verbose_name, Promise)


def test_what_we_keep_is_listed_in_words():
    """No name of a column reaches the page: each has words, which can be translated."""
    wrong = [
        f"{model._meta.label}.{name}"
        for model, said in declarations().items()
        if said.about_people
        for group in ("subject", "identity", "words", "acts")
        for name in said.of(group)
        if name not in SECRETS and not model._meta.get_field(name).primary_key
        if not isinstance(model._meta.get_field(name), SearchVectorField) and unnamed(model, name)
    ]
    assert not wrong, "\n".join(wrong)
    assert unnamed(Entry, "object_type"), "the control"
