"""Addresses that nobody was given: strange ids, queries and cursors lead to a sentence, never to a crash."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HUGE = "9" * 20


@pytest.mark.parametrize(
    "path",
    [
        f"/watki/{HUGE}/",
        f"/watki/{HUGE}/x/",
        f"/watki/{'9' * 18}/",
        "/watki/-1/",
        "/watki/0/",
        "/watki/٣/",
        "/watki/1e3/",
        f"/odpowiedz/{HUGE}/",
        f"/wpisy/{HUGE}/edytuj/",
        f"/wpisy/{'9' * 18}/edytuj/",
        "/wpisy/0/usun/",
        f"/powiadomienia/{HUGE}/",
        f"/powiadomienia/{'9' * 18}/",
        f"/s/zielona/osoby/{'9' * 18}/usun/",
        "/s/%00/",
        "/s/zielona%00/",
        "/ludzie/%ff/",
        "/zaproszenie/%00/",
        "/zaproszenie/a:b:c/",
        "/zaproszenie/..%2f..%2f/",
        "/awatar/..%2f..%2fsettings.py",
        "/awatar/%00.webp",
        f"/awatar/{'a' * 5000}",
    ],
)
def test_strange_address_is_not_found(path, as_, ewa):
    assert as_(ewa).get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "3", HUGE, "9" * 18])
def test_post_number_that_does_not_exist_is_not_found(number, as_, answer):
    assert as_().get(f"/watki/{answer.thread_id}/post/{number}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/watki/", "/s/zielona/watki/", "/ludzie/", "/miasta/", "/powiadomienia/", "/en/watki/"]
)
@pytest.mark.parametrize(
    "query",
    [
        "stan=%00&kolejnosc=%00&szukaj=%00&siec=%00&po=%00&tylko=%00",
        "stan=%FF&kolejnosc=%ED%A0%80&szukaj=%FF&siec=%FF&miasto=%FF&po=%FF",
        f"stan={'x' * 10_000}&szukaj={'x' * 10_000}&siec={'x' * 10_000}&po={'x' * 10_000}",
        "stan[]=a&stan=b&=c&&&%=%",
        f"po=a|{HUGE}&siec[]=a&wielkosc=%27%22--",
    ],
)
def test_strange_query_never_crashes(path, query, as_, anna):
    assert as_(anna).get(f"{path}?{query}").status_code == 200
    assert as_().get(f"/dolacz/?{query}").status_code == 200


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "o",
        "o1",
        "o1.2",
        "o1.2.3.4",
        "x1.2.3",
        "o-1.2",
        "oa.b.c",
        "o1.9999999.1",
        f"o1.1.{HUGE}",
        f"o{HUGE}.1.1",
        "o١.٢.٣",
        "%00",
        "o" * 10_000,
    ],
)
@pytest.mark.parametrize("path", ["/watki/", "/s/zielona/watki/", "/powiadomienia/"])
def test_cursor_of_garbage_is_not_found(token, path, as_, anna):
    response = as_(anna).get(path, {"od": token} if token != "%00" else {"od": "\x00"})
    assert response.status_code == 404
    assert 'class="lede"' in response.content.decode()
