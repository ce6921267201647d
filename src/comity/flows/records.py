"""The table of seizures that analysis works on: one row for each thing seized, with the place and route of its seizure.

Whatever keeps seizures (a file of UNODC columns, a node's database) gives this table, and every count starts from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "seizure_id": "string",
        "good": "int64",
        "kind": "string",
        "year": "int64",
        "month": "int64",
        "day": "int64",
        "country": "string",
        "province": "string",
        "district": "string",
        "drug": "string",
        "drug_group": "string",
        "amount": "float64",
        "unit": "string",
        "kilograms": "float64",
        "kilograms_low": "float64",
        "kilograms_high": "float64",
        "imputed": "boolean",
        "transport": "string",
        "routing": "string",
        "producing": "string",
        "departure": "string",
        "departure_province": "string",
        "transit": "string",
        "destination": "string",
        "destination_province": "string",
        "counted": "boolean",
    }
)
"""Name and Ibis type of each column; every one but ``seizure_id``, ``good``, ``kind``, ``imputed`` and ``counted`` may
be null.

- ``good``: number of the thing within its seizure, from 1. Seizures are counted by distinct ``seizure_id``.
- ``kind``: drug, precursor, cash or other.
- ``year``, ``month``, ``day``: null where the date does not say.
- ``country``, ``producing``, ``departure``, ``destination``: ISO 3166-1 alpha-2; ``transit``: in order, with ``;``.
- ``province``, ``district``, ``departure_province``, ``destination_province``: codes of `comity.flows.gazetteer`.
- ``drug``, ``drug_group``: codes of `comity.flows.substances`; ``amount`` with ``unit`` as given; cash has its currency
  as unit.
- ``kilograms`` with its bounds: what the amount is in kg by `comity.flows.units`, null where no factor is known;
  ``imputed``: an average per tablet, plant or other piece was used.
- ``transport``, ``routing``: codes of `comity.flows.codes`.
- ``counted``: false where partners agreed that another node counts this joint seizure.
"""
