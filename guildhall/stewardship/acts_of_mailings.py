"""The journal's verbs in words, of bulk e-mail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_MAILINGS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Bulk e-mail"), {
        "write mailing": _("began a bulk e-mail"),
        "change mailing": _("changed a bulk e-mail"),
        "add source": _("added recipients to a bulk e-mail"),
        "remove source": _("took recipients out of a bulk e-mail"),
        "select recipients": _("had everybody looked at anew for a bulk e-mail"),
        "take recipient out": _("left somebody out of a bulk e-mail"),
        "put recipient back": _("took somebody into a bulk e-mail again"),
        "ask for held recipients": _("asked operators for everybody who was held"),
        "ask for approval of mailing": _("asked for the approval of a bulk e-mail"),
        "approve mailing": _("approved a bulk e-mail"),
        "return mailing": _("gave a bulk e-mail back to its author"),
        "schedule mailing": _("sent a bulk e-mail on its way"),
        "stop mailing": _("stopped a bulk e-mail"),
        "take mailing up": _("made a stopped bulk e-mail a draft again"),
        "begin sending mailing": _("began to send a bulk e-mail"),
        "finish sending mailing": _("finished sending a bulk e-mail"),
        "send test of mailing": _("sent a bulk e-mail to themselves"),
        "offer to merge mailing": _("offered to let a bulk e-mail travel with another one"),
        "accept merge of mailings": _("let two bulk e-mails travel together"),
        "end merge of mailings": _("had two bulk e-mails sent apart"),
        "add file to mailing": _("added a file to a bulk e-mail"),
        "take file off mailing": _("took a file off a bulk e-mail"),
        "carry along": _("let a bulk e-mail carry something along"),
        "carry along no more": _("took out what a bulk e-mail carried along"),
        "choose bulk e-mail": _("chose what bulk e-mail to get"),
        "add sender": _("added a sender of bulk e-mail"),
        "change sender": _("changed a sender of bulk e-mail"),
        "retire sender": _("retired a sender of bulk e-mail"),
        "add letter template": _("added a template of bulk e-mail"),
        "change letter template": _("changed a template of bulk e-mail"),
        "add picture to letter template": _("added a picture to a template of bulk e-mail"),
        "take picture off letter template": _("took a picture out of a template of bulk e-mail"),
        "retire letter template": _("retired a template of bulk e-mail"),
    }),
)  # fmt: skip
