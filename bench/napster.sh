#!/bin/bash
# napster.sh SECONDS ROUNDS NAME='command' ... : each server on core 0, the tester on core 1, in turns: shares of USERS x FILES by 100, then searches beside them, and what the server takes of memory and CPU.
# e.g. napster.sh 10 5 shoal='/path/shoal napster serve --bind 127.0.0.1 --port 8888 --unlimited-from 127.0.0.0/8 --no-port-check' opennap='opennap -c /tmp/on/etc -e /tmp/on/var -l 127.0.0.1'; more in README.md.
# PORT=8888 USERS=20 FILES=5000 CONNECTIONS=1; LOAD='-b' shares by 870; SERVER_PIN='' TESTER_PIN='' leave the cores to the system.
set -u
here=$(cd "$(dirname "$0")" && pwd); secs=$1; rounds=$2; shift 2; tmp=$(mktemp -d); port=${PORT:-8888}
gcc -O2 -o $tmp/load "$here/napster_load.c" -lm || exit
load() { ${TESTER_PIN-taskset -c 1} $tmp/load ${LOAD:-} "$@"; }
cpu() { awk '{print $14+$15}' /proc/$1/stat; }
rss() { awk '/VmRSS/{print $2}' /proc/$1/status; }
for ((r=1;r<=rounds;r++)); do for spec in "$@"; do
  name=${spec%%=*}; cmd=${spec#*=}
  ${SERVER_PIN-taskset -c 0} $cmd >$tmp/server.log 2>&1 & pid=$!
  for ((i=0;i<200;i++)); do (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null && break; sleep 0.1; done
  r0=$(rss $pid); : >$tmp/share.log
  ${TESTER_PIN-taskset -c 1} $tmp/load ${LOAD:-} share 127.0.0.1 $port ${USERS:-20} ${FILES:-5000} hold >$tmp/share.log </dev/null & sharer=$!
  while kill -0 $sharer 2>/dev/null && ! grep -q holding $tmp/share.log; do sleep 0.1; done
  c0=$(cpu $pid); r1=$(rss $pid)
  echo "$name round $r: $(head -1 $tmp/share.log)  server rss $((r0 / 1024)) -> $((r1 / 1024)) MiB, $(( (r1 - r0) * 1024 / (${USERS:-20} * ${FILES:-5000}) )) B a file"
  out=$(load search 127.0.0.1 $port $secs ${CONNECTIONS:-1})
  echo "$name round $r: $out  server cpu $(( ($(cpu $pid) - c0) * 10 )) ms"
  kill $sharer; wait $sharer 2>/dev/null; kill $pid; wait $pid 2>/dev/null; sleep 0.5
done; done
rm -r $tmp
