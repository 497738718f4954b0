#!/bin/bash
# Two Samba domain controllers of LAB.EXAMPLE in network namespaces of their own, put into planted states one after the other; what their own tools
# say in each is left in DIR/STATE.
#   two_controllers.sh DIR
# States: replicating; behind (the second one's inbound replication is switched off, and it is told to pull); dead (the second one is gone, and
# the first one is told to pull). All of it - namespaces, mounts, processes - ends with this script, however it ends.
# Needs root, and apt: samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind krb5-user python3-samba iproute2
set -eu
dir=$1
if [ "${OWN_NAMESPACES:-}" != yes ]; then
  mkdir -p "$dir"
  exec env OWN_NAMESPACES=yes unshare --mount --propagation private --net --pid --fork --kill-child --mount-proc "$0" "$@"
fi
realm=LAB.EXAMPLE domain=LAB zone=lab.example base=DC=lab,DC=example
one=10.77.0.1 two=10.77.0.2 admin='Administrator%Passw0rd!'
mkdir -p /run/netns && mount -t tmpfs none /run/netns
ip link set lo up
ip netns add dc1 && ip netns add dc2
ip link add va netns dc1 type veth peer name vb netns dc2
ip -n dc1 addr add $one/24 dev va && ip -n dc2 addr add $two/24 dev vb
for n in dc1 dc2; do ip -n $n link set lo up; done
ip -n dc1 link set va up && ip -n dc2 link set vb up
cat >"$dir"/krb5.conf <<CONF
[libdefaults]
 default_realm = $realm
 dns_lookup_realm = false
 dns_lookup_kdc = false
 rdns = false
[realms]
 $realm = {
  kdc = $one
  kdc = $two
 }
CONF
export KRB5_CONFIG=$dir/krb5.conf KRB5RCACHETYPE=none

# Becomes something as seen from a controller: its network, its resolver and hosts file.
become() {
  local n=$1
  shift
  exec nsenter --net=/run/netns/"$n" unshare --mount --propagation private bash -c \
    'mount --bind "$0"/resolv.conf /etc/resolv.conf; mount --bind "$0"/hosts /etc/hosts; exec "$@"' "$dir/$n" "$@"
}
at() { (become "$@"); }
# What a controller asks, and its name.
place() {
  mkdir -p "$dir/$1"/run "$dir/$1"/log "$dir/$1"/rpc "$dir/$1"/winbind "$dir/$1"/ntp
  chmod 755 "$dir/$1"/winbind && chmod 750 "$dir/$1"/ntp
  printf 'search %s\nnameserver %s\n' $zone "$3" >"$dir/$1"/resolv.conf
  printf '127.0.0.1 localhost\n%s %s.%s %s\n' "$2" "$1" $zone "$1" >"$dir/$1"/hosts
}
start() {
  local d=$dir/$1
  sed -i -E "/dns forwarder|log file|^\[homes|^\[print/d; s|^\[global\]|[global]\n\tdns update command = /usr/sbin/samba_dnsupdate --use-samba-tool --rpc-server-ip=$one\n\tlog file = $d/log/log.%m\n\tpid directory = $d/run\n\tncalrpc dir = $d/rpc\n\twinbindd socket directory = $d/winbind\n\tntp signd socket directory = $d/ntp|" "$d"/dc/etc/smb.conf
  become "$1" samba --foreground --no-process-group --configfile="$d"/dc/etc/smb.conf >"$d"/samba.log 2>&1 </dev/null &
  echo $! >"$d"/pid
}
# Tries something for a while.
until_done() {
  local tries=$1
  shift
  for _ in $(seq "$tries"); do
    "$@" >>"$dir"/tries.log 2>&1 && return
    sleep 0.5
  done
  echo "never: $*" >&2
  exit 1
}
tool() {
  local n=$1
  shift
  at "$n" samba-tool "$@" --configfile="$dir/$n"/dc/etc/smb.conf
}

