"""Attributes that are worked out when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Owner = TypeVar("_Owner")
_Value = TypeVar("_Value")


class Lazy(Generic[_Owner, _Value]):
    """`functools.cached_property` without the lock that it takes before Python 3.12.

    Two threads may work out a value twice; what one article is read into belongs to one thread anyway.
    """

    def __init__(self, make: Callable[[_Owner], _Value]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, one: None, owner: Any) -> Lazy[_Owner, _Value]: ...
    @overload
    def __get__(self, one: _Owner, owner: Any) -> _Value: ...
    def __get__(self, one: _Owner | None, owner: Any) -> Lazy[_Owner, _Value] | _Value:
        if one is None:
            return self
        value = one.__dict__[self._name] = self._make(one)
        return value
