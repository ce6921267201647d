import json

import pytest

from comity.node.duplicates.models import Proposal
from comity.node.holdings.models import Holding
from tests.cli.test_holdings import GROUNDS, run

pytestmark = pytest.mark.django_db

WHO = ["--as", "officer", "--case", "KH-2026-1"]
ROWS = "id,name,birthDate,passportNumber\na,Sok Dara,1970-05-12,N1234567\nb,សុខ ដារ៉ា,1970-05-12,N1234567\n"


@pytest.fixture
def imported(tmp_path, case):
    path = tmp_path / "register.csv"
    path.write_text(ROWS, encoding="utf-8")
    code, printed = run("holdings", "import", str(path), *GROUNDS, "--json")
    assert code == 0
    return json.loads(printed)["import"]


def test_duplicates_are_listed_and_say_what_is_not_compared_yet(imported):
    code, printed = run("holdings", "duplicates", *WHO)
    assert (code, "2 changes are not compared yet" in printed) == (0, True)
    code, printed = run("holdings", "duplicates", *WHO, "--look", "--import", imported)
    assert code == 0
    assert "Sok Dara" in printed
    assert "+ the same passport number" in printed
    assert "1 pairs, page 1 of 1." in printed
    code, printed = run("holdings", "duplicates", *WHO, "--json")
    said = json.loads(printed)
    assert (said["count"], said["looked_at"], said["of"]) == (1, 2, 2)


def test_a_pair_is_merged_separated_and_the_import_undone(imported):
    run("holdings", "duplicates", *WHO, "--look")
    code, printed = run("holdings", "merge", Proposal.objects.get().id, *WHO, "--json")
    merge = json.loads(printed)["merge"]
    assert (code, Holding.objects.values("subject").distinct().count()) == (0, 1)
    assert run("holdings", "unmerge", merge, *WHO)[0] == 2
    assert run("holdings", "unmerge", merge, *WHO, "--reason", "brothers")[0] == 0
    one, other = Holding.objects.values_list("id", flat=True)
    assert run("holdings", "merge", one, other, *WHO, "--reason", "the same after all")[0] == 0
    code, printed = run("holdings", "undo", imported, *WHO, "--json")
    assert (code, json.loads(printed)["records"], Holding.objects.count()) == (0, 2, 0)


def test_a_declined_pair_waits_no_longer(imported):
    run("holdings", "duplicates", *WHO, "--look")
    assert run("holdings", "decline", Proposal.objects.get().id, *WHO, "--reason", "brothers")[0] == 0
    assert json.loads(run("holdings", "duplicates", *WHO, "--json")[1])["count"] == 0
    assert run("holdings", "decline", "none", *WHO)[0] == 4
