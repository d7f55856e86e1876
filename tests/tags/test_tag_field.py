"""Tags of a thread, from the form to the thread: asking, editing, and what is refused in words."""

import re

import pytest

from community.catalogue.models import EntryTag
from community.tags.actions import merge_tags, undo_change
from community.tags.models import Tag, TagChange
from forum.actions import edit_post, start_thread
from forum.models import TaggedThread, Thread
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
ASK = "/s/zielona/zapytaj/"


def typed(**changed):
    return {
        "kind": "question",
        "audience": "public",
        "title": "Kto podlewa drzewa?",
        "text": "Treść.",
        "key": "tagged-1234",
    } | changed


def tags_of(thread):
    return sorted(TaggedThread.objects.filter(content_object=thread).values_list("tag__name", flat=True))


def listed_tags_of(thread):
    rows = EntryTag.objects.filter(content_object__subject_id=thread.pk, content_object__kind=thread.kind)
    return sorted(rows.values_list("tag__name", flat=True))


def newest():
    return Thread.objects.latest("pk")


@pytest.fixture()
def tagged(anna, zielona):
    """Anna's question about rain gardens and drainage."""
    tags = list(Tag.objects.filter(name__in=["ogród deszczowy", "odwodnienie"]))
    return start_thread(
        author=anna, space=zielona, kind="question", title="Kto czyści ogrody?", text="Treść.", key="tagged-q",
        tags=tags,
    )  # fmt: skip


def edit_path(thread):
    return f"/wpisy/{thread.posts.get(number=1).pk}/edytuj/"


def edited(**changed):
    return {"title": "Kto czyści ogrody?", "text": "Treść.", "version": 1} | changed


def test_asking_with_names_synonyms_and_ticked_boxes(as_, anna):
    names = ["MALA retencja, nbs; blekitno-zielona infrastruktura", "łąka kwietna", "mała retencja"]
    assert as_(anna).post(ASK, typed(tags=names)).status_code == 302
    wanted = [
        "mała retencja",
        "rozwiązania oparte na przyrodzie (NBS)",
        "zielono-niebieska infrastruktura",
        "łąka kwietna",
    ]
    assert (tags_of(newest()), listed_tags_of(newest())) == (wanted, wanted)


@pytest.mark.parametrize("line", [None, "", " , ;, ", "\n"])
def test_asking_without_tags(line, as_, anna):
    data = typed() if line is None else typed(tags=line)
    assert as_(anna).post(ASK, data).status_code == 302
    assert tags_of(newest()) == []


def test_unknown_tag_is_named_with_the_nearest_and_nothing_is_lost(as_, anna):
    before = Thread.objects.count()
    response = as_(anna).post(ASK, typed(tags=["retncja, mala retencja", "łąka kwietna"]))
    html = response.content.decode()
    assert (response.status_code, Thread.objects.count()) == (422, before)
    assert "retncja" in html
    assert "retencja, mała retencja" in html.replace("\u00a0", " ")
    kept = fields(response)
    assert (kept["tags"], kept["title"], kept["text"]) == (
        "retncja, mala retencja, łąka kwietna", "Kto podlewa drzewa?", "Treść.",
    )  # fmt: skip


def test_six_tags_are_one_too_many(as_, anna):
    line = "retencja, mała retencja, deszczówka, odwodnienie, wody opadowe, zielony dach"
    assert as_(anna).post(ASK, typed(tags=line)).status_code == 422
    assert as_(anna).post(ASK, typed(tags=line.removesuffix(", zielony dach"))).status_code == 302


@pytest.mark.parametrize(
    "line", ["x" * 10_000, "a," * 5_000, "\x00", "<script>alert(1)</script>", "'\"*(AND", "\u202eajcneter", "🌧️"]
)
def test_line_of_nonsense_is_refused_in_words(line, as_, anna):
    response = as_(anna).post(ASK, typed(tags=line))
    assert response.status_code == 422
    assert "<script>alert(1)" not in response.content.decode()


def test_boxes_offer_the_tags_of_the_network_and_of_everybody_less_the_chosen(as_, anna):
    html = as_(anna).post(ASK, typed(tags="retencja", preview="1")).content.decode()
    offered = re.findall(r'type="checkbox" name="tags" id="[^"]+" value="([^"]+)"', html)
    names = ("retencja", "mała retencja", "Plan Ulepszeń (PU)", "koncesja", "błękitno-zielona infrastruktura")
    assert [name for name in names if name in offered] == ["mała retencja", "Plan Ulepszeń (PU)"]


