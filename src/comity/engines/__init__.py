"""DuckDB or Spark behind one seam: tables in, rows out, from the same Ibis expressions.

The only room under the node that knows a database. It needs the extra ``analysis`` (or ``spark``) and says so where it
is missing; nothing of them is imported before an engine opens. Only expressions that give equal rows on both engines
pass (`comity.engines.portable`). What is counted is left to the rooms above.

    with open_engine() as engine:
        seizures = engine.table("seizures", COLUMNS, rows)
        engine.rows(seizures.group_by("drug").agg(seizures=seizures.seizure_id.nunique()).order_by("drug"))
"""

from comity.engines.engine import MEMORY_BYTES, Engine
from comity.engines.opening import ENGINES, missing, open_engine

__all__ = ["ENGINES", "MEMORY_BYTES", "Engine", "missing", "open_engine"]
