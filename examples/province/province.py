"""Builds the sites of 200 offices on a Ray cluster, then the portal over them.

    province.py FOLDER --mulu PROGRAM [--scale 0.01] [--workers 2] [--address auto] [--kill 2]

Without --address, the script starts a cluster of processes on this machine. With --address, it uses a
cluster of machines that share FOLDER. A task builds one office in a separate folder, and moves the finished
site to its place in one step. If a worker dies, Ray runs its task again.
"""
import argparse
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import ray

import offices

AS_OF = "2026-11-29"


@ray.remote(max_retries=5)
def build(folder, mulu, number, count, killed):
    """Builds the site of an office; gives the SHA-256 of its manifest."""
    folder = pathlib.Path(folder)
    place = folder / "sites" / offices.name(number)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as work:
        offices.write(work, number, count)
        mark = folder / f".killed-{number}"
        if killed and not mark.exists():  # the worker dies during the first run of this task
            mark.touch()
            subprocess.Popen([mulu, "-q", "-r", work, "--as-of", AS_OF, "build"], stderr=subprocess.DEVNULL)
            os.kill(os.getpid(), signal.SIGKILL)
        made = subprocess.run([mulu, "-q", "-r", work, "--as-of", AS_OF, "build"], stderr=subprocess.PIPE, text=True)
        if made.returncode:
            raise RuntimeError(f"{offices.name(number)}: {made.stderr}")
        site = pathlib.Path(work) / "public"
        try:
            site.rename(place)
        except OSError:  # the folder has a site, because an earlier run of the task has put the same site there
            if not place.is_dir():
                raise
    return hashlib.sha256((place / ".mulu-manifest").read_bytes()).hexdigest()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder")
    options.add_argument("--mulu", default="mulu")
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--address", help="of a running cluster")
    options.add_argument("--kill", type=int, default=0, help="how many workers are killed on the way")
    chosen = options.parse_args()
    folder = pathlib.Path(chosen.folder).resolve()
    shutil.rmtree(folder / "sites", ignore_errors=True)
    (folder / "sites").mkdir(parents=True)
    mulu = shutil.which(chosen.mulu) or sys.exit(f"{chosen.mulu}: no such program")
    mulu = str(pathlib.Path(mulu).resolve())
    here = str(pathlib.Path(__file__).parent.resolve())
    if chosen.address:
        ray.init(address=chosen.address, runtime_env={"env_vars": {"PYTHONPATH": here}})
    else:
        ray.init(num_cpus=chosen.workers, include_dashboard=False, object_store_memory=100_000_000,
                 runtime_env={"env_vars": {"PYTHONPATH": here}})
    began = time.monotonic()
    counts = offices.scaled(chosen.scale)
    step = max(1, len(counts) // chosen.kill) if chosen.kill else 0
    victims = {i * step for i in range(chosen.kill)}
    # the largest offices come first, because a large one at the end would leave the other workers idle
    order = sorted(range(len(counts)), key=lambda n: -counts[n])
    tasks = {n: build.remote(str(folder), mulu, n, counts[n], n in victims) for n in order}
    digests = {n: ray.get(task) for n, task in tasks.items()}
    built = time.monotonic()
    for mark in folder.glob(".killed-*"):
        mark.unlink()
    for left in folder.glob(".making-*"):  # the folders of killed workers
        shutil.rmtree(left, ignore_errors=True)
    offices.portal(folder, range(len(counts)))
    subprocess.run([mulu, "--as-of", AS_OF, "join", str(folder / "portal.yaml"), "-o", str(folder / "portal")], check=True)
    whole = hashlib.sha256("".join(digests[n] for n in sorted(digests)).encode()).hexdigest()
    print(f"{sum(counts)} documents of {len(counts)} offices, {len(victims)} workers killed: "
          f"built in {built - began:.0f} s, joined in {time.monotonic() - built:.0f} s; SHA-256 over all manifests begins with {whole[:16]}")


if __name__ == "__main__":
    main()
