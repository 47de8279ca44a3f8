from django.urls import path

from guildhall.bookings.views import employers, own, staff

OF_EVENT = "events/<uuid:pk>/bookings/"
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
]
