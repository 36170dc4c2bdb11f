#!/usr/bin/env bash
# Makes an AppImage of what `packaging/build.sh appdir` has built: the static runtime, then the file system.
#
#   packaging/linux/appimage.sh RUNTIME SHA256
#
# RUNTIME is a file: runtime-x86_64 of a release of https://github.com/AppImage/type2-runtime, of which it takes the checksum from
# whoever calls, so that what starts on people's machines is what was looked at. It is static: it needs no libfuse2.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [[ "$#" != 2 ]]; then
    printf 'usage: packaging/linux/appimage.sh RUNTIME SHA256\n' >&2
    exit 1
fi
runtime="$1"
sha256sum --check --quiet <<<"$2  $runtime"

systems=(dist/magnum-desktop-*.squashfs)
system="${systems[0]}"
if [[ ! -f "$system" ]]; then
    printf 'appimage.sh: there is no dist/*.squashfs; run packaging/build.sh appdir first\n' >&2
    exit 1
fi
image="${system%.squashfs}.AppImage"
cat "$runtime" "$system" >"$image"
chmod 755 "$image"
printf '%s\n' "$image"
