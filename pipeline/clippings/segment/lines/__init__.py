"""What a line is: its class, its zone on the page, its role in a post."""
