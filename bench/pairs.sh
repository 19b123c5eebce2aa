#!/usr/bin/env bash
# pairs.sh ROUNDS [transfer.py options]: the four pairs of shoal and libtorrent in turns, ROUNDS times; one line a transfer, then the medians.
set -u
here=$(cd "$(dirname "$0")" && pwd); rounds=$1; shift
out=$(mktemp); trap 'rm -f "$out"' EXIT
for ((i = 0; i < rounds; i++)); do
    for pair in 'libtorrent libtorrent' 'shoal shoal' 'libtorrent shoal' 'shoal libtorrent'; do
        # shellcheck disable=SC2086 # the pair is two words
        /usr/bin/python3 "$here/transfer.py" $pair --runs 1 "$@" | grep -- '->' | tee -a "$out"
    done
done
/usr/bin/python3 - "$out" <<'END'
import re, statistics, sys
rows = {}
for line in open(sys.argv[1]):
    pair = re.match(r'\s*(\S+ -> \S+)', line).group(1)
    rows.setdefault(pair, []).append((float(re.search(r'(\d+) MiB/s', line).group(1)), *map(float, re.search(r'cpu leech\s+([\d.]+)\s*s seed\s+([\d.]+)\s*s\s+rss leech\s+(\d+)\s+seed\s+(\d+)', line).groups()), 'ok' in line))
base = statistics.median(r[0] for r in rows['libtorrent -> libtorrent'])
base_cpu = statistics.median(r[1] + r[2] for r in rows['libtorrent -> libtorrent'])
for pair, r in rows.items():
    speed, cpu = [x[0] for x in r], [x[1] + x[2] for x in r]
    print(f'{pair:<26} median {statistics.median(speed):5.0f} MiB/s (min {min(speed):.0f} max {max(speed):.0f}) {statistics.median(speed) / base:5.2f}x   cpu {statistics.median(cpu):5.2f} s {statistics.median(cpu) / base_cpu:5.2f}x   peak MiB leech {max(x[3] for x in r):.0f} seed {max(x[4] for x in r):.0f}   {"ok" if all(x[5] for x in r) else "CORRUPT OR INCOMPLETE"}')
END
