from django.urls import path

from guildhall.agreements.views import by_link, door, entry, lists, living, obligations, papers, parties, signing

ONE, DUTY, REVISION = "agreements/<uuid:pk>/", "agreements/duties/<uuid:pk>/", "agreements/texts/<uuid:pk>/"
PARTY = ONE + "parties/<uuid:party>/"
urlpatterns = [
    path("agreements/", lists.agreements, name="agreements"),
    path("agreements/with/", lists.pick, name="agreement-pick"),
    path("agreements/add/", entry.add, name="agreement-add"),
    path("employers/<uuid:pk>/agreements/", lists.of_employer, name="employer-agreements"),
    path("employers/<uuid:pk>/agreements/add/", entry.add_of_employer, name="employer-agreement-add"),
    path(ONE, entry.agreement, name="agreement"),
    path(ONE + "change/", entry.change, name="agreement-change"),
    path(ONE + "parties/add/", parties.add, name="agreement-party-add"),
    path(ONE + "parties/add/<uuid:employer>/", parties.add_employer, name="agreement-party-employer"),
    path(PARTY, parties.change, name="agreement-party"),
    path(PARTY + "remove/", parties.remove, name="agreement-party-remove"),
    path(PARTY + "sign/", signing.sign, name="agreement-sign"),
    path(PARTY + "ask/", signing.ask, name="agreement-ask"),
    path(ONE + "duties/add/", obligations.add, name="agreement-duty-add"),
    path(DUTY, obligations.obligation, name="agreement-duty"),
    path(DUTY + "change/", obligations.change, name="agreement-duty-change"),
    path(DUTY + "remove/", obligations.remove, name="agreement-duty-remove"),
    path(ONE + "send/", signing.send_out, name="agreement-send"),
    path(ONE + "recall/", signing.recall, name="agreement-recall"),
    path(ONE + "withdraw/", signing.withdraw, name="agreement-withdraw"),
    path(ONE + "on-paper/", signing.on_paper, name="agreement-on-paper"),
    path(ONE + "links/<uuid:link>/revoke/", signing.revoke, name="agreement-link-revoke"),
    path(ONE + "amend/", living.amend, name="agreement-amend"),
    path(ONE + "renew/", living.renew, name="agreement-renew"),
    path(ONE + "end/", living.end, name="agreement-end"),
    path(ONE + "keeper/", living.hand_on, name="agreement-keeper"),
    path(ONE + "print/", papers.printed, name="agreement-printed"),
    path(ONE + "pdf/", papers.pdf, name="agreement-pdf"),
    path(REVISION, papers.revision, name="agreement-revision"),
    path(REVISION + "file/", papers.text_file, name="agreement-file"),
    path(REVISION + "scan/<uuid:signature>/", papers.scan, name="agreement-scan"),
    path("employer/agreements/", door.agreements, name="portal-agreements"),
    path("employer/agreements/<uuid:pk>/", door.agreement, name="portal-agreement"),
    path("employer/agreements/<uuid:pk>/file/", door.text_file, name="portal-agreement-file"),
    # By a mailed link, without an account.
    path("sign-agreement/<str:secret>/", by_link.sign, name="agreement-sign-link"),
    path("sign-agreement/<str:secret>/file/", by_link.text_file, name="agreement-sign-link-file"),
]
