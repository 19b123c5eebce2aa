#!/usr/bin/python3
"""Many idle torrents: how long until all are served, what they cost in memory and processor, and how soon one of them is awake.

Makes N distinct torrents of 1,000 to 3,000 pieces (20 to 60 KiB each, 0.5 to 1.5 GiB of sparse file, the first piece with content of its own)
and a UDP tracker that knows nobody. Each engine starts with them twice: the first time files of the right length are believed, then with
the resume records of the first. After the start its processor time over a quiet while is taken, then libtorrent fetches the first pieces of torrents
picked by chance. With --dht shoal also announces them in a DHT of 40 nodes of its own, in a process beside it that answers all that it is asked: how often it asks is
counted there. $SHOAL names the program measured; without it, the launcher of this source tree."""
import argparse
import hashlib
import json
import os
import random
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

import engines

try:
    import libtorrent as lt
except ImportError:
    sys.exit('install the Debian package python3-libtorrent first, and run this with /usr/bin/python3')

LAB = os.path.join(os.environ.get('BENCH_TMP', '/dev/shm'), 'idle')
PIECE = 512 * 1024
PORT, TRACKER_PORT, DHT_PORT = 7011, 7012, 7013
NODES = [f'127.0.2.{i}' for i in range(1, 41)]
QUIET_SETTINGS = {'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False, 'enable_outgoing_utp': False,
                  'allow_multiple_connections_per_ip': True, 'ssrf_mitigation': False, 'in_enc_policy': 2, 'out_enc_policy': 2}


def make(count):
    """The torrents and their sparse files, the same in each run; kept as long as the count is the same."""
    done = f'{LAB}/made-{count}'
    if os.path.exists(done):
        return
    shutil.rmtree(LAB, ignore_errors=True)
    os.makedirs(f'{LAB}/torrents')
    os.makedirs(f'{LAB}/data')
    chance = random.Random(1)
    empty = hashlib.sha1(bytes(PIECE)).digest()
    announce = f'udp://127.0.0.1:{TRACKER_PORT}/announce'
    for i in range(count):
        name, pieces, head = f't{i:05}', chance.randint(1000, 3000), chance.randbytes(4096)
        hashes = hashlib.sha1(head + bytes(PIECE - len(head))).digest() + empty * (pieces - 1)
        with open(f'{LAB}/data/{name}', 'wb') as data:
            data.write(head)
            data.truncate(pieces * PIECE)
        with open(f'{LAB}/torrents/{name}.torrent', 'wb') as out:
            out.write(lt.bencode({'announce': announce, 'info': {'name': name, 'length': pieces * PIECE, 'piece length': PIECE, 'pieces': hashes}}))
    open(done, 'w').close()


def track(sock):
    """BEP 15: everybody may announce, nobody is known."""
    while True:
        try:
            packet, sender = sock.recvfrom(2048)
        except OSError:
            return
        action, transaction = struct.unpack('>II', packet[8:16])
        if action == 0:
            sock.sendto(struct.pack('>IIQ', 0, transaction, 1), sender)
        elif action == 1:
            sock.sendto(struct.pack('>IIIII', 1, transaction, 1800, 0, 1), sender)


class Engine:
    """A seeder under way; its lines of JSON tell what is served."""

    def __init__(self, line, count):
        self.began = time.perf_counter()
        self.process = subprocess.Popen(line, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=f'{LAB}/torrents',
                                        env=os.environ | {'XDG_STATE_HOME': f'{LAB}/state'})
        served, rest = 0, b''
        while served < count:
            if time.perf_counter() - self.began > 170:
                self.stop()
                sys.exit(f'{line[0]}: {served} of {count} torrents are served after 170 s')
            if select.select([self.process.stdout], [], [], 1)[0]:
                got = os.read(self.process.stdout.fileno(), 1 << 16)
                if not got:
                    sys.exit(f'{line[0]} ended before all was served')
                *lines, rest = (rest + got).split(b'\n')
                served += sum(json.loads(text).get('served', 1 if b'piecesVerified' in text else 0) for text in lines if text.startswith(b'{'))
        self.took = time.perf_counter() - self.began

    def memory(self):
        with open(f'/proc/{self.process.pid}/status') as status:
            fields = dict(text.split(':', 1) for text in status)
        return tuple(int(fields[key].split()[0]) / 1024 for key in ('VmHWM', 'VmRSS'))

    def processor(self):
        with open(f'/proc/{self.process.pid}/stat') as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def stop(self):
        began = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.close()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.perf_counter() - began


