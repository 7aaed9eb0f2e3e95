"""How the code looks: small modules with a purpose told in their first line."""

import ast
import re
from statistics import median

from tests.architecture import house

MOST_FUNCTION_LINES = 60
MOST_MODULE_LINES = 300
MOST_USE_CASE_LINES = 400
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers",
               "handler", "handlers"}  # fmt: skip
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")


def test_every_module_says_what_it_is_for() -> None:
    written = [*house.modules(), *house.migrations()]
    assert [module.name for module in written if not ast.get_docstring(module.tree)] == []


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{module.name}.{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module in house.modules()
        for function in module.functions()
    }
    assert {name for name, lines in lengths.items() if lines > MOST_FUNCTION_LINES} == set()
    assert median(lengths.values()) <= 8


def test_no_module_is_longer_than_its_reader_stays() -> None:
    long = {
        module.name: module.lines
        for module in house.modules()
        if module.lines > _most_lines(module.room)
    }
    assert long == {}
    assert median(module.lines for module in house.modules()) < 60


def test_nothing_is_named_after_having_no_name() -> None:
    modules = [
        module.name
        for module in house.modules()
        if EMPTY_WORDS & set(re.split(r"[._]", module.name))
    ]
    classes = [
        f"{module.name}.{found.name}"
        for module in house.modules()
        for found in module.classes()
        if re.search(r"(Utils?|Helpers?|Common|Managers?|Handlers?)$", found.name)
    ]
    assert modules == classes == []


def test_nothing_is_left_for_later() -> None:
    folders = ("apps", "bdp", "tests", "templates", "static")
    kinds = {".py", ".html", ".css", ".js", ".sql"}
    unfinished = [
        str(path.relative_to(house.ROOT))
        for folder in folders
        for path in (house.ROOT / folder).rglob("*")
        if path.suffix in kinds and UNFINISHED.search(path.read_text())
    ]
    assert unfinished == []


def test_every_app_is_installed_and_every_slice_is_an_app() -> None:
    from django.apps import apps

    slices = {path.parent.name for path in (house.ROOT / "apps").glob("*/__init__.py")}
    installed = {config.name for config in apps.get_app_configs()}
    assert {f"apps.{name}" for name in slices} == {n for n in installed if n.startswith("apps.")}


def _most_lines(room: str) -> int:
    return MOST_USE_CASE_LINES if room in {"commands", "queries"} else MOST_MODULE_LINES
