"""Doors of belonging."""

from django.urls import path

from community.spaces.views import cities, entrance, members, people, spaces, succession

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
    path("s/<slug:slug>/przekazania/", succession.space_log, name="space_hand_overs"),
    path("konto/przekazania/", succession.own_log, name="hand_overs"),
    path("miejsce/<row:seat_id>/przekaz/", succession.hand_over, name="hand_over"),
    path("przekazanie/<row:hand_over_id>/", succession.offer, name="hand_over_offer"),
    path("przekazanie/<row:hand_over_id>/przyjmij/", succession.accept, name="accept_hand_over"),
    path("przekazanie/<row:hand_over_id>/odmow/", succession.decline, name="decline_hand_over"),
    path("przekazanie/<row:hand_over_id>/wycofaj/", succession.withdraw, name="withdraw_hand_over"),
    path("dolacz/", entrance.join_community, name="join"),
    path("zaproszenie/<str:token>/", entrance.accept_invitation, name="accept_invitation"),
    path("miasta/", cities.cities, name="cities"),
    path("miasta/<slug:slug>/", cities.city, name="city"),
    path("ludzie/", people.people, name="people"),
    path("ludzie/podpowiedzi/", people.suggestions, name="people_suggestions"),
    path("ludzie/<slug:slug>/", people.person, name="person"),
]
