#!/usr/bin/env python3
"""Packs the PNG icons into one .icns, as macOS wants it: icon.py FOLDER-OF-PNGS ICNS"""

import pathlib
import struct
import sys

# Name of the entry, side in pixels. The second of a pair is the same picture for screens of double density.
ENTRIES = [("icp4", 16), ("ic11", 32), ("icp5", 32), ("ic12", 64), ("ic07", 128), ("ic13", 256), ("ic08", 256), ("ic14", 512), ("ic09", 512)]


def main():
    folder, target = map(pathlib.Path, sys.argv[1:])
    body = b""
    for kind, side in ENTRIES:
        picture = (folder / f"{side}.png").read_bytes()
        if picture[:8] != b"\x89PNG\r\n\x1a\n" or struct.unpack(">II", picture[16:24]) != (side, side):
            sys.exit(f"{side}.png is no PNG of {side} by {side}")
        body += kind.encode() + struct.pack(">I", 8 + len(picture)) + picture
    target.write_bytes(b"icns" + struct.pack(">I", 8 + len(body)) + body)


if __name__ == "__main__":
    main()
