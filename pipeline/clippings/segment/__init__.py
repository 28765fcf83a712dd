"""Lines to posts: gives each line a role and cuts the posts out of pages of any site."""
