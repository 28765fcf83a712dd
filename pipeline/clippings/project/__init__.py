"""A project: the folder of one archive, with its file `clippings.toml` and its own names and profiles.

`settings` defines the settings and their order of precedence; `lookup` finds the project file; `additions` merges the
project's own profiles and names with the built-in ones; `scaffold` writes a new project. Nothing here runs a build.
"""

from clippings.project.project_error import ProjectError
from clippings.project.settings import FILE_NAME, Settings, load

__all__ = ["FILE_NAME", "ProjectError", "Settings", "load"]
