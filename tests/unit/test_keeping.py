"""What is kept for many, in a bounded part of the memory."""

from resolvers.keeping import Keeping


def filled(most: int, **owners: list[str]) -> Keeping[str]:
    kept = Keeping[str](most, 1)
    for owner, texts in owners.items():
        for text in texts:
            kept.keep(text, text.upper(), 1, owner)
    return kept


def test_what_was_used_longest_ago_makes_room() -> None:
    kept = filled(3, mara=["a", "b", "c"])
    assert kept.get("a") == "A"
    kept.keep("d", "D", 1, "mara")
    assert [kept.get(text) for text in "abcd"] == ["A", None, "C", "D"]
    assert len(kept) == kept.weight == 3


def test_nobody_pushes_out_what_is_kept_for_others() -> None:
    kept = filled(10, mara=["a", "b"], nils=[str(number) for number in range(1000)])
    assert [kept.get(text) for text in ("a", "b", "991", "992")] == ["A", "B", None, "992"]
    for number in range(100):
        kept.keep(f"x{number}", "X", 1, f"stranger {number}")
    assert len(kept) == 10


def test_what_others_use_too_stays() -> None:
    kept = filled(3, nils=["shared", "a", "b"])
    for number in range(10):
        assert kept.get("shared") == "SHARED"
        kept.keep(str(number), "", 1, "nils")


def test_weights_count_and_may_grow() -> None:
    kept = Keeping[str](10, 2)
    kept.keep("a", "A", 1, "mara")
    kept.keep("b", "B", 5, "mara")
    assert kept.weight == 7
    kept.keep("a", "A", 6, "mara")
    assert kept.get("b") == "B" and kept.get("a") is None and kept.weight == 5
    kept.keep("huge", "H", 11, "nils")
    assert kept.get("huge") is None and kept.get("b") == "B" and kept.weight == 5
