"""A thread with all that can stand in one, made on the site that page checks look at."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.visitor import ANNA, EWA, JAN, MARIA, Hand
from tests.files import making

TITLE = "Kto podlewa drzewa na rynku?"
QUESTION = """Szukamy umów. Jan pisał o tym w [Lublinie](https://example.org/).

## Co już mamy

- beczkowóz
- chęci
"""
ANSWER = "Podlewamy dwa razy w tygodniu, w **umowie** jest [kara](https://example.org/).\n\n> Kto to mierzy?\n\nMy."


@dataclass(frozen=True)
class RichThread:
    """Its path, and the ids of its posts by number."""

    path: str
    ids: dict[int, str]


def upload(hand: Hand, content: bytes, name: str) -> str:
    """Uploads a file as somebody and returns the Markdown that shows it."""
    form = {"csrfmiddlewaretoken": hand.token, "file": {"name": name, "mimeType": "text/plain", "buffer": content}}
    address, headers = hand.site.url("/pliki/"), {"accept": "application/json"}
    answer = hand.context.request.post(address, multipart=form, headers=headers)
    assert answer.status == 201, answer.text()
    return str(answer.json()["markdown"])


def make_rich_thread(hand: Callable[[str], Hand]) -> RichThread:
    """Anna asks, with a poll, a picture and a document; Jan answers, and others say what they think of it."""
    anna, jan, ewa, maria = (hand(who) for who in (ANNA, JAN, EWA, MARIA))
    files = [upload(anna, making.picture(), "platan.png"), upload(anna, making.pdf(), "umowa.pdf")]
    path = anna.ask("zielona", TITLE, "\n\n".join([QUESTION, *files]).replace("![]", "![Platan przy ratuszu]"))
    for text in ("Nie wiem, ale też pytam.", ANSWER, "Dziękuję za to."):
        jan.reply(path, text)
    maria.reply(path, "U nas robi to spółka.")
    ids = {number: anna.post_id(path, number) for number in range(1, 6)}
    poll = {"poll_question": "Kto podlewa u was?", "poll_options": "miasto\nspółka", "poll_kind": "multiple"}
    forms: list[tuple[Hand, str, dict[str, str]]] = [
        (anna, f"/wpisy/{ids[1]}/ankieta/", {**poll, "poll_ends": "7"}),
        (anna, f"/wpisy/{ids[3]}/przyjmij/", {}),
        (ewa, f"/wpisy/{ids[3]}/pomocne/", {}),
        (jan, f"/wpisy/{ids[1]}/reakcja/u-nas-tez/", {}),
        (anna, f"/wpisy/{ids[3]}/wdrozenie/", {"verdict": "adapted", "cost": "small", "note": "Po zmianach."}),
        (jan, f"/wpisy/{ids[3]}/aktualnosc/", {"valid_on": "2026-01-02", "legal_basis": "art. 7"}),
        (jan, f"/wpisy/{ids[4]}/usun/", {}),
    ]
    for who, door, form in forms:
        answer = who.post(door, form)
        assert answer.status == 302, f"{door}: {answer.text()[:1000]}"
    return RichThread(path, ids)
