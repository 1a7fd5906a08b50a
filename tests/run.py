"""Run the whole suite on SQLite, and what asks a database on PostgreSQL where there is one.

With CI=true a missing PostgreSQL, Redis or Chromium is a failure; elsewhere the
summary says what was skipped.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"
POSTGRESQL = os.environ.get(
    "TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/mistok"
)


def has_postgresql() -> bool:
    """Say whether the server answers."""
    import psycopg

    address = POSTGRESQL.rsplit("/", 1)[0] + "/postgres"
    try:
        psycopg.connect(
            address.replace("postgres://", "postgresql://"), connect_timeout=3
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def run(name: str, **environment: str) -> int:
    """Run pytest once; give its exit status."""
    print(f"\n== the tests on {name}", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        os.environ.get("TEST_PROCESSES", "2"),
        *sys.argv[1:],
    ]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, **environment})


def main() -> int:
    """Run both; the exit status is that of the first failure."""
    os.environ.pop("DATABASE_URL", None)
    postgresql = has_postgresql()
    both = "1" if postgresql else ""
    status = run("SQLite", TESTS_RUN_ON_BOTH=both)
    if postgresql:
        status = status or run(
            "PostgreSQL", DATABASE_URL=POSTGRESQL, TESTS_RUN_ON_BOTH=both
        )
    else:
        print("skipped: no PostgreSQL (set TEST_DATABASE_URL to name one)")
        status = status or int(IN_CI)
    return status


if __name__ == "__main__":
    sys.exit(main())
