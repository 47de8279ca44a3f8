from django.urls import path

from guildhall.pathways.views import known, pathways, programs

urlpatterns = [
    path("programs/", programs.programs, name="programs"),
    path("programs/add/", programs.program_add, name="program-add"),
    path("programs/<uuid:pk>/", programs.program, name="program"),
    path("programs/<uuid:pk>/change/", programs.program_change, name="program-change"),
    path("pathways/", pathways.pathways, name="pathways"),
    path("pathways/add/", pathways.pathway_add, name="pathway-add"),
    path("pathways/<uuid:pk>/", pathways.pathway, name="pathway"),
    path("pathways/<uuid:pk>/change/", pathways.pathway_change, name="pathway-change"),
    path("known/occupations/", known.occupations, name="known-occupations"),
    path("known/cip/", known.cip, name="known-programs-of-cip"),
    path("known/programs/", known.programs, name="known-programs"),
]
