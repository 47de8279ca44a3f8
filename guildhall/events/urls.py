from django.urls import path

from guildhall.events.views import acts, calendar, entry, feeds, intakes, openings, parts

ONE = "events/<uuid:pk>/"
urlpatterns = [
    path("events/", calendar.events, name="events"),
    path("events/add/", entry.add, name="event-add"),
    path("events/calendars/", intakes.calendars, name="event-calendars"),
    path("events/calendars/<uuid:pk>/", intakes.calendar, name="event-calendar"),
    path("events/calendars/<uuid:pk>/act/", intakes.calendar_act, name="event-calendar-act"),
    path("events/calendars/<uuid:pk>/end/", intakes.end, name="event-calendar-end"),
    path("events/feeds/", feeds.feeds, name="event-feeds"),
    path("events/gaps/", acts.gaps, name="event-gaps"),
    path("events/openings/", openings.openings, name="event-openings"),
    path("events/openings/<uuid:pk>/", openings.answer, name="event-opening"),
    path("events/parts/<uuid:pk>/", parts.part, name="event-part"),
    path("events/parts/<uuid:pk>/off/", parts.off, name="event-part-off"),
    path("events/parts/<uuid:pk>/invite/", parts.invite, name="event-invite"),
    path("events/sessions/<uuid:pk>/", parts.session_act, name="event-session"),
    path("employers/<uuid:pk>/events/", calendar.of_employer, name="employer-events"),
    path(ONE, entry.event, name="event"),
    path(ONE + "change/", entry.change, name="event-change"),
    path(ONE + "publish/", acts.publish, name="event-publish"),
    path(ONE + "move/", acts.move, name="event-move"),
    path(ONE + "cancel/", acts.cancel, name="event-cancel"),
    path(ONE + "leave-out/", acts.leave_out, name="event-leave-out"),
    path(ONE + "held/", acts.held, name="event-held"),
    path(ONE + "employers/", parts.pick, name="event-employers"),
    path(ONE + "employers/<uuid:employer>/", parts.add, name="event-employer-add"),
    path(ONE + "sessions/add/", parts.session_add, name="event-session-add"),
    path(ONE + "offer/", openings.offer, name="event-offer"),
    path(ONE + "calendar/", feeds.one, name="event-ics"),
    path("open/events.ics", feeds.public_feed, name="events-public-feed"),
    path("events/feed/<str:secret>.ics", feeds.feed, name="event-feed"),
    path("open/events/", calendar.public_events, name="events-public"),
    path("open/events/<uuid:pk>/", calendar.public_event, name="event-public"),
]
