"""Settings of the documentation site: `sphinx-build -W docs build/docs`."""

project = "Clippings"
copyright = "Clippings contributors"  # noqa: A001 the name Sphinx reads
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Clippings"
html_copy_source = False
autodoc_typehints = "description"
autodoc_member_order = "bysource"
exclude_patterns = ["conf.py"]
