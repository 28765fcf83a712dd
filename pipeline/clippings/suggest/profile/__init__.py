"""Drafts a site profile from lines that recur over the site's pages, for a person to correct.

Counts lines and generalises them. A draft has no effect on pages until it is put into the folder of profiles. The caller
reads folders and names files.
"""

from clippings.suggest.profile.group_pages import group_by_site
from clippings.suggest.profile.observe import observed
from clippings.suggest.profile.render import draft
from clippings.suggest.profile.titles_beside_posts import titles_of

__all__ = ["draft", "group_by_site", "observed", "titles_of"]
