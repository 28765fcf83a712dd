"""Published packages to dated versions that never change, with what changed from one to the next.

A version is committed by one step, the rename of its folder; index, changelog and `latest` are made from the versions that
are there and can be made again at any time. Nothing here knows how a package is built, and nothing asks for the time.
"""
