#!/bin/bash
# A Samba domain controller on a loopback address of its own: a real directory and KDC that a test reaches without a network namespace.
#   domain_controller.sh DIR HOST ADDRESS
# Provisions the domain LAB.EXAMPLE in DIR, has directory.py fill it, then becomes the controller: it runs in the foreground until SIGTERM.
# Needs root, and apt: samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind krb5-user python3-samba
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 host=$2 address=$3
realm=LAB.EXAMPLE domain=LAB zone=lab.example

# Its resolver is its own business: what follows sees its own /etc/resolv.conf and /etc/hosts, the machine does not.
if [ "${OWN_MOUNTS:-}" != yes ]; then
  exec env OWN_MOUNTS=yes unshare --mount --propagation private "$0" "$@"
fi
mkdir -p "$dir"/run "$dir"/log "$dir"/rpc "$dir"/winbind "$dir"/ntp
chmod 755 "$dir"/winbind # winbind refuses any other mode, and the controller ends with it
chmod 750 "$dir"/ntp
printf 'search %s\nnameserver %s\n' "$zone" "$address" >"$dir"/resolv.conf
printf '127.0.0.1 localhost\n%s %s.%s %s\n' "$address" "$host" "$zone" "$host" >"$dir"/hosts
mount --bind "$dir"/resolv.conf /etc/resolv.conf
mount --bind "$dir"/hosts /etc/hosts

cat >"$dir"/krb5.conf <<CONF
[libdefaults]
 default_realm = $realm
 dns_lookup_realm = false
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
 rdns = false
 udp_preference_limit = 1
[realms]
 $realm = {
  kdc = $address
  kpasswd_server = $address
 }
[domain_realm]
 .$zone = $realm
CONF
export KRB5_CONFIG=$dir/krb5.conf KRB5RCACHETYPE=none

# /8: with /32 it ends without a word. xattr_tdb: the file system need not know extended attributes.
samba-tool domain provision --server-role=dc --use-rfc2307 --dns-backend=SAMBA_INTERNAL --realm=$realm --domain=$domain \
  --host-name="$host" --host-ip="$address" --adminpass='Passw0rd!' --targetdir="$dir"/dc \
  --option="interfaces=$address/8" --option="bind interfaces only=yes" \
  --option="vfs objects=dfs_samba4 acl_xattr xattr_tdb" --option="xattr_tdb:file=$dir/dc/xattr.tdb" >"$dir"/provision.log 2>&1
conf=$dir/dc/etc/smb.conf
sed -i -E "/dns forwarder/d; /log file/d; s|^\[global\]|[global]\n\tlog file = $dir/log/log.%m\n\tpid directory = $dir/run\n\tncalrpc dir = $dir/rpc\n\twinbindd socket directory = $dir/winbind\n\tntp signd socket directory = $dir/ntp|" "$conf"
/usr/bin/python3 "$here"/directory.py "$conf" "$dir" >"$dir"/directory.log 2>&1 || { cat "$dir"/directory.log >&2; exit 1; }
exec samba --foreground --no-process-group --configfile="$conf" >"$dir"/samba.log 2>&1 </dev/null
