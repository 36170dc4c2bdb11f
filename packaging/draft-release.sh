#!/usr/bin/env bash
# Makes a draft release of everything that the build machines left in dist/, with one list of checksums: draft-release.sh v0.1.0
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tag="${1:?usage: packaging/draft-release.sh TAG}"
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
if [[ "$tag" != "v$version" ]]; then
    printf 'draft-release.sh: the tag %s is not the version of Cargo.toml, %s\n' "$tag" "$version" >&2
    exit 1
fi

rm -rf dist/release
mkdir -p dist/release
find dist -mindepth 2 -type f ! -name SHA256SUMS ! -path 'dist/release/*' -exec cp -t dist/release {} +
(cd dist/release && sha256sum -- * >SHA256SUMS)
gh release create "$tag" --draft --verify-tag --title "Magnum Desktop $version" --notes-file packaging/CHANGELOG.md dist/release/*
