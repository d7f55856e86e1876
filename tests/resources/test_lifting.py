"""From an accepted answer to an article: who may, what the draft takes over, and the ways between the two."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from community.files.actions import attach
from community.notifications.models import Notification
from community.notifications.queries import told_now
from community.tags.models import Tag
from forum.actions import accept_answer, delete_post, reply, start_thread
from forum.models import Post
from resources.actions.errors import LiftedAlready, NotLifted
from resources.actions.lifting import lift_answer
from resources.models import ArticlePage
from resources.queries.origins import origin_of
from tests.resources.conftest import SAMPLE_PICTURE

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
TITLE = "Kto podlewa drzewa, gdy nie pada"


@pytest.fixture()
def accepted(question, jan, anna):
    """Jan's answer to Anna's question in Sieć Zielona, accepted, with a list, a mention and a picture that is gone."""
    text = "## Od czego zacząć\n\nU nas **zakład komunalny**, @anna-borowik:\n\n- rano\n- wieczorem"
    post = reply(author=jan, thread=question, text=text, key="answer-to-lift")
    accept_answer(by=anna, post=post)
    return Post.objects.select_related("thread__space").get(pk=post.pk)


@pytest.fixture()
def lifted(accepted, ewa):
    """The draft that Ewa began from it."""
    return lift_answer(by=ewa, post=accepted, title=TITLE)


def publish(page):
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def beside(post):
    return Post.objects.get(pk=post.pk).beside.get("made")


def test_draft_begins_with_question_and_answer(lifted, accepted, ewa, zielona):
    draft = lifted.get_latest_revision_as_object()
    assert (draft.title, draft.owner, draft.space, draft.audience, draft.live) == (TITLE, ewa, zielona, "public", False)
    assert draft.answer_id == accepted.pk
    assert draft.problem == "Szukamy dobrych umów na podlewanie."
    assert [(row["type"], row["value"]) for row in draft.body.raw_data] == [
        ("heading", {"text": "Od czego zacząć", "level": "3"}),
        ("text", "<p>U nas <b>zakład komunalny</b>, Anna Borowik:</p><ul>\n<li>rano</li>\n<li>wieczorem</li>\n</ul>"),
    ]
    assert [tag.pk for tag in draft.tags.all()] == [
        tag.pk for tag in Tag.objects.filter(tagged_threads__content_object=accepted.thread)
    ]


def test_pictures_of_the_answer_become_those_of_the_library(question, jan, anna, ewa):
    picture = SimpleUploadedFile("beczka.webp", SAMPLE_PICTURE.read_bytes())
    attachment = attach(owner=jan, upload=picture, alt="Beczka")
    text = f'Tak to wygląda:\n\n![Beczka pod rynną](plik:{attachment.pk} "Trzeci rok")\n\ni tyle.'
    post = reply(author=jan, thread=question, text=text, key="answer-with-picture")
    accept_answer(by=anna, post=post)
    draft = lift_answer(by=ewa, post=Post.objects.get(pk=post.pk), title=TITLE).get_latest_revision_as_object()
    assert [row["type"] for row in draft.body.raw_data] == ["text", "image", "text"]
    shown = draft.body[1].value
    assert (shown["image"].contextual_alt_text, shown["caption"]) == ("Beczka pod rynną", "Trzeci rok")
    assert shown["image"].uploaded_by_user == ewa


def test_facilitator_lifts_and_the_answerer_is_told(as_, accepted, ewa, jan):
    browser = as_(ewa)
    door = f"/artykul-z-odpowiedzi/{accepted.pk}/"
    assert door in browser.get(f"/wpisy/{accepted.pk}/wiecej/").content.decode()
    assert 'value="Kto podlewa drzewa w upały?"' in browser.get(door).content.decode()
    answer = browser.post(door, {"title": f"  {TITLE} "})
    page = ArticlePage.objects.get(title=TITLE)
    assert answer["Location"] == f"/pisz/{page.pk}/"
    told = Notification.objects.get(kind="resources.lifted", object_id=page.pk)
    assert (told.person, told.actor) == (jan, ewa)
    said = told_now(jan, told)
    assert ("Kto podlewa drzewa w upały?" in said.sentence, said.url) == (True, f"/wpisy/{accepted.pk}/")
    assert f'href="/wpisy/{accepted.pk}/"' in browser.get(f"/pisz/{page.pk}/").content.decode()


def test_title_is_needed(as_, accepted, ewa):
    answer = as_(ewa).post(f"/artykul-z-odpowiedzi/{accepted.pk}/", {"title": " "})
    assert (answer.status_code, answer.content.decode().count("field__error")) == (422, 1)
    assert not ArticlePage.objects.filter(answer=accepted).exists()


def test_only_who_facilitates_lifts(as_, accepted, anna, jan, expert, olaf, client):
    door = f"/artykul-z-odpowiedzi/{accepted.pk}/"
    assert [as_(who).get(door).status_code for who in (anna, jan, expert, olaf)] == [403] * 4
    assert client.get(door).status_code == 302
    for who in (anna, jan, expert):
        assert door not in as_(who).get(f"/wpisy/{accepted.pk}/wiecej/").content.decode()
        with pytest.raises(NotLifted):
            lift_answer(by=who, post=accepted, title=TITLE)


def test_only_the_accepted_answer_is_lifted(as_, answer, ewa):
    assert as_(ewa).get(f"/artykul-z-odpowiedzi/{answer.pk}/").status_code == 403
    with pytest.raises(NotLifted):
        lift_answer(by=ewa, post=answer, title=TITLE)


def test_answer_is_lifted_once(as_, lifted, accepted, ewa, maria):
    with pytest.raises(LiftedAlready) as refused:
        lift_answer(by=maria, post=accepted, title="Drugi raz")
    assert refused.value.page == lifted
    door = f"/artykul-z-odpowiedzi/{accepted.pk}/"
    assert as_(ewa).post(door, {"title": "Drugi raz"})["Location"] == f"/pisz/{lifted.pk}/"
    assert f"/pisz/{lifted.pk}/" in as_(ewa).get(f"/wpisy/{accepted.pk}/wiecej/").content.decode()
    assert ArticlePage.objects.filter(answer=accepted).count() == 1


def test_other_facilitator_learns_that_it_is_being_written(as_, lifted, accepted, olaf, person, zielona):
    from community.spaces.models import Membership

    Membership.objects.update_or_create(space=zielona, person=olaf, defaults={"role": "facilitator"})
    olaf = person(olaf.slug)
    answer = as_(olaf).get(f"/artykul-z-odpowiedzi/{accepted.pk}/")
    assert answer.status_code == 409
    publish(lifted)
    assert as_(olaf).get(f"/artykul-z-odpowiedzi/{accepted.pk}/")["Location"] == lifted.url


def test_ways_lead_from_one_to_the_other_once_published(client, lifted, accepted):
    assert lifted.title not in client.get(accepted.thread.url).content.decode()
    page = publish(lifted)
    article = client.get(page.url).content.decode()
    assert f'href="/wpisy/{accepted.pk}/"' in article
    assert all(name in article for name in ("Jan Wierzba", "Anna Borowik"))
    thread = client.get(accepted.thread.url).content.decode()
    assert f'<a href="{page.url}">' in thread
    assert f'href="/en{page.url}" lang="pl"' in client.get(f"/en{accepted.thread.url}").content.decode()


def test_asker_and_answerer_are_told_once_when_it_is_published(lifted, anna, jan):
    publish(lifted)
    lifted.save_revision(user=lifted.owner).publish()
    rows = Notification.objects.filter(kind="resources.came_of", object_id=lifted.pk)
    assert {row.person for row in rows} == {anna, jan}
    said = [told_now(row.person, row) for row in rows]
    assert [(TITLE in one.sentence, one.url) for one in said] == [(True, lifted.url)] * 2
    assert said[0].sentence != said[1].sentence


def test_answer_says_nothing_of_an_article_that_is_taken_back(client, lifted, accepted):
    page = publish(lifted)
    page.unpublish()
    assert beside(accepted) is None
    assert TITLE not in client.get(accepted.thread.url).content.decode()
    page.get_latest_revision().publish()
    assert beside(accepted)["title"] == TITLE
    page.delete()
    assert beside(accepted) is None


def test_renamed_article_is_found_from_the_answer(client, lifted, accepted):
    page = publish(lifted)
    page.slug = "podlewanie"
    page.save_revision().publish()
    assert 'href="/biblioteka/podlewanie/"' in client.get(accepted.thread.url).content.decode()


@pytest.mark.parametrize(("audience", "is_named"), [("public", True), ("community", False), ("members", False)])
def test_public_thread_names_only_what_all_its_readers_may_read(
    audience, is_named, client, anna, as_, lifted, accepted
):
    lifted.audience = audience
    page = publish_as(lifted)
    assert page.audience == audience
    for browser in (client, as_(anna)):
        assert (TITLE in browser.get(accepted.thread.url).content.decode()) == is_named


def publish_as(page):
    page.save_revision(user=page.owner).publish()
    page.refresh_from_db()
    return page


def test_closed_thread_is_not_named_to_those_who_may_not_read_it(client, as_, anna, ewa, maria, olaf, zielona, jan):
    thread = start_thread(
        author=anna, space=zielona, kind="question", title="Tylko między nami", text="Sekret?", key="closed-q",
        audience="members",
    )  # fmt: skip
    post = reply(author=jan, thread=thread, text="Tak.", key="closed-a")
    accept_answer(by=anna, post=post)
    page = lift_answer(by=ewa, post=Post.objects.select_related("thread__space").get(pk=post.pk), title=TITLE)
    assert page.audience == "members"
    page.audience = "public"
    page = publish_as(page)
    assert "Tylko między nami" not in client.get(page.url).content.decode()
    assert "Jan Wierzba" not in as_(olaf).get(page.url).content.decode()
    assert "Tylko między nami" in as_(jan).get(page.url).content.decode()
    assert (origin_of(olaf, page), origin_of(maria, page).answerer) == (None, "Jan Wierzba")


def test_deleted_answer_is_named_no_more(client, lifted, accepted, ewa):
    page = publish(lifted)
    delete_post(by=ewa, post=accepted)
    assert "Jan Wierzba" not in client.get(page.url).content.decode()


def test_provenance_stays_with_revisions_and_translations(lifted, accepted):
    from wagtail.models import Locale

    page = publish(lifted)
    first = page.get_latest_revision()
    page.title = "Inny tytuł"
    publish_as(page)
    first.publish()
    page.refresh_from_db()
    assert (page.title, page.answer_id) == (TITLE, accepted.pk)
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    assert copy.answer_id == accepted.pk


def test_article_without_an_answer_asks_nothing(article, django_assert_num_queries, anna):
    with django_assert_num_queries(0):
        assert origin_of(anna, article) is None


def test_paper_names_an_answer_that_everybody_may_read(lifted, client):
    from resources.queries.printed import document_of

    assert "Jan Wierzba" in document_of(publish(lifted)).html


def test_demo_article_says_where_it_came_from(client):
    html = client.get("/biblioteka/eusluga/").content.decode()
    assert "Mamy 60 e-usług i 3% użycia – co zrobić najpierw?" in html.replace("\xa0", " ")
