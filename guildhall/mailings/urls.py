from django.urls import path

from guildhall.mailings.views import charting, choices, deciding, keeping, lists, recipients, together, writing

ONE = "mailings/<uuid:pk>/"
SENDER, TEMPLATE = "mailings/senders/<uuid:pk>/", "mailings/templates/<uuid:pk>/"
urlpatterns = [
    path("mailings/", lists.mailings, name="mailings"),
    path("mailings/add/", writing.add, name="mailing-add"),
    path("mailings/senders/", lists.senders, name="mail-senders"),
    path("mailings/senders/add/", keeping.add_sender, name="mail-sender-add"),
    path(SENDER, keeping.sender, name="mail-sender"),
    path(SENDER + "retire/", keeping.retire_sender, name="mail-sender-retire"),
    path("mailings/templates/", lists.templates, name="mail-templates"),
    path("mailings/templates/add/", keeping.add_template, name="mail-template-add"),
    path(TEMPLATE, keeping.template, name="mail-template"),
    path(TEMPLATE + "retire/", keeping.retire_template, name="mail-template-retire"),
    path(ONE, writing.mailing, name="mailing"),
    path(ONE + "change/", writing.change, name="mailing-change"),
    path(ONE + "test/", writing.test, name="mailing-test"),
    path(ONE + "links/", writing.try_links, name="mailing-links"),
    path(ONE + "recipients/", recipients.recipients, name="mailing-recipients"),
    path(ONE + "recipients/add/", recipients.add_source, name="mailing-source-add"),
    path(ONE + "recipients/select/", recipients.select, name="mailing-select"),
    path(ONE + "recipients/ask/", recipients.ask_held, name="mailing-ask-held"),
    path(ONE + "recipients/<uuid:recipient>/", writing.read, name="mailing-read"),
    path(ONE + "recipients/<uuid:recipient>/out/", recipients.take_out, name="mailing-recipient-out"),
    path(ONE + "recipients/<uuid:recipient>/back/", recipients.put_back, name="mailing-recipient-back"),
    path(ONE + "sources/<uuid:source>/remove/", recipients.remove_source, name="mailing-source-remove"),
    path(ONE + "submit/", deciding.submit, name="mailing-submit"),
    path(ONE + "approve/", deciding.approve, name="mailing-approve"),
    path(ONE + "return/", deciding.send_back, name="mailing-return"),
    path(ONE + "send/", deciding.schedule, name="mailing-schedule"),
    path(ONE + "stop/", deciding.stop, name="mailing-stop"),
    path(ONE + "take-up/", deciding.take_up, name="mailing-take-up"),
    path(ONE + "together/", together.together, name="mailing-together"),
    path(ONE + "together/merge/", together.merge, name="mailing-merge"),
    path(ONE + "together/carry/", together.carry, name="mailing-carry"),
    path(ONE + "together/carry/<uuid:carried>/drop/", together.drop, name="mailing-carry-drop"),
    path(ONE + "together/<uuid:other>/accept/", together.accept, name="mailing-merge-accept"),
    path(ONE + "together/<uuid:other>/apart/", together.apart, name="mailing-merge-end"),
    path("contacts-over-time/", charting.chart, name="mail-chart"),
    path("contacts-over-time/rows/", charting.rows, name="mail-chart-rows"),
    # By the link in a letter, without an account.
    path("mail-choices/<str:secret>/", choices.choices, name="mail-choices"),
]
