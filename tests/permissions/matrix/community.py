"""The community of practice: challenges, processes, improvements, news."""

from typing import Any

from tests.permissions.matrix.filling import LATELY, typed
from tests.permissions.matrix.groups import ADMIN, AGREE, DIRECTORS, MESA, READERS, SIGNED_IN, STAFF, TEACHER, PerRecord
from tests.permissions.matrix.page import Page

MAPS: PerRecord = {"office": STAFF, "mesa": STAFF, "draft": DIRECTORS | ADMIN | {"mesa_admin"}}
WRITE_MAPS: PerRecord = {
    "office": DIRECTORS | ADMIN,
    "mesa": DIRECTORS | ADMIN | {"mesa_admin"},
    "draft": DIRECTORS | ADMIN | {"mesa_admin"},
}


def _of_map(*more: str) -> Any:
    """Keys of a map, and of its step where `more` names it."""
    return lambda w, k: {"pk": w.more["maps"][k]} | dict.fromkeys(more, w.more["steps"][k])


def _told(*names: str, **fixed: Any) -> Any:
    """Keys out of the world's own names."""
    return lambda w, k: {name.split("=")[0]: w.more[name.split("=")[1]] for name in names} | fixed


COMMUNITY = {
    "challenges": Page(who=STAFF),
    "challenge-raise": Page("GET POST", who=STAFF, data=typed(title="Nobody answers", text="For weeks.")),
    "challenge": Page(
        "GET POST",
        sees={"-": STAFF, "internal": MESA | TEACHER | READERS},
        kwargs=lambda w, k: {"pk": w.more["internal" if k == "internal" else "challenge"]},
        data=typed(text="The same here."),
    ),
    "participation": Page(who=STAFF),
    "adoption": Page(who=STAFF),
    "adoption-of": Page(who=STAFF, kwargs=lambda w, k: {"slug": w.cast.mesa.slug}),
    "adoption-agree": Page(
        "GET POST",
        who=STAFF,
        may={"-": DIRECTORS | ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"slug": w.cast.mesa.slug, "pk": w.cast.protocol.pk},
        data=typed(signed_by="Dr. Reyes, president", agreed_on=LATELY),
    ),
    "adoption-clause": Page(
        "GET POST",
        who=STAFF,
        may={"-": DIRECTORS | ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"slug": w.cast.mesa.slug, "clause": w.more["principle"]},
        data=typed(state="adopted", version=1),
    ),
    "challenge-change": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE | {"mesa_wbl"}},
        kwargs=_told("pk=challenge"),
        data=lambda w, k, n: {"title": "Other words", "version": w.more["challenge_version"]},
    ),
    "challenge-close": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE | {"mesa_wbl"}},
        reads={"-": STAFF},
        changes=False,  # it is decided: that is told on the page
        kwargs=_told("pk=challenge"),
        data=lambda w, k, n: {"because": "settled", "version": w.more["challenge_version"]},
    ),
    "contribution": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": frozenset({"harbor_wbl"})},
        kwargs=_told("pk=challenge", "said=contribution"),
        data=typed(text="In other words.", version=1),
    ),
    "challenge-decide": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE},
        kwargs=_told("pk=challenge"),
        data=lambda w, k, n: {
            "text": "We call less.",
            "decided_by": "All",
            "decided_on": LATELY,
            "version": w.more["challenge_version"],
        },
    ),
    "decision": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE},
        kwargs=_told("pk=challenge", "made=decision"),
        data=typed(outcome="Fewer calls.", version=1),
    ),
    "processes": Page(who=STAFF),
    "process-add": Page(
        "GET POST",
        who=AGREE,
        changes=False,  # the harbor's administrator cannot begin one for Mesa
        data=lambda w, k, n: {"institution": str(w.home(n).pk), "title": "Placing students", "purpose": ""},
    ),
    "process": Page(sees=MAPS, kwargs=_of_map()),
    "process-change": Page(
        "GET POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map(),
        data=lambda w, k, n: {"title": "Other", "version": w.more["map_versions"][k]},
    ),
    "process-publish": Page(
        "POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map(),
        data=lambda w, k, n: {"on": "yes", "version": w.more["map_versions"][k]},
    ),
    "process-version": Page(
        sees={"office": MAPS["office"], "mesa": MAPS["mesa"]},
        kwargs=lambda w, k: {"pk": w.more["maps"][k], "number": 1},
    ),
    "process-connections": Page(
        "GET POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map(),
        data=typed(source="paper", target="Guildhall", carries="names"),
    ),
    "connection-remove": Page(
        "POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=lambda w, k: {"pk": w.more["maps"][k], "connection": w.more["connections"][k]},
    ),
    "step-branches": Page(
        "GET POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map("step"),
        data=lambda w, k, n: {"to": str(w.more["second_steps"][k]), "condition": "late"},
    ),
    "branch-remove": Page(
        "POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=lambda w, k: _of_map("step")(w, k) | {"branch": w.more["branches"][k]},
    ),
    "step-add": Page("GET POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map(), data=typed(title="And then")),
    "step-change": Page(
        "GET POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map("step"), data=typed(title="Otherwise", version=1)
    ),
    "step-move": Page("POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map("step"), data=typed(to="down")),
    "step-remove": Page("POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map("step")),
    "step-refine": Page(
        "GET POST",
        sees={"office": DIRECTORS | ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"pk": w.more["maps"][k], "step": w.more["steps"][k], "slug": w.cast.mesa.slug},
        data=typed(text="With two people.", version=0),
    ),
    "improvements": Page(who=STAFF),
    "improvement-add": Page("GET POST", who=STAFF, data=typed(kind="wish", title="A larger button")),
    "improvement": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": ADMIN | {"mesa_cases"}},
        reads={"-": STAFF},
        kwargs=_told("pk=improvement"),
        data=typed(state="planned", priority="1", version=1),
    ),
    "improvement-vote": Page(
        "POST",
        sees={"-": STAFF},
        may={"-": frozenset({"mesa_cases"})},
        kwargs=_told("pk=improvement"),
        data=typed(on="yes"),
    ),
    "super-users": Page(who=STAFF),
    "super-user": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"slug": w.cast.mesa.slug},
        data=lambda w, k, n: {"person": str(w.person("mesa_jobs").pk)},
    ),
    "news": Page("GET POST", who=SIGNED_IN),
    "announcements": Page(who=STAFF),
    "announcement": Page(sees={"-": STAFF}, kwargs=_told("pk=news")),
    "announcement-add": Page(
        "GET POST",
        who=DIRECTORS | ADMIN,
        data=lambda w, k, n: {"institution": str(w.cast.region.pk), "title": "A fair", "text": "In May."},
    ),
    "announcement-change": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": DIRECTORS | ADMIN},
        kwargs=_told("pk=news"),
        data=typed(title="Another fair", text="In June.", version=1),
    ),
    "announcement-pass-on": Page(
        "POST",
        sees={"-": STAFF},
        may={"-": frozenset({"mesa_cases"})},
        kwargs=_told("pk=news", "delivery=delivery"),
        data=typed(words="Read this."),
    ),
}
