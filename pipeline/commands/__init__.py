"""The commands of `clippings`, by what they are for: thin calls, calm output."""
