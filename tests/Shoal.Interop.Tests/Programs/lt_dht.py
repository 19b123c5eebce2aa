#!/usr/bin/python3
"""A network of DHT nodes made of libtorrent, on one address.

  lt_dht.py COUNT IP [NODE_IP:PORT]

Each node has a port of its own and is told of the others, and the first begins at the given one. Says "ready PORT PORT…" when they know each other, then what happens:
  nodes I N                  node I knows N nodes
  asked HASH                 somebody looked for the peers of a torrent
  announced HASH IP PORT     somebody announced itself
SIGTERM ends it.
"""
import signal
import sys
import time

import libtorrent as lt

count, ip = int(sys.argv[1]), sys.argv[2]
first = sys.argv[3] if len(sys.argv) > 3 else ""
host = f"[{ip}]" if ":" in ip else ip
stopping = []
signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))


def make(bootstrap):
    session = lt.session({
        "listen_interfaces": f"{host}:0", "enable_dht": True, "dht_bootstrap_nodes": bootstrap,
        "dht_restrict_routing_ips": False, "dht_restrict_search_ips": False, "dht_prefer_verified_node_ids": False, "dht_ignore_dark_internet": False,
        "dht_upload_rate_limit": 1_000_000, "dht_block_ratelimit": 1000,
        "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "alert_mask": lt.alert.category_t.dht_notification | lt.alert.category_t.stats_notification,
    })
    deadline = time.monotonic() + 20
    while session.listen_port() == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    return session


sessions = [make(first)] + [make("") for _ in range(count - 1)]
for session in sessions:
    for other in sessions:
        if other is not session:
            # A node to begin at would not be taken into the table.
            session.add_dht_node((ip, other.listen_port()))
known = [0] * count
ready = False
while not stopping:
    for session in sessions:
        session.post_session_stats()
    sessions[0].wait_for_alert(100)
    for i, session in enumerate(sessions):
        for alert in session.pop_alerts():
            if isinstance(alert, lt.session_stats_alert):
                now = alert.values["dht.dht_nodes"]
                if now != known[i]:
                    known[i] = now
                    print("nodes", i, now, flush=True)
            elif isinstance(alert, lt.dht_get_peers_alert):
                print("asked", alert.info_hash, flush=True)
            elif isinstance(alert, lt.dht_announce_alert):
                print("announced", alert.info_hash, alert.ip if isinstance(alert.ip, str) else alert.ip[0], alert.port, flush=True)
    if not ready and min(known) >= count - 1:
        ready = True
        print("ready", *(session.listen_port() for session in sessions), flush=True)
    time.sleep(0.05)
