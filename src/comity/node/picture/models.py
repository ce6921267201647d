"""What the picture keeps besides the records of other slices."""

from comity.node.picture.regional_models import Contribution, Publication, Sending
from comity.node.picture.reporting_models import Closure, Reported

__all__ = ["Closure", "Contribution", "Publication", "Reported", "Sending"]
