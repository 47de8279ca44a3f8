from django.urls import path

from guildhall.prospects.views import adding, bulk, criteria, crm, crm_list, requests

urlpatterns = [
    path("employers/add/", adding.add, name="employer-add"),
    path("employers/add/alike/", adding.suggest, name="employer-suggest"),
    path("employers/add/ask/", adding.ask, name="employer-ask"),
    path("employers/asked/", adding.asked, name="asked"),
    path("crm/", crm.board, name="crm"),
    path("crm/list/", crm_list.listing, name="crm-list"),
    path("crm/list/export/", crm_list.export, name="crm-export"),
    path("crm/bulk/", bulk.bulk_edit, name="crm-bulk"),
    path("crm/bulk/<uuid:pk>/", bulk.bulk_done, name="crm-bulk-done"),
    path("crm/bulk/<uuid:pk>/undo/", bulk.bulk_undo, name="crm-bulk-undo"),
    path("crm/cards/<uuid:pk>/drop/", crm_list.drop, name="crm-drop"),
    path("crm/requests/", requests.requests, name="crm-requests"),
    path("crm/requests/<uuid:pk>/", requests.reply, name="crm-reply"),
    path("crm/checks/", requests.probes, name="crm-probes"),
    path("vetting/", crm.held, name="held"),
    path("vetting/<uuid:pk>/", crm.prospect, name="prospect"),
    path("vetting/<uuid:pk>/criteria/<uuid:criterion>/", crm.answer, name="prospect-answer"),
    path("vetting/<uuid:pk>/plan/", crm.plan, name="prospect-plan"),
    path("vetting/<uuid:pk>/move/", crm.move, name="prospect-move"),
    path("vetting/<uuid:pk>/ready/", crm.confirm, name="prospect-confirm"),
    path("vetting/<uuid:pk>/ready/link/", crm.send_link, name="prospect-send-link"),
    path("vetting/<uuid:pk>/promote/", crm.promote, name="prospect-promote"),
    path("vetting/<uuid:pk>/undo/", crm.undo, name="prospect-undo"),
    path("vetting/<uuid:pk>/park/", crm.park, name="prospect-park"),
    path("vetting/<uuid:pk>/again/", crm.send_back, name="prospect-send-back"),
    path("protocols/<uuid:pk>/clauses/<uuid:clause>/questions/", criteria.questions, name="clause-criteria"),
    path("ready/<str:secret>/", requests.ready_link, name="ready-link"),
]
