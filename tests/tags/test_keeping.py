"""Creating, renaming, describing tags and naming their synonyms: what a name may be, and what is remembered."""

import pytest

from community.base.http import Refused
from community.tags.actions import (
    NameTaken,
    TagError,
    change_tag,
    create_tag,
    describe_tag,
    rename_tag,
    set_synonyms,
)
from community.tags.models import FormerSlug, Tag, TagChange, TagName
from community.tags.rules import find_tag_for

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def retention():
    return Tag.objects.get(name="retencja")


def names_of(tag):
    return sorted(TagName.objects.filter(tag=tag).values_list("name", flat=True))


def changes_of(tag):
    return list(TagChange.objects.filter(tag=tag).order_by("pk").values_list("kind", flat=True))


def test_created_tag_has_address_synonyms_and_a_first_line_of_history(ewa, zielona):
    tag = create_tag(
        by=ewa, name="  zielone   torowisko ", space=zielona, description="Trawa między szynami.",
        synonyms=["torowisko trawiaste", "", "Torowisko Trawiaste"],
    )  # fmt: skip
    assert (tag.name, tag.slug, tag.url) == ("zielone torowisko", "zielone-torowisko", "/tematy/zielone-torowisko/")
    assert (names_of(tag), changes_of(tag)) == (["torowisko trawiaste"], ["create"])


def test_what_stands_in_brackets_is_a_synonym(ewa, zielona):
    assert names_of(create_tag(by=ewa, name="pojazdy elektryczne (EV)", space=zielona)) == ["EV"]


def test_brackets_never_take_the_name_of_another_tag(ewa, zielona, retention):
    assert names_of(create_tag(by=ewa, name="zatrzymywanie (retencja)", space=zielona)) == []


@pytest.mark.parametrize("name", ["Retencja", "RETENCJA ", "mala  retencja", "nbs", "Rozszczelnienie", "betonoza"])
def test_name_that_means_a_tag_already_is_taken_however_it_is_spelled(name, ewa, zielona):
    with pytest.raises(NameTaken):
        create_tag(by=ewa, name=name, space=zielona)


@pytest.mark.parametrize("name", ["", "   ", "a, b", "a;b", "dwa\nwiersze", "!!!", "x" * 101, "#", "\x00"])
def test_name_that_nobody_could_type_is_refused(name, ewa, zielona):
    with pytest.raises(TagError) as refused:
        create_tag(by=ewa, name=name, space=zielona)
    assert (refused.value.status, refused.value.field) == (422, "name")


def test_signs_that_turn_a_text_around_are_left_out(ewa, zielona):
    assert create_tag(by=ewa, name="\u202ezielone \x07tory", space=zielona).name == "zielone tory"


def test_name_that_is_an_address_of_ours_gets_another_one(ewa, zielona):
    assert create_tag(by=ewa, name="podpowiedzi", space=zielona).slug == "podpowiedzi-2"


def test_names_of_the_same_words_get_numbered_addresses(ewa, zielona):
    slugs = [create_tag(by=ewa, name=name, space=zielona).slug for name in ("tory!", "tory?")]
    assert slugs == ["tory", "tory-2"]


def test_only_facilitators_of_the_place_create(anna, ewa, maria, person, zielona, closed):
    for by, space in ((anna, zielona), (ewa, None), (person("karol-bratek"), closed), (maria, closed)):
        with pytest.raises(Refused):
            create_tag(by=by, name="nowy temat", space=space)
    assert create_tag(by=maria, name="nowy temat").space is None


def test_renamed_tag_keeps_old_name_as_synonym_and_old_address_as_redirect(ewa, retention):
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    retention.refresh_from_db()
    assert (retention.name, retention.slug) == ("zatrzymanie deszczu", "zatrzymanie-deszczu")
    assert "retencja" in names_of(retention)
    assert find_tag_for(ewa, "retencja") == retention
    assert changes_of(retention) == ["create", "rename"]


def test_renaming_to_an_own_synonym_moves_it_up(ewa, retention):
    rename_tag(by=ewa, tag=retention, name="zatrzymywanie wody")
    assert names_of(retention) == ["retencja", "retencja miejska", "zbiornik retencyjny"]


def test_renaming_only_the_spelling_leaves_address_and_synonyms(ewa, retention):
    before = names_of(retention)
    rename_tag(by=ewa, tag=retention, name="Retencja")
    assert (names_of(retention), Tag.objects.get(pk=retention.pk).slug) == (before, "retencja")


