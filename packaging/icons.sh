#!/usr/bin/env bash
# Draws every icon anew from assets/icons/magnum-desktop.svg: the PNG files of Linux, the .ico of Windows.
# packaging/macos/bundle.sh makes the .icns of macOS from the same PNG files.
# What it draws is kept in the repository, so that a package can be built without these tools; run it when the drawing changes.

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

need_packages librsvg2-bin optipng icoutils

drawing=assets/icons/magnum-desktop.svg

# draw SIZE FILE: one PNG, as small as it gets.
draw() {
    rsvg-convert --width "$1" --height "$1" --output "$2" "$drawing"
    optipng -quiet -o5 -strip all "$2"
}

for size in 16 22 24 32 48 64 128 256 512; do
    draw "$size" "assets/icons/$size.png"
done

# Windows reads the small ones as bitmaps and the large ones as PNG.
icotool --create --output packaging/windows/magnum-desktop.ico assets/icons/{16,24,32,48}.png \
    --raw assets/icons/64.png --raw assets/icons/128.png --raw assets/icons/256.png
ls -l assets/icons packaging/windows/magnum-desktop.ico
