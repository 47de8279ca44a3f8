from django.urls import path

from guildhall.placements.views import answers, attesting, figures, groups, lists, own, records, referring, settling

APPLICATION, PLACEMENT = "applications/<uuid:pk>/", "placements/<uuid:pk>/"
HOST = "accomplishments/names/<uuid:pk>/"
urlpatterns = [
    path("accomplishments/", figures.accomplishments, name="accomplishments"),
    path("accomplishments/file/", figures.accomplishments_csv, name="accomplishments-csv"),
    path("accomplishments/<int:year>/<slug:name>/", figures.experiences, name="experiences"),
    path("placements/", lists.placements, name="placements"),
    path("placements/turns/", lists.turns, name="placement-turns"),
    path("placements/figures/", lists.figures, name="placement-figures"),
    path("placements/groups/", groups.groups, name="groups"),
    path("placements/groups/<uuid:group>/take-back/", groups.take_back, name="group-take-back"),
    path("applications/", lists.applications, name="applications"),
    path(APPLICATION, records.application, name="application"),
    path(APPLICATION + "step/", records.application_step, name="application-step"),
    path(PLACEMENT, records.placement, name="placement"),
    path(PLACEMENT + "change/", records.change, name="placement-change"),
    path(PLACEMENT + "step/", records.placement_step, name="placement-step"),
    path("opportunities/<uuid:pk>/placements/", lists.of_opportunity, name="opportunity-placements"),
    path("opportunities/<uuid:pk>/refer/", referring.refer_to, name="refer"),
    path("students/<uuid:pk>/refer/", referring.refer_student, name="student-refer"),
    path("students/<uuid:pk>/place/", referring.pick, name="placement-pick"),
    path("students/<uuid:pk>/place/<uuid:employer>/", referring.add, name="placement-add"),
    path("employers/<uuid:pk>/placements/", lists.of_employer, name="employer-placements"),
    path("employers/<uuid:pk>/groups/add/", groups.add, name="group-add"),
    path("placement/<str:secret>/", answers.question, name="placement-question"),
    path("student/places/", own.places, name="student-places"),
    path("student/applications/<uuid:pk>/", own.application, name="student-application"),
    path("student/placements/<uuid:pk>/", own.placement, name="student-placement"),
    path("student/opportunities/<uuid:pk>/apply/", own.apply, name="student-apply"),
    path("accomplishments/attest/", attesting.attestation_add, name="attestation-add"),
    path("accomplishments/attestations/", attesting.attestations, name="attestations"),
    path("accomplishments/attestations/<uuid:pk>/", attesting.attestation, name="attestation"),
    path(
        "accomplishments/attestations/<uuid:pk>/withdraw/", attesting.attestation_withdraw, name="attestation-withdraw"
    ),
    path("accomplishments/names/", settling.hosts, name="hosts"),
    path(HOST, settling.host, name="host"),
    path(HOST + "means/", settling.host_means, name="host-means"),
    path(HOST + "new/", settling.host_new, name="host-new"),
    path(HOST + "alone/", settling.host_alone, name="host-alone"),
    path(HOST + "undo/", settling.host_undo, name="host-undo"),
    path("accomplishments/people/", settling.people, name="same-people"),
    path("accomplishments/people/join/", settling.people_join, name="same-people-join"),
    path("accomplishments/people/<uuid:pk>/part/", settling.people_part, name="same-people-part"),
]
