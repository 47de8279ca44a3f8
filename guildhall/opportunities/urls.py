from django.urls import path

from guildhall.opportunities.views import deciding, entry, excepting, for_students, lists, open_pages, searches

ONE = "opportunities/<uuid:pk>/"
urlpatterns = [
    path("student/opportunities/", for_students.find, name="student-opportunities"),
    path("student/opportunities/map/", for_students.on_a_map, name="student-opportunities-map"),
    path("student/opportunities/<uuid:pk>/", for_students.one, name="student-opportunity"),
    path("student/searches/", searches.searches, name="student-searches"),
    path("student/searches/keep/", searches.keep, name="student-search-keep"),
    path("student/searches/<uuid:pk>/change/", searches.change, name="student-search-change"),
    path("student/searches/<uuid:pk>/drop/", searches.drop, name="student-search-drop"),
    path("stop-search/<str:secret>/", searches.stop, name="stop-search"),
    path("opportunities/", lists.opportunities, name="opportunities"),
    path("opportunities/map/", lists.on_a_map, name="opportunities-map"),
    path("opportunities/approval/", lists.approval, name="opportunities-approval"),
    path("opportunities/ours/", lists.ours, name="opportunities-ours"),
    path("opportunities/limited/", excepting.limitations, name="opportunities-limited"),
    path("opportunities/limited/<uuid:pk>/lift/", excepting.lift, name="opportunity-lift"),
    path("opportunities/who/", entry.pick, name="opportunity-pick"),
    path("opportunities/alert/<uuid:pk>/", lists.alert, name="opportunity-alert"),
    path("employers/<uuid:pk>/opportunities/", lists.of_employer, name="employer-opportunities"),
    path("employers/<uuid:pk>/opportunities/add/", entry.add, name="opportunity-add"),
    path(ONE, entry.opportunity, name="opportunity"),
    path(ONE + "change/", entry.change, name="opportunity-change"),
    path(ONE + "approve/", deciding.approve, name="opportunity-approve"),
    path(ONE + "refuse/", deciding.refuse, name="opportunity-refuse"),
    path(ONE + "close/", deciding.close, name="opportunity-close"),
    path(ONE + "public/", deciding.public, name="opportunity-publish"),
    path(ONE + "ask/", deciding.ask, name="opportunity-ask"),
    path(ONE + "confirm/", deciding.confirm, name="opportunity-confirm"),
    path(ONE + "limit/", excepting.limit, name="opportunity-limit"),
    path("open/<uuid:pk>/", open_pages.public, name="opportunity-public"),
    path("still-open/<str:secret>/", open_pages.still_open, name="still-open"),
]
