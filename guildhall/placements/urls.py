from django.urls import path

from guildhall.placements.views import answers, figures, groups, lists, records, referring

APPLICATION, PLACEMENT = "applications/<uuid:pk>/", "placements/<uuid:pk>/"
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
]
