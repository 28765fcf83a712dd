"""The base of errors that a user can correct. The message names the problem and the remedy; commands print only the message."""


class UserError(Exception):
    """A command cannot do what was asked, for a reason outside the program."""
