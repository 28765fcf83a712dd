"""Releases: dated versions of a package that never change, with the changes between versions.

One step, the rename of its folder, commits a version. The index, the changelog and `latest` are made from the existing versions
and can be rebuilt at any time. Building packages does not belong here, and nothing reads the clock.
"""
