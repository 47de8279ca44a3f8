from django.urls import path

from guildhall.bookings.views import afterward, attendance, door, employers, own, staff

OF_EVENT = "events/<uuid:pk>/bookings/"
LIST = "events/lists/<uuid:pk>/"
urlpatterns = [
    path(OF_EVENT, staff.bookings, name="bookings"),
    path(OF_EVENT + "me/", staff.book_myself, name="booking-me"),
    path(OF_EVENT + "students/", staff.book_students, name="booking-students"),
    path(OF_EVENT + "terms/", staff.terms, name="booking-terms"),
    path("bookings/<uuid:pk>/", staff.booking, name="booking"),
    path("bookings/<uuid:pk>/cancel/", staff.cancel, name="booking-cancel"),
    path("bookings/<uuid:pk>/accept/", staff.accept, name="booking-accept"),
    path("employer/events/", employers.events, name="portal-events"),
    path("employer/events/<uuid:pk>/", employers.event, name="portal-event"),
    path("employer/bookings/<uuid:pk>/cancel/", employers.cancel, name="portal-booking-cancel"),
    path("student/events/", own.events, name="student-events"),
    path("student/events/<uuid:pk>/", own.event, name="student-event"),
    path("student/events/<uuid:pk>/book/", own.book, name="student-event-book"),
    path("student/bookings/<uuid:pk>/", own.booking, name="student-booking"),
    path("student/bookings/<uuid:pk>/cancel/", own.cancel, name="student-booking-cancel"),
    path("student/bookings/<uuid:pk>/accept/", own.accept, name="student-booking-accept"),
    path("student/bookings/<uuid:pk>/calendar/", own.entry, name="student-booking-entry"),
    path("events/<uuid:pk>/doors/", door.doors, name="event-doors"),
    path("events/missed/", attendance.missing, name="bookings-missed"),
    path("events/counted/<uuid:pk>/off/", door.take_off_count, name="door-count-off"),
    path(LIST + "door/", door.door, name="door"),
    path(LIST + "door/worker.js", door.worker, name="door-worker"),
    path("door/offline/", door.offline, name="door-offline"),
    path(LIST + "door/tap/", door.tap, name="door-tap"),
    path(LIST + "door/printed/", door.printed, name="door-printed"),
    path("door/<slug:code>/", door.code, name="door-code"),
    path(LIST, attendance.attendance, name="attendance"),
    path(LIST + "close/", attendance.close, name="attendance-close"),
    path(LIST + "ask/", attendance.ask_missing, name="attendance-ask"),
    path(LIST + "report/", attendance.report, name="attendance-report"),
    path("missed/<str:secret>/", afterward.why_link, name="missed-link"),
    path("feedback/<str:secret>/", afterward.how_link, name="feedback-link"),
    path("student/bookings/<uuid:pk>/afterward/", afterward.own, name="student-afterward"),
]
