"""Runs every case, by the synchronous client and by the asynchronous one; of a case told of twice the worse counts."""

import asyncio
import inspect

from async_cases import CASES as ASYNC_CASES
from cases import CASES
from told import tell


def main() -> None:
    for case in [*CASES, *ASYNC_CASES]:
        try:
            running = case()
            if inspect.iscoroutine(running):
                asyncio.run(running)
            tell(case.__name__, None)
        except Exception as failure:
            tell(case.__name__, failure)


if __name__ == "__main__":
    main()
