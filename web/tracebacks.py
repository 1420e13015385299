"""Failures as lines of a log: as Python writes them, but without the database's own words.

What a database says of a failure may quote documents, password hashes and login tokens in them.
"""

import traceback
from typing import Final

_DRIVER: Final = ("pymongo", "bson", "gridfs")
_CAUSE: Final = "The above exception was the direct cause of the following exception:"
_CONTEXT: Final = "During handling of the above exception, another exception occurred:"


def written(error: BaseException) -> str:
    """Returns a failure with what led to it, the first cause first."""
    return "\n\n".join(_story(error, set()))


def _story(error: BaseException, told: set[int]) -> list[str]:
    told.add(id(error))
    before, link = error.__cause__, _CAUSE
    if before is None and not error.__suppress_context__:
        before, link = error.__context__, _CONTEXT
    story = [] if before is None or id(before) in told else [*_story(before, told), link]
    story.append(_alone(error))
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            if id(each) not in told:
                story += _story(each, told)
    return story


def _alone(error: BaseException) -> str:
    frames = traceback.format_tb(error.__traceback__)
    head = ["Traceback (most recent call last):\n"] if frames else []
    return "".join([*head, *frames, _last_line(error)])


def _last_line(error: BaseException) -> str:
    kind = type(error)
    if kind.__module__.partition(".")[0] not in _DRIVER:
        return "".join(traceback.format_exception_only(error)).rstrip("\n")
    name, code = f"{kind.__module__}.{kind.__qualname__}", getattr(error, "code", None)
    return name if code is None else f"{name}: code {code}"
