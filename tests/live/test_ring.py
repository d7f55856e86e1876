"""The ring: the last frames in their order, without what was erased since."""

import json

from community.live.hub.ring import Ring


def frame(number, **parts):
    return {"t": "event", "n": number, "parts": parts}


def read(texts):
    return [(entry["n"], entry["parts"]) for entry in map(json.loads, texts)]


def test_gives_what_came_after_a_number():
    ring = Ring()
    for number in range(5, 9):
        ring.add(number, frame(number, **{f"p{number}": "x"}))
    assert [number for number, _ in read(ring.after(6, 8))] == [7, 8]
    assert (ring.after(8, 8), ring.after(3, 8)) == ([], None)
    assert len(ring.after(4, 8)) == 4


def test_does_not_reach_back_beyond_its_size():
    ring = Ring(size=3)
    for number in range(1, 6):
        ring.add(number, frame(number, same="x"))
    assert ring.after(1, 5) is None
    assert read(ring.after(2, 5)) == [(3, {}), (4, {}), (5, {"same": "x"})]


def test_text_that_was_replaced_or_deleted_is_not_kept():
    ring = Ring()
    ring.add(1, frame(1, a="tajne", state="1"))
    ring.add(2, frame(2, b="inne"))
    ring.add(3, frame(3, a="", state="2"))
    assert read(ring.after(0, 3)) == [(1, {}), (2, {"b": "inne"}), (3, {"a": "", "state": "2"})]


def test_empty_after_clearing():
    ring = Ring()
    ring.add(1, frame(1, a="x"))
    ring.clear()
    assert ring.after(0, 1) is None
    ring.add(7, frame(7, a="y"))
    assert read(ring.after(6, 7)) == [(7, {"a": "y"})]