class Network:
    """Nodes of the DHT, and how often strangers to them looked for peers and announced some."""

    def __init__(self):
        binds = [text for node in NODES for text in ('--bind', node)]
        self.asked = 0
        self.process = subprocess.Popen([*engines.shoal_command(), 'dht', 'node', *binds, '--port', str(DHT_PORT), '--bootstrap', f'{NODES[0]}:{DHT_PORT}', '--state', f'{LAB}/nodes',
                                         '--answers', '0', '--queries-per-address', '0', '--json'], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            nodes = json.loads(line).get('nodes', [])
            self.asked = sum(node['totals']['getPeers'] + node['totals']['announces'] for node in nodes)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def shoal(trusted, count, a):
    torrents = [f't{i:05}.torrent' for i in range(count)] if a.named else ['.']
    return [*engines.shoal_command(), 'seed', *(['--bootstrap', f'{NODES[0]}:{DHT_PORT}'] if a.dht else ['--no-dht']), *torrents, '--dir', f'{LAB}/data', '--bind', '127.0.0.1', '--port', str(PORT), '--json', *(['--trust'] if trusted else [])]


def libtorrent(trusted, count, a):
    return ['/usr/bin/python3', os.path.abspath(__file__), '--node', 'first' if trusted else 'again', '--count', str(count)]


def node(kind, count):
    """libtorrent with all torrents: seed mode the first time, its own resume data afterwards."""
    categories = lt.alert.category_t
    session = lt.session(QUIET_SETTINGS | {'listen_interfaces': f'127.0.0.1:{PORT}', 'alert_mask': categories.status_notification | categories.storage_notification,
                                           'alert_queue_size': 10 * count, 'active_limit': -1, 'active_seeds': -1})
    os.makedirs(f'{LAB}/resume', exist_ok=True)
    for i in range(count):
        if kind == 'again':
            with open(f'{LAB}/resume/t{i:05}', 'rb') as saved:
                params = lt.read_resume_data(saved.read())
        else:
            params = lt.add_torrent_params()
            params.flags |= lt.torrent_flags.seed_mode
        params.ti = lt.torrent_info(f't{i:05}.torrent')
        params.save_path = f'{LAB}/data'
        params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
        session.async_add_torrent(params)
    seeding = 0
    while seeding < count:
        session.wait_for_alert(100)
        seeding += sum(isinstance(alert, lt.state_changed_alert) and alert.state == lt.torrent_status.seeding for alert in session.pop_alerts())
    print(json.dumps({'served': count}), flush=True)
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    while not asked.wait(3600):
        pass
    if kind == 'first':
        for handle in session.get_torrents():
            handle.save_resume_data()
        saved = 0
        while saved < count:
            session.wait_for_alert(1000)
            for alert in session.pop_alerts():
                if isinstance(alert, lt.save_resume_data_alert):
                    saved += 1
                    with open(f'{LAB}/resume/{alert.params.name or alert.torrent_name}', 'wb') as out:
                        out.write(lt.write_resume_data_buf(alert.params))
    os._exit(0)


def fetch(which):
    """Seconds until the first of a torrent's pieces is here and right, by libtorrent."""
    folder = f'{LAB}/copy'
    shutil.rmtree(folder, ignore_errors=True)
    session = lt.session(QUIET_SETTINGS | {'listen_interfaces': '', 'alert_mask': lt.alert.category_t.piece_progress_notification})
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(f'{LAB}/torrents/t{which:05}.torrent')
    params.save_path = folder
    params.trackers = []
    params.piece_priorities = [7] + [0] * (params.ti.num_pieces() - 1)
    params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    began = time.perf_counter()
    session.add_torrent(params).connect_peer(('127.0.0.1', PORT))
    while not any(isinstance(alert, lt.piece_finished_alert) for alert in session.pop_alerts()):
        session.wait_for_alert(20)
        if time.perf_counter() - began > 30:
            sys.exit(f'no piece of t{which:05} came within 30 s')
    took = time.perf_counter() - began
    del session
    with open(f'{LAB}/copy/t{which:05}', 'rb') as copy, open(f'{LAB}/data/t{which:05}', 'rb') as data:
        if copy.read(PIECE) != data.read(PIECE):
            sys.exit(f'the first piece of t{which:05} is not what the seeder has')
    shutil.rmtree(folder)
    return took


def measure(name, line, kind, a, network):
    if kind == 'first':
        shutil.rmtree(f'{LAB}/state' if name == 'shoal' else f'{LAB}/resume', ignore_errors=True)
    engine = Engine(line, a.count)
    try:
        time.sleep(a.settle)
        _, steady = engine.memory()
        before, asked = engine.processor(), network.asked if network else 0
        time.sleep(a.idle)
        used = engine.processor() - before
        asking = f'asks {(network.asked - asked) / a.idle:.0f} times/s  ' if network else ''
        waits = sorted(fetch(which) for which in random.sample(range(a.count), a.fetch))
        peak, _ = engine.memory()
    finally:
        stopping = engine.stop()
    first = f'first piece {waits[len(waits) // 2]:.2f} s (worst {waits[-1]:.2f})  ' if waits else ''
    print(f'{name:<11} {kind:<6} {a.count} torrents  start {engine.took:6.2f} s  peak {peak:5.0f} MiB  steady {steady:5.0f} MiB  '
          f'idle {100 * used / a.idle:5.2f} % of a core  {asking}{first}stop {stopping:.1f} s', flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--count', type=int, default=10000)
    p.add_argument('--runs', type=int, default=1)
    p.add_argument('--only', action='append', choices=['libtorrent', 'shoal'], help='only this program (may repeat)')
    p.add_argument('--kind', action='append', choices=['first', 'again'], help='only this start (may repeat); again needs a first before')
    p.add_argument('--idle', type=float, default=10, help='seconds over which the processor is watched')
    p.add_argument('--settle', type=float, default=5, help='seconds before that')
    p.add_argument('--fetch', type=int, default=5, help='torrents of which a piece is fetched')
    p.add_argument('--named', action='store_true', help='names each .torrent instead of the folder')
    p.add_argument('--dht', action='store_true', help='shoal also announces them in a DHT')
    p.add_argument('--node', choices=['first', 'again'], help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.node:
        node(a.node, a.count)
    names = a.only or ['libtorrent', 'shoal']
    if 'shoal' in names:
        engines.build_shoal()
    make(a.count)
    tracker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    tracker.bind(('127.0.0.1', TRACKER_PORT))
    threading.Thread(target=track, args=(tracker,), daemon=True).start()
    network = Network() if a.dht else None
    try:
        for _ in range(a.runs):
            for name in names:
                for kind in a.kind or ['first', 'again']:
                    measure(name, (shoal if name == 'shoal' else libtorrent)(kind == 'first', a.count, a), kind, a, network if name == 'shoal' else None)
    finally:
        if network:
            network.stop()


main()
