#!/usr/bin/python3
"""Makes the files beside it with lame, flac, oggenc, opusenc and ffmpeg, and expected.txt with what others say of them: ffprobe,
opusinfo and ogginfo of numbers, mutagen of texts. Run once; what it made is committed. Debian: lame flac vorbis-tools opus-tools ffmpeg python3-mutagen."""
import json, os, re, struct, subprocess, sys

import mutagen

os.chdir(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def sevens(n):
    return bytes([n >> 21 & 127, n >> 14 & 127, n >> 7 & 127, n & 127])


def tag(version, flags, frames):
    return b"ID3" + bytes([version, 0, flags]) + sevens(len(frames)) + frames


def frame23(name, text, version=3):
    size = struct.pack(">I", len(text)) if version == 3 else sevens(len(text))
    return name + size + b"\0\0" + text


def frame22(name, text):
    return name + struct.pack(">I", len(text))[1:] + text


def unsynchronised(data):
    out = bytearray()
    for i, b in enumerate(data):
        out.append(b)
        if b == 0xFF and (i + 1 == len(data) or data[i + 1] >= 0xE0 or data[i + 1] == 0):
            out.append(0)
    return bytes(out)


def write(name, *parts):
    with open(name, "wb") as file:
        file.write(b"".join(parts))


def read(name):
    with open(name, "rb") as file:
        return file.read()


TAGS = {"artist": "Björk & Søn", "title": "A \"tone\" of 3 s", "album": "日本 Tones"}
run("ffmpeg", "-y", "-f", "lavfi", "-i", "aevalsrc=0.4*sin(2*PI*(300+200*t)*t):s=44100:d=3.3", "-ac", 1, "tone.wav")
run("ffmpeg", "-y", "-f", "lavfi", "-i", "sine=f=500:d=2.2:r=22050", "-ac", 2, "stereo.wav")
meta = [part for key, value in TAGS.items() for part in ("-metadata", f"{key}={value}")]

run("lame", "-b", 32, "-m", "m", "--id3v2-only", "--id3v2-utf16", "--ta", TAGS["artist"], "--tt", TAGS["title"], "--tl", TAGS["album"], "tone.wav", "lame-cbr.mp3")
run("lame", "-V", 9, "--add-id3v2", "--pad-id3v2-size", 3000, "--ta", "Somebody", "--tt", "Plain", "--tl", "Words", "tone.wav", "lame-vbr.mp3")
run("lame", "-b", 16, "-t", "--resample", 8, "-m", "m", "--id3v1-only", "--ta", "Somebody", "--tt", "Thirty letters are all it holds", "--tl", "Words", "tone.wav", "lame-mpeg25-id3v1.mp3")
run("lame", "--abr", 40, "stereo.wav", "lame-abr-mpeg2.mp3")
run("ffmpeg", "-y", "-i", "tone.wav", "-c:a", "libmp3lame", "-b:a", "32k", "-write_xing", 0, *meta, "-id3v2_version", 4, "ffmpeg-id3v24.mp3")
run("ffmpeg", "-y", "-i", "stereo.wav", "-ar", 48000, "-c:a", "mp2", "-b:a", "48k", "-ac", 1, "-f", "mp2", "layer2.mp3")
run("flac", "-f", "-8", "--padding=200", "-T", f"ARTIST={TAGS['artist']}", "-T", f"title={TAGS['title']}", "-T", f"Album={TAGS['album']}", "tone.wav", "-o", "tone.flac")
run("oggenc", "-q", -1, "-a", TAGS["artist"], "-t", TAGS["title"], "-l", TAGS["album"], "tone.wav", "-o", "vorbis.ogg")
run("opusenc", "--bitrate", 12, "--artist", TAGS["artist"], "--title", TAGS["title"], "--album", TAGS["album"], "tone.wav", "tone.opus")
run("opusenc", "--bitrate", 8, "--comment", "NOTE=" + "long " * 15000, "--artist", "Behind", "stereo.wav", "long-comment.opus")
run("ffmpeg", "-y", "-i", "tone.wav", "-c:a", "aac", "-b:a", "24k", *meta, "moov-last.m4a")
run("ffmpeg", "-y", "-i", "tone.wav", "-c:a", "aac", "-b:a", "24k", "-movflags", "+faststart", *meta, "moov-first.m4a")
run("ffmpeg", "-y", "-i", "stereo.wav", "-c:a", "alac", "-ar", 8000, *meta, "alac.m4a")
run("ffmpeg", "-y", "-f", "lavfi", "-i", "testsrc=s=32x32:d=2:r=5", "-i", "tone.wav", "-c:v", "mpeg4", "-c:a", "aac", "-b:a", "24k", *meta, "film.mp4")

# Tags that no program here writes any more, by the letter of their specifications, before sound of lame.
sound = read("lame-mpeg25-id3v1.mp3")[:-128]
picture = b"\0image/png\0\3\0" + bytes([0xFF, 0xE0, 0xFF, 0x00, 0xFF]) * 40
write("id3v22.mp3", tag(2, 0, frame22(b"TP1", b"\0Ol\xe9") + frame22(b"TT2", b"\1\xfe\xff" + "Große".encode("utf-16-be")) + frame22(b"TAL", b"\0An album") + bytes(50)), sound)
frames = frame23(b"APIC", picture) + frame23(b"TPE1", b"\1\xff\xfe" + "ÿÿ ended".encode("utf-16-le")) + frame23(b"TIT2", b"\0After a picture")
write("id3v23-unsync.mp3", tag(3, 0x80, unsynchronised(frames)), sound)
one, two = unsynchronised(picture), unsynchronised(b"\1\xff\xfe" + "ÿÿ ended".encode("utf-16-le"))
frames = b"".join(name + sevens(len(body) + 4) + b"\0\3" + sevens(len(raw)) + body for name, body, raw in ((b"APIC", one, picture), (b"TPE1", two, b"x" * 19)))
write("id3v24-unsync.mp3", tag(4, 0x80, frames + frame23(b"TIT2", b"\3Two\0values", 4)), sound)
write("id3v23-extended.mp3", tag(3, 0x40, struct.pack(">IHI", 6, 0, 0) + frame23(b"TPE1", b"\0Behind an extension")), bytes(700), sound)
frame = sound[:4]
vbri = bytearray(sound)
vbri[36:36 + 18] = b"VBRI" + struct.pack(">HHHII", 1, 0, 75, len(sound), 94)
write("vbri.mp3", bytes(vbri))
write("id3.flac", tag(3, 0, frame23(b"TPE1", b"\0From ID3")), read("tone.flac"))

for scrap in ("tone.wav", "stereo.wav"):
    os.remove(scrap)



def printed(*command):
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def bitrates(name, probe, stream):
    """Least and most: programs differ in what of a container they count."""
    told = [int(value) / 1000 for value in (stream.get("bit_rate", 0), probe["format"]["bit_rate"]) if int(value)]
    if name.endswith(".opus"):
        pure = float(re.search(r"w/o overhead: ([0-9.]+)", printed("opusinfo", name))[1])
        return pure, pure * 1.3
    if name.endswith(".ogg"):
        return float(re.search(r"Average bitrate: ([0-9.]+)", printed("ogginfo", name))[1]), told[-1]
    return (told[0], told[0]) if name.endswith(".mp3") else (min(told), max(told))


def texts(name):
    tags = mutagen.File(name).tags
    keys = {".mp3": ("TPE1", "TIT2", "TALB"), ".m4a": ("\xa9ART", "\xa9nam", "\xa9alb"), ".mp4": ("\xa9ART", "\xa9nam", "\xa9alb")}.get(os.path.splitext(name)[1], ("artist", "title", "album"))
    return ["; ".join(tags[key].text if hasattr(tags[key], "text") else tags[key]) if tags and key in tags else "" for key in keys]


with open("expected.txt", "w") as out:
    out.write("# file|least kbit/s|most kbit/s|samples per second|seconds|artist|title|album\n")
    for name in sorted(os.listdir(".")):
        if not name.endswith((".py", ".txt")):
            probe = json.loads(printed("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", name))
            stream = next(s for s in probe["streams"] if s["codec_type"] == "audio")
            fields = [name, *bitrates(name, probe, stream), stream["sample_rate"], probe["format"]["duration"], *texts(name)]
            out.write("|".join(str(field) for field in fields) + "\n")
