"""Draws cost against board size, and latency against load."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.rounds import Figures

_COLORS: Final = {
    "product": "tab:blue",
    "hand-written": "tab:green",
    "by the book": "tab:red",
    "other": "tab:gray",
}


def draw(figures: Figures, experiments: Mapping[str, Any], loads: Sequence[int], to: Path) -> bool:
    """Writes the picture; returns False where matplotlib is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return False
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    names = ["card by id, 200 users", "whole board"]
    figure, axes = plt.subplots(1, 3, figsize=(15, 4.5), constrained_layout=True)
    _rows(axes[0], experiments.get("rows", {}))
    for axis, case in zip(axes[1:], names, strict=True):
        _latency(axis, figures, case, loads)
    figure.savefig(to, dpi=120)
    plt.close(figure)
    return True


def _rows(axis: Any, found: Mapping[str, Mapping[int, Mapping[str, float]]]) -> None:
    axis.set(title="CPU of a whole board", xlabel="cards", ylabel="ms", xscale="log", yscale="log")
    for server, costs in found.items():
        cards = sorted(costs)
        values = [costs[each]["server_ms"] or costs[each]["ms"] for each in cards]
        axis.plot(cards, values, "o-", color=_COLORS[server], label=server)
    if found:
        axis.legend()


def _latency(axis: Any, figures: Figures, case: str, loads: Sequence[int]) -> None:
    axis.set(title=f"Latency: {case}", xlabel="connections", ylabel="ms")
    axis.set(xscale="log", yscale="log")
    for server, color in _COLORS.items():
        found = [(load, figures.middle(case, load, server)) for load in loads]
        shown = [(load, reading) for load, reading in found if reading is not None]
        if shown:
            at = [load for load, _ in shown]
            axis.plot(at, [r.p50 for _, r in shown], "o-", color=color, label=f"{server}, p50")
            axis.plot(at, [r.p99 for _, r in shown], "^:", color=color, label=f"{server}, p99")
    if axis.get_legend_handles_labels()[0]:
        axis.legend(fontsize="small")
