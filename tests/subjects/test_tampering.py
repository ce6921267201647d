"""Whatever one thing is changed in a file of ours: it is read or refused, and nothing is marked looser than it was."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel import Limits, UnreadableFile
from comity.subjects.marks import STRICTEST
from comity.subjects.readers import read
from comity.subjects.writers import write_ftm, write_misp, write_stix
from tests.subjects.marked import COVER, several

JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.text(max_size=8), st.just([]), st.just({}), st.just("\x00"),
    st.sampled_from(["Person", "identity", "CLEAR", "tlp:clear", "H0", "notes", [{}], ["x", 1], {"a": {"b": []}}]),
)  # fmt: skip


def stix(subjects, stream):
    write_stix(subjects, stream, COVER)


def misp(subjects, stream):
    write_misp(subjects, stream, COVER)


def places(document, path=()):
    """Every place in a JSON document."""
    yield path
    if isinstance(document, dict):
        for name, each in document.items():
            yield from places(each, (*path, name))
    elif isinstance(document, list):
        for number, each in enumerate(document):
            yield from places(each, (*path, number))


def changed(document, path, junk, how):
    made = json.loads(json.dumps(document))
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    if how == "drop":
        del holder[path[-1]]
    elif how == "again" and isinstance(holder, list):
        holder.append(holder[path[-1]])
    else:
        holder[path[-1]] = junk
    return made


def looser(subject, before):
    """Which values are marked looser than they were, if the subject still has its id."""
    was = {(v.property, v.value): (m or before.marks) for v, m in before.marked()}
    now = {(v.property, v.value): (m or subject.marks or STRICTEST) for v, m in subject.marked()}
    return [key for key, marks in now.items() if key in was and not covers(marks.restriction, was[key].restriction)]


def covers(now, was):
    return now.handling >= was.handling and now.tlp >= was.tlp and now.pap >= was.pap


@pytest.mark.parametrize("write", [stix, misp, write_ftm])
def test_one_change_never_loosens(write):
    @given(several, st.data())
    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    def holds(subjects, data):
        stream = io.StringIO()
        write(subjects, stream)
        text = stream.getvalue()
        lines = [json.loads(line) for line in text.splitlines()] if write is write_ftm else json.loads(text)
        path = data.draw(st.sampled_from([p for p in places(lines) if p]))
        after = changed(lines, path, data.draw(JUNK), data.draw(st.sampled_from(["drop", "put", "again"])))
        sent = "\n".join(json.dumps(e) for e in after) if write is write_ftm else json.dumps(after)
        form = {stix: "stix", misp: "misp", write_ftm: "ftm"}[write]
        try:
            found = list(read(io.BytesIO(sent.encode()), format=form, limits=Limits()))
        except UnreadableFile:
            return
        before = {s.id: s for s in subjects}
        for subject in found:
            if subject.id in before and not (write is write_ftm and subject.marks is None):
                assert looser(subject, before[subject.id]) == [], path

    holds()
