"""Records: what the engine hands out, frozen, in arrays that nobody writes into."""

from dataclasses import fields

import numpy as np

from rnn.checks import read_only


class Record:
    """Base of frozen dataclasses that hold arrays: their own ones, read-only, in copies and pickles too."""

    __slots__ = ()

    def keep_own(self) -> None:
        """Puts read-only copies in place of arrays that somebody else may write into."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray) and value.flags.writeable:
                object.__setattr__(self, name, read_only(value.copy()))

    def __copy__(self) -> "Record":
        return self  # nothing of it can change

    def __reduce__(self) -> tuple:
        return restored, (type(self), {field.name: getattr(self, field.name) for field in fields(self)})


def restored(kind: type, values: dict[str, object]) -> Record:
    """A record of fields that were copied or unpickled."""
    record = object.__new__(kind)
    for name, value in values.items():
        object.__setattr__(record, name, closed(value))
    return record


def closed(value: object) -> object:
    """The same value, its arrays closed for writing, those in dicts and tuples too."""
    if isinstance(value, np.ndarray):
        read_only(value)
    elif isinstance(value, dict | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            closed(part)
    return value
