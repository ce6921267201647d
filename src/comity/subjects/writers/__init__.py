"""Writers that turn subjects into files which the readers read back unchanged."""

from comity.subjects.writers.csv_table import write_csv
from comity.subjects.writers.ftm_lines import write_ftm
from comity.subjects.writers.misp_event import write_misp
from comity.subjects.writers.stix_bundle import write_stix

__all__ = ["write_csv", "write_ftm", "write_misp", "write_stix"]
