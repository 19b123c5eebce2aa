#!/usr/bin/python3
"""A peer made of libtorrent.

  lt_node.py seed|leech TORRENT|MAGNET DIR IP [--port N] [--peer IP:PORT]... [--up BYTES_A_SECOND] [--pex] [--trackers] [--waits] [--dht [--node IP:PORT]...]

Says "ready PORT" once it listens, and "complete" when a leech has everything and its files are written. A seed takes the files
as they are (seed mode, and no check when a piece is first asked for), so it serves what is damaged too. SIGTERM ends it after
"uploaded N downloaded N". With --trackers it says "refused MESSAGE" when a tracker
refuses it. With --dht it has a node of the DHT on the port that it listens on, which begins at the given nodes; it says "nodes N" when the number of those
that it knows changes, and "announced N" when it has announced the torrent to so
many, each announce counted. With --waits it dials nobody. With --pex it exchanges peers (BEP 11), and says "peer IP:PORT CLIENT" of each that it is connected with.

libtorrent 2.0.8 gives a hybrid up, "v1 and v2 hashes do not describe the same data", when piece hashes arrive after a piece was
hashed and before it was written: one in ten of its own transfers between two of it. A leech begins anew up to five times then.
"""
import argparse
import signal
import time

import libtorrent as lt

parser = argparse.ArgumentParser()
parser.add_argument("mode", choices=["seed", "leech"])
parser.add_argument("torrent")
parser.add_argument("dir")
parser.add_argument("ip")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--peer", action="append", default=[])
parser.add_argument("--up", type=int, default=0)
parser.add_argument("--pex", action="store_true")
parser.add_argument("--trackers", action="store_true")
parser.add_argument("--waits", action="store_true")
parser.add_argument("--dht", action="store_true")
parser.add_argument("--node", action="append", default=[])
args = parser.parse_args()

tcp_only = 2  # pe_disabled: no encryption, in or out
host = f"[{args.ip}]" if ":" in args.ip else args.ip
session = lt.session({
    "listen_interfaces": f"{host}:{args.port}",
    "enable_dht": args.dht, "dht_bootstrap_nodes": "",
    # All nodes of a test share one address.
    "dht_restrict_routing_ips": False, "dht_restrict_search_ips": False, "dht_prefer_verified_node_ids": False, "dht_ignore_dark_internet": False,
    "dht_announce_interval": 2, "dht_upload_rate_limit": 1_000_000, "dht_block_ratelimit": 1000,
    "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_outgoing_tcp": not args.waits,
    "enable_incoming_utp": False, "enable_outgoing_utp": False,
    "in_enc_policy": tcp_only, "out_enc_policy": tcp_only,
    # The cap is of what arrives, not of the headers that carry it, and given out ten times a second instead of twice.
    "rate_limit_ip_overhead": False, "tick_interval": 100,
    "disable_hash_checks": args.mode == "seed",
    # By itself it asks trackers on loopback for nothing but /announce, and a passkey may stand in front of that.
    "ssrf_mitigation": not args.trackers,
    "allow_multiple_connections_per_ip": True, "max_allowed_in_request_queue": 2000, "unchoke_slots_limit": 500,
    "close_redundant_connections": args.mode == "leech", "min_reconnect_time": 1,
    "alert_mask": lt.alert.category_t.status_notification | lt.alert.category_t.storage_notification | lt.alert.category_t.error_notification
    | (lt.alert.category_t.tracker_notification if args.trackers else 0) | (lt.alert.category_t.stats_notification if args.dht else 0),
})
for node in args.node:
    address, port = node.rsplit(":", 1)
    session.add_dht_node((address.strip("[]"), int(port)))
if args.torrent.startswith("magnet:"):
    params = lt.parse_magnet_uri(args.torrent)
else:
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(args.torrent)
params.save_path = args.dir
params.flags &= ~lt.torrent_flags.auto_managed
params.flags &= ~lt.torrent_flags.paused
if not args.pex:
    params.flags |= lt.torrent_flags.disable_pex
if args.mode == "seed":
    params.flags |= lt.torrent_flags.seed_mode
torrent = session.add_torrent(params)
inconsistent_hashes = 217
attempts = 5
if args.up:
    torrent.set_upload_limit(args.up)

stopping = []
signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
deadline = time.monotonic() + 20
while session.listen_port() == 0 and time.monotonic() < deadline:
    time.sleep(0.01)
print("ready", session.listen_port(), flush=True)


def connect():
    for peer in args.peer:
        ip, port = peer.rsplit(":", 1)
        torrent.connect_peer((ip.strip("[]"), int(port)))


connect()
said = False
known = 0
announced = 0
peers = set()
while not stopping:
    session.wait_for_alert(50)
    if args.dht:
        session.post_session_stats()
    for alert in session.pop_alerts():
        if isinstance(alert, lt.session_stats_alert) and alert.values["dht.dht_announce_peer_out"] != announced:
            announced = alert.values["dht.dht_announce_peer_out"]
            print("announced", announced, flush=True)
        if isinstance(alert, lt.session_stats_alert) and alert.values["dht.dht_nodes"] != known:
            known = alert.values["dht.dht_nodes"]
            print("nodes", known, flush=True)
            torrent.force_dht_announce()
        if isinstance(alert, lt.torrent_error_alert) and alert.error.value() == inconsistent_hashes and args.mode == "leech" and attempts > 1:
            attempts -= 1
            print("again", alert.message(), flush=True)
            session.remove_torrent(torrent, lt.session.delete_files)
            removed = False
            while not removed and not stopping:
                session.wait_for_alert(50)
                removed = any(isinstance(one, lt.torrent_deleted_alert) for one in session.pop_alerts())
            torrent = session.add_torrent(params)
            connect()
            break
        if isinstance(alert, lt.tracker_error_alert) and args.trackers:
            print("refused", alert.failure_reason(), flush=True)
        if isinstance(alert, (lt.file_error_alert, lt.torrent_error_alert)):
            print("error", alert.message(), flush=True)
        if isinstance(alert, lt.cache_flushed_alert) and not said and torrent.status().is_seeding:
            said = True
            print("complete", flush=True)
    if args.mode == "leech" and not said and torrent.status().is_seeding:
        torrent.flush_cache()
    for peer in torrent.get_peer_info() if args.pex else []:
        if peer.client and peer.ip not in peers and not peer.flags & (lt.peer_info.connecting | lt.peer_info.handshake):
            peers.add(peer.ip)
            print("peer", f"{peer.ip[0]}:{peer.ip[1]}", peer.client.decode("utf-8", "replace") if isinstance(peer.client, bytes) else peer.client, flush=True)
status = torrent.status()
print("uploaded", status.total_payload_upload, "downloaded", status.total_payload_download, flush=True)
