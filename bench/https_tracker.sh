#!/bin/bash
# https_tracker.sh SECONDS ROUNDS [COMMAND] : announces by TLS, kept alive, the tracker on 127.0.0.1:6443 pinned to core 0, wrk to core 1; then the memory of idle connections.
# COMMAND is shoal tracker with what it needs but HTTPS, ../shoal tracker unless given.
set -u
here=$(cd "$(dirname "$0")" && pwd); secs=$1; rounds=$2; cmd=${3:-$here/../shoal tracker --bind 127.0.0.1 --port 0 --no-control --requests-per-address 0}; tmp=$(mktemp -d)
for each in wrk openssl gcc python3; do command -v $each >/dev/null || { echo "https_tracker.sh: needs $each" >&2; exit 1; }; done
trap 'rm -rf "$tmp"' EXIT
gcc -O2 -o "$tmp/udpload" "$here/udp_tracker_load.c" -lm && "$tmp/udpload" hashes 200000 >"$tmp/hashes"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -keyout "$tmp/key.pem" -out "$tmp/chain.pem" 2>/dev/null
start() {
  taskset -c 0 $cmd --https-port 6443 --certificate "$tmp/chain.pem" --certificate-key "$tmp/key.pem" >"$tmp/log" 2>&1 & pid=$!
  for ((i=0;i<600;i++)); do (exec 3<>/dev/tcp/127.0.0.1/6443) 2>/dev/null && return; sleep 0.1; done
  cat "$tmp/log" >&2; exit 1
}
for ((r=1;r<=rounds;r++)); do
  start
  load() { taskset -c 1 wrk -t1 -c64 -d"$1" --latency -s "$here/http_tracker.lua" https://127.0.0.1:6443/ -- "$tmp/hashes" keep-alive; }
  load 6 >/dev/null   # warm-up: fills the swarms
  c0=$(awk '{print $14+$15}' /proc/$pid/stat)
  out=$(load "$secs")
  c1=$(awk '{print $14+$15}' /proc/$pid/stat)
  rate=$(awk '/Requests\/sec/{print $2}' <<<"$out"); p99=$(awk '$1=="99%"{print $2}' <<<"$out"); n=$(awk "/requests in/{print \$1}" <<<"$out")
  bad=$(grep -E 'Socket errors|Non-2xx' <<<"$out" | tr -s ' \n' ' ')
  echo "https keep-alive round $r: $rate/s, $((n * 100 / (c1 - c0)))/s of its CPU, p99 $p99, ${bad:-no errors}"
  kill $pid; wait $pid 2>/dev/null; sleep 0.5
done
# 500 connections warm it up, 1,000 more are counted; each announces once and is then silent. One address may have 100.
start
taskset -c 1 python3 - $pid <<'PY'
import socket, ssl, sys, time
rss = lambda: int(open(f"/proc/{sys.argv[1]}/statm").read().split()[1]) * 4096
tls = ssl.create_default_context()
tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
held, seen = [], {}
for i in range(1500):
    plain = socket.create_connection(("127.0.0.1", 6443), source_address=(f"127.0.0.{2 + i // 100}", 0))
    link = tls.wrap_socket(plain)
    link.sendall(b"GET /announce?info_hash=%020d&peer_id=%020d&port=7&left=5 HTTP/1.1\r\nHost: localhost\r\n\r\n" % (i % 50, i))
    assert link.recv(65536).startswith(b"HTTP/1.1 200")
    held.append(link)
    if i + 1 in (500, 1500):
        time.sleep(1)
        seen[i + 1] = rss()
print(f"{(seen[1500] - seen[500]) / 1000 / 1024:.1f} KiB for each idle connection by TLS ({seen[500] >> 20} MiB with 500, {seen[1500] >> 20} MiB with 1,500)")
PY
kill $pid; wait $pid 2>/dev/null
