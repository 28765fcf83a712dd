"""A project: the folder of one archive, its file `clippings.toml`, and the names and profiles of its own.

`settings` says what can be set and in which order it is looked up; `lookup` finds the project file; `additions` lays the
project's own profiles and names over the built-in ones; `scaffold` writes a new project. Nothing here runs a build.
"""

from clippings.project.errors import ProjectError
from clippings.project.settings import FILE_NAME, Settings, load

__all__ = ["FILE_NAME", "ProjectError", "Settings", "load"]
