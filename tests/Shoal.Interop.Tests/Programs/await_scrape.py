#!/usr/bin/python3
"""Waits until a scrape (BEP 48) over HTTP says something: await_scrape.py IP:PORT INFO_HASH_IN_HEX TEXT

Says "known" then.
"""
import sys
import time
import urllib.parse
import urllib.request

tracker, info_hash, text = sys.argv[1:]
url = f"http://{tracker}/scrape?info_hash={urllib.parse.quote(bytes.fromhex(info_hash))}"
while text.encode() not in urllib.request.urlopen(url, timeout=10).read():
    time.sleep(0.05)
print("known", flush=True)
