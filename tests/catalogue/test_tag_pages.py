"""The index of tags and the page of a tag: what they list, whom they show it to, and what they cost."""

import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.queries.tags import count_tagged, related_tags, tag_index, tagged_entries
from community.spaces.models import Membership, Space
from community.tags.actions import create_tag, merge_tags, rename_tag, undo_change
from community.tags.models import Tag, TagChange
from forum.actions import delete_post, reply, start_thread
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
NOBODY = AnonymousUser()


@pytest.fixture()
def tram(ewa, zielona):
    return create_tag(by=ewa, name="zielone torowisko", space=zielona, description="Trawa między szynami.")


@pytest.fixture()
def boat(ewa, zielona):
    return create_tag(by=ewa, name="tramwaj wodny", space=zielona)


def ask(author, space, number, *tags, **changed):
    return start_thread(
        author=author, space=space, kind="question", title=f"Pytanie z tematem {number}", text="Treść.",
        key=f"tag-page-{number}", tags=tags, **changed,
    )  # fmt: skip


def counted(viewer, tag):
    return {row.slug: row.entries for group in tag_index(viewer) for row in group.tags}[tag.slug]


def titles(response):
    return re.findall(r'row__title"><a href="[^"]+">(?:<[^>]+>)*([^<]+)</a>', response.content.decode())


def test_index_lists_each_network_by_name_and_those_of_everybody_last():
    groups = tag_index(NOBODY)
    assert [(group.slug, len(group.tags)) for group in groups] == [
        ("zielona", 25), ("ppp", 26), ("cyfrowa", 26), ("spolecznosc", 2),
    ]  # fmt: skip
    assert [row.name for row in groups[0].tags][:3] == ["adaptacja do zmian klimatu", "bioróżnorodność", "deszczówka"]


def test_index_narrows_to_a_network(as_):
    html = as_().get("/tematy/?siec=ppp").content.decode()
    assert ("/tematy/koncesja/" in html, "/tematy/retencja/" in html) == (True, False)
    everybody = as_().get("/tematy/?siec=wszystkie-sieci").content.decode()
    assert ("/tematy/plan-ulepszen-pu/" in everybody, "/tematy/koncesja/" in everybody) == (True, False)


@pytest.mark.parametrize("word", ["nie-ma", "%00", "x" * 3000, "'\"<script>"])
def test_index_of_an_unknown_network_says_so(word, as_):
    response = as_().get(f"/tematy/?siec={word}")
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_index_offers_new_tags_where_one_facilitates(as_, ewa, anna, maria):
    counts = [as_(who).get("/tematy/").content.decode().count("/tematy/nowy/") for who in (None, anna, ewa, maria)]
    assert counts == [0, 0, 1, 4]


def test_index_of_a_community_without_tags_is_a_sentence(as_):
    Tag.objects.all().delete()
    assert 'class="empty"' in as_().get("/tematy/").content.decode()


def test_network_without_tags_appears_to_who_may_add_them(ewa, anna):
    Tag.objects.all().delete()
    assert [group.slug for group in tag_index(ewa)] == ["zielona"]
    assert tag_index(anna) == []


def test_tag_page_lists_what_carries_it_newest_activity_first(as_, anna, jan, zielona, tram, boat):
    first, second = ask(anna, zielona, 1, tram), ask(anna, zielona, 2, tram)
    ask(anna, zielona, 3, boat)
    reply(author=jan, thread=first, text="Tak.", key="tag-page-reply")
    response = as_().get(tram.url)
    assert [title.replace("\u00a0", " ") for title in titles(response)] == [first.title, second.title]
    assert "Trawa między szynami." in response.content.decode().replace("\u00a0", " ")


def test_tag_page_names_synonyms_and_merged_tags(as_):
    html = as_().get("/tematy/zielono-niebieska-infrastruktura/").content.decode().replace("\u00a0", " ")
    assert all(name in html for name in ("błękitno-zielona infrastruktura", "niebiesko-zielona infrastruktura", "ZNI"))


def test_former_and_merged_addresses_lead_to_the_tag_of_today_and_are_asked_anew(as_, ewa, tram, boat):
    rename_tag(by=ewa, tag=tram, name="żywe szyny")
    merge_tags(by=ewa, tag=tram, into=boat)
    for slug in ("zielone-torowisko", "zywe-szyny"):
        response = as_().get(f"/en/tematy/{slug}/?od=")
        assert (response.status_code, response["Location"]) == (301, "/en/tematy/tramwaj-wodny/?od=")
        assert response["Cache-Control"] == "no-cache"
    undo_change(by=ewa, change=TagChange.objects.latest("pk"))
    assert as_().get("/tematy/zielone-torowisko/")["Location"] == "/tematy/zywe-szyny/"
    assert as_().get("/tematy/zywe-szyny/").status_code == 200


def test_empty_topic_leads_to_asking_about_it(as_, jan, ewa, zielona):
    tag = create_tag(by=ewa, space=zielona, name="Tory & kolej", description="", synonyms=[])
    html = as_(jan).get(tag.url).content.decode()
    (link,) = re.findall(r'<a class="button" href="([^"]*zapytaj/[^"]*)"', html)
    assert unescape(link) == "/zapytaj/?" + urlencode({"tematy": "Tory & kolej"}, quote_via=quote)
    form = as_(jan).get(unescape(link), follow=True)
    if not form.request["PATH_INFO"].startswith("/s/"):
        (place,) = re.findall(r'href="(/s/zielona/zapytaj/[^"]*)"', form.content.decode())
        form = as_(jan).get(unescape(place))
    assert fields(form)["tags"] == "Tory & kolej"


