"""Whether and when a call that failed is tried again."""

from __future__ import annotations

import random
import time

from switchyard.errors import SwitchyardError

#: A server that asks for a longer wait, in seconds, is not waited for: the caller had better know.
LONGEST_WAIT = 60.0


class Retries:
    """The tries of one call: again only where RetryInfo says that it can help, and never past the deadline."""

    def __init__(self, deadline: float, max_retries: int) -> None:
        """`deadline` is in seconds from now."""
        self._end = time.monotonic() + deadline
        self._left = max_retries

    @property
    def remaining(self) -> float:
        """Seconds until the deadline."""
        return max(0.0, self._end - time.monotonic())

    def wait_after(self, error: SwitchyardError) -> float | None:
        """
        Seconds to wait before the next try, up to a fifth more than asked for, lest all callers come back at once.
        None: there is to be no other try.
        """
        if error.retry_after is None or error.retry_after > LONGEST_WAIT or self._left == 0:
            return None
        wait = max(0.0, error.retry_after) * random.uniform(1, 1.2)
        if wait >= self.remaining:
            return None
        self._left -= 1
        return wait
