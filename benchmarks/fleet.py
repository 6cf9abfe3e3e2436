"""Four workers on one frontier (Redis) and one ledger (PostgreSQL), with faults: workers killed, connections of the ledger cut.

    python -m benchmarks.fleet --rounds 10                 one of four workers killed every five seconds, ten rounds on the small web
    python -m benchmarks.fleet --rounds 1 --kills 0 --cuts 40        the ledger's connections cut forty times
    python -m benchmarks.fleet --rounds 3 --workers 1      for comparison

Servers: NEWSBOT_TEST_REDIS and NEWSBOT_TEST_POSTGRESQL, else those of this machine. Prints for each round what was lost, what came twice,
and the shortest pause of each host against the one that was asked for, as the host saw it.
"""

from __future__ import annotations

import argparse

from tests.small_web.workers import one_round


def main() -> None:
    """Run the rounds asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--delay", type=float, default=0.5, help="seconds between two requests to a host")
    parser.add_argument("--kill-every", type=float, default=5.0, help="seconds, at least")
    parser.add_argument("--kills", type=int, default=10, help="at most; the rest of the round is left in peace")
    parser.add_argument("--cuts", type=int, default=0, help="how often the ledger's connections are cut")
    parser.add_argument(
        "--real", action="store_true", help="with the times of a real run, 30 s until a worker counts as dead, instead of 3"
    )
    arguments = parser.parse_args()
    good = 0
    for number in range(1, arguments.rounds + 1):
        well, said = one_round(
            number,
            workers=arguments.workers,
            delay=arguments.delay,
            kill_every=arguments.kill_every,
            kills=arguments.kills,
            cuts=arguments.cuts,
            impatient=not arguments.real,
        )
        good += well
        print(f"round {number}: {said}", flush=True)
    print(f"{good} of {arguments.rounds} good")


if __name__ == "__main__":
    main()
