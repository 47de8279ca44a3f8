"""Pages that gather: today, what next, how employers are burdened and covered."""

from tests.permissions.matrix.filling import typed
from tests.permissions.matrix.groups import EXPORT, STAFF
from tests.permissions.matrix.page import Page

DASHBOARDS = {
    "today": Page(),
    "employers-new": Page(who=STAFF),
    "activity": Page(who=STAFF),
    "employers-offering": Page(who=STAFF),
    "outcomes": Page(who=STAFF),
    "arrange": Page("GET POST", who=STAFF, data=typed(act="up:recent")),
    "contact-load": Page(who=STAFF),
    "burden": Page(who=STAFF),
    "coverage": Page(who=STAFF),
    "burden-file": Page("POST", who=EXPORT, changes=False),
    "contacts-avoided": Page(who=STAFF),
}
