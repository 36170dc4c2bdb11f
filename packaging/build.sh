#!/usr/bin/env bash
# Builds what people install: packages for this machine, with checksums, licences and a bill of materials.
#
#   packaging/build.sh [deb] [rpm] [tar] [appdir] [all]     without a word: all
#
# Everything lands in dist/. The same commit built with the same Rust at the same place gives the same files: times are those of
# the commit, lists are sorted, and no path of this machine stays in the program.

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

id=io.github.magnum_desktop.MagnumDesktop
name=magnum-desktop
cargo_deb=3.8.0
cargo_generate_rpm=0.21.1

wanted=()
for argument in "$@"; do
    case "$argument" in
    deb | rpm | tar | appdir) wanted+=("$argument") ;;
    all) wanted+=(deb rpm tar appdir) ;;
    -h | --help)
        say "usage: packaging/build.sh [deb] [rpm] [tar] [appdir] [all]"
        exit 0
        ;;
    *) fail "unknown package $argument; usage: packaging/build.sh [deb] [rpm] [tar] [appdir] [all]" ;;
    esac
done
if [[ "${#wanted[@]}" == 0 ]]; then
    wanted=(deb rpm tar appdir)
fi

# The time of everything inside a package: that of the commit, else that of the newest change that is written down.
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat --format=%Y packaging/CHANGELOG.md)}"
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022

heading() { printf '\n== %s\n' "$*"; }

