"""`manage.py found`: the rehearsal says everything and writes nothing; the real run founds and invites."""

import io

import pytest
from django.core.management import CommandError, call_command

from community.people.models import Person
from community.spaces.models import City, Edition, Invitation, Membership, Network, Space

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]

CITIES = """name;genitive;locative;voivodeship;size_class;lat;lon;network
Nowe Miasto;Nowego Miasta;Nowym Mieście;łódzkie;5-20k;51,6;20,5;woda
Stare Miasto;Starego Miasta;Starym Mieście;wielkopolskie;<5k;52.1;18.2;
"""
PEOPLE = """email;name;network;role;city
ada@miasto.example;Ada Nowa;woda;member;Nowe Miasto
bo@miasto.example;Bo Nowy;woda;expert;
"""


@pytest.fixture()
def plan(tmp_path):
    """Returns a function that writes both files and gives the command's arguments."""

    def write(cities=CITIES, people=PEOPLE, **changes):
        (tmp_path / "cities.csv").write_text(cities, encoding="utf-8")
        (tmp_path / "people.csv").write_text(people, encoding="utf-8")
        arguments = {
            "edition": "2030–2032",
            "years": [2030, 2032],
            "network": ["woda=Sieć Woda"],
            "facilitator": "Fela Fila <fela@ministerstwo.example>",
            "cities": tmp_path / "cities.csv",
            "invitations": tmp_path / "people.csv",
        }
        return {**arguments, **changes}

    return write


def counted():
    return [model.objects.count() for model in (Person, Space, City, Edition, Network, Invitation, Membership)]


def run(**options):
    out = io.StringIO()
    call_command("found", stdout=out, **options)
    return out.getvalue()


def test_rehearsal_writes_and_sends_nothing(plan, mailoutbox, django_capture_on_commit_callbacks):
    before = counted()
    with django_capture_on_commit_callbacks(execute=True):
        said = run(**plan(), dry_run=True)
    assert (counted(), mailoutbox) == (before, [])
    assert "Stare Miasto" in said


def test_founding_creates_and_invites(plan, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run(**plan())
    facilitator = Person.objects.get(email="fela@ministerstwo.example")
    woda = Space.objects.get(slug="woda")
    assert woda.network.edition.first_year == 2030
    assert {city.name for city in woda.network.cities.all()} == {"Nowe Miasto"}
    assert dict(facilitator.memberships.values_list("space__slug", "role")) == {
        "spolecznosc": "facilitator",
        "woda": "facilitator",
    }
    assert sorted(letter.to[0] for letter in mailoutbox) == ["ada@miasto.example", "bo@miasto.example"]
    assert Invitation.objects.get(email="bo@miasto.example").role == "expert"


def test_founding_twice_changes_nothing_more(plan):
    run(**plan())
    before = counted()
    run(**plan())
    assert counted() == before


@pytest.mark.parametrize(
    ("cities", "people"),
    [
        (CITIES.replace("5-20k", "duże"), PEOPLE),
        (CITIES.replace("51,6", "gdzieś"), PEOPLE),
        (CITIES.replace("51,6", "10"), PEOPLE),
        (CITIES.replace(";woda", ";ogień"), PEOPLE),
        (CITIES.replace("Nowego Miasta", ""), PEOPLE),
        (CITIES + CITIES.splitlines()[1] + "\n", PEOPLE),
        ("nazwa;miasto\na;b\n", PEOPLE),
        ("", PEOPLE),
        (CITIES, PEOPLE.replace("ada@miasto.example", "ada")),
        (CITIES, PEOPLE.replace("expert", "szef")),
        (CITIES, PEOPLE.replace("Nowe Miasto", "Inne Miasto")),
        (CITIES, PEOPLE.replace("bo@miasto.example;Bo Nowy;woda", "bo@miasto.example;Bo Nowy;")),
        (CITIES, PEOPLE + PEOPLE.splitlines()[1] + "\n"),
    ],
)
def test_faulty_files_are_named_and_nothing_is_written(plan, cities, people):
    before = counted()
    with pytest.raises(CommandError):
        run(**plan(cities, people))
    assert counted() == before


def test_file_that_is_not_text_is_named(plan, tmp_path):
    arguments = plan()
    (tmp_path / "cities.csv").write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(CommandError):
        run(**arguments)


@pytest.mark.parametrize(
    "changes",
    [{"network": []}, {"network": ["Woda"]}, {"years": [2032, 2030]}, {"facilitator": "Fela"}],
)
def test_faulty_plan_is_refused(plan, changes):
    before = counted()
    with pytest.raises(CommandError):
        run(**plan(CITIES.splitlines()[0] + "\n" + CITIES.splitlines()[2] + "\n", **changes))
    assert counted() == before


def test_expected_cities_are_stored(plan):
    run(**plan(), expected_cities=31)
    assert Edition.objects.get(name="2030–2032").expected_cities == 31
    run(**plan())
    assert Edition.objects.get(name="2030–2032").expected_cities == 31


def test_known_person_becomes_the_facilitator(plan, anna):
    run(**plan(facilitator=f"Anna <{anna.email}>"))
    roles = dict(anna.memberships.values_list("space__slug", "role"))
    assert (roles["spolecznosc"], roles["woda"], roles["zielona"]) == ("facilitator", "facilitator", "member")


def problems(arguments):
    out = io.StringIO()
    before = counted()
    with pytest.raises(CommandError):
        call_command("found", stdout=out, dry_run=True, **arguments)
    assert counted() == before
    return [line for line in out.getvalue().splitlines() if line.startswith("Problem")]


@pytest.mark.parametrize("slug", ["zielona", "spolecznosc", "zespol-lublin"])
def test_address_word_of_another_place_is_named_in_the_rehearsal(slug, plan):
    assert len([line for line in problems(plan(network=["woda=Sieć Woda", f"{slug}=Sieć"])) if slug in line]) == 1


LONG = "x" * 200


@pytest.mark.parametrize(
    ("cities", "people", "changes"),
    [
        (CITIES.replace("Stare Miasto", LONG), PEOPLE, {}),
        (CITIES.replace("Starego Miasta", LONG), PEOPLE, {}),
        (CITIES.replace("Starym Mieście", LONG), PEOPLE, {}),
        (CITIES.replace("wielkopolskie", LONG), PEOPLE, {}),
        (CITIES.replace("Stare Miasto", "–"), PEOPLE, {}),
        (CITIES, PEOPLE.replace("Bo Nowy", LONG), {}),
        (CITIES, PEOPLE.replace("bo@miasto", f"{LONG[:60]}@{LONG}"), {}),
        (CITIES, PEOPLE, {"edition": LONG}),
        (CITIES, PEOPLE, {"name": LONG}),
        (CITIES, PEOPLE, {"facilitator": f"{LONG} <f@x.example>"}),
        (CITIES, PEOPLE, {"network": ["woda=Woda", f"siec={LONG}"]}),
        (CITIES, PEOPLE, {"expected_cities": -1}),
    ],
)
def test_what_the_database_would_not_take_is_named_in_the_rehearsal(cities, people, changes, plan):
    assert len(problems(plan(cities, people, **changes))) == 1


def test_closed_account_cannot_be_the_facilitator(plan, anna):
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    assert len(problems(plan(facilitator=f"Anna <{anna.email}>"))) == 1
