"""The table `entity_names`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import NAME_KINDS


class EntityNames(dy.Schema):
    """Names of entities, from the authority file and as seen in articles."""

    entity_id = col.reference("entities.entity_id", "Entity with this name.", regex=col.ENTITY_ID, primary_key=True)
    name = col.text("Name of the entity.", primary_key=True)
    language = col.text("Language of the name, ISO 639-1, if known.", nullable=True, regex=r"^[a-z]{2}$")
    kind = dy.Enum(list(NAME_KINDS), description="; ".join(f"{k}: {v}" for k, v in NAME_KINDS.items()) + ".")
