from django.urls import path

from guildhall.community.views import adoption, announcements, challenges, improvements, mapping, processes

STEP = "processes/<uuid:pk>/steps/<uuid:step>/"
urlpatterns = [
    path("community/", challenges.challenges, name="challenges"),
    path("community/participation/", challenges.participation, name="participation"),
    path("community/raise/", challenges.raise_challenge, name="challenge-raise"),
    path("community/<uuid:pk>/", challenges.challenge, name="challenge"),
    path("community/<uuid:pk>/change/", challenges.change, name="challenge-change"),
    path("community/<uuid:pk>/close/", challenges.close, name="challenge-close"),
    path("community/<uuid:pk>/words/<uuid:said>/", challenges.words, name="contribution"),
    path("community/<uuid:pk>/decide/", challenges.decide, name="challenge-decide"),
    path("community/<uuid:pk>/decisions/<uuid:made>/", challenges.outcome, name="decision"),
    path("adoption/", adoption.adoption, name="adoption"),
    path("adoption/<slug:slug>/", adoption.of_institution, name="adoption-of"),
    path("adoption/<slug:slug>/agree/<uuid:pk>/", adoption.agree, name="adoption-agree"),
    path("adoption/<slug:slug>/clauses/<uuid:clause>/", adoption.adopt, name="adoption-clause"),
    path("processes/", processes.maps, name="processes"),
    path("processes/add/", processes.map_form, name="process-add"),
    path("processes/<uuid:pk>/", processes.process, name="process"),
    path("processes/<uuid:pk>/change/", processes.map_form, name="process-change"),
    path("processes/<uuid:pk>/publish/", processes.publish, name="process-publish"),
    path("processes/<uuid:pk>/steps/add/", processes.step_form, name="step-add"),
    path("processes/<uuid:pk>/connections/", mapping.connections, name="process-connections"),
    path(
        "processes/<uuid:pk>/connections/<int:connection>/remove/", mapping.connection_remove, name="connection-remove"
    ),
    path("processes/<uuid:pk>/versions/<int:number>/", mapping.edition, name="process-version"),
    path(STEP + "branches/", mapping.branches, name="step-branches"),
    path(STEP + "branches/<int:branch>/remove/", mapping.branch_remove, name="branch-remove"),
    path(STEP, processes.step_form, name="step-change"),
    path(STEP + "move/", processes.step_move, name="step-move"),
    path(STEP + "remove/", processes.step_remove, name="step-remove"),
    path(STEP + "at/<slug:slug>/", processes.refine, name="step-refine"),
    path("improvements/", improvements.improvements, name="improvements"),
    path("improvements/add/", improvements.add, name="improvement-add"),
    path("improvements/<uuid:pk>/", improvements.improvement, name="improvement"),
    path("improvements/<uuid:pk>/vote/", improvements.vote, name="improvement-vote"),
    path("super-users/", improvements.super_users, name="super-users"),
    path("super-users/<slug:slug>/", improvements.super_user, name="super-user"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/add/", announcements.announce, name="announcement-add"),
    path("announcements/<uuid:pk>/", announcements.announcement, name="announcement"),
    path("announcements/<uuid:pk>/change/", announcements.announce, name="announcement-change"),
    path("announcements/<uuid:pk>/pass-on/<int:delivery>/", announcements.pass_on, name="announcement-pass-on"),
    path("news/", improvements.news, name="news"),
]
