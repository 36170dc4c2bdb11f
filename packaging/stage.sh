#!/usr/bin/env bash
# Lays out what every Linux package carries, from a program that is built: packaging/stage.sh PROGRAM FOLDER
# This is the only list of what is installed where; deb, rpm, tar, AppDir, Flatpak, Arch and Nix all take it from here.
set -euo pipefail

if [[ "$#" != 2 ]]; then
    printf 'usage: packaging/stage.sh PROGRAM FOLDER\n' >&2
    exit 1
fi
program="$(realpath "$1")"
stage="$(realpath --canonicalize-missing "$2")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

id=io.github.magnum_desktop.MagnumDesktop
name=magnum-desktop
share="$stage/usr/share"
doc="$share/doc/$name"
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(stat --format=%Y packaging/CHANGELOG.md)}"
umask 022

rm -rf "$stage"
install -D --mode 755 "$program" "$stage/usr/bin/$name"
install -D --mode 644 "packaging/linux/$id.desktop" --target-directory "$share/applications"
install -D --mode 644 "packaging/linux/$id.metainfo.xml" --target-directory "$share/metainfo"
install -D --mode 644 assets/icons/magnum-desktop.svg "$share/icons/hicolor/scalable/apps/$id.svg"
for size in 16 22 24 32 48 64 128 256 512; do
    install -D --mode 644 "assets/icons/$size.png" "$share/icons/hicolor/${size}x$size/apps/$id.png"
done

# The program writes its own manual pages and completions, so that they cannot differ from what it does.
bash="$share/bash-completion/completions"
fish="$share/fish/vendor_completions.d"
# Debian's zsh looks into another folder than everybody else's.
zsh="$share/zsh/site-functions"
debian_zsh="$share/zsh/vendor-completions"
mkdir -p "$share/man/man1" "$bash" "$fish" "$zsh" "$debian_zsh"
"$program" man "$share/man/man1"
"$program" completions bash >"$bash/$name"
"$program" completions fish >"$fish/$name.fish"
"$program" completions zsh >"$zsh/_$name"
cp "$zsh/_$name" "$debian_zsh/_$name"

mkdir -p "$doc"
install --mode 644 README.md packaging/CHANGELOG.md "$doc"
cp --recursive assets/guide "$doc/guide"
packaging/papers.py "$(rustc -vV | sed -n 's/^host: //p')" "$doc/THIRD-PARTY-LICENCES.txt" "$doc/sbom.cdx.json"

find "$stage" -type d -exec chmod 755 {} +
find "$stage" -type f ! -path '*/usr/bin/*' -exec chmod 644 {} +
find "$stage" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
