"""Writers that turn subjects into files which the readers read back unchanged."""

from comity.subjects.writers.csv_table import write_csv

__all__ = ["write_csv"]
