#!/bin/bash
# freerdp's shadow server on a loopback port, which logs in by CredSSP alone: shadow.sh DIR PORT
# It knows LAB\alice (Secret123!), and shows a screen that nobody looks at. Runs until SIGTERM. apt: freerdp2-shadow-x11 xvfb openssl
set -eu
dir=$1 port=$2
mkdir -p "$dir"/home
hash=$(printf 'Secret123!' | sed 's/./&\x00/g' | openssl dgst -md4 -provider legacy -r | cut -d' ' -f1)
printf 'alice:LAB::%s:::\n' "$hash" >"$dir"/sam
mkfifo "$dir"/display
Xvfb -displayfd 9 -screen 0 320x240x24 -nolisten tcp 9>"$dir"/display >"$dir"/screen.log 2>&1 &
screen=$!
trap 'kill $screen 2>/dev/null' EXIT
read -r display <"$dir"/display
export HOME=$dir/home XDG_CONFIG_HOME=$dir/home DISPLAY=:$display
freerdp-shadow-cli /port:"$port" /bind-address:127.0.0.1 /sec:nla +auth /sam-file:"$dir"/sam >"$dir"/shadow.log 2>&1 &
shadow=$!
trap 'kill $shadow $screen 2>/dev/null' EXIT
trap 'exit 0' TERM INT
wait $shadow
