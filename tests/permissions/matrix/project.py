"""What belongs to nobody: whether it is alive, how it looks, which language it speaks."""

from tests.permissions.matrix.groups import EVERYBODY
from tests.permissions.matrix.page import Page

PROJECT = {
    "health": Page(who=EVERYBODY),
    "theme": Page(who=EVERYBODY),
    "gallery": Page(who=EVERYBODY),
    # Where a mail service reports: here none does, so there is nothing for anybody.
    "mail-returned": Page("POST", who=EVERYBODY, missing=True),
}
