#!/bin/bash
# http_tracker.sh SECONDS ROUNDS NAME='command' … : announces over HTTP, each tracker on 127.0.0.1:6969 pinned to core 0, wrk to core 1, in turns; kept alive, then with
# Connection: close. In a command @hashes is the path of the info-hashes and @dir its folder, for a tracker that wants a list.
set -u
here=$(cd "$(dirname "$0")" && pwd); secs=$1; rounds=$2; shift 2; tmp=$(mktemp -d)
command -v wrk >/dev/null || { echo "http_tracker.sh: needs Debian's package wrk" >&2; exit 1; }
trap 'rm -rf "$tmp"' EXIT
chmod 755 "$tmp"
gcc -O2 -o "$tmp/udpload" "$here/udp_tracker_load.c" -lm && "$tmp/udpload" hashes 200000 >"$tmp/hashes"
for ((r=1;r<=rounds;r++)); do for spec in "$@"; do for mode in keep-alive close; do
  name=${spec%%=*}; cmd=${spec#*=}; cmd=${cmd//@hashes/$tmp/hashes}; cmd=${cmd//@dir/$tmp}
  taskset -c 0 $cmd >"$tmp/log" 2>&1 & pid=$!
  for ((i=0;i<600;i++)); do (exec 3<>/dev/tcp/127.0.0.1/6969) 2>/dev/null && break; sleep 0.1; done
  load() { taskset -c 1 wrk -t1 -c64 -d"$1" --latency -s "$here/http_tracker.lua" http://127.0.0.1:6969/ -- "$tmp/hashes" $mode; }
  load 4 >/dev/null   # warm-up: fills the swarms
  c0=$(awk '{print $14+$15}' /proc/$pid/stat)
  out=$(load "$secs")
  c1=$(awk '{print $14+$15}' /proc/$pid/stat)
  rate=$(awk '/Requests\/sec/{print $2}' <<<"$out"); p99=$(awk '$1=="99%"{print $2}' <<<"$out"); read -r bytes < <(awk '/Transfer\/sec/{print $2}' <<<"$out")
  bad=$(grep -E 'Socket errors|Non-2xx' <<<"$out" | tr -s ' \n' ' ')
  n=$(awk "/requests in/{print \$1}" <<<"$out"); echo "$name $mode round $r: $rate/s, $((n * 100 / (c1 - c0)))/s of its CPU, p99 $p99, $bytes/s, ${bad:-no errors}"
  kill $pid; wait $pid 2>/dev/null; sleep 0.5
done; done; done
