"""From an accepted answer to the beginning of an article, which says for good whose words it began with."""

import re

from bs4 import BeautifulSoup
from bs4 import Tag as Element
from django.conf import settings
from django.db import transaction
from django.http import Http404

from community.base.plain_text import summary
from community.files.rules import find_attachment_for
from community.notifications.actions import notify
from community.people.models import Person
from community.tags.models import Tag
from forum.actions.made import forget_page_of, name_page_of
from forum.models import Post
from resources.actions.errors import LiftedAlready, NotLifted
from resources.actions.pictures import copy_picture
from resources.actions.writing import begin_article
from resources.editing import body_from_html
from resources.models import ArticlePage, ResourcePage
from resources.queries.addresses import address_of
from resources.rules import find_lifted_article, may_lift

LIFTED, CAME_OF = "resources.lifted", "resources.came_of"
_OWN_FILE = re.compile(r"/pliki/(\d{1,18})/([^?#]+)")
_LONGEST_PROBLEM = 900  # characters: the field takes a thousand
_MOST_TOPICS = 5  # as many as the form takes


@transaction.atomic
def lift_answer(*, by: Person, post: Post, title: str) -> ArticlePage:
    """Returns the draft of an article that begins with the words of an answer, in the main language.

    The question becomes its problem, the answer its text, with pictures; it is for those who read the thread until its
    writer says otherwise. Who answered is told. Raises NotLifted, and LiftedAlready with the article that is there.
    """
    current = Post.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=post.pk)
    if not may_lift(by, current):
        raise NotLifted
    known = find_lifted_article(current)
    if known is not None:
        raise LiftedAlready(known)
    thread = current.thread
    page = begin_article(by=by, title=title, space=thread.space, language=settings.LANGUAGE_CODE)
    question = Post.objects.filter(thread=thread, number=1).values_list("html", flat=True).first()
    page.answer, page.audience = current, thread.audience
    page.problem = summary(question or "", _LONGEST_PROBLEM)
    page.tags = list(Tag.objects.filter(tagged_threads__content_object=thread).order_by("sort_key")[:_MOST_TOPICS])
    page.body = page.body.stream_block.to_python(body_from_html(_words_of(current, by), page, by=by))
    page.save(clean=False)
    page.save_revision(user=by, clean=False, overwrite_revision=page.get_latest_revision())
    notify(LIFTED, to=[current.author_id or 0], object_id=page.pk, actor=by, about=f"{thread.kind}:{thread.pk}")
    return page


@transaction.atomic
def name_at_answer(page: ResourcePage) -> None:
    """Says at the answer that an article was begun from it, for whom it is published; who asked and answered is told.

    Where the article is published in no language, the answer says nothing of it. Nothing happens for other pages.
    """
    post = getattr(page, "answer", None)
    if post is None or not isinstance(page, ArticlePage):
        return
    rows = ArticlePage.objects.filter(translation_key=page.translation_key, live=True)
    main = rows.select_related("locale", "space", "owner").order_by("pk").first()
    if main is None or main.space_id is None:
        forget_page_of(post)
        return
    name_page_of(
        post, title=main.title, url=address_of(main), language=main.language, audience=main.audience,
        space_id=main.space_id,
    )  # fmt: skip
    notify(
        CAME_OF, to=[post.author_id or 0, post.thread.author_id or 0], object_id=main.pk, actor=main.owner,
        about=f"{post.thread.kind}:{post.thread_id}",
    )  # fmt: skip


def _words_of(post: Post, by: Person) -> str:
    """Returns an answer as HTML for the editor: its pictures are the library's, its mentions and files plain words."""
    words = BeautifulSoup(post.html, "html.parser")
    for link in words.find_all("a"):
        if str(link.get("href", "")).startswith(("/ludzie/", "/pliki/")):
            link.unwrap()
    for img in words.find_all("img"):
        figure = _figure_of(words, img, by)
        outer = img.find_parent("figure") or img
        if figure is None:
            outer.decompose()
            continue
        if caption := outer.find("figcaption") if isinstance(outer, Element) else None:
            figure.append(caption.extract())
        outer.replace_with(figure)
    return str(words).replace("\xa0", " ")


def _figure_of(words: BeautifulSoup, img: Element, by: Person) -> Element | None:
    """Returns a picture of the forum as one of the library's; None for one that the person may not see, or is gone."""
    found = _OWN_FILE.match(str(img.get("src", "")))
    if not found:
        return None
    alt = str(img.get("alt", ""))
    try:
        attachment = find_attachment_for(by, int(found[1]), found[2]).attachment
    except Http404:
        return None
    picture = copy_picture(by=by, attachment=attachment, alt=alt)
    if picture is None:
        return None
    figure = words.new_tag("figure", attrs={"data-picture": str(picture.pk)})
    figure.append(words.new_tag("img", attrs={"alt": alt}))
    return figure
