#!/bin/bash
# netlab.sh up N: N hosts h1..hN (10.77.0.1..N and fd77::1..N), each a network namespace, on one fast bridge.
# netlab.sh wan N DELAY_MS LOSS_PERCENT RATE_MBIT [QUEUE_MS] [JITTER_MS]: the same hosts behind a wide-area network (wanlab.c).
# netlab.sh down: takes all of it away.
set -eu
here=$(cd "$(dirname "$0")" && pwd); lab=${BENCH_TMP:-/dev/shm}
down() {
  [[ -f $lab/wanlab.pid ]] && kill "$(cat "$lab/wanlab.pid")" 2>/dev/null; rm -f "$lab/wanlab.pid"
  for h in $(ip netns list | awk '$1 ~ /^h[0-9]+$/ || $1 == "hub" {print $1}'); do ip netns del "$h"; done
}
verb=$1; n=${2:-0}
case $verb in
up)
  down || true
  ip netns add hub; ip -n hub link add br0 type bridge; ip -n hub link set br0 up
  for ((i=1;i<=n;i++)); do
    ip netns add h$i; ip link add e$i netns hub type veth peer name eth0 netns h$i
    ip -n hub link set e$i master br0 up
    ip -n h$i addr add 10.77.0.$i/24 dev eth0; ip -n h$i -6 addr add fd77::$i/64 dev eth0 nodad; ip -n h$i link set eth0 up; ip -n h$i link set lo up; ip -n h$i route add default dev eth0
  done ;;
wan)
  down || true; shift
  gcc -O2 -o "$lab/wanlab" "$here/wanlab.c"
  rm -f "$lab/wanlab.log"   # or the last one's "ready" would be read
  setsid "$lab/wanlab" "$@" >"$lab/wanlab.log" 2>&1 </dev/null & echo $! >"$lab/wanlab.pid"
  for ((t=0;t<100;t++)); do grep -qs ready "$lab/wanlab.log" && exit 0; sleep 0.1; done
  cat "$lab/wanlab.log"; exit 1 ;;
down) down || true ;;
esac