# tool COMMAND VERSION: a cargo command of exactly this version, installed where it is missing.
tool() {
    if [[ "$(cargo "${1#cargo-}" --version 2>/dev/null)" != *"$2"* ]]; then
        say "Installing $1 $2"
        # Its dependencies are built apart from ours, which are built with other flags.
        CARGO_TARGET_DIR="$CARGO_TARGET_DIR/tools" RUSTFLAGS="" cargo install --locked --version "$2" "$1"
    fi
}

# setting NAME: a value of [package] in Cargo.toml.
setting() {
    sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" Cargo.toml | head -n 1
}

version="$(setting version)"
host="$(rustc -vV 2>/dev/null | sed -n 's/^host: //p' || true)"
program="$CARGO_TARGET_DIR/release/$name"
stage=dist/stage

build() {
    need_packages "${build_packages[@]}" binutils python3 gzip
    need_rust
    host="$(rustc -vV | sed -n 's/^host: //p')"
    # Where a source file lay is of no use to anybody else, and differs from machine to machine.
    export CFLAGS="-ffile-prefix-map=${CARGO_HOME:-$HOME/.cargo}=/cargo ${CFLAGS:-}"
    export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo --remap-path-prefix=$PWD=/$name ${RUSTFLAGS:-}"
    cargo build --release --locked --bin "$name"
}

# What can be checked before anything is packed. A tool that is not there is named, not passed over in silence.
lint() {
    need_packages desktop-file-utils appstream man-db
    desktop-file-validate "$stage/usr/share/applications/$id.desktop"
    appstreamcli validate --no-net "$stage/usr/share/metainfo/$id.metainfo.xml"
    local page complaints
    for page in "$stage"/usr/share/man/man1/*.1; do
        complaints="$(man --warnings --local-file --encoding=utf8 "$page" 2>&1 >/dev/null)"
        [[ -z "$complaints" ]] || fail "$page:" "$complaints"
    done
    say "desktop entry, metainfo and $(find "$stage/usr/share/man" -name '*.1' | wc -l) manual pages are well"
    local told
    told="$(strings --bytes=6 "$program" | grep --fixed-strings --max-count=3 "${CARGO_HOME:-$HOME/.cargo}/" || true)"
    [[ -z "$told" ]] || fail "the program still tells where it was built:" "$told"
}

# sorted_tar FILE FOLDER NAME...: a tar that says nothing of who made it when.
sorted_tar() {
    local file="$1" folder="$2"
    shift 2
    tar --create --directory "$folder" --sort=name --format=posix --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
        --numeric-owner --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime "$@" \
        | gzip --no-name -9 >"$file"
}

package_deb() {
    need_packages dpkg-dev
    tool cargo-deb "$cargo_deb"
    # Debian's own form of a changelog.
    cat >dist/changelog <<END
$name ($version-1) unstable; urgency=medium

  * See CHANGELOG.md.

 -- $(sed -n 's/^maintainer = "\(.*\)"$/\1/p' Cargo.toml)  $(date --utc --rfc-email --date "@$SOURCE_DATE_EPOCH")
END
    # What changed is called as Debian calls it, and that no bug of Debian's asked for this package is no fault of it.
    local doc="$stage/usr/share/doc/$name" overrides="$stage/usr/share/lintian/overrides"
    gzip --no-name -9 --stdout "$doc/CHANGELOG.md" >"$doc/changelog.gz"
    mv "$doc/CHANGELOG.md" dist/CHANGELOG.md
    mkdir -p "$overrides"
    printf '%s: initial-upload-closes-no-bugs *\n' "$name" >"$overrides/$name"
    find "$stage" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
    cargo deb --no-build --locked --output dist/
    rm --recursive dist/changelog "$doc/changelog.gz" "$stage/usr/share/lintian"
    mv dist/CHANGELOG.md "$doc/CHANGELOG.md"
    if command -v lintian >/dev/null; then
        lintian --fail-on error,warning dist/*.deb
    else
        say "lintian skipped: not installed"
    fi
}

package_rpm() {
    tool cargo-generate-rpm "$cargo_generate_rpm"
    cargo generate-rpm --output dist/ --target-dir "$CARGO_TARGET_DIR"
}

package_tar() {
    local folder="$name-$version-$host"
    rm -rf "dist/$folder"
    mkdir "dist/$folder"
    cp --archive "$stage/usr/bin" "$stage/usr/share" "dist/$folder/"
    install --mode 755 packaging/linux/install.sh packaging/linux/uninstall.sh "dist/$folder/"
    install --mode 644 README.md packaging/LICENSE "dist/$folder/"
    sorted_tar "dist/$folder.tar.gz" dist "$folder"
    rm -rf "dist/$folder"
}

# What an AppImage is made of, and its file system. The runtime in front of it comes from outside: packaging/linux/appimage.sh.
package_appdir() {
    need_packages squashfs-tools
    local folder="dist/$name.AppDir"
    rm -rf "$folder"
    mkdir "$folder"
    cp --archive "$stage/usr" "$folder/"
    install --mode 755 packaging/linux/AppRun "$folder/AppRun"
    ln --symbolic "usr/share/applications/$id.desktop" "$folder/$id.desktop"
    ln --symbolic "usr/share/icons/hicolor/256x256/apps/$id.png" "$folder/$id.png"
    ln --symbolic "$id.png" "$folder/.DirIcon"
    find "$folder" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
    # Zstandard, because what packs tighter costs seconds at every start.
    (unset SOURCE_DATE_EPOCH && mksquashfs "$folder" "dist/$name-$version-${host%%-*}.squashfs" -comp zstd -root-owned -noappend \
        -no-progress -quiet -mkfs-time "$(stat --format=%Y "$folder")" -all-time "$(stat --format=%Y "$folder")")
}

checksums() {
    local files=()
    mapfile -t files < <(cd dist && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | sort)
    (cd dist && sha256sum "${files[@]}" >SHA256SUMS && du --bytes "${files[@]}")
}

rm -rf dist
mkdir dist
heading "The program"
build
heading "What every package carries"
packaging/stage.sh "$program" "$stage"
cp "$stage/usr/share/doc/$name/sbom.cdx.json" "dist/$name-$version-$host.cdx.json"
cp "$stage/usr/share/doc/$name/THIRD-PARTY-LICENCES.txt" dist/
lint
for package in "${wanted[@]}"; do
    heading "$package"
    "package_$package"
done
heading "Checksums"
checksums
rm -rf "$stage"
say "Done in $SECONDS s: dist/"
