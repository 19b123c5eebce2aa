#!/usr/bin/python3
"""One seeder -> one leecher over a veth link between two network namespaces, on tmpfs: wall seconds to a complete, verified file,
CPU seconds and peak memory of each side. Engines: shoal, libtorrent, libtorrent-utp, libtorrent-rc4, transmission, aria2, and NAME for a
pair of files NAME.seed and NAME.leech in $BENCH_ENGINES, each one command line with {torrent} {dir} {ip} {port}.
shoal and libtorrent leechers are told their seeder; for the others a tracker (Debian's opentracker) introduces it.
Needs root, for the namespaces. $SHOAL names the program measured; without it, the launcher of this source tree."""
import argparse
import fcntl
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import time

import engines

HERE = engines.HERE
LAB = os.path.join(os.environ.get('BENCH_TMP', '/dev/shm'), 'transfer')
NAME = 'data.bin'


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('seeder')
    p.add_argument('leecher')
    p.add_argument('--size', type=int, default=1024, help='MiB')
    p.add_argument('--runs', type=int, default=3)
    p.add_argument('--piece', type=int, default=1024, help='KiB')
    p.add_argument('--wan', default='', help="'DELAY_MS LOSS_PERCENT RATE_MBIT [QUEUE_MS] [JITTER_MS]'")
    p.add_argument('--timeout', type=float, default=60, help='seconds for one run')
    p.add_argument('--keep', action='store_true', help='keep ' + LAB)
    return p.parse_args()


def check_tools(a):
    tools = {'ip': 'iproute2', 'transmission-create': 'transmission-cli'}
    if not engines.takes_peers(a.leecher):
        tools['opentracker'] = 'opentracker'
    for engine in (a.seeder, a.leecher):
        tools |= {'aria2': {'aria2c': 'aria2'}, 'transmission': {'transmission-cli': 'transmission-cli'}}.get(engine, {})
    if a.wan:
        tools['gcc'] = 'gcc and libc6-dev'
    missing = sorted({package for tool, package in tools.items() if not shutil.which(tool)})
    if os.geteuid() != 0:
        sys.exit('network namespaces need root')
    if missing:
        sys.exit('install these Debian packages first: ' + ', '.join(missing))
    if 'shoal' in (a.seeder, a.leecher):
        engines.build_shoal()


def inside(host, *line):
    return ['ip', 'netns', 'exec', host, *line]


def start(host, line, log, state):
    # Executed straight, so the pid is the engine itself. The state folder is new each time, or a second run would find its work done.
    os.makedirs(state, exist_ok=True)
    return subprocess.Popen(inside(host, *line), stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=os.environ | {'XDG_STATE_HOME': state})


def usage(pid):
    """CPU seconds of the process and its live and reaped children, and its peak memory in MiB, from /proc; None when it is gone."""
    try:
        with open(f'/proc/{pid}/stat') as stat, open(f'/proc/{pid}/status') as status:
            fields = stat.read().rsplit(')', 1)[1].split()
            peak = [int(line.split()[1]) / 1024 for line in status if line.startswith('VmHWM')]
        return sum(map(int, fields[11:15])) / os.sysconf('SC_CLK_TCK'), peak[0] if peak else 0
    except (FileNotFoundError, ProcessLookupError):
        return None


def listens(pid, port):
    """Whether anyone in the process's network namespace listens on the port."""
    for table in ('tcp', 'tcp6'):
        try:
            with open(f'/proc/{pid}/net/{table}') as lines:
                if any(f':{port:04X} ' in line and line.split()[3] == '0A' for line in lines):
                    return True
        except FileNotFoundError:
            pass
    return False


def wait_for_seeder(process, engine, log):
    end = time.time() + 30
    while not listens(process.pid, engines.SEEDER[1]):
        if process.poll() is not None or time.time() > end:
            log.flush()
            with open(log.name) as said:
                sys.exit(f'the {engine} seeder does not listen on port {engines.SEEDER[1]}; it said:\n{said.read()[-2000:]}')
        time.sleep(0.05)
    time.sleep(8 if engine == 'transmission' else 3)   # settled: checked, announced, idle


def digest(path):
    with open(path, 'rb') as data:
        return hashlib.file_digest(data, 'sha1').digest()


def announce_seeder(infohash):
    """Tells the tracker about a seeder that does not speak to trackers itself."""
    quoted = ''.join('%%%02x' % b for b in bytes.fromhex(infohash))
    url = f'{engines.TRACKER}?info_hash={quoted}&peer_id=-XX0000-000000000000&port={engines.SEEDER[1]}&uploaded=0&downloaded=0&left=0&compact=1'
    subprocess.run(inside('h1', '/usr/bin/python3', '-c', f'import urllib.request; urllib.request.urlopen({url!r}, timeout=5).read()'), check=True)


