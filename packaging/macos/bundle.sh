#!/usr/bin/env bash
# Makes the macOS application, signs it for this machine, and packs it into a disk image in dist/.
#
#   packaging/macos/bundle.sh [PROGRAM]     without PROGRAM it builds one
#
# Without an Apple developer's certificate the signature is an ad-hoc one: it makes the program start on Apple silicon, but a
# download still has to be released once: xattr -dr com.apple.quarantine "/Applications/Magnum Desktop.app"
# On another system than macOS it makes the application alone, unsigned, so that its layout can be checked there.
set -euo pipefail

program=""
if [[ -n "${1:-}" ]]; then
    program="$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

name=magnum-desktop
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
app="dist/Magnum Desktop.app"
contents="$app/Contents"
if [[ -z "${SOURCE_DATE_EPOCH:-}" ]]; then
    SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
fi
export SOURCE_DATE_EPOCH

if [[ -z "$program" ]]; then
    export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}"
    cargo build --release --locked --bin "$name"
    program="$CARGO_TARGET_DIR/release/$name"
fi

rm -rf "$app"
mkdir -p "$contents/MacOS" "$contents/Resources"
cp "$program" "$contents/MacOS/$name"
chmod 755 "$contents/MacOS/$name"
sed "s/>VERSION</>$version</" packaging/macos/Info.plist >"$contents/Info.plist"
packaging/macos/icon.py assets/icons "$contents/Resources/$name.icns"
cp packaging/LICENSE "$contents/Resources/LICENSE.txt"
cp -R assets/guide "$contents/Resources/guide"
# macOS shows the system's own menus in a language only if the application claims it.
mkdir "$contents/Resources/en.lproj" "$contents/Resources/zh-Hans.lproj"
packaging/papers.py "$(rustc -vV | sed -n 's/^host: //p')" "$contents/Resources/THIRD-PARTY-LICENCES.txt" \
    "dist/$name-$version-macos.cdx.json"
python3 - "$contents" <<'END'
import pathlib, plistlib, sys
contents = pathlib.Path(sys.argv[1])
info = plistlib.loads((contents / "Info.plist").read_bytes())
assert (contents / "MacOS" / info["CFBundleExecutable"]).is_file(), "the executable is not where Info.plist says"
assert (contents / "Resources" / (info["CFBundleIconFile"] + ".icns")).is_file(), "the icon is not where Info.plist says"
assert "VERSION" not in info.values(), "the version was not filled in"
print(info["CFBundleIdentifier"], info["CFBundleShortVersionString"])
END

if [[ "$(uname)" != Darwin ]]; then
    printf 'made, but neither signed nor packed: this is no macOS\n'
    exit 0
fi
codesign --force --deep --sign "${CODESIGN_IDENTITY:--}" --timestamp=none "$app"
codesign --verify --strict --verbose "$app"

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
cp -R "$app" "$scratch/"
ln -s /Applications "$scratch/Applications"
image="dist/$name-$version-macos-$(uname -m).dmg"
rm -f "$image"
hdiutil create -volname "Magnum Desktop" -srcfolder "$scratch" -format UDZO -ov "$image"
shasum -a 256 "$image"
