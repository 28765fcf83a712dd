"""The base of the errors that a person can mend: the message names the problem and the remedy. Commands print it alone."""


class UserError(Exception):
    """A command cannot do what was asked, for a reason outside the program."""
