"""The demo builds whole, and building it again keeps what people wrote since."""

import pytest
from django.core.management import call_command

from community.files.models import Attachment
from community.people.models import Person
from community.spaces.models import City, Network
from forum.actions import reply
from forum.demo_files import PLACE
from forum.models import Post, Thread

pytestmark = pytest.mark.django_db
NETWORKS = {"zielona", "ppp", "cyfrowa"}
CODES = [f"{letter}{number}" for letter in "ZPC" for number in range(1, 11)]


def test_demo_has_its_networks_cities_and_people():
    assert set(Network.objects.values_list("space__slug", flat=True)) == NETWORKS
    assert City.objects.count() == 21
    assert 55 <= Person.objects.count() <= 65
    assert set(Person.objects.values_list("email", flat=True)) == {
        f"{p.slug}@demo.example" for p in Person.objects.all()
    }


def test_demo_has_the_thirty_questions_in_their_networks():
    asked = Thread.objects.filter(client_key__in=[f"demo-{code}" for code in CODES], kind="question")
    per_network = {slug: asked.filter(space__slug=slug).count() for slug in NETWORKS}
    assert per_network == {"zielona": 10, "ppp": 10, "cyfrowa": 10}


def test_demo_has_one_unanswered_question_in_each_network():
    waiting = Thread.objects.live().unanswered()
    assert {slug: waiting.filter(space__slug=slug).count() for slug in NETWORKS} == {
        "zielona": 1,
        "ppp": 1,
        "cyfrowa": 1,
    }


def test_demo_has_files_beside_three_texts_and_no_place_without_one():
    files = Attachment.objects.filter(uses__holder="forum.post").order_by("name")
    assert [(one.name, one.is_picture) for one in files] == [
        ("las-kieszonkowy-proporcje.xlsx", False), ("podlewanie-zestawienie.csv", False), ("slownik-ppp.docx", False),
    ]  # fmt: skip
    assert not Post.objects.filter(source__contains=PLACE).exists()


def test_demo_has_a_thread_of_three_hundred_posts():
    assert Thread.objects.get(client_key="demo-long").last_number == 300


def test_demo_again_keeps_what_was_written(jan, capsys):
    thread = Thread.objects.get(client_key="demo-Z1")
    post = reply(author=jan, thread=thread, text="Napisane po drodze.", key="kept-12345")
    before = (Person.objects.count(), Thread.objects.count(), Post.objects.count())
    call_command("demo", "--quiet")
    assert (Person.objects.count(), Thread.objects.count(), Post.objects.count()) == before
    assert Post.objects.get(pk=post.pk).source == "Napisane po drodze."
