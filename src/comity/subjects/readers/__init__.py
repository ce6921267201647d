r"""Readers that turn files into subjects; every row is either read or reported.

`read` finds the format, checks the whole file before it gives out the first subject (a hostile or cut-off file is
refused), and returns a `Reading`. A format is one module that registers a `Format`; to add one, write such a module and
name it in `comity.subjects.readers.formats`. What becomes of the subjects is left to the caller.

    >>> from io import BytesIO
    >>> from comity.kernel import Limits
    >>> reading = read(BytesIO(b"id,name,birthDate\n1,Sok Dara,1970\n"), limits=Limits())
    >>> [subject.get("birthDate") for subject in reading]
    [('1970',)]
"""

from comity.subjects.readers.formats import formats, read, with_mapping
from comity.subjects.readers.reading import Fault, Finding, FindingKind, Format, Reading

__all__ = ["Fault", "Finding", "FindingKind", "Format", "Reading", "formats", "read", "with_mapping"]