def one_run(a, infohash, processes):
    for old in ('leech', 'tr-leech', 'tr-seed', 'state-seed', 'state-leech'):
        shutil.rmtree(f'{LAB}/{old}', ignore_errors=True)
    if os.path.exists(f'{LAB}/tr-done'):
        os.remove(f'{LAB}/tr-done')
    os.makedirs(f'{LAB}/leech')
    with open(f'{LAB}/log', 'w') as log:
        seeder = start('h1', engines.command(a.seeder, 'seed', f'{LAB}/t.torrent', f'{LAB}/seed', LAB), log, f'{LAB}/state-seed')
        processes.append(seeder)
        wait_for_seeder(seeder, a.seeder, log)
        if not engines.takes_peers(a.leecher):
            announce_seeder(infohash)
        before = usage(seeder.pid)
        began = time.time()
        leecher = start('h2', engines.command(a.leecher, 'leech', f'{LAB}/t.torrent', f'{LAB}/leech', LAB), log, f'{LAB}/state-leech')
        processes.append(leecher)
        last = (0, 0)
        while time.time() - began < a.timeout:
            now = usage(leecher.pid)
            last = tuple(map(max, last, now)) if now else last
            if os.path.exists(f'{LAB}/tr-done') if a.leecher == 'transmission' else leecher.poll() is not None:
                break
            time.sleep(0.005)
        wall = time.time() - began
        after = usage(seeder.pid) or before
        copy = f'{LAB}/leech/{NAME}'
        identical = os.path.exists(copy) and digest(copy) == digest(f'{LAB}/seed/{NAME}')
        for process in (leecher, seeder):
            if process.poll() is None:
                process.kill()
                process.wait()
    time.sleep(0.5)
    return wall, last[0], after[0] - before[0], last[1], after[1], identical


def main():
    a = arguments()
    check_tools(a)
    # The namespaces have fixed names: a second run waits for the first.
    lock = open(LAB + '.lock', 'w')
    fcntl.flock(lock, fcntl.LOCK_EX)
    processes = []
    shutil.rmtree(LAB, ignore_errors=True)
    os.makedirs(f'{LAB}/seed')
    try:
        subprocess.run([f'{HERE}/netlab.sh', *(['wan', '2', *a.wan.split()] if a.wan else ['up', '2'])], check=True)
        with open(f'{LAB}/seed/{NAME}', 'wb') as data:
            for _ in range(a.size):
                data.write(os.urandom(1 << 20))
        tracker = [] if engines.takes_peers(a.leecher) else ['-t', engines.TRACKER]
        subprocess.run(['transmission-create', '-o', f'{LAB}/t.torrent', '-s', str(a.piece), *tracker, f'{LAB}/seed/{NAME}'], check=True, stdout=subprocess.DEVNULL)
        shown = subprocess.run(['transmission-show', f'{LAB}/t.torrent'], capture_output=True, text=True, check=True).stdout
        infohash = next(line.split()[1] for line in shown.splitlines() if line.strip().startswith('Hash:'))
        if tracker:
            with open(f'{LAB}/white', 'w') as white:
                white.write(infohash + '\n')   # Debian's build serves only listed torrents
            os.chmod(LAB, 0o755)
            processes.append(subprocess.Popen(inside('h1', 'opentracker', '-w', '/white', '-i', engines.SEEDER[0], '-p', '6969', '-P', '6969', '-d', LAB),
                                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(0.3)
        rows = [one_run(a, infohash, processes) for _ in range(a.runs)]
        wall, leech_cpu, seed_cpu, leech_rss, seed_rss = (statistics.median(row[i] for row in rows) for i in range(5))
        good = all(row[5] for row in rows)
        print(f'{a.seeder:>14} -> {a.leecher:<14} {a.size} MiB  wall {wall:6.2f} s (min {min(r[0] for r in rows):.2f} max {max(r[0] for r in rows):.2f})  '
              f'{a.size / wall:7.0f} MiB/s  cpu leech {leech_cpu:5.2f} s seed {seed_cpu:5.2f} s  rss leech {leech_rss:5.0f} seed {seed_rss:5.0f} MiB  '
              + ('ok' if good else 'CORRUPT OR INCOMPLETE'))
        if not good:
            with open(f'{LAB}/log') as log:
                print(log.read()[-1500:])
        return 0 if good else 1
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        subprocess.run([f'{HERE}/netlab.sh', 'down'])
        if not a.keep:
            shutil.rmtree(LAB, ignore_errors=True)


sys.exit(main())
