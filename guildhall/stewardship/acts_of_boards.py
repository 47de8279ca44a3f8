"""The journal's verbs in words, of advisory boards."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_BOARDS: dict[str, Any] = {
    "found board": _("founded an advisory board"),
    "change board": _("changed an advisory board"),
    "close board": _("closed an advisory board"),
    "reopen board": _("went on with an advisory board"),
    "say why no board": _("said why something has no advisory board"),
    "take reason for no board back": _("took back why something has no advisory board"),
    "save academy": _("entered an academy, or changed it"),
    "give board own rule": _("said that a rule of its kind does not fit a board"),
    "lift own rule of board": _("lifted a rule that held for one board alone"),
    "answer about board": _("said how working together on a board goes"),
    "add seat": _("added a seat to a board"),
    "change seat": _("changed a seat of a board"),
    "join cluster": _("let an organization speak through the seat of a cluster"),
    "remove seat": _("took a seat of a board away"),
    "take seat": _("put somebody on a seat of a board"),
    "invite member": _("asked somebody to take a seat on a board"),
    "answer about seat": _("answered whether they take a seat on a board"),
    "renew term": _("renewed the term of a member of a board"),
    "give office": _("gave an office of a board"),
    "end term": _("ended the term of a member of a board"),
    "end member link": _("ended the link of a member of a board"),
    "note interest": _("noted a conflict of interest of a member of a board"),
    "end interest": _("noted that a conflict of interest is over"),
    "plan board meeting": _("planned a meeting of a board"),
    "put motion": _("put a motion to a board"),
    "settle motion": _("counted the votes on a motion of a board"),
    "withdraw motion": _("took a motion of a board out"),
    "give advice": _("wrote down what a board recommends"),
    "change advice": _("changed what a board recommends"),
    "decide on advice": _("said what becomes of a board’s advice"),
    "comment on advice": _("commented on a board’s advice"),
}
