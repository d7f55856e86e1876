"""Places land where they belong on the drawn map, and names find room."""

from community.base.geo import OUTLINE, project
from community.base.labels import Label, place


def test_north_is_up_and_east_is_right():
    (gdansk_x, gdansk_y), (krakow_x, krakow_y) = project(54.35, 18.65), project(50.06, 19.94)
    assert gdansk_y < krakow_y
    assert gdansk_x < krakow_x


def test_corners_of_the_country_fit_the_view_box():
    corners = [(54.83, 18.3), (49.0, 22.85), (52.84, 14.12), (50.87, 24.14)]
    assert all(0 <= x <= 1000 and 0 <= y <= 950 for x, y in (project(*corner) for corner in corners))


def test_outline_is_one_closed_path_of_at_most_2500_characters():
    assert OUTLINE.startswith("M")
    assert OUTLINE.endswith("z")
    assert len(OUTLINE) <= 2500


def test_a_lone_name_stands_after_its_dot():
    assert place([(500, 500, "Łódź")]) == [Label("end")]


def test_the_second_of_two_neighbours_takes_the_other_side():
    assert [label.side for label in place([(500, 500, "Koszalin"), (470, 500, "Kołobrzeg")])] == [
        "end",
        "start",
    ]


def test_a_name_without_room_is_hidden():
    crowd = [(500 + 14 * i, 500 + 14 * j, "Międzyrzec Podlaski") for i in range(4) for j in range(4)]
    assert "hidden" in {label.side for label in place(crowd)}
