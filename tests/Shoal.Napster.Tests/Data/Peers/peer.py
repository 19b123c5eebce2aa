#!/usr/bin/env python3
"""A client of the classic Napster network, its data port alone, by plain sockets: written from what such clients were seen to do, odd ones too.

peer.py serve HOW FILE    offers a file to whoever asks; prints its port, then what it was asked
peer.py fetch HOW PORT NICK PATH OFFSET SIZE    asks for a file; prints the size and the SHA-256 of the data
peer.py push HOW PORT NICK PATH FILE    connects and sends a file; prints the offset
peer.py await OFFSET    waits for a push; prints what is offered and the SHA-256 of the data
peer.py list HOW NICK LINE...    serves a list; peer.py browse PORT fetches one
"""
import hashlib
import re
import socket
import sys
import time


def say(*words):
    print(*words, flush=True)


def read_until(link, pattern, quiet=0.05):
    """Requests have no end mark: what fits and is followed by nothing for a moment is one."""
    text = b""
    while True:
        link.settimeout(quiet if re.fullmatch(pattern, text, re.S) else 20)
        try:
            piece = link.recv(4096)
        except TimeoutError:
            return text
        if not piece:
            return text
        text += piece


def read_greeting(link):
    link.settimeout(20)
    greeting = link.recv(1)
    assert greeting == b"1", greeting


def listen():
    door = socket.create_server(("127.0.0.1", 0))
    say(door.getsockname()[1])
    return door


def drain(link):
    link.settimeout(20)
    try:
        while link.recv(65536):
            pass
    except (TimeoutError, ConnectionError):
        pass


def serve(how, file):
    content = open(file, "rb").read()
    door = listen()
    while True:
        link, _ = door.accept()
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            answer(link, how, content)
        except ConnectionError:
            pass
        link.close()


def answer(link, how, content):
    if how != "no-greeting":
        link.sendall(b"1\n" if how == "newline" else b"1")
    request = read_until(link, rb'GET\S+ "[^"]*" \d+.*')
    say(request.decode())
    offset = int(re.match(rb'GET\S+ "[^"]*" (\d+)', request).group(1))
    size = str(len(content)).encode()
    data = content if how == "ignores-offset" else content[offset:]
    if how.startswith("error:"):
        link.sendall(how[6:].encode())
    elif how.startswith("short:"):
        link.sendall(size + data[: int(how[6:])])
    elif how == "coalesced":
        link.sendall(size + data)
    elif how == "trickle":
        for at in range(len(size)):
            link.sendall(size[at : at + 1])
            time.sleep(0.01)
        for at in range(0, len(data), 7):
            link.sendall(data[at : at + 7])
            time.sleep(0.001)
    elif how == "too-much":
        link.sendall(size + data + b"and more of it " * 1000)
        drain(link)
    elif how == "other":
        link.sendall(size + bytes(255 - byte for byte in data))
        drain(link)
    else:
        link.sendall(size)
        time.sleep(0.02)
        link.sendall(data)
        drain(link)


def fetch(how, port, nick, path, offset, size):
    link = socket.create_connection(("127.0.0.1", int(port)))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    read_greeting(link)
    request = f'{nick} "{path}" {offset}'.encode()
    if how == "coalesced":
        link.sendall(b"GET" + request)
    elif how == "bytes":
        for byte in b"GET" + request:
            link.sendall(bytes([byte]))
            time.sleep(0.002)
    else:
        link.sendall(b"GET")
        time.sleep(0.02)
        link.sendall(request)
    link.settimeout(20)
    text = b""
    while piece := link.recv(1 << 20):
        text += piece
    if not text.startswith(size.encode()):
        say("refused", text[:100].decode(errors="replace"))
    else:
        data = text[len(size) :]
        say(size, len(data), hashlib.sha256(data).hexdigest())


def push(how, port, nick, path, file):
    content = open(file, "rb").read()
    link = socket.create_connection(("127.0.0.1", int(port)))
    read_greeting(link)
    link.sendall(b"SEND")
    link.sendall(f'{nick} "{path}" {len(content)}'.encode())
    offset = read_until(link, rb"\d+\n?")
    say(offset.decode().strip())
    if offset.strip().isdigit():
        link.sendall(content if how == "ignores-offset" else content[int(offset) :])
        drain(link)


def await_push(offset):
    door = listen()
    link, _ = door.accept()
    link.sendall(b"1")
    say(read_until(link, rb'SEND\S+ "[^"]*" \d+.*').decode())
    link.sendall(offset.encode())
    link.settimeout(20)
    digest, length = hashlib.sha256(), 0
    while piece := link.recv(1 << 20):
        digest.update(piece)
        length += len(piece)
    say(length, digest.hexdigest())


def serve_list(how, nick, *lines):
    door = listen()
    link, _ = door.accept()
    link.sendall(b"1")
    say(read_until(link, rb"GETLIST\n?").decode().strip())
    text = ("SENDLIST\n" if how == "teknap" else "") + nick + "\n" + "".join(line + "\n" for line in lines)
    link.sendall((text + ("" if how == "short" else "\n")).encode())


def browse(port):
    link = socket.create_connection(("127.0.0.1", int(port)))
    read_greeting(link)
    link.sendall(b"GETLIST")
    link.settimeout(20)
    text = b""
    while piece := link.recv(65536):
        text += piece
    say(text.decode(errors="replace").replace("\n", "|"))


{"serve": serve, "fetch": fetch, "push": push, "await": await_push, "list": serve_list, "browse": browse}[sys.argv[1]](*sys.argv[2:])
