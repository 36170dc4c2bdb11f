#!/usr/bin/env bash
# Installs what is missing, then runs every check and test, the same at the desk and in CI.
# With --live it also tests against the cloud of OS_CLIENT_CONFIG_FILE, and says so where there is none, lets the stock
# OpenStack client of PyPI walk through the simulated one, and runs Magnum's own API tests against it.

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

live=no
for argument in "$@"; do
    case "$argument" in
    --live) live=yes ;;
    -h | --help)
        say "usage: packaging/check.sh [--live]"
        exit 0
        ;;
    *) fail "unknown argument $argument; usage: packaging/check.sh [--live]" ;;
    esac
done

scratch="$(mktemp -d)"
test_log="$scratch/tests.log"
program="$scratch/magnum-desktop"
demo_cloud=""
current=""
timings=()

finish() {
    local code="$?"
    if [[ -n "$demo_cloud" ]]; then
        kill "$demo_cloud" 2>/dev/null || true
    fi
    rm -rf "$scratch"
    if [[ "$code" != 0 ]]; then
        printf '\ncheck.sh: FAILED in step: %s\n' "${current:-start}" >&2
    fi
    exit "$code"
}
trap finish EXIT

# step NAME COMMAND...: one heading, one command, its time. The first that fails ends the run.
step() {
    local started="$SECONDS"
    current="$1"
    shift
    printf '\n== %s\n' "$current"
    "$@"
    timings+=("$(printf '%5d s  %s' "$((SECONDS - started))" "$current")")
}

packages() {
    need_packages "${build_packages[@]}" "${window_packages[@]}" git xvfb xauth desktop-file-utils appstream python3 \
        dbus gnome-keyring
}

rust() {
    need_rust
    need_rust_tools
}

# One egui, or widgets of one crate are strangers to another; one TLS, or certificates are trusted in two ways.
dependencies() {
    local tree versions name
    tree="$(cargo tree --locked --target all --edges all --prefix none)"
    versions="$(sed -n 's/^egui \(v[^ ]*\).*/\1/p' <<<"$tree" | sort -u)"
    [[ "$(wc -l <<<"$versions")" == 1 && -n "$versions" ]] || fail "there must be one egui, not:" "$versions"
    say "egui $versions only"
    for name in ring openssl-sys native-tls; do
        if grep --quiet "^$name v" <<<"$tree"; then
            cargo tree --locked --target all --edges all --invert "$name" >&2
            fail "$name must not be among the dependencies"
        fi
        say "no $name"
    done
}

licences() {
    if ! cargo deny --version >/dev/null 2>&1; then
        say "skipped: cargo-deny is not installed"
        return
    fi
    cargo deny --locked check bans licenses sources
    # Advisories need today's list from outside; without it there is nothing to check against.
    if cargo deny --locked fetch db >/dev/null 2>&1; then
        cargo deny --locked --offline check advisories
    else
        say "advisories skipped: their list cannot be fetched from here"
    fi
}

spelling() {
    if ! command -v typos >/dev/null; then
        say "skipped: typos is not installed"
        return
    fi
    typos --config .typos.toml
}