def test_unknown_tag_is_a_page_of_ours(as_):
    assert as_().get("/tematy/nie-ma-takiego/").status_code == 404
    assert as_().get("/tematy/retencja/?od=zly").status_code == 404


def test_merged_tags_count_each_entry_once_until_undone(ewa, anna, zielona, tram, boat):
    ask(anna, zielona, 1, tram, boat)
    ask(anna, zielona, 2, tram)
    assert (counted(anna, tram), counted(anna, boat)) == (2, 1)
    merge_tags(by=ewa, tag=tram, into=boat)
    assert (counted(anna, boat), count_tagged(anna, boat), len(tagged_entries(anna, boat).rows)) == (2, 2, 2)
    assert related_tags(anna, boat) == []
    undo_change(by=ewa, change=TagChange.objects.latest("pk"))
    assert (counted(anna, tram), counted(anna, boat)) == (2, 1)


def test_deleted_thread_counts_no_more(anna, zielona, tram):
    thread = ask(anna, zielona, 1, tram)
    assert counted(NOBODY, tram) == 1
    delete_post(by=anna, post=thread.posts.get(number=1))
    assert counted(NOBODY, tram) == 0


def test_related_tags_are_those_of_the_same_entries_the_most_shared_first(anna, zielona, tram, boat):
    other = Tag.objects.get(name="retencja")
    for number in range(2):
        ask(anna, zielona, number, tram, boat)
    ask(anna, zielona, 5, tram, other)
    assert [(row.name, row.entries) for row in related_tags(anna, tram)] == [("tramwaj wodny", 2), ("retencja", 1)]


def test_nobody_learns_from_a_tag_what_is_closed_to_them(as_, olaf, anna, closed, zielona, tram, boat):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    thread = ask(insider, closed, 1, tram, boat)
    inner = ask(anna, zielona, 2, tram, boat, audience="members")
    for viewer, sees in ((NOBODY, 0), (olaf, 0), (anna, 1), (insider, 1)):
        assert (counted(viewer, tram), count_tagged(viewer, tram), len(related_tags(viewer, tram))) == (
            sees,
            sees,
            sees,
        )
        shown = titles(as_(None if viewer is NOBODY else viewer).get(tram.url))
        assert len(shown) == sees
    for browser in (as_(), as_(olaf)):
        for path in (tram.url, "/tematy/", boat.url):
            html = browser.get(path).content.decode()
            assert (thread.title in html, inner.title in html, insider.name in html) == (False, False, False)
        assert 'class="empty"' in browser.get(tram.url).content.decode()


def test_merge_counts_only_what_its_facilitator_may_see(as_, ewa, closed, tram):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    ask(insider, closed, 1, tram)
    html = as_(ewa).post("/tematy/zielone-torowisko/polacz/", {"into": "retencja"}).content.decode()
    assert re.search(r"<li>0\s", html)


def test_tag_of_a_place_for_the_signed_in_is_hidden_from_visitors(as_, anna):
    group = Space.objects.get(slug="standardy-zieleni")
    tag = Tag.objects.create(name="szkielet standardów", space=group)
    assert (as_().get(tag.url).status_code, as_(anna).get(tag.url).status_code) == (404, 200)
    assert "szkielet" not in as_().get("/tematy/").content.decode()
    assert "szkielet" in as_(anna).get("/tematy/").content.decode()


def test_pages_hold_each_entry_once_to_the_end(as_, anna, zielona, tram):
    wanted = {ask(anna, zielona, number, tram).title for number in range(23)}
    found, path = [], tram.url
    while path:
        response = as_().get(path)
        found += [title.replace("\u00a0", " ") for title in titles(response)]
        older = re.search(r'rel="next" href="([^"]+)"', response.content.decode())
        path = older.group(1) if older else None
    assert (len(found), set(found)) == (23, wanted)


@pytest.mark.parametrize("who", ["visitor", "facilitator"])
def test_pages_cost_the_same_at_any_size(who, as_, ewa, anna, zielona, tram, boat):
    browser = as_(ewa if who == "facilitator" else None)
    costs = {tram.url: [], "/tematy/": []}
    for number in range(1, 4):
        extra = create_tag(by=ewa, name=f"temat {number}", space=zielona, synonyms=[f"inaczej {number}"])
        ask(anna, zielona, number, tram, boat, extra)
        for path, spent in costs.items():
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(path).status_code == 200
            spent.append(len(captured))
    assert all(len(set(spent)) == 1 for spent in costs.values()), costs
    assert (max(costs[tram.url]) <= 10, max(costs["/tematy/"]) <= 7) == (True, True), costs


def test_names_are_escaped(as_, ewa, zielona):
    tag = create_tag(
        by=ewa, name="<img src=x onerror=alert(1)>", space=zielona, description="<script>alert(2)</script>"
    )
    for path in (tag.url, "/tematy/", f"{tag.url}zmien/"):
        html = as_(ewa).get(path).content.decode()
        assert ("<img src=x" in html, "<script>alert(2)" in html) == (False, False)
