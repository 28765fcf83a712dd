"""Limits for unpacking and reading. Data beyond a limit is a problem, never a crash. Declared sizes are not trusted."""

PAGE_BYTES = 128 << 20
"""Bytes of one page, unpacked."""
CONTAINER_BYTES = 1 << 40
"""Bytes of all that is unpacked from one container."""
RATIO = 200
"""Maximum ratio of unpacked to packed size. Pages of much markup shrink to a thirtieth."""
RATIO_FROM = 16 << 20
"""Bytes below which the ratio is not looked at: little harm, and a short page may well be one letter many times."""
RECORDS = 2_000_000
"""Records of one container."""
BROKEN_RECORDS = 1_000
"""Maximum number of broken places in a container after which reading resumes; the rest is skipped."""


class TooLargeError(Exception):
    """Something unpacks to more than is read."""


def check(unpacked: int, packed: int, limit: int) -> None:
    """Refuse data that has grown beyond `limit`, or too much for its packed size.

    Raises:
        TooLargeError: With what is wrong, as a sentence without its full stop.
    """
    if unpacked > limit:
        raise TooLargeError(f"Unpacked it holds more than {limit:,} bytes")
    if unpacked > RATIO_FROM and unpacked > RATIO * packed:
        raise TooLargeError(f"It unpacks to more than {RATIO} times its size, as no page does")