scripts() {
    if ! command -v shellcheck >/dev/null; then
        say "skipped: shellcheck is not installed"
        return
    fi
    shellcheck --external-sources packaging/*.sh packaging/*/*.sh packaging/linux/AppRun packaging/linux/PKGBUILD tests/stock/*.sh .ci/run
}

# What is built elsewhere is at least read here: the recipes of menus, software centres, Windows and macOS.
recipes() {
    local id=io.github.magnum_desktop.MagnumDesktop
    desktop-file-validate "packaging/linux/$id.desktop"
    appstreamcli validate --no-net "packaging/linux/$id.metainfo.xml"
    python3 - <<'END'
import pathlib, plistlib, xml.dom.minidom
plistlib.loads(pathlib.Path("packaging/macos/Info.plist").read_bytes())
xml.dom.minidom.parse("packaging/windows/magnum-desktop.exe.manifest")
for script in sorted(pathlib.Path("packaging").rglob("*.py")):
    compile(script.read_text(encoding="utf-8"), script, "exec")
END
    packaging/macos/icon.py assets/icons "$scratch/icon.icns"
    if ! command -v makensis >/dev/null; then
        say "Windows installer skipped: makensis is not installed"
        return
    fi
    # An installer of empty files: what it would do is the same.
    mkdir -p "$scratch/windows/guide"
    touch "$scratch/windows/"{magnum-desktop.exe,magnum-desktop.com,LICENSE.txt,THIRD-PARTY-LICENCES.txt,CHANGELOG.md,README.md} \
        "$scratch/windows/guide/README.md"
    makensis -V2 -WX -DVERSION=0.0.0 -DNUMBERS=0.0.0.0 "-DSTAGE=$scratch/windows" \
        "-DOUTPUT=$scratch/magnum-desktop-setup.exe" packaging/windows/installer.nsi
}

tests() {
    cargo test --locked 2>&1 | tee "$test_log"
    # What the tests were built with is what the window is tried with; a copy, because the folder may be shared.
    cp "$CARGO_TARGET_DIR/debug/magnum-desktop" "$program"
}

# openstacksdk's own loader reads the corpus of configurations; it comes into a folder that goes away again.
stock_loader() {
    if [[ "$live" == no ]]; then
        say "openstacksdk is not asked: live tests are not asked for (packaging/check.sh --live)"
        return
    fi
    need_packages python3-venv
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check openstacksdk keystoneauth1
    "$scratch/venv/bin/python" tests/suite/live/openstacksdk.py tests/fixtures/config
}

live_tests() {
    if [[ "$live" == no ]]; then
        say "live tests skipped: not asked for (packaging/check.sh --live)"
    elif [[ -z "${OS_CLIENT_CONFIG_FILE:-}" ]]; then
        say "live tests skipped: no OS_CLIENT_CONFIG_FILE"
    else
        MAGNUM_DESKTOP_LIVE=1 cargo test --locked --test suite live:: 2>&1 | tee "$scratch/live.log"
        grep --quiet --extended-regexp '^test result: ok\. [1-9]' "$scratch/live.log" \
            || fail "a live cloud is there, but no live test ran"
        cat "$scratch/live.log" >>"$test_log"
    fi
}

# The stock OpenStack client against the simulated cloud: it must not notice that it is one.
stock_client() {
    if [[ "$live" == no ]]; then
        say "the stock client skipped: not asked for (packaging/check.sh --live)"
        return
    fi
    need_packages python3-venv openssh-client openssl
    python3 -m venv "$scratch/stock"
    "$scratch/stock/bin/pip" install --quiet --requirement tests/stock/requirements.txt
    timeout --kill-after=10 900 tests/stock/walkthrough.sh "$program" "$scratch/stock/bin/openstack"
}

# Magnum's own API tests against the simulated cloud.
magnum_tests() {
    if [[ "$live" == no ]]; then
        say "Magnum's own tests skipped: not asked for (packaging/check.sh --live)"
        return
    fi
    need_packages python3-venv
    python3 -m venv "$scratch/tempest"
    "$scratch/tempest/bin/pip" install --quiet --requirement tests/stock/tempest-requirements.txt
    PATH="$scratch/tempest/bin:$PATH" timeout --kill-after=10 900 tests/stock/tempest.sh "$program" "$scratch/tempest/bin/tempest"
}

# Runs what follows with none of this user's settings, clouds, keyring or screen. An array, not a function, so that in the
# background its process is the one to end.
mkdir "$scratch/home"
alone=(timeout --kill-after=10 120 env)
for name in $(compgen -A export | grep --extended-regexp '^(OS|XDG)_|^WAYLAND_|^DBUS_SESSION_BUS_ADDRESS$' || true); do
    alone+=(--unset="$name")
done
alone+=(HOME="$scratch/home" LIBGL_ALWAYS_SOFTWARE=1 no_proxy=127.0.0.1 NO_PROXY=127.0.0.1)

# One state of a real Secret Service, in a session and a home of its own: what is kept in it is nobody's.
keyring_state() {
    local state="$1" home="$2" prepare="$3" log="$scratch/keyring-$1.log"
    local own=("${alone[@]}" HOME="$home" XDG_RUNTIME_DIR="$home/run" MAGNUM_DESKTOP_KEYRING="$state")
    local tests=("$test_program" --test-threads=1 keyring::)
    mkdir -p "$home/run"
    chmod 700 "$home" "$home/run"
    if [[ "$prepare" == none ]]; then
        "${own[@]}" "${tests[@]}" >"$log" 2>&1 || fail "$state: $(cat "$log")"
    else
        # shellcheck disable=SC2016 # The inner shell expands it.
        "${own[@]}" PREPARE="$prepare" dbus-run-session -- bash -c '
            set -e
            case "$PREPARE" in
            unlock) printf "a password" | gnome-keyring-daemon --components=secrets --daemonize --unlock >/dev/null ;;
            start) gnome-keyring-daemon --components=secrets --daemonize --start >/dev/null ;;
            esac
            exec "$@"' -- "${tests[@]}" >"$log" 2>&1 || fail "$state: $(cat "$log")"
    fi
    grep --quiet '^test result: ok' "$log" || fail "$state: no test ran: $(cat "$log")"
    say "keyring $state: told as it is"
}

# Everything that a desktop's keyring may be: open, locked, without a place for anything, not there at all.
keyring() {
    if ! command -v gnome-keyring-daemon >/dev/null || ! command -v dbus-run-session >/dev/null; then
        [[ -z "${CI:-}" ]] || fail "gnome-keyring and dbus are needed"
        say "skipped: gnome-keyring or dbus is not installed"
        return
    fi
    local test_program
    test_program="$(cargo test --locked --test suite --no-run 2>&1 | sed -n 's/.*(\(.*\))$/\1/p' | tail -n 1)"
    [[ -x "$test_program" ]] || fail "no test program"
    keyring_state open "$scratch/keyring" unlock
    keyring_state locked "$scratch/keyring" start
    keyring_state empty "$scratch/no-keyring" start
    keyring_state absent "$scratch/no-service" none
}

# A real window, drawn by OpenGL in software, with the demo cloud behind it.
window() {
    local picture="$scratch/clusters.png" head size
    "${alone[@]}" xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" \
        "$program" --demo --open clusters --screenshot "$picture" --size 1280x800
    [[ -s "$picture" ]] || fail "no picture was written"
    head="$(od -An -v -tx1 -N24 "$picture" | tr -d ' \n')"
    [[ "${head:0:16}" == 89504e470d0a1a0a ]] || fail "the picture is no PNG"
    size="$((16#${head:32:8}))x$((16#${head:40:8}))"
    [[ "$size" == 1280x800 ]] || fail "the picture is $size, not 1280x800"
    # One flat colour of that size takes about 4,000 bytes.
    [[ "$(wc -c <"$picture")" -gt 10000 ]] || fail "the picture looks blank"
    say "a window of $size was drawn: $(wc -c <"$picture") bytes"
}

# The demo cloud as a server of its own, asked by the same program as any cloud would be.
scripting() {
    local clouds="$scratch/clouds.yaml" cloud answer waited=0
    "${alone[@]}" "$program" demo-cloud --listen 127.0.0.1:0 --clouds-yaml "$clouds" >"$scratch/demo-cloud.log" 2>&1 &
    demo_cloud="$!"
    until [[ -s "$clouds" ]]; do
        kill -0 "$demo_cloud" 2>/dev/null || fail "the demo cloud ended: $(cat "$scratch/demo-cloud.log")"
        waited="$((waited + 1))"
        [[ "$waited" -lt 300 ]] || fail "the demo cloud wrote no clouds.yaml within 30 s"
        sleep 0.1
    done
    cloud="$(awk '/^clouds:/ { inside = 1; next } inside && /^ +[^ #]/ { gsub(/[ "'\'':]/, ""); print; exit }' "$clouds")"
    answer="$("${alone[@]}" OS_CLIENT_CONFIG_FILE="$clouds" "$program" --os-cloud "$cloud" get clusters -o json)"
    [[ "$answer" == *'"name"'* ]] || fail "no clusters in the answer: $answer"
    say "cloud '$cloud' answered with $(grep --only-matching '"name"' <<<"$answer" | wc -l) names"
    kill "$demo_cloud"
    wait "$demo_cloud" 2>/dev/null || true
    demo_cloud=""
}

# Cargo's own lines once more, and their sum, at the end, where they are looked for. A run of no test is a failure.
summary() {
    local passed failed ignored
    printf '\n== Done in %d s\n' "$SECONDS"
    printf '%s\n' "${timings[@]}"
    grep '^test result: ' "$test_log" | grep --invert-match ' 0 passed; 0 failed' || true
    read -r passed failed ignored < <(awk '/^test result: / { p += $4; f += $6; i += $8 } END { print p+0, f+0, i+0 }' "$test_log")
    [[ "$passed" -gt 0 ]] || fail "no test ran"
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$ignored"
}

step "Packages" packages
step "Rust" rust
step "Scripts" scripts
step "Recipes" recipes
step "Format" cargo fmt --check
step "Spelling" spelling
step "Dependencies" dependencies
step "Licences and advisories" licences
step "Lints" cargo clippy --locked --all-targets -- -D warnings
step "Tests" tests
step "Keyring" keyring
step "Configuration as openstacksdk reads it" stock_loader
step "Live tests" live_tests
step "The stock client" stock_client
step "Magnum's own tests" magnum_tests
step "A window" window
step "Without a window" scripting
current="Summary"
summary
