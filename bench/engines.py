"""The command lines of the programs that transfer.py measures."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SEEDER, LEECHER = ('10.77.0.1', 7001), ('10.77.0.2', 7002)
TRACKER = f'http://{SEEDER[0]}:6969/announce'


def takes_peers(engine):
    """Whether the leecher can be told its seeder, so that no tracker is needed."""
    return engine.startswith(('shoal', 'libtorrent'))


def shoal_command():
    """$SHOAL, or the launcher beside this folder."""
    return os.environ.get('SHOAL', os.path.join(HERE, '..', 'shoal')).split()


def build_shoal():
    """Starts it once, so that the launcher builds now and not in the first run."""
    if subprocess.run([*shoal_command(), '--version'], stdout=subprocess.DEVNULL).returncode:
        sys.exit(' '.join(shoal_command()) + ' --version failed')


def command(engine, mode, torrent, folder, lab):
    """What runs as the seeder ('seed') or the leecher ('leech')."""
    ip, port = SEEDER if mode == 'seed' else LEECHER
    peer = ['--peer', '%s:%d' % SEEDER] if mode == 'leech' else []
    if engine == 'shoal':
        verb = ['seed', '--no-dht', '--trust'] if mode == 'seed' else ['get', '--no-dht', *peer]
        return [*shoal_command(), *verb, torrent, '--dir', folder, '--bind', ip, '--port', str(port)]
    if engine in ('libtorrent', 'libtorrent-utp', 'libtorrent-rc4'):
        extra = {'libtorrent-utp': ['--utp'], 'libtorrent-rc4': ['--enc', 'forced']}.get(engine, [])
        return ['/usr/bin/python3', f'{HERE}/lt_node.py', mode, torrent, folder, ip, str(port), *extra, *peer]
    if engine == 'aria2':
        return ['aria2c', '--no-conf', '--dir', folder, f'--listen-port={port}', '--enable-dht=false', '--bt-enable-lpd=false',
                '--enable-peer-exchange=false', '--file-allocation=none', '--summary-interval=0', '--bt-seed-unverified=true', '--seed-ratio=0.0',
                '--bt-tracker-connect-timeout=2', '--disk-cache=64M', '--bt-max-peers=0', '--bt-request-peer-speed-limit=1024M',
                '--console-log-level=error', '--show-console-readout=false', '--seed-time=' + ('0' if mode == 'leech' else '100000'), torrent]
    if engine == 'transmission':
        return transmission(mode, torrent, folder, ip, port, lab)
    template = os.path.join(os.environ.get('BENCH_ENGINES', HERE), f'{engine}.{mode}')
    if not os.path.exists(template):
        sys.exit(f'no engine is called {engine}, and there is no {template}')
    with open(template) as lines:
        return os.path.expandvars(lines.read().strip()).format(torrent=torrent, dir=folder, ip=ip, port=port).split()


def transmission(mode, torrent, folder, ip, port, lab):
    config = f'{lab}/tr-{mode}'
    os.makedirs(config, exist_ok=True)
    with open(f'{config}/settings.json', 'w') as settings:
        json.dump({'bind-address-ipv4': ip, 'peer-port': port, 'dht-enabled': False, 'lpd-enabled': False, 'pex-enabled': False,
                   'utp-enabled': False, 'port-forwarding-enabled': False, 'encryption': 0, 'speed-limit-up-enabled': False,
                   'speed-limit-down-enabled': False, 'peer-limit-global': 500, 'peer-limit-per-torrent': 200, 'upload-slots-per-torrent': 50,
                   'preallocation': 0, 'cache-size-mb': 64}, settings)
    line = ['transmission-cli', '-g', config, '-w', folder, '-p', str(port), '-M', '-et', torrent]
    if mode == 'leech':
        # It goes on seeding when it is done, so it says that it is by a script.
        with open(f'{lab}/finished.sh', 'w') as script:
            script.write(f'#!/bin/sh\ntouch {lab}/tr-done\n')
        os.chmod(f'{lab}/finished.sh', 0o755)
        line += ['-f', f'{lab}/finished.sh']
    return line
