"""Runs under the interpreter that has followthemoney, not under ours: entities in, what its library says of them out.

With ``schemata`` it prints the properties of each schema that is named on standard input; else each line of standard
input is an entity, and it prints what is left of its properties once the library has cleaned them.
"""

import json
import sys

from followthemoney import model
from followthemoney.proxy import EntityProxy

if sys.argv[1:] == ["schemata"]:
    wanted = json.loads(sys.stdin.read())
    found = {name: sorted(p.name for p in model[name].properties.values() if not p.stub) for name in wanted}
    print(json.dumps(found))  # noqa: T201 -- the answer
else:
    for line in sys.stdin:
        given = json.loads(line)
        proxy = EntityProxy(model[given["schema"]], {"id": given["id"]}, cleaned=False)
        for name, values in given["properties"].items():
            proxy.add(name, values, cleaned=False)  # an unknown property raises
        print(json.dumps(proxy.to_dict(), ensure_ascii=False))  # noqa: T201 -- as above
