"""Feeds: valid Atom, what a visitor may see and nothing else, whoever opens them, at a cost that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.models import Entry
from community.spaces.models import Space
from community.tags.models import FormerSlug, Tag
from forum.actions import delete_post, edit_post, reply, start_thread
from forum.models import Thread
from tests.catalogue.atom import faults, read

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HERE = "http://127.0.0.1:8000"


def asked(author, space, number=0, **given):
    said = {
        "kind": "question",
        "title": f"Pytanie do kanału {number}",
        "text": "Treść pytania.",
        "key": f"feed-{number:04}",
    }
    return start_thread(author=author, space=space, **said | given)


@pytest.fixture()
def tag(db):
    return Tag.objects.create(name="Temat z kanałem")


@pytest.fixture()
def secret(closed, person):
    """A thread of the closed group, with a reply, by one of its members."""
    from community.spaces.models import Membership

    insider = Membership.objects.filter(space=closed, role="member").first().person
    thread = asked(insider, closed, 900, title="Tajny tytuł", text="Tajna treść.")
    reply(author=insider, thread=thread, text="Tajna odpowiedź.", key="feed-secret")
    return thread


class TestFormat:
    @pytest.mark.parametrize("path", ["/kanal.xml", "/en/kanal.xml", "/s/zielona/kanal.xml", "/en/s/zielona/kanal.xml"])
    def test_feed_is_valid_and_has_at_most_thirty_entries(self, path, as_):
        feed = read(as_().get(path))
        assert 0 < len(feed.ids) <= 30
        assert feed.parsed.feed.language == ("en" if path.startswith("/en/") else "pl")

    def test_every_thread_of_the_demo_has_a_valid_feed(self, as_):
        threads = Thread.objects.live().filter(audience="public")
        wrong = {t.pk: faults(as_().get(f"/watki/{t.pk}/kanal.xml").content) for t in threads}
        assert {pk: said for pk, said in wrong.items() if said} == {}

    def test_addresses_are_the_sites_own_whatever_host_asks(self, as_, question):
        feed = read(as_().get("/en/kanal.xml", headers={"host": "localhost"})).parsed
        links = {link.rel: link.href for link in feed.feed.links}
        assert links == {"alternate": f"{HERE}/en/", "self": f"{HERE}/en/kanal.xml"}
        assert feed.entries[0].link == f"{HERE}/en{question.url}"

    def test_newest_comes_first(self, as_, anna, zielona):
        second = [asked(anna, zielona, number) for number in range(2)][1]
        assert read(as_().get("/kanal.xml")).titles[:2] == ["Pytanie do kanału 1", "Pytanie do kanału 0"]
        reply(author=anna, thread=Thread.objects.exclude(pk=second.pk).first(), text="Odpowiedź.", key="feed-reply")
        assert read(as_().get("/kanal.xml")).titles[0] == "Pytanie do kanału 1"

    def test_id_stays_when_the_title_and_so_the_address_change(self, as_, anna, question):
        before = read(as_().get("/kanal.xml"))
        edit_post(by=anna, post=question.posts.get(number=1), text="x", version=1, title="Zupełnie inny tytuł")
        after = read(as_().get("/kanal.xml"))
        assert (before.ids, before.parsed.feed.id) == (after.ids, after.parsed.feed.id)
        assert after.titles[0] == "Zupełnie inny tytuł"
        assert before.parsed.entries[0].link != after.parsed.entries[0].link

    def test_reply_moves_the_entrys_date_and_not_its_place_of_birth(self, as_, question, jan):
        before = read(as_().get("/kanal.xml")).parsed.entries[0]
        reply(author=jan, thread=question, text="Odpowiedź.", key="feed-later")
        after = read(as_().get("/kanal.xml")).parsed.entries[0]
        assert after.published == before.published
        assert after.updated > before.updated

    @pytest.mark.parametrize(
        "title", ["</title><script>alert(1)</script>", "]]> & <b>", "Znak \x08 i \x0b koniec", "🌳 \u202eodwrotnie"]
    )
    def test_hostile_title_is_only_a_title(self, title, as_, anna, zielona):
        asked(anna, zielona, title="Na razie zwykły", text=f"{title} <script>alert(2)</script>")
        Entry.objects.filter(title="Na razie zwykły").update(title=title, summary=title)
        Thread.objects.filter(title="Na razie zwykły").update(title=title)
        thread = Thread.objects.get(title=title)
        shown = title.replace("\x08", "").replace("\x0b", "")
        for path in ("/kanal.xml", f"/watki/{thread.pk}/kanal.xml"):
            response = as_().get(path)
            read(response)
            assert shown in feed_titles(response)
            assert b"<script" not in response.content

    def test_categories_are_the_tags_of_today(self, as_, anna, zielona, tag):
        merged = Tag.objects.create(name="Dawna nazwa", merged_into=tag)
        asked(anna, zielona, tags=[merged])
        assert [term.term for term in read(as_().get("/kanal.xml")).parsed.entries[0].tags] == [tag.name]

    def test_author_is_named_and_linked_only_with_a_public_profile(self, as_, anna, question):
        def author():
            return read(as_().get("/kanal.xml")).parsed.entries[0].author_detail

        type(anna).objects.filter(pk=anna.pk).update(is_profile_public=False)
        assert dict(author()) == {"name": anna.name}
        type(anna).objects.filter(pk=anna.pk).update(is_profile_public=True)
        assert dict(author()) == {"name": anna.name, "href": f"{HERE}{anna.url}"}

    def test_erased_author_is_a_former_member(self, as_, question):
        Entry.objects.filter(kind="question", subject_id=question.pk).update(author=None)
        question.posts.update(author=None)
        assert read(as_().get("/en/kanal.xml")).parsed.entries[0].author == "former member"
        assert read(as_().get(f"/en/watki/{question.pk}/kanal.xml")).parsed.entries[0].author == "former member"

    def test_empty_feed_is_valid_and_stays_the_same(self, as_, tag):
        first, second = (as_().get(f"/tematy/{tag.slug}/kanal.xml") for _ in range(2))
        assert (read(first).ids, first.content) == ([], second.content)


def feed_titles(response):
    from xml.etree import ElementTree

    return [
        element.text for element in ElementTree.fromstring(response.content).iter("{http://www.w3.org/2005/Atom}title")
    ]


class TestThread:
    def test_posts_come_whole_and_newest_first(self, as_, answer):
        feed = read(as_().get(f"/watki/{answer.thread_id}/kanal.xml"))
        assert (feed.title, feed.titles) == (
            answer.thread.title,
            ["Jan Wierzba: U nas zakład komunalny, dwa razy w tygodniu.", answer.thread.title],
        )
        assert (
            feed.parsed.entries[0].content[0].value == "<p>U&nbsp;nas zakład komunalny, dwa razy w&nbsp;tygodniu.</p>"
        )
        assert feed.parsed.entries[0].link == f"{HERE}{answer.thread.url}#p2"

    def test_links_within_the_text_lead_somewhere_from_a_reader(self, as_, question, jan):
        text = 'Zob. @anna-borowik i przypis[^1], `<a href="/x">`.\n\n[^1]: Tu.'
        reply(author=jan, thread=question, text=text, key="feed-links")
        html = read(as_().get(f"/en/watki/{question.pk}/kanal.xml")).parsed.entries[0].content[0].value
        assert f'href="{HERE}/en/ludzie/anna-borowik/"' in html
        assert f'href="{HERE}/en{question.url}#fn' in html
        assert 'href="/x"' not in html.replace("&quot;", '"').replace('&lt;a href="/x"', "")

    def test_deleted_post_is_not_there(self, as_, ewa, answer):
        delete_post(by=ewa, post=answer)
        assert read(as_().get(f"/watki/{answer.thread_id}/kanal.xml")).titles == [answer.thread.title]

    def test_deleted_thread_has_no_feed_even_for_who_may_restore_it(self, as_, anna, question):
        delete_post(by=anna, post=question.posts.get(number=1))
        for who in (None, anna):
            assert as_(who).get(f"/watki/{question.pk}/kanal.xml").status_code == 404

    def test_long_thread_shows_its_last_thirty_posts(self, as_):
        long = Thread.objects.get(client_key="demo-long")
        links = [e.link for e in read(as_().get(f"/watki/{long.pk}/kanal.xml")).parsed.entries]
        assert (len(links), links[0]) == (30, f"{HERE}{long.url}?strona=15#p300")


class TestTag:
    def test_feed_of_a_tag_holds_what_was_tagged_with_merged_ones(self, as_, anna, zielona, tag):
        merged = Tag.objects.create(name="Dawny temat", merged_into=tag)
        for number, its in enumerate((tag, merged)):
            asked(anna, zielona, number, tags=[its])
        asked(anna, zielona, 7)
        assert read(as_().get(f"/tematy/{tag.slug}/kanal.xml")).titles == ["Pytanie do kanału 1", "Pytanie do kanału 0"]

    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_merged_tag_and_former_address_lead_to_the_feed_of_today(self, prefix, as_, tag):
        merged = Tag.objects.create(name="Dawny temat", merged_into=tag)
        FormerSlug.objects.create(slug="calkiem-dawny", tag=tag)
        for slug in (merged.slug, "calkiem-dawny"):
            response = as_().get(f"{prefix}/tematy/{slug}/kanal.xml")
            assert (response.status_code, response["Location"]) == (302, f"{prefix}/tematy/{tag.slug}/kanal.xml")

    def test_feed_of_no_tag_is_not_found_in_words(self, as_):
        response = as_().get("/tematy/nie-ma-takiego/kanal.xml")
        assert (response.status_code, b"<h1>" in response.content) == (404, True)


class TestLeaks:
    def test_every_feed_is_the_visitors_whoever_opens_it(self, as_, secret, anna, maria, olaf, tag):
        member = secret.author
        for path in ("/kanal.xml", "/s/zielona/kanal.xml", f"/tematy/{tag.slug}/kanal.xml"):
            seen = {as_(who).get(path).content for who in (None, olaf, anna, maria, member)}
            assert len(seen) == 1
            assert "Tajn" not in seen.pop().decode()

    def test_closed_places_have_no_feed_for_anybody(self, as_, secret, closed, maria, olaf):
        for path in (f"/s/{closed.slug}/kanal.xml", f"/watki/{secret.pk}/kanal.xml"):
            for who in (None, olaf, secret.author, maria):
                response = as_(who).get(path)
                assert response.status_code == 404
                assert "Tajn" not in response.content.decode()

    @pytest.mark.parametrize("audience", ["community", "members"])
    def test_narrower_thread_of_a_public_network_is_in_no_feed(self, audience, as_, anna, zielona, tag):
        thread = asked(anna, zielona, title="Tajny w sieci", audience=audience, tags=[tag])
        for path in ("/kanal.xml", "/s/zielona/kanal.xml", f"/tematy/{tag.slug}/kanal.xml"):
            assert "Tajny w sieci" not in read(as_(anna).get(path)).titles
        assert as_(anna).get(f"/watki/{thread.pk}/kanal.xml").status_code == 404

    def test_deleted_and_closed_things_are_gone_at_once(self, as_, anna, question, zielona):
        assert question.title in read(as_().get("/kanal.xml")).titles
        delete_post(by=anna, post=question.posts.get(number=1))
        assert question.title not in read(as_().get("/kanal.xml")).titles
        Space.objects.filter(pk=zielona.pk).update(audience="members")
        assert as_().get("/s/zielona/kanal.xml").status_code == 404


class TestHttp:
    def test_unchanged_feed_is_not_sent_again(self, as_, jan, question):
        first = as_().get("/kanal.xml")
        again = as_().get("/kanal.xml", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        reply(author=jan, thread=question, text="Nowe.", key="feed-etag")
        assert as_().get("/kanal.xml", headers={"if-none-match": first["ETag"]}).status_code == 200

    def test_feed_sets_no_cookie(self, as_, anna):
        assert [as_(who).get("/kanal.xml").cookies for who in (None, anna)] == [{}, {}]

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    @pytest.mark.parametrize(
        "path", ["/kanal.xml", "/s/zielona/kanal.xml", "/tematy/x/kanal.xml", "/watki/1/kanal.xml"]
    )
    def test_feed_is_only_read(self, method, path, as_):
        response = getattr(as_(), method)(path)
        assert (response.status_code, response["Allow"]) == (405, "GET")

    @pytest.mark.parametrize(
        "path", ["/s/nie-ma/kanal.xml", "/watki/999999/kanal.xml", f"/watki/{'9' * 18}/kanal.xml", "/watki/x/kanal.xml"]
    )
    def test_feed_of_nothing_is_not_found(self, path, as_):
        assert as_().get(path).status_code == 404

    def test_feeds_cost_the_same_at_any_size(self, as_, anna, zielona, tag, question):
        def costs():
            paths = (
                "/kanal.xml",
                "/s/zielona/kanal.xml",
                f"/tematy/{tag.slug}/kanal.xml",
                f"/watki/{question.pk}/kanal.xml",
            )
            return {path: _queries(as_(), path) for path in paths}

        asked(anna, zielona, 500, tags=[tag])
        few = costs()
        for number in range(12):
            asked(anna, zielona, number, tags=[tag])
            reply(author=anna, thread=question, text="Jeszcze.", key=f"feed-cost-{number:04}")
        assert costs() == few == dict(zip(few, (2, 3, 3, 2), strict=True))


def _queries(browser, path):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/", "/kanal.xml"),
        ("/en/", "/en/kanal.xml"),
        ("/s/zielona/", "/s/zielona/kanal.xml"),
        ("/s/zielona/watki/", "/s/zielona/kanal.xml"),
    ],
)
def test_page_tells_where_its_feed_is(path, feed, as_, anna):
    for who in (None, anna):
        html = as_(who).get(path).content.decode()
        assert html.count('type="application/atom+xml" title=') == 1
        assert f'href="{feed}"' in html[: html.index("</head>")]
        assert f'href="{feed}"' in html[html.index("</head>") :] or "watki" in path


@pytest.mark.parametrize("is_closed", [True, False])
def test_tag_page_tells_where_its_feed_is_unless_it_has_none(is_closed, as_, maria, tag, closed, zielona):
    Tag.objects.filter(pk=tag.pk).update(space=closed if is_closed else zielona)
    html = as_(maria).get(tag.url).content.decode()
    assert html.count(f'href="/tematy/{tag.slug}/kanal.xml"') == (0 if is_closed else 2)
    assert as_(maria).get(f"/tematy/{tag.slug}/kanal.xml").status_code == (404 if is_closed else 200)


def test_thread_page_tells_where_its_feed_is_unless_it_has_none(as_, question, secret):
    head = as_().get(question.url).content.decode().partition("</head>")[0]
    assert f'href="/watki/{question.pk}/kanal.xml"' in head
    head = as_(secret.author).get(secret.url).content.decode().partition("</head>")[0]
    assert "kanal.xml" not in head
