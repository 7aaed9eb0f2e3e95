"""Doors are thin: a viewset parses, dispatches, renders, and has an address."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any

from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerView

from apps.core.api import SliceViewSet
from bdp.schema.refusals import use_cases
from tests.architecture import house
from tests.surface.addresses import views

PUBLISHED_BY_SPECTACULAR = (SpectacularJSONAPIView, SpectacularSwaggerView)
MOST_LINES = 5
BRANCHES = (
    ast.If, ast.IfExp, ast.Try, ast.For, ast.While, ast.With, ast.Match, ast.BoolOp,
    ast.comprehension,
)  # fmt: skip


def test_what_a_door_does_is_at_most_five_lines_without_a_branch() -> None:
    thick = {
        f"{module.name}.{function.name}"
        for module in _doors()
        for function in module.functions()
        if _lines(function) > MOST_LINES
        or any(isinstance(node, BRANCHES) for node in ast.walk(function))
    }
    assert thick == set()


def test_every_method_of_a_viewset_is_an_endpoint() -> None:
    methods = {
        f"{module.name}.{viewset.name}.{method.name}": [
            house.called_name(decorator)
            for decorator in method.decorator_list
            if isinstance(decorator, ast.Call)
        ]
        for module in _doors()
        for viewset in module.classes()
        for method in viewset.body
        if isinstance(method, house.Function)
    }
    assert {name for name, decorators in methods.items() if decorators != ["endpoint"]} == set()
    assert len(methods) > 15


def test_every_address_below_the_base_leads_to_an_endpoint() -> None:
    strangers = [
        route
        for route, view in views()
        if not issubclass(view.cls, (SliceViewSet, *PUBLISHED_BY_SPECTACULAR))
    ]
    missing = [
        f"{route} {name}"
        for route, view in views()
        for name in _actions(view)
        if name not in vars(view.cls)
    ]
    assert strangers == missing == []


def test_every_endpoint_has_an_address() -> None:
    routed = {(view.cls.__qualname__, action) for _, view in views() for action in _actions(view)}
    defined = {
        (viewset.__qualname__, name)
        for viewset in house.subclasses(SliceViewSet)
        for name, member in vars(viewset).items()
        if inspect.isfunction(member)
    }
    assert defined - routed == set()


def test_a_door_that_says_it_only_reads_dispatches_to_queries_alone() -> None:
    writing = [
        f"{viewset.__qualname__}.{name}"
        for viewset in house.subclasses(SliceViewSet)
        for name, member in vars(viewset).items()
        if inspect.isfunction(member) and member.declared.reads  # type: ignore[attr-defined]
        for use_case in use_cases(member.declared.method)  # type: ignore[attr-defined]
        if not hasattr(use_case, "is_query")
    ]
    assert writing == []


def test_an_address_has_no_slash_at_its_end() -> None:
    assert [route for route, _ in views() if route.endswith("/")] == []


def _actions(view: Any) -> list[str]:
    return list((getattr(view, "actions", None) or {}).values())


def _doors() -> Iterator[house.Module]:
    return (module for module in house.rooms("api") if module.slice != "core")


def _lines(function: house.Function) -> int:
    does = house.body(function)
    return (does[-1].end_lineno or 0) - does[0].lineno + 1 if does else 0
