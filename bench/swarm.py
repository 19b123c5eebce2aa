#!/usr/bin/python3
"""One seeder and N leechers behind equal lines (netlab.sh wan), on tmpfs: when each leecher has everything, as a ratio to the fluid bound
max(F/u, N*F/((N+1)*u)) of a file F over uploads u: the seeder must send each byte once, and all together must send N copies.
Each leecher is told all addresses and goes on seeding until the last one is done. Engines: shoal, libtorrent, and mixed (they alternate).
Needs root, for the namespaces. $SHOAL names the program measured; without it, the launcher of this source tree."""
import argparse
import fcntl
import hashlib
import math
import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time

import engines

LAB = os.path.join(os.environ.get('BENCH_TMP', '/dev/shm'), 'swarm')
NAME = 'data.bin'
PORT = 7001
SETTLED = 2     # seconds for the seeder to check and listen


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('engine', choices=['shoal', 'libtorrent', 'mixed'])
    p.add_argument('--leechers', type=int, default=10)
    p.add_argument('--size', type=int, default=160, help='MiB')
    p.add_argument('--piece', type=int, default=0, help='KiB; what `shoal create` chooses unless given')
    p.add_argument('--wan', default='15 0 40', help="'DELAY_MS LOSS_PERCENT RATE_MBIT [QUEUE_MS] [JITTER_MS]'")
    p.add_argument('--runs', type=int, default=1)
    p.add_argument('--timeout', type=float, default=240, help='seconds for one run')
    p.add_argument('--first', action='store_true', help='take the processor before other sessions, on a machine where others work')
    p.add_argument('--keep', action='store_true', help='keep ' + LAB)
    return p.parse_args()


def check_tools(a):
    missing = sorted({package for tool, package in {'ip': 'iproute2', 'gcc': 'gcc and libc6-dev'}.items() if not shutil.which(tool)})
    if os.geteuid() != 0:
        sys.exit('network namespaces need root')
    if missing:
        sys.exit('install these Debian packages first: ' + ', '.join(missing))
    engines.build_shoal()


def address(host):
    return f'10.77.0.{host}'


def command(engine, host, hosts):
    """Host 1 seeds; each leecher is told everybody else."""
    seeds = host == 1
    peers = [] if seeds else [word for other in range(1, hosts + 1) if other != host for word in ('--peer', f'{address(other)}:{PORT}')]
    folder = f'{LAB}/h{host}'
    if engine == 'libtorrent':
        return ['/usr/bin/python3', f'{engines.HERE}/lt_node.py', 'seed' if seeds else 'leech', f'{LAB}/t.torrent', folder, address(host), str(PORT),
                '--linger', '1000', '--timeout', '1000', *peers]
    verb = ['seed', '--no-dht', '--trust'] if seeds else ['get', '--no-dht', '--keep-seeding']
    return [*engines.shoal_command(), *verb, f'{LAB}/t.torrent', '--dir', folder, '--bind', address(host), '--port', str(PORT), '--json', *peers]


