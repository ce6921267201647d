"""A node that is restored to a day before an item was taken back treats it again, once its recovery is over."""

from comity.node.audit.operations import start_new_log
from comity.node.audit.queries import state
from comity.node.items.models import ItemState
from tests.node.items.giving import TEXT, made, marks, row, share
from tests.node.items.test_recalls import everything, settle, withdraw
from tests.node.one_process import connection, copied


def test_what_a_backup_brings_back_is_treated_again(three, tmp_path):
    item = made(three, "KH", marks("H0"))
    share(three, "KH", "VN", item)
    settle(three)
    vn = three["VN"]
    vn.kept["connection"].close()
    backup = copied(str(vn.kept["connection"].settings_dict["NAME"]), "three_backup", tmp_path)
    three.later(days=1)
    withdraw(three, item)
    settle(three)
    assert TEXT not in everything(three, "VN")
    vn.kept["connection"].close()
    vn.kept |= {"connection": connection(backup), "memories": []}
    assert row(three, "VN", item).stands
    three.later(days=1)
    with three.at("VN") as node:
        assert state().recovery_since
        start_new_log(actor=node.supervisor, second=node.second, reason="An older copy was put back.")
    share(three, "KH", "VN", made(three, "KH", marks("H0"), text="Something else."))
    for _day in range(2):
        three.later(days=1)
        settle(three)
    assert row(three, "VN", item).state == ItemState.WITHDRAWN
    assert TEXT not in everything(three, "VN")
