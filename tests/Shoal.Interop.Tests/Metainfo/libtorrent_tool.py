"""Makes and describes .torrent files with libtorrent.

  libtorrent_tool.py make FORMAT PIECE_LENGTH SOURCE OUT   FORMAT: default, v1, v2, canonical, no-tail-pad
  libtorrent_tool.py describe TORRENT...                   one JSON object a line: what libtorrent reads
"""
import json
import os
import sys

import libtorrent as lt


def make(form, piece_length, source, out):
    flags = {"default": 0, "v1": lt.create_torrent.v1_only, "v2": lt.create_torrent.v2_only,
             "canonical": lt.create_torrent.canonical_files, "no-tail-pad": lt.create_torrent.canonical_files_no_tail_padding}[form]
    files = lt.file_storage()
    lt.add_files(files, source)
    torrent = lt.create_torrent(files, int(piece_length), flags)
    torrent.add_tracker("http://tracker.example/announce", 0)
    torrent.add_tracker("udp://other.example:6969/announce", 1)
    torrent.add_url_seed("http://seed.example/files/")
    torrent.set_comment("commentaire \u00e9t\u00e9")
    torrent.set_creator("maker")
    torrent.set_priv(True)
    lt.set_piece_hashes(torrent, os.path.dirname(os.path.abspath(source)))
    with open(out, "wb") as file:
        file.write(lt.bencode(torrent.generate()))


def describe(path):
    info = lt.torrent_info(path)
    files = info.files()
    hashes = info.info_hashes()
    real = [i for i in range(files.num_files()) if not files.file_flags(i) & lt.file_flags_t.flag_pad_file]
    return {
        "v1": str(hashes.v1) if hashes.has_v1() else None,
        "v2": str(hashes.v2) if hashes.has_v2() else None,
        "name": info.name(),
        "pieceLength": info.piece_length(),
        "pieces": info.num_pieces(),
        "private": info.priv(),
        "comment": info.comment(),
        "creator": info.creator(),
        "trackers": [[t.url, t.tier] for t in info.trackers()],
        "webSeeds": [s["url"] for s in info.web_seeds()],
        "files": [{"path": files.file_path(i), "length": files.file_size(i),
                   "root": str(files.root(i)) if hashes.has_v2() and files.file_size(i) else None,
                   "executable": bool(files.file_flags(i) & lt.file_flags_t.flag_executable)} for i in real],
    }


if sys.argv[1] == "make":
    make(*sys.argv[2:])
else:
    for torrent in sys.argv[2:]:
        print(json.dumps(describe(torrent)))
