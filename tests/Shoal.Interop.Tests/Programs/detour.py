#!/usr/bin/python3
"""Passes one TCP connection on to IP:PORT, and comes there from another address of loopback.

  detour.py IP:PORT

Says "ready IP:PORT", where it listens. Whoever is reached by it takes 127.0.0.9 for the other's address, where no UDP port is open.
"""
import socket
import sys
import threading

ip, port = sys.argv[1].rsplit(":", 1)
listener = socket.create_server((ip, 0))
print(f"ready {ip}:{listener.getsockname()[1]}", flush=True)
near = listener.accept()[0]
far = socket.create_connection((ip, int(port)), source_address=("127.0.0.9", 0))


def pass_on(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


threading.Thread(target=pass_on, args=(far, near), daemon=True).start()
pass_on(near, far)
