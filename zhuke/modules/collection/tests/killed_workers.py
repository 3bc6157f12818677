"""Run as a program by test_killed.py: two workers at a time make dunning passes and send what is due, and are killed at random moments."""

import os
import random
import signal
import sys
import time

import django


def work() -> None:
    """What a worker does: the pass of the ladder, then the letters, until nothing is left."""
    from zhuke.commons.letters.models import Letter
    from zhuke.commons.letters.services.sending import send_due
    from zhuke.modules.collection.services.chasing import chase, due_cases

    while True:
        chase()
        send_due(limit=3)
        if not due_cases() and not Letter.objects.filter(state__in=["waiting", "handed"]).exists():
            return


def start() -> int:
    """Fork a worker; returns its process id."""
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return pid


def main(rounds: int, seed: int) -> None:
    """Kill two workers in each round, then let two finish. Prints how many were killed in the middle of their work."""
    django.setup()
    chance, killed = random.Random(seed), 0  # noqa: S311 a test, not a secret
    for _round in range(rounds):
        workers = [start(), start()]
        time.sleep(chance.uniform(0.3, 1.2))
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
            killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    for pid in [start(), start()]:
        assert os.waitpid(pid, 0)[1] == 0
    sys.stdout.write(str(killed))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
