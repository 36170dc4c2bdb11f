#!/usr/bin/env bash
# The stock OpenStack client walks through a cluster's whole life on the simulated cloud, which must be a cloud to it.
#
#   tests/stock/walkthrough.sh MAGNUM_DESKTOP [OPENSTACK]
#
# OPENSTACK is the `openstack` of an environment with python-openstackclient, python-magnumclient, python-heatclient and
# python-octaviaclient. Any complaint of the client, any wrong answer, ends with a failure.
set -euo pipefail

program=$1
client=${2:-openstack}
work=$(mktemp -d)
"$program" demo-cloud --world empty --speed 15 --clouds-yaml "$work/clouds.yaml" > "$work/cloud.log" 2>&1 &
cloud=$!
trap 'kill "$cloud" 2>/dev/null || true; wait "$cloud" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do
    grep -q '^clouds:' "$work/clouds.yaml" 2>/dev/null && break
    sleep 0.1
done
export OS_CLIENT_CONFIG_FILE=$work/clouds.yaml OS_CLOUD=demo
# Nothing of the caller's own clouds may get in.
unset OS_AUTH_URL OS_USERNAME OS_PASSWORD OS_PROJECT_NAME OS_TOKEN OS_REGION_NAME || true

fail() {
    echo "FAILED: $*" >&2
    tail -n 5 "$work/said" "$work/complained" >&2 || true
    exit 1
}

# Runs the client; what it prints is in $said.
run() {
    echo "· $client $*"
    "$client" "$@" > "$work/said" 2> "$work/complained" || fail "openstack $*"
    # The client warns on standard error of what it does not like.
    grep -v -i -E '^Request to (create|delete|update|rotate|resize|upgrade).*(accepted|been)|deprecat' "$work/complained" > "$work/left" || true
    [ ! -s "$work/left" ] || fail "openstack $* complained: $(cat "$work/left")"
    said=$(cat "$work/said")
}

says() { grep -q -- "$1" <<< "$said" || fail "\`$1\` was not said: $said"; }

# Waits until the cluster has a status.
until_cluster() {
    for _ in $(seq 60); do
        "$client" coe cluster show "$1" -f value -c status > "$work/said" 2> "$work/complained" || true
        said=$(cat "$work/said")
        [ "$said" != "$2" ] || return 0
        [[ $said != *FAILED* ]] || fail "cluster $1 is $said"
        sleep 0.5
    done
    fail "cluster $1 is $said and not $2"
}

# 1. Is the service there?
run --os-cloud admin coe service list -f value
says 'magnum-conductor up'
run versions show --service container-infra -f value
run catalog list -f value
says magnum

# 2. A key.
ssh-keygen -q -t ed25519 -N '' -f "$work/key" -C walkthrough
run keypair create --public-key "$work/key.pub" testkey -f value
fingerprint=$(ssh-keygen -l -E md5 -f "$work/key.pub" | sed 's/.*MD5:\([0-9a-f:]*\).*/\1/')
run keypair show testkey -f value -c fingerprint
says "$fingerprint"
run keypair create generated
chmod 600 "$work/said"
ssh-keygen -y -f "$work/said" > /dev/null || fail 'the generated key is no key'
run keypair delete generated

# 3. The cluster's flavour, as the article wrote it.
run image list -f value -c Name
run flavor list -f value -c Name
run network list --external -f value -c Name
run coe cluster template create kubernetes-cluster-template --image fedora-coreos-41 --keypair testkey \
    --external-network public --dns-nameserver 8.8.8.8 --flavor m1.small --docker-volume-size 5 \
    --network-driver flannel --coe kubernetes -f value
run coe cluster template list -f value
says kubernetes-cluster-template
run coe cluster template show kubernetes-cluster-template -f value -c dns_nameserver
says 8.8.8.8
run coe cluster template update kubernetes-cluster-template --dns-nameserver 1.1.1.1 -f value

# 4. A cluster. 5. Wait for it.
run coe cluster create kubernetes-cluster --cluster-template kubernetes-cluster-template --node-count 2
run coe cluster list -f value
says 'CREATE_IN_PROGRESS'
until_cluster kubernetes-cluster CREATE_COMPLETE

# 6. Look at it.
run coe cluster show kubernetes-cluster -f json
python3 - "$work/said" << 'PYTHON' || fail "the cluster is not as it should be: $said"
import json, sys
cluster = json.load(open(sys.argv[1]))
assert cluster["node_count"] == 2 and cluster["master_count"] == 1, cluster
assert cluster["api_address"].startswith("https://"), cluster
assert len(cluster["node_addresses"]) == 2 and len(cluster["master_addresses"]) == 1, cluster
PYTHON