place dc1 $one $one
at dc1 samba-tool domain provision --server-role=dc --use-rfc2307 --dns-backend=SAMBA_INTERNAL --realm=$realm --domain=$domain \
  --host-name=dc1 --host-ip=$one --adminpass='Passw0rd!' --targetdir="$dir"/dc1/dc \
  --option="interfaces=lo va" --option="bind interfaces only=yes" \
  --option="vfs objects=dfs_samba4 acl_xattr xattr_tdb" --option="xattr_tdb:file=$dir/dc1/dc/xattr.tdb" >"$dir"/dc1/provision.log 2>&1
tool dc1 user create alice 'Secret123!' >/dev/null
start dc1
until_done 120 tool dc1 drs showrepl dc1 -U "$admin" --json
place dc2 $two $one
at dc2 samba-tool domain join $zone DC -U "$domain\\$admin" --realm=$realm --dns-backend=SAMBA_INTERNAL --targetdir="$dir"/dc2/dc \
  --option="netbios name=dc2" --option="interfaces=lo vb" --option="bind interfaces only=yes" \
  --option="vfs objects=dfs_samba4 acl_xattr xattr_tdb" --option="xattr_tdb:file=$dir/dc2/dc/xattr.tdb" >"$dir"/dc2/provision.log 2>&1
start dc2
until_done 120 tool dc2 drs showrepl dc2 -U "$admin" --json

parts="$base CN=Configuration,$base CN=Schema,CN=Configuration,$base"
pull() { # to from: has a controller pull all partitions; how that ends is its own record
  for p in $parts; do tool "$1" drs replicate "$1" "$2" "$p" -U "$admin" >>"$dir"/tries.log 2>&1 || true; done
}
pulls_without_error() {
  tool "$1" drs kcc "$1" -U "$admin" && tool "$1" drs replicate "$1" "$2" "$base" -U "$admin"
}
# Leaves what the tools say, as the first controller's machine and the second one's see it.
say() {
  local to=$dir/$1
  mkdir -p "$to"
  date -u +%s >"$to"/now
  for n in $2; do tool "$n" drs showrepl "$n" -U "$admin" --json >"$to/$n.json" 2>"$to/$n.err"; done
  at dc1 samba-tool dns query $3 _msdcs.$zone _ldap._tcp.dc SRV -U "$admin" --configfile="$dir"/dc1/dc/etc/smb.conf >"$to"/srv 2>&1
  for n in dc1 dc2; do
    if echo 'Secret123!' | at $n kinit -c "$to/$n.cache" alice@$realm >"$to/$n.logon" 2>&1; then echo yes >"$to/$n.logon"; fi
  done
}
until_done 120 pulls_without_error dc2 dc1
until_done 120 pulls_without_error dc1 dc2
registered() {
  at dc2 /usr/sbin/samba_dnsupdate --use-samba-tool --rpc-server-ip=$one --configfile="$dir"/dc2/dc/etc/smb.conf || true
  tool dc1 dns query $one _msdcs.$zone _ldap._tcp.dc SRV -U "$admin" | grep -qi dc2
}
until_done 60 registered
pull dc1 dc2
pull dc2 dc1
say replicating "dc1 dc2" $one

tool dc2 drs options dc2 --dsa-option=+DISABLE_INBOUND_REPL -U "$admin" >>"$dir"/tries.log 2>&1
pull dc2 dc1
say behind "dc1 dc2" $one
tool dc2 drs options dc2 --dsa-option=-DISABLE_INBOUND_REPL -U "$admin" >>"$dir"/tries.log 2>&1
pull dc2 dc1
pull dc1 dc2

kill "$(cat "$dir"/dc2/pid)"
wait "$(cat "$dir"/dc2/pid)" || true
silent() { ! tool dc1 drs showrepl dc2 -U "$admin" --json; }
until_done 60 silent
pull dc1 dc2
say dead dc1 $one
kill "$(cat "$dir"/dc1/pid)"
echo done >"$dir"/done
