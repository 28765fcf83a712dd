"""Sites: their profiles, the patterns of these, which site a page is of, and what its pages repeat."""
