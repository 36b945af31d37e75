#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Tables of no ordinary size, as lib/doc/speed.md has them: seconds and memory of reading or refusing them.
# No part of `make test`: needs python3, 3 GB of disk and 2 GB of memory, a minute or two.
# usage: tests/bench/big.sh [COHORT]      (build/cohort without it)
set -eu
exec python3 - "${1:-build/cohort}" <<'END'
import resource, subprocess, sys, tempfile, time, zipfile

PLACE = tempfile.TemporaryDirectory()

def run(title, path):
    begin, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    child = subprocess.Popen(["sh", "-c", 'ulimit -v 4000000; exec "$0" project "$1" --area 000001 --to 2025',
                              sys.argv[1], path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with open("/proc/%d/status" % child.pid) as status:
        most = 0
        while child.poll() is None:
            status.seek(0)
            most = max([most] + [int(l.split()[1]) for l in status if l.startswith("VmHWM")])
            time.sleep(0.01)
    last = child.stderr.read().decode().strip().splitlines()[-1:]
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print("%s: exit status %d, %.1f s (%.1f of the processor), %.2f GB\n    %s" %
          (title, child.returncode, time.time() - begin, used, most / 1e6, last), flush=True)

def table(path, size):
    with open(path, "w") as out:
        out.write("area,variable,year,sex,age,value\n")
        area = 0
        while out.tell() < size:
            area += 1
            out.write("".join("%06d,population,%d,%s,%s,%d.%06d\n" %
                              (area, year, sex, age, 100 + n, n * area % 1000000)
                              for year in range(1980, 2025, 5) for sex in ("male", "female")
                              for n, age in enumerate(list(range(0, 90, 5)) + ["90+"])))

def bomb(path, size, said):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        with out.open("town.csv", "w", force_zip64=True) as member:
            member.write(b"area,sex,age,2020\n")
            for _ in range(size >> 20):
                member.write(b"\n" * (1 << 20))
        out.getinfo("town.csv").file_size = said

path = PLACE.name + "/big.csv"
table(path, 10**9)
run("a long table of 1 GB", path)
with open(path, "w") as out:
    out.write("area,sex,age" + ",2020" * 10**7 + "\n")
run("10 million columns", path)
with open(path, "w") as out:
    out.write("area,sex,age" + ",2020" * 20000 + "\n")
run("20,003 columns", path)
bomb(PLACE.name + "/a.zip", 1 << 20, 100 << 30)
run("a ZIP that says 100 GiB", PLACE.name + "/a.zip")
bomb(PLACE.name + "/b.zip", 2 << 30, 1000)
run("a ZIP that says 1,000 bytes and unpacks to 2 GiB", PLACE.name + "/b.zip")
END
