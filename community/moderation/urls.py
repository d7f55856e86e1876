"""Doors of moderation: reporting, the queue, decisions."""

from django.urls import path

from community.moderation import views

urlpatterns = [
    path("zglos/<slug:kind>/<row:subject_id>/", views.report, name="report"),
    path("s/<slug:slug>/zgloszenia/", views.report_queue, name="report_queue"),
    path("s/<slug:slug>/zgloszenia/<slug:kind>/<row:subject_id>/", views.decide_report, name="decide_report"),
    path("s/<slug:slug>/decyzje/", views.decision_list, name="decisions"),
    path("decyzje/<row:decision_id>/", views.decision, name="decision"),
    path("decyzje/<slug:kind>/<row:subject_id>/", views.why_hidden, name="why_hidden"),
    path("decyzje/<row:decision_id>/odwolanie/", views.appeal, name="appeal"),
    path("decyzje/<row:decision_id>/odpowiedz/", views.answer_appeal, name="answer_appeal"),
]
