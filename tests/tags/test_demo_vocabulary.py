"""The demo's vocabulary is whole, and its threads carry it."""

import pytest

from community.tags.demo import described_tags
from community.tags.models import Tag
from community.tags.queries import choices_for
from forum.models import TaggedThread

pytestmark = pytest.mark.django_db


def test_vocabulary_has_the_seventy_eight_and_two_for_everybody():
    per_network = {slug: Tag.objects.filter(space__slug=slug).count() for slug in ("zielona", "ppp", "cyfrowa")}
    assert (per_network, Tag.objects.filter(space=None).count()) == ({"zielona": 26, "ppp": 26, "cyfrowa": 26}, 2)


def test_every_present_tag_has_a_description_and_a_synonym():
    present = Tag.objects.filter(merged_into=None)
    assert [tag.name for tag in present if not tag.description] == []
    assert [tag.name for tag in present if not tag.names.exists()] == []


def test_what_stands_in_brackets_finds_its_tag(anna):
    choices = choices_for(anna)
    bracketed = [row["name"] for row in described_tags() if "(" in row["name"]]
    assert len(bracketed) == 11
    assert [choices.find(name.split("(")[1].rstrip(")")).name for name in bracketed] == bracketed


def test_threads_of_the_demo_carry_present_tags():
    rows = TaggedThread.objects.filter(content_object__client_key__startswith="demo-")
    assert not rows.filter(tag__merged_into__isnull=False).exists()
    assert rows.values("content_object").distinct().count() == 43
