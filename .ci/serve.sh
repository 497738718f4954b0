# Starts the README's "Serve the lab" command (with more options, if given) and reads its line of JSON. Sourced by the checks.
. .ci/lib.sh

serve() {
  serve_dir=$(mktemp -d)
  mkfifo "$serve_dir/stdin"
  local command
  command=$(command_of "Serve the lab")
  bash -euo pipefail -c "$command $*" <"$serve_dir/stdin" >"$serve_dir/stdout" 2>"$serve_dir/stderr" &
  serve_pid=$!
  exec 7>"$serve_dir/stdin"
  for _ in $(seq 1 600); do
    if [ -s "$serve_dir/stdout" ]; then
      return 0
    fi
    kill -0 "$serve_pid" 2>/dev/null || break
    sleep 0.2
  done
  echo "the lab did not start:" >&2
  cat "$serve_dir/stderr" >&2
  return 1
}

# The first value of a text field in the line of JSON.
field() {
  value "$(head -n 1 "$serve_dir/stdout")" "$1"
}

# An object of the line of JSON that holds no other object.
section() {
  head -n 1 "$serve_dir/stdout" | grep -oE "\"$1\" *: *\{[^{}]*\}"
}

# The first value of a text field in a piece of JSON.
value() {
  printf '%s\n' "$1" | grep -oE "\"$2\" *: *\"[^\"]*\"" | sed -nE '1s/^"[^"]*" *: *"(.*)"$/\1/p'
}

# All hosts as HV1=url,HV2=url.
hosts() {
  head -n 1 "$serve_dir/stdout" | grep -oE '\{"host" *: *"[^"]*" *, *"url" *: *"[^"]*"' | sed -E 's/.*"host" *: *"([^"]*)".*"url" *: *"([^"]*)"/\1=\2/' | paste -sd,
}

# Closes the lab's standard input: it ends by itself, well, and with nothing on standard output but its one line.
unserve() {
  exec 7>&-
  for _ in $(seq 1 300); do
    kill -0 "$serve_pid" 2>/dev/null || { ended; return; }
    sleep 0.1
  done
  echo "the lab did not end with its standard input" >&2
  kill "$serve_pid"
  return 1
}

ended() {
  local code=0
  wait "$serve_pid" || code=$?
  if [ "$code" -ne 0 ] || [ "$(wc -l <"$serve_dir/stdout")" -ne 1 ]; then
    echo "the lab ended with $code; it said:" >&2
    cat "$serve_dir/stdout" "$serve_dir/stderr" >&2
    return 1
  fi
  rm -rf "$serve_dir"
}
