"""The schedule's geometry: axis, bars, milestones, today."""

from datetime import date

import pytest

from resources.queries.gantt import ACTION_ROW, EDGE, HEAD, MILESTONE_ROW, WIDTH, Point, Span, gantt


def drawn(spans=(), points=(), *, today=date(2024, 1, 1), starts_on=None, ends_on=None):
    return gantt(list(spans), list(points), today=today, starts_on=starts_on, ends_on=ends_on)


def span(starts_on, ends_on, label="D1", state="planned"):
    return Span(label, starts_on, ends_on, state)


def test_whole_axis_is_filled_by_what_fills_it():
    plan = drawn([span(date(2023, 1, 1), date(2024, 12, 31))])
    assert (plan.bars[0].x, plan.bars[0].width) == (EDGE, WIDTH - 2 * EDGE)


def test_half_a_leap_year_ends_at_its_share():
    plan = drawn([span(date(2024, 1, 1), date(2024, 6, 30)), span(date(2024, 7, 1), date(2024, 12, 31))])
    assert plan.bars[1].x == round(EDGE + 182 / 366 * (WIDTH - 2 * EDGE), 1)
    assert plan.bars[0].x + plan.bars[0].width == pytest.approx(plan.bars[1].x)


def test_rows_stand_under_each_other_in_their_order():
    spans = [span(date(2024, 2, 1), date(2024, 3, 1), f"D{n}") for n in range(3)]
    plan = drawn(spans, [Point("M1", date(2024, 2, 2), True), Point("M2", date(2024, 2, 1), False)])
    assert [(bar.label, bar.y) for bar in plan.bars] == [(f"D{n}", HEAD + n * ACTION_ROW) for n in range(3)]
    below = HEAD + 3 * ACTION_ROW
    assert [(one.label, one.y) for one in plan.diamonds] == [
        ("M1", below + MILESTONE_ROW / 2),
        ("M2", below + MILESTONE_ROW * 1.5),
    ]
    assert plan.bottom == below + 2 * MILESTONE_ROW


def test_short_schedule_has_months():
    plan = drawn([span(date(2024, 11, 5), date(2025, 2, 3))])
    assert [(tick.year, tick.word) for tick in plan.ticks] == [
        ("2024", "Lis"),
        ("", "Gru"),
        ("2025", "Sty"),
        ("", "Lut"),
        ("", ""),
    ]


def test_schedule_of_years_has_quarters():
    plan = drawn([span(date(2023, 11, 5), date(2025, 5, 3))])
    assert [(tick.year, tick.word) for tick in plan.ticks] == [
        ("", "IV"), ("2024", "I"), ("", "II"), ("", "III"), ("", "IV"), ("2025", "I"), ("", "II"), ("", ""),
    ]  # fmt: skip


def test_long_schedule_has_years_and_a_very_long_one_few_of_them():
    assert [tick.year for tick in drawn([span(date(2020, 3, 1), date(2026, 3, 1))]).ticks] == [
        "2020", "2021", "2022", "2023", "2024", "2025", "2026", "",
    ]  # fmt: skip
    assert len(drawn([span(date(1950, 3, 1), date(2050, 3, 1))]).ticks) <= 17


@pytest.mark.parametrize(("starts_on", "ends_on"), [(date(1, 1, 1), date(2024, 1, 1)), (date(2024, 1, 1), date.max)])
def test_slip_of_the_key_in_a_year_is_drawn_at_the_edge(starts_on, ends_on):
    plan = drawn([span(starts_on, ends_on)], [Point("M", date.max, False)])
    assert EDGE <= plan.bars[0].x <= plan.bars[0].x + plan.bars[0].width <= WIDTH
    assert EDGE <= plan.diamonds[0].x <= WIDTH - EDGE


def test_missing_day_is_that_of_the_plan():
    plan = drawn(
        [span(None, date(2024, 3, 31)), span(date(2024, 10, 1), None)],
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
    )
    assert plan.bars[0].x == EDGE
    assert plan.bars[1].x + plan.bars[1].width == pytest.approx(WIDTH - EDGE)


def test_action_without_days_is_left_to_the_table():
    plan = drawn([span(None, None, "ohne"), span(date(2024, 1, 1), date(2024, 2, 1), "D2")])
    assert [bar.label for bar in plan.bars] == ["D2"]


def test_nothing_with_a_day_is_no_drawing():
    assert drawn([span(None, None)], starts_on=date(2024, 1, 1), ends_on=date(2024, 2, 1)) is None


def test_milestones_alone_are_a_drawing():
    assert len(drawn([], [Point("M1", date(2024, 5, 5), False)]).diamonds) == 1


@pytest.mark.parametrize(
    ("today", "is_drawn"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True), (date(2025, 1, 1), False)]
)
def test_today_is_drawn_only_where_the_axis_reaches(today, is_drawn):
    plan = drawn([span(date(2024, 1, 1), date(2024, 12, 31))], today=today)
    assert (plan.today_x is not None) is is_drawn


def test_label_that_has_no_room_to_the_right_ends_at_the_edge():
    early, late = drawn(
        [span(date(2024, 1, 1), date(2024, 2, 1), "x" * 40), span(date(2024, 11, 1), date(2024, 12, 31), "x" * 40)]
    ).bars
    assert (early.label_x, early.anchor) == (EDGE, "start")
    assert (late.label_x, late.anchor) == (WIDTH - EDGE, "end")


def test_long_label_is_shortened():
    label = drawn([span(date(2024, 1, 1), date(2024, 2, 1), "ą" * 300)]).bars[0].label
    assert label == "ą" * 83 + "…"


def test_action_of_one_day_can_be_seen():
    assert drawn([span(date(2020, 1, 1), date(2020, 1, 1)), span(date(2030, 1, 1), None)]).bars[0].width == 4


def test_states_for_the_key_are_those_that_occur():
    spans = [span(date(2024, 1, 1), None, state=state) for state in ("done", "late", "done")]
    assert drawn(spans).states == ["done", "late"]
