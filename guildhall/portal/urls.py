from django.urls import include, path

from guildhall.portal.views import by_link, deciding, expecting, home, offers, own, registering, students
from guildhall.visitors.urls import pages_before

at_the_door = [
    *pages_before("employer"),
    path("register/", registering.register, name="portal-register"),
    path("register/sent/", registering.sent, name="portal-registered"),
    path("register/<secret>/", registering.confirm, name="portal-confirm"),
    path("knows/<secret>/", by_link.colleague, name="portal-colleague-link"),
    path("", home.home, name="portal"),
    path("record/", home.record, name="portal-record"),
    path("promises/<uuid:pk>/", home.answer, name="portal-answer"),
    path("profile/", own.profile, name="portal-profile"),
    path("sites/add/", own.site, name="portal-site-add"),
    path("sites/<uuid:pk>/", own.site, name="portal-site"),
    path("contacts/<uuid:pk>/", own.contact, name="portal-contact"),
    path("contacts/<uuid:pk>/left/", own.left, name="portal-contact-left"),
    path("contacts/<uuid:pk>/back/", own.back, name="portal-contact-back"),
    path("limits/", own.limits, name="portal-limits"),
    path("limits/<uuid:pk>/lift/", own.lift, name="portal-limit-lift"),
    path("correct/", own.correct, name="portal-correct"),
    path("colleagues/", registering.colleagues, name="portal-colleagues"),
    path("colleagues/<uuid:pk>/end/", registering.end, name="portal-colleague-end"),
    path("colleagues/asked/<uuid:pk>/", registering.decide, name="portal-colleague-decide"),
    path("opportunities/", offers.offers, name="portal-offers"),
    path("opportunities/add/", offers.add, name="portal-offer-add"),
    path("opportunities/<uuid:pk>/", offers.offer, name="portal-offer"),
    path("opportunities/<uuid:pk>/change/", offers.change, name="portal-offer-change"),
    path("opportunities/<uuid:pk>/stands/", offers.stands, name="portal-offer-stands"),
    path("opportunities/<uuid:pk>/close/", offers.close, name="portal-offer-close"),
    path("students/", students.students, name="portal-students"),
    path("students/applications/<uuid:pk>/", students.application, name="portal-application"),
    path("students/places/<uuid:pk>/", students.placement, name="portal-placement"),
    path("students/places/<uuid:pk>/hours/", students.approve, name="portal-hours"),
    path("students/places/<uuid:pk>/evaluate/<slug:moment>/", students.evaluate, name="portal-evaluate"),
    path("students/papers/<uuid:pk>/", students.paper, name="portal-paper"),
    path("both-sides/<uuid:pk>/", students.assess, name="portal-assess"),
    path("temperature/", students.temperature, name="portal-temperature"),
    path("expect/<uuid:pk>/", expecting.read, name="portal-expect"),
]

urlpatterns = [
    path("employer/", include(at_the_door)),
    path("change-offer/<secret>/", by_link.offer, name="offer-link"),
    path("from-employers/", deciding.waiting, name="from-employers"),
    path("from-employers/<uuid:pk>/", deciding.registration, name="registration"),
    path("from-employers/<uuid:pk>/refuse/", deciding.refuse, name="registration-refuse"),
    path("from-employers/corrections/<uuid:pk>/", deciding.settle, name="correction-settle"),
    path("employers/<uuid:pk>/logins/<uuid:login>/end/", deciding.end_login, name="employer-login-end"),
    path("expectations/", expecting.pages, name="expectations"),
    path("expectations/<uuid:pk>/", expecting.keep, name="expectation"),
]
