#!/usr/bin/python3
"""Nodes of the DHT made of libtorrent, each at an address of its own (libtorrent answers one address five times a second).

  lt_table.py IP... [--bootstrap IP:PORT] [--announce HASH] [--get HASH]

Others than the first begin at the first; with --bootstrap all of them begin there alone. Says, of each node, "node INDEX IP:PORT", and of all it sees:

  table INDEX IP:PORT ID   another node came into the table of this one
  took INDEX IP:PORT HASH  this node was told of a peer
  peer IP:PORT             --get, which the last node does again and again, found a peer

With --announce the last node announces itself as a peer again and again. SIGTERM ends it.
"""
import argparse
import signal
import time

import libtorrent as lt

parser = argparse.ArgumentParser()
parser.add_argument("ips", nargs="+")
parser.add_argument("--bootstrap")
parser.add_argument("--announce")
parser.add_argument("--get")
args = parser.parse_args()


def text(endpoint):
    return f"[{endpoint[0]}]:{endpoint[1]}" if ":" in endpoint[0] else f"{endpoint[0]}:{endpoint[1]}"


def host(ip):
    return f"[{ip}]" if ":" in ip else ip


def open_node(ip):
    session = lt.session({
        "listen_interfaces": f"{host(ip)}:0",
        "enable_dht": True, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "dht_bootstrap_nodes": "",
        # All of it is one machine.
        "dht_restrict_routing_ips": False, "dht_restrict_search_ips": False, "dht_ignore_dark_internet": False, "dht_prefer_verified_node_ids": False,
        "alert_mask": lt.alert.category_t.dht_notification | lt.alert.category_t.dht_operation_notification,
    })
    deadline = time.monotonic() + 20
    while (session.listen_port() == 0 or not session.is_dht_running()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return session


stopping = []
signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
sessions = [open_node(ip) for ip in args.ips]
for i, (ip, session) in enumerate(zip(args.ips, sessions)):
    print("node", i, text((ip, session.listen_port())), flush=True)
entrance = args.bootstrap or text((args.ips[0], sessions[0].listen_port()))
ip, port = entrance.rsplit(":", 1)
for i, session in enumerate(sessions):
    if args.bootstrap or i > 0:
        session.add_dht_node((ip.strip("[]"), int(port)))

if args.announce:
    params = lt.parse_magnet_uri("magnet:?xt=urn:btih:" + args.announce)
    params.save_path = "."
    params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    shared = sessions[-1].add_torrent(params)
tables = [set() for _ in sessions]
peers = set()
due = asked = time.monotonic()
while not stopping:
    if time.monotonic() >= due:
        due = time.monotonic() + 0.5
        for i, session in enumerate(sessions):
            for identity in session.save_state().get(b"dht state", {}).get(b"node-id", []):
                session.dht_live_nodes(lt.sha1_hash(identity[:20]))
    # Nobody is known yet, or the answers come at five packets a second.
    if time.monotonic() >= asked and tables[-1]:
        asked = time.monotonic() + 1.5
        if args.announce:
            shared.force_dht_announce()
        if args.get:
            sessions[-1].dht_get_peers(lt.sha1_hash(bytes.fromhex(args.get)))
    sessions[0].wait_for_alert(50)
    for i, session in enumerate(sessions):
        for alert in session.pop_alerts():
            if isinstance(alert, lt.dht_live_nodes_alert):
                for node in alert.nodes:
                    known = (str(node["nid"]), text(node["endpoint"]))
                    if known not in tables[i]:
                        tables[i].add(known)
                        print("table", i, known[1], known[0], flush=True)
            elif isinstance(alert, lt.dht_announce_alert):
                print("took", i, text((str(alert.ip), alert.port)), alert.info_hash, flush=True)
            elif isinstance(alert, lt.dht_get_peers_reply_alert):
                for peer in map(text, alert.peers()):
                    if peer not in peers:
                        peers.add(peer)
                        print("peer", peer, flush=True)
