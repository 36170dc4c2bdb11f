#!/usr/bin/env bash
# Builds the Windows program by cross-compilation on Debian, then an installer and a portable zip of it, in dist/.
# It needs a Rust with the target x86_64-pc-windows-gnu.

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

target=x86_64-pc-windows-gnu
name=magnum-desktop
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat --format=%Y packaging/CHANGELOG.md)}"
export SOURCE_DATE_EPOCH TZ=UTC

need_packages gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 binutils-mingw-w64-x86-64 nasm cmake nsis zip python3
need_rust
if ! rustc --target "$target" --print sysroot >/dev/null 2>&1 || [[ ! -d "$(rustc --print sysroot)/lib/rustlib/$target" ]]; then
    command -v rustup >/dev/null || fail "Rust's standard library for $target is missing, and there is no rustup to add it"
    rustup target add "$target"
fi

stage=dist/windows
rm -rf "$stage"
mkdir -p "$stage"

# Icon, manifest, version.
numbers="${version%%-*}"
resource="$CARGO_TARGET_DIR/$name-resource.o"
mkdir -p "$CARGO_TARGET_DIR"
(cd packaging/windows && x86_64-w64-mingw32-windres --output-format=coff --output "$resource" \
    --define "VERSION_NUMBERS=${numbers//./,},0" --define "VERSION_TEXT=\\\"$version\\\"" "$name.rc")

# The resource belongs to the program alone, not to whatever else is linked on the way.
cargo rustc --release --locked --target "$target" --bin "$name" -- -C "link-arg=$resource"
cp "$CARGO_TARGET_DIR/$target/release/$name.exe" "$stage/"

# A program with a window has no console on Windows, and one with a console opens a black box at a double click. So there are
# two, which differ in one number of their header: a terminal finds the .com first, the menu starts the .exe.
packaging/windows/console.py "$stage/$name.exe" "$stage/$name.com"

install --mode 644 packaging/LICENSE "$stage/LICENSE.txt"
install --mode 644 packaging/CHANGELOG.md README.md "$stage/"
packaging/papers.py "$target" "$stage/THIRD-PARTY-LICENCES.txt" "dist/$name-$version-windows.cdx.json"
cp --recursive assets/guide "$stage/guide"
find "$stage" -exec touch --date "@$SOURCE_DATE_EPOCH" {} +

archive="$PWD/dist/$name-$version-$target.zip"
rm -f "$archive"
(cd "$stage" && find . -type f | LC_ALL=C sort | zip --quiet --latest-time -X -9 "$archive" -@)
makensis -V2 "-DVERSION=$version" "-DNUMBERS=$numbers.0" packaging/windows/installer.nsi
(cd dist && sha256sum "$name-$version"*.zip "$name-$version"*.exe)
