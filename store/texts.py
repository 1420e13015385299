"""Words in texts: as conditions, as matches in hand, and by a text index where there is one."""

import re

from store.match import EVERYTHING, Filter, Test, contains_text
from store.mongo import Store, translated
from store.own_indexes import text_index
from store.records import Record

# All of these also end a word for MongoDB's text index, so that it knows each word found here.
_APART = "[\\s!-/:-@\\[-^`{-~\u00a0\u2010-\u203e]"


def word_pattern(word: str, *, parts: bool) -> str:
    """Returns what a text with this word matches; with `parts`, one that has it inside a word."""
    found = re.escape(word)
    return found if parts else f"(?:^|{_APART}){found}(?:$|{_APART})"


def has_word(word: str, *, parts: bool) -> Test:
    """Matches texts with this word, in any letter case."""
    if parts:
        return contains_text(word)
    return Test({"$regex": word_pattern(word, parts=False), "$options": "i"})


async def by_index(store: Store, record_type: type[Record], words: list[str]) -> Filter:
    """Returns what holds of all documents with these words, and a text index can find; nothing
    more than `EVERYTHING` where there is no such index."""
    known = [word for word in words if word.isalnum()]
    index = text_index(record_type.collection)
    if not known or index is None:
        return EVERYTHING
    with translated():
        existing = await store.collection(record_type).index_information()
    return {"$text": {"$search": max(known, key=len)}} if index.name in existing else EVERYTHING