def test_place_without_tags_offers_those_of_all_networks(as_, person):
    html = as_(person("karol-bratek")).get("/s/umowy-i-ryzyka/zapytaj/").content.decode()
    assert ('value="koncesja"' in html, 'value="retencja"' in html) == (True, True)


def test_tag_of_a_place_one_may_not_open_is_unknown(as_, anna, closed):
    Tag.objects.create(name="tajny temat", space=closed)
    assert as_(anna).post(ASK, typed(tags="tajny temat")).status_code == 422


def test_line_and_boxes_survive_signing_in(as_, anna):
    browser = as_()
    browser.post(ASK, typed(tags=["retencja", "łąka kwietna"]))
    browser.force_login(anna)
    assert fields(browser.get(ASK))["tags"] == "retencja, łąka kwietna"


def test_preview_keeps_the_tags(as_, anna):
    assert fields(as_(anna).post(ASK, typed(tags="nbs, retencja", preview="1")))["tags"] == "nbs, retencja"


def test_edit_form_holds_the_tags_of_the_thread(as_, anna, tagged):
    assert fields(as_(anna).get(edit_path(tagged)))["tags"] == "odwodnienie, ogród deszczowy"


def test_editing_the_tags_alone_changes_them_and_makes_no_version(as_, anna, tagged):
    assert as_(anna).post(edit_path(tagged), edited(tags="deszczówka")).status_code == 302
    assert (tags_of(tagged), listed_tags_of(tagged)) == (["deszczówka"], ["deszczówka"])
    assert tagged.posts.get(number=1).version == 1


def test_editing_the_tags_away(as_, anna, tagged):
    as_(anna).post(edit_path(tagged), edited(tags=""))
    assert tags_of(tagged) == []


def test_edit_that_does_not_speak_of_tags_leaves_them(as_, anna, tagged):
    as_(anna).post(edit_path(tagged), edited(text="Inna treść."))
    assert tags_of(tagged) == ["odwodnienie", "ogród deszczowy"]


def test_edit_with_an_unknown_tag_keeps_what_was_typed(as_, anna, tagged):
    response = as_(anna).post(edit_path(tagged), edited(text="Inna treść.", tags="retncja"))
    assert (response.status_code, fields(response)["tags"], fields(response)["text"]) == (
        422, "retncja", "Inna treść.",
    )  # fmt: skip
    assert tags_of(tagged) == ["odwodnienie", "ogród deszczowy"]


def test_stale_edit_keeps_the_chosen_tags(as_, anna, ewa, tagged):
    edit_post(by=ewa, post=tagged.posts.get(number=1), text="Szybsza.", version=1)
    response = as_(anna).post(edit_path(tagged), edited(text="Moja.", tags="deszczówka, odwodnienie"))
    assert (response.status_code, fields(response)["tags"]) == (409, "deszczówka, odwodnienie")


def test_reply_has_no_field_of_tags(as_, jan, answer):
    response = as_(jan).get(f"/wpisy/{answer.pk}/edytuj/")
    assert "tags" not in fields(response)


def test_edit_shows_a_merged_tag_as_the_one_it_counts_as_and_undoing_still_finds_it(as_, anna, ewa, tagged):
    merge_tags(by=ewa, tag=Tag.objects.get(name="odwodnienie"), into=Tag.objects.get(name="wody opadowe"))
    shown = fields(as_(anna).get(edit_path(tagged)))["tags"]
    assert sorted(shown.split(", ")) == ["ogród deszczowy", "wody opadowe"]
    as_(anna).post(edit_path(tagged), edited(text="Inna treść.", tags=shown))
    undo_change(by=ewa, change=TagChange.objects.latest("pk"))
    assert tags_of(tagged) == ["odwodnienie", "ogród deszczowy"]


def test_editing_keeps_a_tag_that_the_editor_could_not_choose(as_, anna, closed, tagged):
    secret = Tag.objects.create(name="temat grupy", space=closed)
    TaggedThread.objects.create(content_object=tagged, tag=secret)
    as_(anna).post(edit_path(tagged), edited(tags="temat grupy, odwodnienie"))
    assert tags_of(tagged) == ["odwodnienie", "temat grupy"]
