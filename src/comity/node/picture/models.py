"""What the picture keeps besides the records of other slices."""

from comity.node.picture.reporting_models import Closure, Reported

__all__ = ["Closure", "Reported"]
