"""Saying what a place is for: its name, purpose, question and description, and how people come in."""

from django.db import transaction

from community.base.markup import RENDERER_VERSION, render
from community.base.subjects import changed
from community.live.actions import Change, emit_all
from community.people.models import Person
from community.spaces.models import Space


def set_description(space: Space, source: str) -> None:
    """Puts a Markdown text and what it renders to on a space, unsaved."""
    rendered = render(source, anchor="space")
    space.description, space.description_html, space.renderer_version = source, rendered.html, rendered.version


@transaction.atomic
def describe_space(
    *, by: Person, space: Space, name: str, purpose: str, question: str, description: str, joining: str,
    question_template: str | None = None, holds_first_posts: bool | None = None,
) -> Space:  # fmt: skip
    """Changes what a facilitator may say about a space and returns it; the description is Markdown.

    `question_template`, the Markdown offered to who asks here, and `holds_first_posts`, whether newcomers' first posts
    wait for a facilitator, stay as they are when None.
    """
    space.name, space.purpose, space.question, space.joining = name, purpose, question, joining
    if question_template is not None:
        space.question_template = question_template.replace("\r\n", "\n")
    if holds_first_posts is not None:
        space.holds_first_posts = holds_first_posts
    set_description(space, description)
    space.save(
        update_fields=[
            "name", "purpose", "question", "question_template", "joining", "holds_first_posts", "description",
            "description_html", "renderer_version",
        ]
    )  # fmt: skip
    changed("space", [space.pk])
    emit_all([Change(f"space:{space.pk}", "space.described", space.pk)], actor_id=by.pk)
    return space


def rerender_descriptions() -> int:
    """Renders descriptions of an older renderer again and returns how many; one changed meanwhile is left alone."""
    outdated = Space.objects.exclude(description="").exclude(renderer_version=RENDERER_VERSION)
    done = 0
    for space in outdated.order_by("pk"):
        rendered = render(space.description, anchor="space")
        unchanged = Space.objects.filter(pk=space.pk, description=space.description)
        done += unchanged.update(description_html=rendered.html, renderer_version=rendered.version)
    return done
