"""The standing people and places of the tests: the demo community, loaded once through the real actions."""

import gc
import os

os.environ["COMMUNITY_MODE"] = "test"

import pytest
from django.core.management import call_command

collect_ignore_glob: list[str] = []


def pytest_collection_finish():
    """What is loaded by now stays for good: Python's collector need not walk all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Test databases on SQLite begin with a migrated one that is kept."""
    from tests import migrated

    migrated.install()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, with the demo in it. Tests that flush tables make their own rows."""
    with django_db_blocker.unblock():
        call_command("demo", "--quiet")


@pytest.fixture(scope="module")
def for_the_module(django_db_setup, django_db_blocker):
    """What fixtures of a whole module write: its tests find it, each takes its own changes back, the module all."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _data_in_a_folder_of_its_own(settings, tmp_path):
    """Uploads and letters of a test go into its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """Requests leave their language in the thread; every test begins with that of the site."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _texts_are_read_anew():
    """A process keeps the texts of pages by number and revision; rolled back tests use the same for other pages."""
    from resources import rendering
    from resources.rules.published import forget_pages

    rendering._kept.cache_clear()
    forget_pages()


@pytest.fixture(autouse=True)
def _what_is_new_is_read_anew():
    """A process keeps for half a minute what is new, for the next batch of digests."""
    from community.following.digests.keeping import forget

    forget()


@pytest.fixture(autouse=True)
def _counts_knocks_anew():
    """The brake on doors for strangers counts in the cache, which outlives a test."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture()
def no_files_yet(db):
    """The demo's files are gone, so that there are only those that a test attaches."""
    from community.files.models import Attachment

    Attachment.objects.all().delete()


@pytest.fixture()
def person(db):
    """Returns a function: a person of the demo by key."""
    from community.people.models import Person

    return lambda key: Person.objects.get(slug=key)


@pytest.fixture()
def anna(person):
    """A member: an official of Racibórz in Sieć Zielona."""
    return person("anna-borowik")


@pytest.fixture()
def jan(person):
    """Another member of Sieć Zielona, an official of Żyrardów."""
    return person("jan-wierzba")


@pytest.fixture()
def ewa(person):
    """The moderator: Sieć Zielona's facilitator."""
    return person("ewa-olszyna")


@pytest.fixture()
def maria(person):
    """Facilitates the whole community."""
    return person("maria-kalina")


@pytest.fixture()
def olaf(db):
    """The outsider: signed in, but in no space at all."""
    from community.people.actions import create_person

    return create_person(email="olaf@outside.example", name="Olaf Obcy", slug="olaf-obcy")


@pytest.fixture()
def as_(client):
    """Returns a function: a browser in which this person is signed in (None: nobody)."""
    from django.test import Client

    def browser(who=None):
        one = Client()
        if who is not None:
            one.force_login(who)
        return one

    return browser


@pytest.fixture()
def zielona(db):
    """Sieć Zielona: a public network."""
    from community.spaces.models import Space

    return Space.objects.get(slug="zielona")


@pytest.fixture()
def closed(db):
    """A working group whose content is for its members only."""
    from community.spaces.models import Space

    return Space.objects.get(slug="umowy-i-ryzyka")


@pytest.fixture()
def question(zielona, anna):
    """A fresh question of Anna's in Sieć Zielona."""
    from forum.actions import start_thread

    return start_thread(
        author=anna,
        space=zielona,
        kind="question",
        title="Kto podlewa drzewa w upały?",
        text="Szukamy dobrych umów na podlewanie.",
        key="question-of-anna",
    )


@pytest.fixture()
def answer(question, jan):
    """Jan's answer to Anna's question."""
    from forum.actions import reply

    return reply(author=jan, thread=question, text="U nas zakład komunalny, dwa razy w tygodniu.", key="answer-of-jan")
