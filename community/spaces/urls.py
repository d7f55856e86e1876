"""Doors of belonging."""

from django.urls import path

from community.spaces.views import cities, entrance, members, people, spaces

urlpatterns = [
    path("sieci/", spaces.network_list, name="networks"),
    path("s/<slug:slug>/", spaces.space_home, name="space_home"),
    path("s/<slug:slug>/opis/", spaces.describe, name="describe_space"),
    path("s/<slug:slug>/dolacz/", spaces.join, name="join_space"),
    path("s/<slug:slug>/opusc/", spaces.leave, name="leave_space"),
    path("s/<slug:slug>/osoby/", members.space_members, name="space_members"),
    path("s/<slug:slug>/osoby/zapros/", members.invite, name="invite"),
    path(
        "s/<slug:slug>/osoby/zaproszenie/<row:invitation_id>/wycofaj/",
        members.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("s/<slug:slug>/osoby/prosba/<row:request_id>/", members.decide, name="decide_request"),
    path("s/<slug:slug>/osoby/<row:membership_id>/rola/", members.change_role, name="change_role"),
    path("s/<slug:slug>/osoby/<row:membership_id>/usun/", members.remove_member, name="remove_member"),
    path("dolacz/", entrance.join_community, name="join"),
    path("zaproszenie/<str:token>/", entrance.accept_invitation, name="accept_invitation"),
    path("miasta/", cities.cities, name="cities"),
    path("miasta/<slug:slug>/", cities.city, name="city"),
    path("ludzie/", people.people, name="people"),
    path("ludzie/<slug:slug>/", people.person, name="person"),
]
