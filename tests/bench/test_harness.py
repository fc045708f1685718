"""The benchmark compares within a round, shows what it measured and missed, and serves rightly."""

import urllib.request
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench import chart, nginx, report, rounds
from bench.goals import Goal, judge

pytestmark = pytest.mark.slow

SLOW_ROUND, QUICK_ROUND = 10.0, 1.0


def group_of(figures: dict[str, list[float]], reference: str) -> rounds.Group:
    return rounds.Group(
        key="k",
        title="A <title> & more",
        unit="ms",
        more_is_better=False,
        reference=reference,
        rounds=2,
        rows=rounds.rows_of(figures, reference),
    )


def test_a_contender_is_compared_with_the_reference_of_its_own_round_only() -> None:
    load = [SLOW_ROUND, QUICK_ROUND, QUICK_ROUND]
    group = group_of({"base": load, "twice": [2 * factor for factor in load]}, "base")
    assert group.row("twice").ratio == 2.0
    assert group.ratio_between("base", "twice") == 0.5
    assert group.difference_between("twice", "base") == QUICK_ROUND


def test_everyone_runs_once_a_round_and_the_first_place_goes_round() -> None:
    order: list[str] = []

    def contender(name: str) -> float:
        order.append(name)
        return 1.0

    names = ("a", "b", "c")
    figures = rounds.take_turns({name: partial(contender, name) for name in names}, 3)
    played = [order[start : start + 3] for start in range(0, len(order), 3)]
    assert all(sorted(one_round) == list(names) for one_round in played)
    assert {one_round[0] for one_round in played[1:]} == set(names)
    assert all(len(values) == 3 for values in figures.values())


def test_the_chart_is_well_formed_and_shows_every_row() -> None:
    group = group_of({"GreenApi": [1.0, 2.0], "peer <x>": [3.0, 4.0]}, "GreenApi")
    root = ET.fromstring(chart.bar_chart([group], 'the "chart"'))  # noqa: S314 - our own text
    assert "prefers-color-scheme: dark" in ET.tostring(root, "unicode")
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "peer <x>" in texts
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) == 2


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n")
    assert report.replace_between_marks(page, "bench", "new")
    assert page.read_text() == "before\n<!-- bench -->\nnew\n<!-- /bench -->\nafter\n"
    assert not report.replace_between_marks(page, "torture", "new")


def test_what_was_measured_once_stands_side_by_side() -> None:
    group = group_of({"10": [1.0], "100": [2.5]}, "10")
    time = replace(group, key="a", title="Growth: time", unit="ms", rounds=1, notes="A note.")
    memory = replace(group, key="b", title="Growth: memory", unit="MiB", rounds=1)
    alone = replace(group, key="c", title="Alone", unit="s", rounds=1)
    machine = {"date": "2026-01-01", "processor": "P", "cores": "2"}
    text = report.tables(machine, [time, memory, alone], [])
    assert "### Growth\n\nA note.\n\n| | time, ms | memory, MiB |" in text
    assert "| 100 | 2.5 | 2.5 |" in text
    assert "### Alone\n\n| | s |" in text


MACHINE = {"date": "2026-01-01", "processor": "P", "cores": "2", "Python": "3.11"}
GOALS = [Goal("Kept", 1.0, " x", met=True), Goal("Broken", 2.0, " x", met=False)]


def test_what_many_watched_instances_take_is_worked_out() -> None:
    figures = {"save-many": 1.0, "scale-cpu-nginx": 0.5, "scale-memory-nginx": 10.0}
    figures |= {"scale-watched-cpu": 0.02, "scale-watched-memory": 50.0}
    figures |= {"scale-watched-notification": 0.864}
    groups = [
        replace(
            group_of({"AsyncGreenApi": [figure], "10": [figure / 2], "1,000": [figure]}, "10"),
            key=key,
        )
        for key, figure in figures.items()
    ]
    for key in ("scale-cpu-nginx", "scale-memory-nginx"):
        number = [group.key for group in groups].index(key)
        rows = rounds.rows_of({"1": [1.0], "200": [9.0]}, "1")
        groups[number] = replace(groups[number], rows=rows)
    page = report.scale(MACHINE, groups)
    assert "| memory for a watched instance | 51 KiB |" in page
    assert "| cores for 100,000 watched instances while nothing comes | 2 |" in page
    assert "| the same, if 1,000 notifications a day come for each | 3 |" in page
    assert "| memory for them | 4.9 GiB |" in page


def test_a_missed_goal_is_shown_as_missed() -> None:
    text = report.tables(MACHINE, [], GOALS)
    assert "| Kept | 1 x | yes |" in text
    assert "| Broken | 2 x | **no** |" in text


def test_the_readme_is_told_the_figures_and_how_many_goals_are_met() -> None:
    figures = {
        "calls-sync": {"GreenApi": [0.5], "httpx": [1.0]},
        "calls-async-32": {"AsyncGreenApi": [60.0], "official SDK": [20.0]},
        "save-100000000": {"GreenApi": [9.0], "curl": [10.0]},
    }
    groups = [replace(group_of(rows, [*rows][1]), key=key) for key, rows in figures.items()]
    line, _, picture = report.summary(MACHINE, groups, GOALS).partition("\n")
    assert "50% of the time that raw httpx needs" in line
    assert "3 times as many calls as the official SDK" in line
    assert "90% of curl's time (2026-01-01; 1 of 2 [goals]" in line
    assert "(bench/results/bench.svg)" in picture


def test_a_goal_without_its_figure_is_left_out_of_a_part_only() -> None:
    calls = group_of({"httpx": [1.0], "generated client": [1.5], "GreenApi": [0.5]}, "httpx")
    groups = [replace(calls, key="calls-sync")]
    assert [(goal.measured, goal.met) for goal in judge(groups, is_partial=True)] == [
        (1.5, False),
        (0.5, True),
    ]
    with pytest.raises(KeyError):
        judge(groups, is_partial=False)


def test_where_nginx_is_missing_the_message_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda *_args, **_options: None)
    with pytest.raises(nginx.NginxMissingError, match="apt-get install nginx-light"):
        nginx.find_nginx()


def test_the_static_server_gives_the_link_and_the_file_behind_it(tmp_path: Path) -> None:
    try:
        nginx.find_nginx()
    except nginx.NginxMissingError as missing:
        pytest.skip(str(missing))
    with nginx.static_server(tmp_path / "nginx") as server:
        source = server.add_file(7, 1_500_000)
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{server.url}/waInstance7/downloadFile/abc", data=b"{}"
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            assert server.link(7) in answer.read().decode()
        with urllib.request.urlopen(server.link(7)) as file:  # noqa: S310 - the same
            assert file.read() == source.read_bytes()
