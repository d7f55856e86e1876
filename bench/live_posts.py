"""Members who reply: real POSTs, at moments fixed beforehand, however long each takes."""

import http.client
import random
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

CSRF = "benchbenchbenchbenchbenchbench12"
WORDS = (
    "miasto zieleń retencja woda partnerstwo umowa ryzyko dane usługa urząd mieszkaniec drzewo ogród "
    "deszczowy projekt budżet park ulica szkoła rada spotkanie wniosek plan adaptacja"
).split()
_THREADS = 16


@dataclass
class Posted:
    """What became of the replies: seconds each took to be answered, and what went wrong."""

    times: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def p95(self) -> float:
        """Returns the milliseconds within which 95 % were answered."""
        ordered = sorted(self.times)
        return round(ordered[len(ordered) * 95 // 100] * 1000, 1) if ordered else 0.0


def text(rnd: random.Random, words: int = 60) -> str:
    """Returns so many words, as long as replies usually are."""
    return " ".join(rnd.choices(WORDS, k=words))


def form_of(fields: dict[str, str], cookie: str) -> tuple[bytes, dict[str, str]]:
    """Returns body and headers of a POST as our pages' scripts send it."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", "Host": "127.0.0.1",
        "Cookie": f"{cookie}; csrf={CSRF}",
    }  # fmt: skip
    return urlencode({"csrfmiddlewaretoken": CSRF, **fields}).encode(), headers


def reply(port: int, thread: int, cookie: str, words: str) -> int:
    """Sends one reply and returns the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body, headers = form_of({"text": words, "key": str(uuid.uuid4())}, cookie)
        connection.request("POST", f"/odpowiedz/{thread}/", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def write(port: int, thread: int, cookies: list[str], *, rate: float, seconds: float) -> Posted:
    """Sends so many replies a second, the authors in turn, and returns when all are answered."""
    rnd, posted = random.Random(7), Posted()

    def one(cookie: str, words: str) -> None:
        begin = time.perf_counter()
        try:
            status = reply(port, thread, cookie, words)
            if status not in (201, 302):
                posted.problems.append(f"status {status}")
        except OSError as problem:
            posted.problems.append(str(problem))
        posted.times.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    with ThreadPoolExecutor(_THREADS) as writers:
        for number in range(int(rate * seconds)):
            time.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            writers.submit(one, cookies[number % len(cookies)], text(rnd))
    return posted