class Host:
    """One engine in its namespace; notes when it says that it has everything."""

    def __init__(self, engine, host, hosts):
        self.host, self.done, self.said = host, None, []
        os.makedirs(f'{LAB}/state{host}')
        self.process = subprocess.Popen(['ip', 'netns', 'exec', f'h{host}', *command(engine, host, hosts)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, env=os.environ | {'XDG_STATE_HOME': f'{LAB}/state{host}'})
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            self.said.append(line)
            if self.done is None and line.startswith(('complete', '{')):
                self.done = time.monotonic()

    def sent(self):
        """Bytes that left by its line, headers and all; each namespace has one interface but loopback."""
        with open(f'/proc/{self.process.pid}/net/dev') as table:
            return sum(int(line.split(':')[1].split()[8]) for line in table if ':' in line and line.split(':')[0].strip() != 'lo')

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def digest(path):
    with open(path, 'rb') as data:
        return hashlib.file_digest(data, 'sha1').digest()


def go_first(pid):
    """Weight of the process's session against other sessions (Linux autogroups; plain nice counts within one session only)."""
    with open(f'/proc/{pid}/autogroup', 'w') as group:
        group.write('-15')


def cpu():
    """All, idle and stolen ticks of the machine."""
    with open('/proc/stat') as stat:
        ticks = list(map(int, stat.readline().split()[1:9]))
    return sum(ticks), ticks[3] + ticks[4], ticks[7]


def one_run(a, rate):
    hosts = a.leechers + 1
    engine_of = (lambda host: ('shoal', 'libtorrent')[host % 2]) if a.engine == 'mixed' else lambda host: a.engine
    running = []
    try:
        for host in range(2, hosts + 1):
            for old in (f'h{host}', f'state{host}'):
                shutil.rmtree(f'{LAB}/{old}', ignore_errors=True)
            os.makedirs(f'{LAB}/h{host}')
        shutil.rmtree(f'{LAB}/state1', ignore_errors=True)
        subprocess.run([f'{engines.HERE}/netlab.sh', 'wan', str(hosts), *a.wan.split()], check=True)
        if a.first:
            with open(os.path.join(os.path.dirname(LAB), 'wanlab.pid')) as pid:
                go_first(int(pid.read()))
        seeder = Host(engine_of(1), 1, hosts)
        running.append(seeder)
        time.sleep(SETTLED)
        before, began = cpu(), time.monotonic()
        leechers = []
        for host in range(2, hosts + 1):
            leechers.append(Host(engine_of(host), host, hosts))
            running.append(leechers[-1])
        while any(h.done is None for h in leechers) and time.monotonic() - began < a.timeout and all(h.process.poll() is None for h in running):
            time.sleep(0.05)
        after = cpu()
        sent = [h.sent() if h.process.poll() is None else 0 for h in running]
        times = [h.done - began if h.done else math.inf for h in leechers]
        all_ticks = after[0] - before[0]
        busy = f'cpu idle {100 * (after[1] - before[1]) / all_ticks:.0f} % stolen {100 * (after[2] - before[2]) / all_ticks:.0f} %'
    finally:
        for h in running:
            h.end()
        subprocess.run([f'{engines.HERE}/netlab.sh', 'down'])
    want = digest(f'{LAB}/h1/{NAME}')
    good = [os.path.exists(f'{LAB}/h{h.host}/{NAME}') and digest(f'{LAB}/h{h.host}/{NAME}') == want for h in leechers]
    if not all(good):
        for h in running:
            print(f'h{h.host}:', ''.join(h.said)[-600:])
    size = a.size << 20
    bound = max(size / rate, a.leechers * size / (hosts * rate))
    ratios = sorted(t / bound for t in times)
    print(f'{a.engine:<10} 1+{a.leechers} {a.size} MiB  bound {bound:.1f} s  last {ratios[-1]:.2f}x ({max(times):.1f} s)  median {statistics.median(ratios):.2f}x  '
          f'first {ratios[0]:.2f}x  sent (copies) seed {sent[0] / size:.2f} leechers {" ".join(f"{s / size:.2f}" for s in sent[1:])}  {busy}  '
          + ('ok' if all(good) else 'CORRUPT OR INCOMPLETE'), flush=True)
    return ratios[-1], all(good)


def main():
    a = arguments()
    check_tools(a)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))   # so that everything is ended then too
    if a.first:
        go_first('self')
    lock = open(os.path.join(os.path.dirname(LAB), 'transfer.lock'), 'w')   # transfer.py's: the namespaces have fixed names
    fcntl.flock(lock, fcntl.LOCK_EX)
    shutil.rmtree(LAB, ignore_errors=True)
    os.makedirs(f'{LAB}/h1')
    try:
        with open(f'{LAB}/h1/{NAME}', 'wb') as data:
            for _ in range(a.size):
                data.write(os.urandom(1 << 20))
        piece = ['--piece-length', f'{a.piece}K'] if a.piece else []
        subprocess.run([*engines.shoal_command(), 'create', f'{LAB}/h1/{NAME}', '-o', f'{LAB}/t.torrent', '--format', 'v1', *piece], check=True, stdout=subprocess.DEVNULL)
        rate = float(a.wan.split()[2]) * 1e6 / 8
        runs = [one_run(a, rate) for _ in range(a.runs)]
        if a.runs > 1:
            lasts = [run[0] for run in runs]
            print(f'{a.engine:<10} last leecher: median {statistics.median(lasts):.2f}x (min {min(lasts):.2f} max {max(lasts):.2f})')
        return 0 if all(run[1] for run in runs) else 1
    finally:
        if not a.keep:
            shutil.rmtree(LAB, ignore_errors=True)


sys.exit(main())
