"""What belongs to nobody: whether it is alive, how it looks, which language it speaks."""

from tests.permissions.matrix.groups import EVERYBODY
from tests.permissions.matrix.page import Page

PROJECT = {
    "health": Page(who=EVERYBODY),
    "theme": Page(who=EVERYBODY),
    "gallery": Page(who=EVERYBODY),
}
