#!/usr/bin/env bash
# Installs what is missing, builds, and opens Magnum Desktop: with the demo cloud, or with the arguments given.

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

need_packages "${build_packages[@]}" "${window_packages[@]}"
need_rust
cargo build --release --locked

if [[ "$#" == 0 ]]; then
    set -- --demo
fi
program="$CARGO_TARGET_DIR/release/magnum-desktop"

# Help and the answers for scripts need no screen.
case "$1" in
get | demo-cloud | help | --help | -h | --version | -V) exec "$program" "$@" ;;
esac

if [[ -z "${DISPLAY:-}" && -z "${WAYLAND_DISPLAY:-}" ]]; then
    cat >&2 <<END

It is built, but there is no screen to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.
  On a desktop:    open a terminal there and start this again.
  Over ssh:        connect with 'ssh -X', then start this again.
  With no screen:  apt-get install xvfb xauth, then
                   xvfb-run -a $program --demo --screenshot demo.png --size 1280x800
END
    exit 1
fi
exec "$program" "$@"
