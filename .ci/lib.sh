# What the checks share. Sourced, after `set -euo pipefail`.

# The command under a heading of the README: its first ```sh fence. Fails if there is no such heading, or two, no such fence below it, or nothing
# in it. Take it by an assignment of its own: in an argument its failure would be lost.
command_of() {
  awk -v heading="## $1" -v name="$1" '
    function wrong(why) { print "README: " why " \"## " name "\"" > "/dev/stderr"; failed = 1; exit 1 }
    $0 == heading && !inside { seen++; here = 1; next }
    !inside && /^## / { here = 0 }
    /^```/ { if (inside) { inside = 0; if (taking) { taking = 0; taken = 1 } } else { inside = 1; taking = here && !taken && $0 == "```sh" }; next }
    taking { text = text $0 "\n" }
    END {
      if (failed) exit 1
      if (seen == 0) wrong("there is no heading")
      if (seen > 1) wrong("there are two headings")
      if (!taken) wrong("there is no closed ```sh fence under")
      if (text !~ /[^ \t\n]/) wrong("there is nothing in the fence under")
      printf "%s", text
    }' README.md
}

# Runs what stands under a heading, with more arguments behind it.
readme() {
  local command
  command=$(command_of "$1")
  shift
  bash -euo pipefail -c "$command $*"
}

# The README's line that starts JShell.
jshell_of_readme() {
  local lines
  lines=$(sed -n 's/^    \(jshell .*\)$/\1/p' README.md)
  if [ -z "$lines" ] || [ "$(wc -l <<<"$lines")" -ne 1 ]; then
    echo "README: there is not one line that starts jshell" >&2
    return 1
  fi
  printf '%s\n' "$lines"
}

# Runs a command as root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "neither root nor sudo: $*" >&2
    return 1
  fi
}

# Fails unless a request is answered with that HTTP status: no answer at all is no refusal. The rest are curl's arguments.
answers_status() {
  local wanted=$1 status code=0
  shift
  status=$(curl --silent --show-error --max-time 60 --output /dev/null --write-out '%{http_code}' "$@") || code=$?
  if [ "$code" -ne 0 ] || [ "$status" != "$wanted" ]; then
    echo "wanted HTTP $wanted, got HTTP ${status:-nothing} (curl ended with $code)" >&2
    return 1
  fi
}

# Fails unless a command ends with a failure of its own whose words match: neither success, nor running out of time, nor another failure will do.
fails_with() {
  local words=$1 said code=0
  shift
  said=$(timeout 60 "$@" 2>&1) || code=$?
  if [ "$code" -eq 0 ] || [ "$code" -ge 124 ] || ! grep -qE "$words" <<<"$said"; then
    echo "wanted a failure that says '$words', got (ended with $code): $said" >&2
    return 1
  fi
}
