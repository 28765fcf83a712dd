"""The explorer: one HTML page that shows a package. It needs no server, no network and no build step."""
