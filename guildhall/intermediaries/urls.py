from django.urls import path

from guildhall.intermediaries.views import bodies, meetings, members, stories

BODY, MEETING, STORY = "employers/<uuid:pk>/", "chamber-meetings/<uuid:pk>/", "stories/<uuid:pk>/"
urlpatterns = [
    path("chambers/", bodies.intermediaries, name="intermediaries"),
    path(BODY + "memberships/", bodies.of_employer, name="employer-memberships"),
    path(BODY + "memberships/add/", members.join, name="membership-add"),
    path(BODY + "chamber/", bodies.describe, name="intermediary-describe"),
    path(BODY + "chamber/undo/", bodies.undescribe, name="intermediary-undescribe"),
    path(BODY + "members/", members.members, name="members"),
    path(BODY + "members/add/", members.pick, name="member-pick"),
    path(BODY + "members/add/<uuid:employer>/", members.add, name="member-add"),
    path("members/<uuid:pk>/", members.change, name="member"),
    path("members/<uuid:pk>/remove/", members.remove, name="member-remove"),
    path(BODY + "chamber-seats/add/", bodies.seat_add, name="chamber-seat-add"),
    path("chamber-seats/<uuid:pk>/", bodies.seat, name="chamber-seat"),
    path("chamber-seats/<uuid:pk>/remove/", bodies.seat_remove, name="chamber-seat-remove"),
    path(BODY + "chamber-meetings/add/", meetings.add, name="chamber-meeting-add"),
    path(MEETING, meetings.meeting, name="chamber-meeting"),
    path(MEETING + "change/", meetings.change, name="chamber-meeting-change"),
    path(MEETING + "remove/", meetings.remove, name="chamber-meeting-remove"),
    path(MEETING + "ask/", meetings.ask, name="chamber-meeting-ask"),
    path(MEETING + "answer/", meetings.answer, name="chamber-meeting-answer"),
    path(MEETING + "presented/", meetings.presented, name="chamber-meeting-presented"),
    path(MEETING + "stories/", meetings.stories, name="chamber-meeting-stories"),
    path(MEETING + "print/", meetings.handout, name="chamber-meeting-printed"),
    path("public/stories/", stories.for_everybody, name="stories-public"),
    path("stories/", stories.stories, name="stories"),
    path("stories/write/", stories.pick, name="story-pick"),
    path("stories/write/<uuid:placement>/", stories.add, name="story-add"),
    path(STORY, stories.story, name="story"),
    path(STORY + "change/", stories.change, name="story-change"),
    path(STORY + "tell/", stories.tell, name="story-tell"),
    path(STORY + "take-off/", stories.take_off, name="story-take-off"),
    path(STORY + "remove/", stories.remove, name="story-remove"),
]
