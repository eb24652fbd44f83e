#!/bin/sh
# ray 2.60.0: a task that ends with sys.exit(0), as the main function of most command-line programs does, is run four times and then reported as a crash.
#
#   input     a task that appends one line to a file and calls sys.exit(0); the same with an exception (OSError) instead; all options at their defaults
#   expected  one run each: the exit is clean, and errors of the program itself are not retried, as the exception shows
#   found     4 lines and WorkerCrashedError for sys.exit(0); 1 line and OSError for the exception
#
# Success is taken for the death of the machine. What the task wrote is there four times (an appended ledger, a counted serial), and the whole run fails although
# nothing went wrong. Call what main calls, or catch SystemExit. The script runs the package without mulu, and fails when the behaviour is another. It needs
# python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install ray==2.60.0
cat >run.py <<'PY'
import sys
import ray

ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level="ERROR", _temp_dir=sys.argv[1])


@ray.remote
def task(path, ending):
    with open(path, "a", encoding="utf-8") as ledger:
        ledger.write("one line\n")
    if ending == "exit":
        sys.exit(0)
    raise OSError("disk full")


for ending in ["exit", "exception"]:
    path = f"{sys.argv[1]}/{ending}"
    try:
        ray.get(task.remote(path, ending), timeout=90)
        result = "finished"
    except ray.exceptions.RayTaskError as error:
        result = type(error.cause).__name__
    except Exception as error:
        result = type(error).__name__
    print("RESULT", ending, len(open(path, encoding="utf-8").readlines()), result)
ray.shutdown()
PY
short=$(mktemp -d /tmp/rXXXXXX)
trap 'rm -rf "$work" "$short"' EXIT
RAY_USAGE_STATS_ENABLED=0 env/bin/python run.py "$short" 2>/dev/null | sed -n 's/^RESULT //p' >found
cat found
printf 'exit 4 WorkerCrashedError\nexception 1 OSError\n' >recorded
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
