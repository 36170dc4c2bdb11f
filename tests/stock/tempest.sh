#!/usr/bin/env bash
# Magnum's own API tests, the tempest plugin of PyPI, run against the simulated cloud, which must be a cloud to them.
#
#   tests/stock/tempest.sh MAGNUM_DESKTOP [TEMPEST]
#
# TEMPEST is the `tempest` of an environment with magnum-tempest-plugin. What is left out, and why, is in
# tempest-excluded.txt beside this script; any other test that fails, or a group of which none runs, is a failure.
set -euo pipefail

program=$1
tempest=${2:-tempest}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
export HOME=$work
cloud=""

finish() {
    [ -z "$cloud" ] || kill "$cloud" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# Nothing of the caller's own clouds may get in.
for name in $(compgen -A export | grep '^OS_' || true); do
    unset "$name"
done

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# The configuration of tempest for a cloud at this address: the key pair that its tests may use, and whether roles are tried.
configure() {
    cat > "$work/accounts.yaml" << END
- {username: demo, password: demo, project_name: demo, user_domain_name: Default, project_domain_name: Default, roles: [member]}
- {username: reader, password: reader, project_name: demo, user_domain_name: Default, project_domain_name: Default, roles: [reader]}
- {username: admin, password: admin, project_name: demo, user_domain_name: Default, project_domain_name: Default, roles: [admin]}
END
    cat > "$work/space/etc/tempest.conf" << END
[DEFAULT]
log_file = $work/tempest.log
[oslo_concurrency]
lock_path = $work/locks
[auth]
use_dynamic_credentials = False
test_accounts_file = $work/accounts.yaml
admin_username = admin
admin_password = admin
admin_project_name = admin
admin_domain_name = Default
[identity]
auth_version = v3
uri_v3 = $1
region = RegionOne
[identity-feature-enabled]
api_v2 = False
[service_available]
cinder = True
glance = True
neutron = True
nova = True
swift = False
magnum = True
[enforce_scope]
magnum = $3
[magnum]
image_id = fedora-coreos-41
nic_id = public
keypair_name = $2
flavor_id = m1.small
master_flavor_id = m1.small
copy_logs = False
END
}

# round TESTS KEYPAIR ROLES: a fresh cloud for a group of tests.
round() {
    local tests=$1 address ran
    "$program" demo-cloud --world empty --speed 30 --clouds-yaml "$work/clouds.yaml" > "$work/cloud.log" 2>&1 &
    cloud=$!
    for _ in $(seq 100); do
        grep -q '^clouds:' "$work/clouds.yaml" 2>/dev/null && break
        sleep 0.1
    done
    address=$(sed -n 's/.*auth_url: *"\{0,1\}\(http[^"]*\)"\{0,1\}.*/\1/p' "$work/clouds.yaml" | head -n 1)
    [ -n "$address" ] || fail "the simulated cloud did not start: $(cat "$work/cloud.log")"
    rm -rf "$work/space" "$work/locks"
    # The list of workspaces, too, goes away with the rest.
    rm -f "$work/workspaces.yaml"
    "$tempest" init --workspace-path "$work/workspaces.yaml" "$work/space" > "$work/said" 2>&1 || fail "tempest init: $(cat "$work/said")"
    mkdir -p "$work/locks"
    configure "$address" "$2" "$3"
    echo "· tempest run --regex $tests"
    (cd "$work/space" && "$tempest" run --serial --regex "$tests" --exclude-list "$here/tempest-excluded.txt") > "$work/said" 2>&1 \
        || { grep -E '\.\.\. FAILED$|^    [A-Za-z.]+(Exception|Error|Mismatch)|^    tempest' "$work/said" >&2 || tail -n 40 "$work/said" >&2; fail "$tests"; }
    sed -n '/^Totals/,$p' "$work/said" | grep -E 'Ran|Passed|Skipped|Failed'
    ran=$(sed -n 's/.*Passed: *\([0-9]*\).*/\1/p' "$work/said" | tail -n 1)
    [ "${ran:-0}" -gt 0 ] || fail "no test of $tests ran"
    passed=$((passed + ran))
    kill -TERM "$cloud"
    wait "$cloud" || fail "the simulated cloud ended with $?"
    cloud=""
    rm -f "$work/clouds.yaml"
}

passed=0
round 'magnum_tempest_plugin\.tests\.api\.v1\.test_(cluster_template|cluster_template_admin|magnum_service)\.' tempest False
round 'magnum_tempest_plugin\.tests\.api\.v1\.test_cluster\.' tempest False
# The classes of these do not give back the accounts that they take.
for class in cluster cluster_template cluster_template_admin magnum_service; do
    round "magnum_tempest_plugin\.tests\.api\.v1\.rbac\.test_$class\." platform-team True
done
echo "Magnum's own tests are content: $passed passed. Left out:"
grep -v '^#' "$here/tempest-excluded.txt"
