"""Run as a program by test_outward_killed.py: two workers at a time fire rules and send what they ask for, killed at random moments."""

import os
import random
import signal
import sys
import time

import django


def work() -> None:
    """What a worker does: run what is due, act in small batches, send what waits, until nothing is left."""
    from zhuke.commons.automation.services.acting import act_batch
    from zhuke.commons.automation.services.passes import due_rules, run_due
    from zhuke.commons.letters.services import sending
    from zhuke.commons.webhooks.services import calling

    for rule in due_rules():
        run_due(rule)
    while act_batch(limit=4) + sending.send_due(limit=6) + calling.send_due(limit=6):
        pass


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
        time.sleep(chance.uniform(0.1, 0.5))
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
            killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    for pid in [start(), start()]:
        assert os.waitpid(pid, 0)[1] == 0
    work()
    sys.stdout.write(str(killed))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
