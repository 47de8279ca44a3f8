from django.urls import path

from guildhall.students.views import caseload, consents, students

urlpatterns = [
    path("students/", students.students, name="students"),
    path("students/add/", students.student_add, name="student-add"),
    path("students/<uuid:pk>/", students.student, name="student"),
    path("students/<uuid:pk>/change/", students.student_change, name="student-change"),
    path("students/<uuid:pk>/opt-out/", consents.student_opt_out, name="student-opt-out"),
    path("students/<uuid:pk>/consents/add/", consents.consent_add, name="consent-add"),
    path("consents/<uuid:pk>/revoke/", consents.consent_revoke, name="consent-revoke"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("students/<uuid:pk>/case/", caseload.case_take, name="case-take"),
    path("caseload/<uuid:pk>/", caseload.case_change, name="case-change"),
]
