#!/usr/bin/python3
"""Creating and checking a torrent of one file on tmpfs: shoal beside libtorrent and mktorrent -t 2, in turns, each several times; `seed` is the check
that `shoal seed` makes before it shares.
Prints each one's median, its spread, and its ratio to libtorrent. shoal and mktorrent are timed as whole processes; libtorrent, which
runs inside Python, only for the work itself. $SHOAL names the program measured; without it, the launcher of this source tree."""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

import engines

try:
    import libtorrent as lt
except ImportError:
    sys.exit('install the Debian package python3-libtorrent first, and run this with /usr/bin/python3')

LAB = os.path.join(os.environ.get('BENCH_TMP', '/dev/shm'), 'hashing')
DATA = f'{LAB}/data/data.bin'
PIECE = 1 << 20


def run(*line):
    began = time.perf_counter()
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
                          env=os.environ | {'XDG_STATE_HOME': f'{LAB}/state'})
    if done.returncode:
        sys.exit(f'{" ".join(line)} ended with {done.returncode}:\n{done.stdout[-2000:]}')
    return time.perf_counter() - began


def fresh(path):
    if os.path.exists(path):
        os.remove(path)
    return path


def shoal_create(kind):
    return run(*engines.shoal_command(), 'create', DATA, '-o', fresh(f'{LAB}/shoal-{kind}.torrent'), '--format', kind, '--piece-length', '1MiB')


def shoal_check(kind):
    return run(*engines.shoal_command(), 'verify', f'{LAB}/shoal-{kind}.torrent', '--dir', f'{LAB}/data')


def shoal_seed(kind):
    """Until it says that all is verified and listens. It remembers nothing of the run before."""
    shutil.rmtree(f'{LAB}/state', ignore_errors=True)
    began = time.perf_counter()
    child = subprocess.Popen([*engines.shoal_command(), 'seed', '--no-dht', f'{LAB}/shoal-{kind}.torrent', '--dir', f'{LAB}/data', '--bind', '127.0.0.1', '--port', '0', '--json'],
                             stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=os.environ | {'XDG_STATE_HOME': f'{LAB}/state'})
    said = json.loads(child.stdout.readline())
    took = time.perf_counter() - began
    child.kill()
    child.communicate()
    if said['piecesVerified'] != said['pieces']:
        sys.exit(f'shoal seed found the file incomplete: {said}')
    return took


def mktorrent_create(_):
    return run('mktorrent', '-l', '20', '-t', '2', '-o', fresh(f'{LAB}/mktorrent.torrent'), DATA)


def lt_create(kind):
    began = time.perf_counter()
    files = lt.file_storage()
    lt.add_files(files, DATA)
    torrent = lt.create_torrent(files, PIECE, flags=lt.create_torrent.v1_only if kind == 'v1' else 0)
    lt.set_piece_hashes(torrent, f'{LAB}/data')
    with open(f'{LAB}/lt-{kind}.torrent', 'wb') as out:
        out.write(lt.bencode(torrent.generate()))
    return time.perf_counter() - began


def lt_check(kind):
    session = lt.session({'listen_interfaces': '', 'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
                          'aio_threads': 4, 'hashing_threads': 2, 'alert_mask': lt.alert.category_t.status_notification})
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(f'{LAB}/lt-{kind}.torrent')
    params.save_path = f'{LAB}/data'
    params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    began = time.perf_counter()
    handle = session.add_torrent(params)
    while not any(isinstance(alert, lt.torrent_checked_alert) for alert in session.pop_alerts()):
        session.wait_for_alert(100)
        if time.perf_counter() - began > 120:
            sys.exit('libtorrent did not check the file within two minutes')
    took = time.perf_counter() - began
    if not handle.status().is_seeding:
        sys.exit('libtorrent found the file incomplete')
    return took


TASKS = {
    'create v1': {'libtorrent': (lt_create, 'v1'), 'mktorrent': (mktorrent_create, 'v1'), 'shoal': (shoal_create, 'v1')},
    'create hybrid': {'libtorrent': (lt_create, 'hybrid'), 'shoal': (shoal_create, 'hybrid')},
    'check v1': {'libtorrent': (lt_check, 'v1'), 'shoal': (shoal_check, 'v1')},
    'check hybrid': {'libtorrent': (lt_check, 'hybrid'), 'shoal': (shoal_check, 'hybrid')},
    'seed v1': {'libtorrent': (lt_check, 'v1'), 'shoal': (shoal_seed, 'v1')},
    'seed hybrid': {'libtorrent': (lt_check, 'hybrid'), 'shoal': (shoal_seed, 'hybrid')},
}


def same_torrents():
    """The programs did the same work: their info-hashes are equal where their keys are."""
    hashes = {name: str(lt.torrent_info(f'{LAB}/{name}.torrent').info_hashes().v1) for name in ('lt-v1', 'mktorrent', 'shoal-v1') if os.path.exists(f'{LAB}/{name}.torrent')}
    if len(set(hashes.values())) > 1:
        sys.exit(f'the v1 info-hashes differ: {hashes}')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--size', type=int, default=2048, help='MiB')
    p.add_argument('--runs', type=int, default=5)
    p.add_argument('--only', action='append', choices=['libtorrent', 'mktorrent', 'shoal'], help='only this program (may repeat)')
    a = p.parse_args()
    names = a.only or ['libtorrent', 'mktorrent', 'shoal']
    if 'mktorrent' in names and not shutil.which('mktorrent'):
        sys.exit('install the Debian package mktorrent first')
    if 'shoal' in names:
        engines.build_shoal()
    shutil.rmtree(LAB, ignore_errors=True)
    os.makedirs(f'{LAB}/data')
    try:
        with open(DATA, 'wb') as data:
            for _ in range(a.size):
                data.write(os.urandom(1 << 20))
        for task, programs in TASKS.items():
            times = {name: [] for name in names if name in programs}
            for _ in range(a.runs):
                for name, taken in times.items():
                    work, kind = programs[name]
                    taken.append(work(kind))
            base = statistics.median(times['libtorrent']) if 'libtorrent' in times else None
            for name, taken in times.items():
                median = statistics.median(taken)
                ratio = f'  {median / base:5.2f} of libtorrent' if base else ''
                print(f'{task:<14} {name:<11} {a.size} MiB  median {median:6.3f} s (min {min(taken):.3f} max {max(taken):.3f})  {a.size / median:6.0f} MiB/s{ratio}', flush=True)
        same_torrents()
    finally:
        shutil.rmtree(LAB, ignore_errors=True)


main()
