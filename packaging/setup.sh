# shellcheck shell=bash
# Sourced by run.sh and check.sh: puts on a Debian 12 what a build or a window needs, and nothing that is there already.
# It changes nothing else: no shell profile, no default toolchain.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The two lists are used by the scripts that source this.
# shellcheck disable=SC2034
{
    # A build needs a C compiler for the cryptography, and nothing of X11, Wayland or OpenGL: a window loads those when
    # it opens.
    build_packages=(gcc libc6-dev ca-certificates)
    window_packages=(
        libgl1 libegl1 libgl1-mesa-dri
        libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2
        libxkbcommon0 libxkbcommon-x11-0
        libwayland-client0 libwayland-egl1
    )
}

# Built dependencies outlive a checkout, so that the next one starts warm.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/magnum-desktop/target}"

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root, and there is no sudo; as root, run: $*"
    fi
}

# need_packages NAME...: installs those that are not installed.
need_packages() {
    local name state missing=()
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is no Debian; taken to be there: $*"
        return
    fi
    for name in "$@"; do
        state="$(dpkg-query --show --showformat='${db:Status-Status} ' "$name" 2>/dev/null || true)"
        [[ " $state" == *" installed "* ]] || missing+=("$name")
    done
    if [[ "${#missing[@]}" == 0 ]]; then
        say "All $# packages are there."
        return
    fi
    say "Installing: ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --option DPkg::Lock::Timeout=300 --option Acquire::Retries=3)
    as_root "${apt[@]}" update
    as_root "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" >/dev/null
}

# Whether the first version is the second or a later one.
at_least() {
    [[ "$(printf '%s\n%s\n' "$2" "$1" | sort --version-sort | head -n 1)" == "$2" ]]
}

# The version of the cargo that answers now, or nothing.
cargo_version() {
    cargo --version 2>/dev/null | sed -n 's/^cargo \([0-9.]*\).*/\1/p' || true
}

# A cargo that is new enough. One that is there is used as it is; only where there is none, or an older one, is Rust
# brought in, and then one fixed release, because a later clippy may know lints that this source has not met.
need_rust() {
    local wanted found installer
    local its_bin="${CARGO_HOME:-$HOME/.cargo}/bin"
    wanted="$(sed -n 's/^rust-version = "\([0-9.]*\)"$/\1/p' Cargo.toml)"
    [[ -n "$wanted" ]] || fail "Cargo.toml names no rust-version"
    found="$(cargo_version)"
    if ! at_least "${found:-0}" "$wanted" && [[ -x "$its_bin/cargo" ]]; then
        export PATH="$its_bin:$PATH"
        found="$(cargo_version)"
    fi
    if ! at_least "${found:-0}" "$wanted"; then
        say "Rust $wanted or later is needed; found: ${found:-none}."
        if command -v rustup >/dev/null; then
            rustup toolchain install "$wanted" --profile minimal --component rustfmt --component clippy \
                || fail "rustup could not install Rust $wanted; install it, then start again"
        else
            need_packages curl ca-certificates
            installer="$(mktemp)"
            curl --proto '=https' --tlsv1.2 --silent --show-error --fail --location --max-time 60 \
                --output "$installer" https://sh.rustup.rs || {
                rm -f "$installer"
                fail "Debian has no Rust $wanted and rustup's installer cannot be reached from here;" \
                    "install Rust $wanted or later with clippy and rustfmt, then start again"
            }
            sh "$installer" -y --no-modify-path --profile minimal --component rustfmt --component clippy \
                --default-toolchain "$wanted" \
                || fail "rustup's installer did not finish; install Rust $wanted or later, then start again"
            rm -f "$installer"
            export PATH="$its_bin:$PATH"
        fi
        export RUSTUP_TOOLCHAIN="$wanted"
        found="$(cargo_version)"
        at_least "${found:-0}" "$wanted" || fail "cargo is still ${found:-missing} after installing Rust $wanted"
    fi
    say "Rust $found, target folder $CARGO_TARGET_DIR"
}

# What a check needs of Rust beside the compiler.
need_rust_tools() {
    local tool
    for tool in fmt clippy; do
        if ! cargo "$tool" --version >/dev/null 2>&1; then
            command -v rustup >/dev/null || fail "cargo has no $tool; install it from where cargo came from"
            rustup component add "${tool/fmt/rustfmt}" || fail "rustup could not add $tool"
        fi
    done
}
