#!/usr/bin/python3
"""A name server that gives every name one IPv4 address: one_address_dns.py IP ADDRESS

Listens on UDP port 53 of IP; says "ready" once it does. Questions for anything but an A record get an empty answer.
"""
import socket
import sys

ip, address = sys.argv[1:]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((ip, 53))
print("ready", flush=True)
while True:
    query, client = server.recvfrom(512)
    end = query.index(b"\0", 12) + 5
    is_address = query[end - 4:end - 2] == b"\0\1"
    header = query[:2] + b"\x84\0" + b"\0\1" + (b"\0\1" if is_address else b"\0\0") + b"\0\0\0\0"
    answer = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(address) if is_address else b""
    server.sendto(header + query[12:end] + answer, client)
