from django.urls import path

from guildhall.enquiries.views import acting, lists, naming, taking

EMPLOYER = "employers/<uuid:pk>/enquiries/"
urlpatterns = [
    path("enquiries/", lists.enquiries, name="enquiries"),
    path("enquiries/kept/", lists.kept, name="enquiries-kept"),
    path("enquiries/who/", taking.pick, name="enquiry-pick"),
    path("enquiries/add/", taking.take, name="enquiry-add"),
    path(EMPLOYER, lists.of_employer, name="employer-enquiries"),
    path(EMPLOYER + "add/", taking.take_of_employer, name="employer-enquiry-add"),
    path("enquiries/<uuid:pk>/", acting.enquiry, name="enquiry"),
    path("enquiries/<uuid:pk>/change/", taking.change, name="enquiry-change"),
    path("enquiries/<uuid:pk>/answer/", acting.answer, name="enquiry-answer"),
    path("enquiries/<uuid:pk>/hand-over/", acting.hand_over, name="enquiry-hand-over"),
    path("enquiries/<uuid:pk>/close/", acting.close, name="enquiry-close"),
    path("enquiries/<uuid:pk>/reopen/", acting.reopen, name="enquiry-reopen"),
    path("enquiries/<uuid:pk>/show/", acting.show_reach, name="enquiry-show"),
    path("enquiries/<uuid:pk>/employer/", naming.name, name="enquiry-name"),
    path("enquiries/<uuid:pk>/lead/", naming.lead, name="enquiry-lead"),
]
