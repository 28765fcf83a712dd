"""Drafts a profile of a site from what recurs over its pages, for a person to correct.

Counts lines and generalises them; decides nothing that a page's cutting depends on until the draft is put into the
folder of profiles. Reading of folders and naming of files is the caller's.
"""

from clippings.suggest.profile.group_pages import told_apart
from clippings.suggest.profile.observe import observed
from clippings.suggest.profile.render import draft

__all__ = ["draft", "observed", "told_apart"]
