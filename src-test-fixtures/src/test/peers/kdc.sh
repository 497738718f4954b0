#!/bin/bash
# MIT's Kerberos KDC on a loopback port, everything in a folder of its own: kdc.sh DIR PORT
# Makes the realm LAB.EXAMPLE with alice and bob (Secret123!; bob alone has to prove that he knows it) and the services of hv1 and hv2, whose keys go to DIR/hosts.keytab, then becomes the KDC: it
# runs in the foreground until SIGTERM. Needs no root. apt: krb5-kdc krb5-admin-server krb5-user
set -eu
dir=$1 port=$2
mkdir -p "$dir"
cat >"$dir"/krb5.conf <<CONF
[libdefaults]
 default_realm = LAB.EXAMPLE
 dns_lookup_realm = false
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
 rdns = false
 udp_preference_limit = 1
[realms]
 LAB.EXAMPLE = {
  kdc = 127.0.0.1:$port
 }
[domain_realm]
 .lab.example = LAB.EXAMPLE
[kdc]
 profile = $dir/kdc.conf
CONF
cat >"$dir"/kdc.conf <<CONF
[kdcdefaults]
 kdc_listen = 127.0.0.1:$port
 kdc_tcp_listen = 127.0.0.1:$port
[realms]
 LAB.EXAMPLE = {
  database_name = $dir/principal
  key_stash_file = $dir/stash
  acl_file = $dir/acl
  supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
 }
[logging]
 kdc = FILE:$dir/kdc.log
CONF
export KRB5_CONFIG=$dir/krb5.conf KRB5_KDC_PROFILE=$dir/kdc.conf
{
  kdb5_util create -s -r LAB.EXAMPLE -P master-of-a-test
  {
    echo 'addprinc -requires_preauth -pw Secret123! alice'
    echo 'addprinc +requires_preauth -pw Secret123! bob'
    for host in hv1 hv2; do
      for service in host HTTP http WSMAN; do
        echo "addprinc -randkey $service/$host.lab.example"
        echo "ktadd -k $dir/hosts.keytab $service/$host.lab.example"
      done
    done
  } | kadmin.local -r LAB.EXAMPLE
} >"$dir"/made.log 2>&1 || { cat "$dir"/made.log >&2; exit 1; }
exec krb5kdc -n -r LAB.EXAMPLE >"$dir"/out.log 2>&1
