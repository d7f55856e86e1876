"""`./dev bench pages`, its last part: replies sent one after another, each from the request to its answer."""

import socket
import time
from collections.abc import Mapping
from secrets import token_hex
from urllib.parse import urlencode

from bench.load import Figures, read_answer

REPLIES = 100
BUDGETS = {"SQLite": 60.0, "PostgreSQL": 40.0}  # p95 in milliseconds
_SENTENCES = (
    "W naszym mieście zaczęliśmy od trzech podwórek, na których po każdej ulewie stała woda.",
    "Zbiornik retencyjny pod skwerem kosztował mniej, niż zakładaliśmy, bo grunt okazał się przepuszczalny.",
    "Najwięcej czasu zajęły uzgodnienia z zarządcą drogi i z właścicielem sieci kanalizacyjnej.",
    "Mieszkańcy pytali głównie o komary, dlatego pokazaliśmy im ogród deszczowy działający od dwóch lat.",
    "Regulamin dotacji możemy przesłać; najważniejszy jest załącznik z wymaganiami dla wykonawcy.",
    "Dziś liczymy, ile wody zostaje na miejscu, i porównujemy to z pomiarami sprzed przebudowy.",
)


def measure_replies(port: int, target: Mapping[str, str], count: int = REPLIES) -> Figures:
    """Sends so many replies of some 500 characters as a member; raises BadAnswer when one is not published."""
    figures = Figures()
    begin = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(count):
            question = _request(target, number)
            asked = time.perf_counter()
            connection.sendall(question)
            read_answer(connection, status=201)
            figures.times.append(time.perf_counter() - asked)
    figures.seconds = time.perf_counter() - begin
    return figures


def _request(target: Mapping[str, str], number: int) -> bytes:
    text = " ".join(_SENTENCES[(number + place) % len(_SENTENCES)] for place in range(5))
    form = {"csrfmiddlewaretoken": target["token"], "key": token_hex(8), "text": f"{text} To wpis numer {number}."}
    body = urlencode(form)
    lines = [
        f"POST {target['reply']} HTTP/1.1",
        "Host: 127.0.0.1",
        "X-Forwarded-Proto: https",
        "Origin: https://127.0.0.1",
        "Accept: application/json",
        f"Cookie: {target['cookie']}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", body]).encode()


def report(engine: str, figures: Figures) -> tuple[dict[str, float], float]:
    """Prints p50 and p95 beside the budget; returns them, and how much of the budget was kept (1 or more: all)."""
    p50, p95, budget = figures.percentile(0.5) * 1000, figures.percentile(0.95) * 1000, BUDGETS[engine]
    print(f"posting a reply: p50 {p50:.1f} ms, p95 {p95:.1f} ms, budget {budget:.0f} ms")
    return {"p50": round(p50, 1), "p95": round(p95, 1), "budget": budget}, budget / p95
