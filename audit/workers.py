"""Work on many names shared among processes: groups of names in, what comes of each group out, in the order of the names.

Comes in: names, what makes something of a group, and what stands for a name whose process dies. Goes out: one result a group; what
a group comes to must be what its names come to one by one. Refuses nothing; an error that the work raises goes through.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Result = TypeVar("Result")
Names = tuple[str, ...]


def share_work(
    names: Sequence[str], work: Callable[[Names], Result], give_up: Callable[[str], Result], jobs: int, most: int
) -> Iterator[tuple[Result, int]]:
    """The results of groups of at most so many names, each with how many, made by `jobs` processes (1: by this one).

    Where a process dies, the names of the first group without a result are tried each in a process of its own; one that kills it
    again gets what `give_up` says, and the others go on.
    """
    size = min(most, -(-len(names) // jobs))
    groups = [tuple(names[at : at + size]) for at in range(0, len(names), size)] if names else []
    if jobs == 1 or len(groups) == 1:
        yield from ((work(group), len(group)) for group in groups)
        return
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # late: slower to import than a document to read

    done = 0
    while done < len(groups):
        try:
            with ProcessPoolExecutor(min(jobs, len(groups) - done)) as pool:
                for result in pool.map(work, groups[done:]):
                    done += 1
                    yield result, len(groups[done - 1])
        except BrokenProcessPool:
            for name in groups[done]:
                yield work_apart(name, work, give_up), 1
            done += 1


def count_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work_apart(name: str, work: Callable[[Names], Result], give_up: Callable[[str], Result]) -> Result:
    """What comes of one name in a process of its own."""
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # late, as above

    try:
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(work, (name,)).result()
    except BrokenProcessPool:
        return give_up(name)
