"""Doors of following up: who passes, what is said to others, and what bad input is answered."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from community.spaces.models import City, Edition, Seat
from community.spaces.standing import forget_standing
from resources.actions.following_up import adopt, confirm_barrier
from resources.models import Adoption, AdoptionStep, Case, RecommendationPage, RecommendationStep
from resources.queries.following_up import followed_by, practice_doors, recommendation_doors
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
LONG = "x" * 601


def today(days=0):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def step_form(**changes):
    return {"status": "implemented", "at": today(), "note": "Weszło.", "reason": "", "is_final": "on", **changes}


def doors_of(recommendation, article):
    return [
        f"/zalecenie/{recommendation.pk}/krok/",
        f"/zalecenie/{recommendation.pk}/u-nas-tez/",
        f"/praktyka/{article.pk}/",
    ]


def faults(response):
    return response.status_code, response.content.decode().count("field__error")


def fresh_person(who):
    return type(who).objects.get(pk=who.pk)


def close(*pages):
    for page in pages:
        type(page).objects.filter(translation_key=page.translation_key).update(audience="members")


def test_facilitator_adds_a_step(as_, ewa, fresh):
    browser, door = as_(ewa), f"/zalecenie/{fresh.pk}/krok/"
    assert browser.get(door).status_code == 200
    response = browser.post(door, step_form())
    assert (response.status_code, response["Location"]) == (302, "/biblioteka/pu-zielona/drzewa-i-sieci/")
    last = RecommendationStep.objects.filter(key=fresh.translation_key).latest("pk")
    assert (last.status, last.note, last.by) == ("implemented", "Weszło.", ewa)
    assert "Weszło." in browser.get(door).content.decode()


def test_editor_adds_a_step(as_, olaf, fresh):
    door = f"/zalecenie/{fresh.pk}/krok/"
    assert as_(olaf).post(door, step_form()).status_code == 403
    olaf.groups.add(Group.objects.get(name="Redakcja"))
    assert as_(fresh_person(olaf)).post(door, step_form()).status_code == 302


@pytest.mark.parametrize("name", ["anna", "olaf"])
def test_others_read_why_they_add_no_step(name, as_, request, fresh):
    count = RecommendationStep.objects.count()
    response = as_(request.getfixturevalue(name)).post(f"/zalecenie/{fresh.pk}/krok/", step_form())
    assert (response.status_code, RecommendationStep.objects.count()) == (403, count)
    assert 'class="lede"' in response.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": ""},
        {"status": "burned"},
        {"at": ""},
        {"at": "wczoraj"},
        {"at": today(1)},
        {"at": "2001-01-01"},
        {"note": LONG},
        {"reason": LONG},
        {"note": "a\x00b"},
        {"status": "rejected"},
        {"status": "lapsed", "reason": "  "},
        {"is_final": ""},
    ],
)
def test_faulty_step_is_explained_and_kept(wrong, as_, ewa, fresh):
    count = RecommendationStep.objects.count()
    response = as_(ewa).post(f"/zalecenie/{fresh.pk}/krok/", step_form(**wrong))
    assert (faults(response), RecommendationStep.objects.count()) == ((422, 1), count)
    assert fields(response)["note"] == wrong.get("note", "Weszło.")


def test_city_confirms_changes_and_takes_back(as_, anna, raciborz, fresh):
    browser, door = as_(anna), f"/zalecenie/{fresh.pk}/u-nas-tez/"
    assert browser.get(door).status_code == 200
    for text in ("U nas też <b>.", "U nas\r\ngorzej."):
        response = browser.post(door, {"text": text})
        assert (response.status_code, response["Location"]) == (302, "/biblioteka/pu-zielona/drzewa-i-sieci/")
    assert Case.objects.get(key=fresh.translation_key, city=raciborz).text == "U nas gorzej."
    assert fields(browser.get(door))["text"] == "U nas gorzej."
    asked = browser.post(door, {"wycofaj": "1"})
    assert (asked.status_code, "gorzej." in asked.content.decode()) == (200, True)
    assert Case.objects.filter(key=fresh.translation_key).count() == 1
    assert browser.post(door, {"wycofaj": "tak", "miasto": raciborz.slug}).status_code == 302
    assert Case.objects.filter(key=fresh.translation_key).count() == 0


@pytest.mark.parametrize("text", ["", "  \n", LONG, "a\x00b"])
def test_faulty_case_is_explained(text, as_, anna, fresh):
    response = as_(anna).post(f"/zalecenie/{fresh.pk}/u-nas-tez/", {"text": text})
    assert (faults(response), Case.objects.filter(key=fresh.translation_key).count()) == ((422, 1), 0)


def test_city_says_how_far_it_is(as_, anna, raciborz, article):
    Adoption.objects.filter(key=article.translation_key, city=raciborz).delete()
    browser, door = as_(anna), f"/praktyka/{article.pk}/"
    for state, note in (("considering", ""), ("abandoned", "Gaz pod ulicą.")):
        response = browser.post(door, {"state": state, "note": note})
        assert (response.status_code, response["Location"]) == (302, "/biblioteka/ogrod/#adoptions")
    html = browser.get(door).content.decode()
    assert html.count("said-when") == 2
    asked = browser.post(door, {"wycofaj": "1"}).content.decode()
    assert asked.count("said-when") == 2
    browser.post(door, {"wycofaj": "tak"})
    assert AdoptionStep.objects.filter(adoption__key=article.translation_key, adoption__city=raciborz).count() == 0


@pytest.mark.parametrize(
    "wrong", [{"state": ""}, {"state": "x"}, {"note": LONG}, {"state": "abandoned", "note": " "}, {"note": "\x00"}]
)
def test_faulty_adoption_is_explained(wrong, as_, anna, article):
    count = AdoptionStep.objects.count()
    response = as_(anna).post(f"/praktyka/{article.pk}/", {"state": "done", "note": "", **wrong})
    assert (faults(response), AdoptionStep.objects.count()) == ((422, 1), count)


def test_who_works_for_two_cities_chooses(as_, anna, raciborz, zyrardow, fresh):
    edition = Edition.objects.create(name="Następna", first_year=2027, last_year=2029)
    Seat.objects.create(person=anna, city=zyrardow, edition=edition)
    browser, door = as_(anna), f"/zalecenie/{fresh.pk}/u-nas-tez/"
    for city in (raciborz, zyrardow):
        page = browser.get(door, {"miasto": city.slug})
        assert (fields(page)["miasto"], "?miasto=zyrardow" in page.content.decode()) == (city.slug, True)
        browser.post(door, {"miasto": city.slug, "text": f"Tu {city.name}."})
    rows = Case.objects.filter(key=fresh.translation_key).values_list("text", flat=True)
    assert set(rows) == {"Tu Racibórz.", "Tu Żyrardów."}


def test_nobody_names_a_city_of_others(as_, anna, zyrardow, fresh, article):
    for door in doors_of(fresh, article)[1:]:
        for slug in (zyrardow.slug, "nigdzie", "\x00"):
            assert as_(anna).post(door, {"miasto": slug, "text": "Tak.", "state": "done"}).status_code == 403


def test_outsider_without_a_seat_reads_what_to_do(as_, olaf, fresh, article):
    for door in doors_of(fresh, article)[1:]:
        typed = {"text": "Długi tekst, którego szkoda, bo był pisany długo.", "note": "", "state": "done"}
        for response in (as_(olaf).get(door), as_(olaf).post(door, typed)):
            assert (response.status_code, 'class="lede"' in response.content.decode()) == (403, True)
    assert Case.objects.filter(key=fresh.translation_key).count() == 0


def test_visitor_signs_in_first_and_keeps_what_was_typed(client, anna, fresh, article):
    for door in doors_of(fresh, article):
        for response in (client.get(door), client.post(door, {"text": "Nie zgub tego.", "note": "Ani tego."})):
            assert (response.status_code, "/konto/login/" in response["Location"]) == (302, True)
    client.force_login(anna)
    assert fields(client.get(f"/zalecenie/{fresh.pk}/u-nas-tez/"))["text"] == "Nie zgub tego."
    assert fields(client.get(f"/praktyka/{article.pk}/"))["note"] == "Ani tego."


def test_wrong_method_is_refused(as_, ewa, fresh, article):
    for door in doors_of(fresh, article):
        assert [as_(ewa).put(door).status_code, as_(ewa).delete(door).status_code] == [405, 405]


def test_page_for_members_is_not_there_for_outsiders(as_, olaf, anna, fresh, article):
    close(fresh, article)
    for door in doors_of(fresh, article):
        for response in (as_(olaf).get(door), as_(olaf).post(door, {"text": "Tak."})):
            assert response.status_code == 404
    assert [as_(anna).get(door).status_code for door in doors_of(fresh, article)] == [403, 200, 200]


def test_page_that_is_not_published_is_not_there(as_, ewa, anna, fresh, article):
    for page in (fresh, article):
        for one in type(page).objects.filter(translation_key=page.translation_key):
            one.unpublish()
    assert [as_(ewa).get(door).status_code for door in doors_of(fresh, article)] == [404, 404, 404]


def test_only_pages_of_the_right_kind_are_found(as_, anna, fresh, article):
    wrong = (f"/zalecenie/{article.pk}/u-nas-tez/", f"/praktyka/{fresh.pk}/", "/praktyka/999999/", "/praktyka/0/")
    assert [as_(anna).get(door).status_code for door in wrong] == [404, 404, 404, 404]


def test_any_translation_leads_to_the_same_rows(as_, anna, raciborz, article):
    english = article.get_translation(Locale.objects.get(language_code="en"))
    as_(anna).post(f"/praktyka/{english.pk}/", {"state": "done", "note": ""})
    assert Adoption.objects.get(key=article.translation_key, city=raciborz).state == "done"
    page = as_(anna).get(f"/en/praktyka/{article.pk}/").content.decode()
    assert (english.title in page, article.title in page) == (True, False)


def test_article_shows_who_follows_it_by_state(client, as_, anna, ewa, article):
    visitor = client.get("/biblioteka/ogrod/").content.decode()
    door = f'href="/praktyka/{article.pk}/"'
    assert (visitor.count('class="adoptions"'), "siecią gazową" in visitor, door in visitor) == (
        2,
        True,
        False,
    )
    assert [door in as_(who).get("/biblioteka/ogrod/").content.decode() for who in (anna, ewa)] == [True, False]


def test_newest_change_comes_first(anna, raciborz, article):
    adopt(by=anna, page=article, city=raciborz, state="adapting", note="Właśnie teraz.")
    groups = practice_doors(AnonymousUser(), article).groups
    assert (groups[0].state, groups[0].rows[0].city) == ("adapting", "Racibórz")


def test_doors_of_a_recommendation_are_for_those_who_may(anna, ewa, olaf, raciborz, fresh):
    def words(who):
        doors = recommendation_doors(who, fresh)
        return bool(doors.case_door), doors.has_own, bool(doors.step_door)

    no = (False, False, False)
    assert [words(who) for who in (AnonymousUser(), olaf, ewa, anna)] == [
        no,
        no,
        (False, False, True),
        (True, False, False),
    ]
    confirm_barrier(by=anna, page=fresh, city=raciborz, text="Tak.")
    forget_standing(anna)
    assert words(anna) == (True, True, False)


def test_city_page_shows_only_what_the_viewer_may_read(client, as_, anna, olaf, article, recommendation):
    def seen(browser):
        html = browser.get("/miasta/raciborz/").content.decode()
        return 'id="practices"' in html, 'id="barriers"' in html

    assert seen(client) == (True, True)
    close(article, recommendation)
    from resources.actions.listing import relist_page

    for page in (article, recommendation):
        page.refresh_from_db()
        relist_page(page)
    assert [seen(as_(who)) for who in (None, olaf, anna)] == [(False, False), (False, False), (True, True)]


@pytest.mark.parametrize("cities", [1, 12])
def test_queries_do_not_grow_with_cities_or_pages(cities, anna, raciborz, article):
    Adoption.objects.all().delete()
    for city in City.objects.all()[:cities]:
        Adoption.objects.create(key=article.translation_key, city=city, state="done")
    pages = [*RecommendationPage.objects.all()[:cities]]
    Case.objects.all().delete()
    Case.objects.bulk_create([Case(key=page.translation_key, city=raciborz, text="Tak.") for page in pages])
    visitor, counts = AnonymousUser(), []
    for call, who, about in (
        (practice_doors, visitor, article),
        (practice_doors, anna, article),
        (recommendation_doors, visitor, pages[0]),
        (recommendation_doors, fresh_person(anna), pages[0]),
        (followed_by, visitor, raciborz),
    ):
        with CaptureQueriesContext(connection) as captured:
            call(who, about)
        counts.append(len(captured))
    assert counts == [1, 2, 0, 4, 2]
    assert len(followed_by(visitor, raciborz).barriers) == cities


def test_buttons_of_a_recommendation_are_drawn_for_those_who_may(rf, anna, ewa, olaf, fresh):
    def drawn(who):
        request = rf.get("/")
        request.user = who
        html = render_to_string("resources/_recommendation_doors.html", {"page": fresh}, request)
        return [word in html for word in ("u-nas-tez/", "krok/")]

    assert [drawn(who) for who in (AnonymousUser(), olaf, anna, ewa)] == [
        [False, False], [False, False], [True, False], [False, True],
    ]  # fmt: skip
