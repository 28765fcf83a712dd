"""Site profiles: one TOML for each site, and `unknown.toml` for pages of no known site."""
