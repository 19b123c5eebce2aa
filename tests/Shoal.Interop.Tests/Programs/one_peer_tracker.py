#!/usr/bin/python3
"""A tracker that knows one peer of every torrent: one_peer_tracker.py IP PEER_IP PEER_PORT

Introduces programs that cannot be told of a peer in any other way. Says "ready URL" once it listens.
"""
import http.server
import socket
import socketserver
import sys

ip, peer_ip, peer_port = sys.argv[1:]
peer = socket.inet_aton(peer_ip) + int(peer_port).to_bytes(2, "big")
answer = b"d8:completei1e10:incompletei1e8:intervali60e5:peers6:" + peer + b"e"


class Announce(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


# Not HTTPServer, which looks its own name up.
server = socketserver.TCPServer((ip, 0), Announce)
print(f"ready http://{ip}:{server.server_address[1]}/announce", flush=True)
server.serve_forever()
