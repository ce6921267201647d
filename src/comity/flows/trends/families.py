"""Many verdicts in one table: the chance that even one of them is wrong stays at 5 %.

Source: Holm, S. (1979), A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6,
65-70.
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.flows.trends.comparing import Change


def holm(changes: Sequence[Change]) -> list[Change]:
    """This function corrects the changes of one table together, by Holm's procedure, in the order given.

    Only those that were tested count; the others stay as they are. Their intervals stay those of each line by itself.
    """
    tested = sorted((at for at, each in enumerate(changes) if each.effect is not None), key=lambda at: changes[at].p)
    corrected = list(changes)
    so_far = 0.0
    for rank, at in enumerate(tested):
        so_far = max(so_far, min(1.0, changes[at].p * (len(tested) - rank)))
        corrected[at] = changes[at].corrected(so_far, len(tested))
    return corrected
