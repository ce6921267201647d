"""DuckDB or Spark behind one seam: tables in, rows out, from the same Ibis expressions.

The only room under the node that knows a database. It needs the extra ``analysis`` (or ``spark``) and says so where it
is missing. What is counted is left to the rooms above.
"""