def test_renaming_to_the_name_of_another_tag_is_refused(ewa, retention):
    for name in ("deszczówka", "mikrolas"):
        with pytest.raises(NameTaken):
            rename_tag(by=ewa, tag=retention, name=name)
    assert Tag.objects.get(pk=retention.pk).name == "retencja"


def test_same_name_again_changes_nothing(ewa, retention):
    rename_tag(by=ewa, tag=retention, name="retencja")
    assert changes_of(retention) == ["create"]


def test_old_address_is_given_to_nobody_else(ewa, zielona, retention):
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    set_synonyms(by=ewa, tag=retention, synonyms=[])
    assert create_tag(by=ewa, name="retencja", space=zielona).slug == "retencja-2"
    assert FormerSlug.objects.get(slug="retencja").tag == retention


def test_renaming_back_takes_the_old_address_again(ewa, retention):
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    tag = rename_tag(by=ewa, tag=retention, name="retencja")
    assert (tag.slug, list(tag.former_slugs.values_list("slug", flat=True))) == ("retencja", ["zatrzymanie-deszczu"])


def test_description_is_one_short_line(ewa, retention):
    assert describe_tag(by=ewa, tag=retention, description=" Woda\n zostaje. ").description == "Woda zostaje."
    with pytest.raises(TagError):
        describe_tag(by=ewa, tag=retention, description="x" * 501)


def test_synonyms_are_replaced_and_remembered(ewa, retention):
    set_synonyms(by=ewa, tag=retention, synonyms=["zatrzymywanie wody", "gromadzenie wody", "retencja"])
    assert names_of(retention) == ["gromadzenie wody", "zatrzymywanie wody"]
    change = TagChange.objects.get(tag=retention, kind="alias")
    assert (len(change.before["names"]), sorted(change.after["names"])) == (3, names_of(retention))


def test_synonym_of_another_tag_is_refused_next_to_its_field(ewa, retention):
    with pytest.raises(NameTaken) as refused:
        set_synonyms(by=ewa, tag=retention, synonyms=["las kieszonkowy"])
    assert refused.value.field == "synonyms"


def test_name_of_a_merged_tag_counts_already_as_a_synonym(ewa):
    tag = Tag.objects.get(name="zielono-niebieska infrastruktura")
    before = names_of(tag)
    set_synonyms(by=ewa, tag=tag, synonyms=[*before, "błękitno-zielona infrastruktura"])
    assert names_of(tag) == before


def test_too_many_synonyms_are_refused(ewa, retention):
    with pytest.raises(TagError):
        set_synonyms(by=ewa, tag=retention, synonyms=[f"synonim {n}" for n in range(31)])


def test_form_changes_everything_or_nothing(ewa, retention):
    with pytest.raises(NameTaken):
        change_tag(by=ewa, tag=retention, name="deszczówka", description="Nowy opis.", synonyms=["gromadzenie wody"])
    assert (Tag.objects.get(pk=retention.pk).description, changes_of(retention)) == (retention.description, ["create"])


def test_form_that_renames_keeps_the_old_name_though_it_was_not_listed(ewa, retention):
    change_tag(by=ewa, tag=retention, name="zatrzymanie deszczu", description="", synonyms=["gromadzenie wody"])
    assert names_of(retention) == ["gromadzenie wody", "retencja"]
    assert changes_of(retention) == ["create", "describe", "alias", "rename"]


@pytest.mark.parametrize("act", ["rename", "describe", "synonyms"])
def test_who_does_not_keep_a_tag_changes_nothing(act, anna, person, retention):
    for by in (anna, person("karol-bratek")):
        with pytest.raises(Refused) as refused:
            {
                "rename": lambda by: rename_tag(by=by, tag=retention, name="inna"),
                "describe": lambda by: describe_tag(by=by, tag=retention, description="inny"),
                "synonyms": lambda by: set_synonyms(by=by, tag=retention, synonyms=[]),
            }[act](by)
        assert refused.value.status == 403
    assert changes_of(retention) == ["create"]


def test_merged_tag_is_not_changed(ewa):
    merged = Tag.objects.get(name="błękitno-zielona infrastruktura")
    with pytest.raises(TagError):
        rename_tag(by=ewa, tag=merged, name="inna")