# 7. Look underneath. 8. The resources that Horizon's picture is made of, and those it leaves out.
run stack list -f value -c ID
stack=$said
[ "$(wc -w <<< "$stack")" = 1 ] || fail "there is not one stack: $said"
run stack show "$stack" -f value -c stack_status
says CREATE_COMPLETE
run stack resource list -n 5 "$stack" -f value
says kube_minions
[ "$(grep -c 'OS::Nova::Server ' "$work/said")" = 3 ] || fail "the nested resources hold not three servers: $said"
run stack resource show "$stack" kube_masters -f value
run stack event list "$stack" -f value
run stack event list --nested-depth 2 "$stack"
run stack template show "$stack"
run stack environment show "$stack"
run stack output list "$stack" -f value
run stack output show "$stack" api_address -f value
run server list -f value
[ "$(grep -c ACTIVE "$work/said")" = 3 ] || fail "there are not three servers: $said"
node=$(awk '/node-1|minion-1|node-0/ { print $1; exit }' "$work/said")
run server show "$node" -f value -c status
run console log show "$node"
run network list -f value
run subnet list -f value
run router list -f value
run port list -f value
run floating ip list -f value
run security group list -f value
run volume list -f value
run limits show --absolute -f value
run loadbalancer list -f value

# 9. Get access: four files, and a certificate that the CA vouches for.
mkdir "$work/config"
run coe cluster config kubernetes-cluster --dir "$work/config" --force --output-certs
for file in ca.pem cert.pem key.pem config; do
    [ -s "$work/config/$file" ] || fail "$file is missing"
done
openssl verify -CAfile "$work/config/ca.pem" "$work/config/cert.pem" || fail 'the certificate does not verify'
[ "$(openssl pkey -in "$work/config/key.pem" -pubout 2>/dev/null)" = "$(openssl x509 -in "$work/config/cert.pem" -noout -pubkey)" ] \
    || fail 'the certificate is for another key'
openssl x509 -in "$work/config/cert.pem" -noout -subject | grep -q 'system:masters' || fail 'the subject is not that of an admin'
run coe ca show kubernetes-cluster

# Beyond the article: change it, divide it, count it, and let it go.
run coe cluster resize kubernetes-cluster 3
until_cluster kubernetes-cluster UPDATE_COMPLETE
run coe nodegroup create kubernetes-cluster extra --node-count 1 --role extra
for _ in $(seq 60); do
    run coe nodegroup list kubernetes-cluster -f value -c name -c status
    grep -q 'extra CREATE_COMPLETE' "$work/said" && break
    sleep 0.5
done
says 'extra CREATE_COMPLETE'
run coe nodegroup show kubernetes-cluster extra -f value -c role
says extra
run coe nodegroup update kubernetes-cluster extra --max-nodes 4
run coe nodegroup delete kubernetes-cluster extra
run coe cluster update kubernetes-cluster --node-count 2
until_cluster kubernetes-cluster UPDATE_COMPLETE
run token issue -f value -c project_id
project=$said
run coe stats list "$project"
run coe quotas show --project-id "$project" --resource Cluster
run --os-cloud admin coe quotas create --project-id "$project" --resource Cluster --hard-limit 3
run --os-cloud admin coe quotas list
run --os-cloud admin coe quotas update --project-id "$project" --resource Cluster --hard-limit 4
run --os-cloud admin coe quotas delete --project-id "$project" --resource Cluster
# A Cluster API cluster, which can be upgraded.
for version in 1.30.8 1.31.4; do
    run coe cluster template create "capi-$version" --image "ubuntu-2404-kube-v$version" --keypair testkey --flavor m1.medium \
        --master-flavor m1.medium --external-network public --coe kubernetes --master-lb-enabled --network-driver calico -f value
done
run coe cluster create capi --cluster-template capi-1.30.8 --node-count 1
until_cluster capi CREATE_COMPLETE
run coe cluster upgrade capi capi-1.31.4
until_cluster capi UPDATE_COMPLETE
run loadbalancer list -f value -c id
balancer=$(head -n 1 "$work/said")
run loadbalancer status show "$balancer"
run loadbalancer show "$balancer" -f value
run loadbalancer listener list -f value
run loadbalancer pool list -f value
run coe cluster delete capi
run coe cluster delete kubernetes-cluster
for _ in $(seq 60); do
    run coe cluster list -f value
    [ -n "$said" ] || break
    sleep 0.5
done
[ -z "$said" ] || fail "a cluster is left: $said"
run stack list -f value
[ -z "$said" ] || fail "a stack is left: $said"
run coe cluster template delete kubernetes-cluster-template
run keypair delete testkey

# It stops when it is told to, and says so with its exit code.
kill -TERM "$cloud"
wait "$cloud" || fail "the simulated cloud ended with $?"
trap 'rm -rf "$work"' EXIT
echo 'The stock client is content.'
