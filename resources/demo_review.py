"""The demo's desk: an editor, an article that waits for her, and one that its author goes on with."""

from django.contrib.auth.models import Group

from community.people.models import Person
from community.spaces.models import Space
from community.tags.models import Tag
from resources.actions.reviewing import comment_page, decide_page, submit_article
from resources.actions.writing import Written, begin_article, save_article, version_of
from resources.editing import body_from_html
from resources.models import ArticlePage
from resources.rules.reading import EDITORS

_TOPIC = "mała retencja"
EDITOR, AUTHOR = "danuta-rumianek", "lidia-paproc"
_WAITS = """<p>W trzech szkołach zdjęliśmy kostkę z części boiska i zrobiliśmy płytkie niecki z roślinami.
Woda z dachu zostaje na miejscu, a w czerwcu dzieci mają cień.</p>
<h2>Od czego zacząć</h2><ul><li>sprawdzić, gdzie biegną rury i kable</li><li>zapytać woźnego, gdzie stoi woda</li>
<li>policzyć dach, nie boisko</li></ul><h2>Co się nie udało</h2><p>Pierwsza niecka była za głęboka
i wymagała ogrodzenia. Następne mają najwyżej trzydzieści centymetrów.</p>"""
_GOES_ON = "<p>Notatki z przeglądu dwunastu zbiorników: dostęp dla koparki, osad, kraty na wlocie.</p>"


def appoint_editor(people: dict[str, Person]) -> None:
    """Makes one of the experts an editor."""
    Group.objects.get(name=EDITORS).user_set.add(people[EDITOR])


def load_reviews(people: dict[str, Person], spaces: dict[str, Space], tags: dict[str, Tag]) -> None:
    """Writes two articles as their author would: one is with the editors, in the other changes were asked for."""
    author, editor, space = people[AUTHOR], people[EDITOR], spaces["zielona"]
    topics = (tags[_TOPIC],)
    waits = _write(author, space, topics, "Niecki zamiast kostki na szkolnych boiskach", _WAITS)
    comment_page(by=author, page=waits, text="Zdjęcia dołożę po zakończeniu roku szkolnego.")
    submit_article(by=author, page=waits)
    goes_on = _write(author, space, topics, "Przegląd zbiorników po zimie", _GOES_ON)
    submit_article(by=author, page=goes_on)
    goes_on.refresh_from_db()
    decide_page(
        by=editor, page=goes_on, version=version_of(goes_on.latest_revision), approve=False,
        comment="Dobre notatki. Dopisz proszę, ile trwa przegląd jednego zbiornika i kto go u was robi.",
    )  # fmt: skip


def _write(author: Person, space: Space, topics: tuple[Tag, ...], title: str, html: str) -> ArticlePage:
    page = begin_article(by=author, title=title, space=space, language="pl")
    written = Written(
        title=title, space=space, audience=space.audience, tags=topics, body=body_from_html(html, page, by=author),
        fields={
            "summary": "Krótko: co zrobiliśmy, ile to trwało i czego byśmy nie powtórzyli. Tekst przykładowy.",
            "problem": "Woda po każdej ulewie stała tam, gdzie nikt jej nie chciał.",
            "solution": "Mała zmiana w terenie i stały przegląd, opisany niżej krok po kroku.",
        },
    )  # fmt: skip
    save_article(by=author, page=page, written=written, version=version_of(page.latest_revision))
    ArticlePage.objects.filter(pk=page.pk).update(is_sample=True)
    page.refresh_from_db()
    return page
