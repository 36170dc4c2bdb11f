#!/usr/bin/env python3
"""Copies a Windows program and turns the copy into one for the console: console.py WINDOW-EXE CONSOLE-EXE

Of the whole file one number changes: the subsystem in the optional header, from 2 (window) to 3 (console).
"""

import pathlib
import struct
import sys

SUBSYSTEM_IN_OPTIONAL_HEADER = 68
WINDOW, CONSOLE = 2, 3


def main():
    source, copy = map(pathlib.Path, sys.argv[1:])
    program = bytearray(source.read_bytes())
    header = struct.unpack_from("<I", program, 0x3C)[0]
    if program[:2] != b"MZ" or program[header : header + 4] != b"PE\0\0":
        sys.exit(f"{source} is no Windows program")
    # The optional header follows the signature and the 20 bytes of the file header.
    place = header + 24 + SUBSYSTEM_IN_OPTIONAL_HEADER
    subsystem = struct.unpack_from("<H", program, place)[0]
    if subsystem not in (WINDOW, CONSOLE):
        sys.exit(f"{source} is for the unknown subsystem {subsystem}")
    struct.pack_into("<H", program, place, CONSOLE)
    copy.write_bytes(program)


if __name__ == "__main__":
    main()
