"""Writers that turn subjects into files which the readers read back unchanged."""

from comity.subjects.writers.csv_table import write_csv
from comity.subjects.writers.ftm_lines import write_ftm

__all__ = ["write_csv", "write_ftm"]
