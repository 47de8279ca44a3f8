"""Relations: all of the staff see the web, each the employers in it that they see."""

from tests.permissions.matrix.groups import SEES, STAFF
from tests.permissions.matrix.page import Page

RELATIONS = {
    "relations": Page(who=STAFF),
    "relation": Page(sees=SEES, kwargs=lambda w, k: {"kind": "employer", "pk": w.records[k].employer.pk}),
}
