# The beginning of every page's script. It ends at the first command that does not end as it should.
set -uo pipefail
set -m # what is started has a process group of its own, and hears Ctrl-C
at=start

ended() { # the exit code that a command had, and the one that it should have
    if [ "$1" != "$2" ]; then
        echo "$at: exit code $1 instead of $2:"
        cat "$here"
        exit 1
    fi
}

started() { # start the commands of the input, and wait until they have said a text: FILE TEXT
    here=$1
    local commands
    commands=$(cat)
    (eval "$commands") >"$1" 2>&1 &
    group=$!
    for _ in $(seq 600); do
        if grep -qF -- "$2" "$1"; then return; fi
        kill -0 $group 2>/dev/null || break
        sleep 0.1
    done
    echo "$at: it never said $2:"
    cat "$1"
    exit 1
}

going_on=()
goes_on() {
    started "$@"
    going_on+=("$group")
}
end_all() {
    for group in ${going_on[@]+"${going_on[@]}"}; do
        kill -TERM -- "-$group"
        wait "$group"
    done 2>/dev/null
}
trap end_all EXIT

interrupted() {
    started "$@"
    kill -INT -- "-$group"
    wait "$group"
    ended $? 130
}

# What the pages tell to install is installed already, and what they make is made elsewhere.
# tests/packaging installs it; here it is seen whether there is such a thing.
pip() {
    case "$*" in
    "install .["*"]")
        for extra in $(tr -c 'a-z\n' ' ' <<<"${2#.}"); do
            grep -q "^$extra = \[" "$PROJECT/pyproject.toml" || return
        done
        ;;
    *) command pip "$@" ;;
    esac
}
make() { command make --dry-run --directory="$PROJECT" "$@" >/dev/null; }
green-api-mock() {
    case "${1-}" in
    --install) ;;
    trigger) command green-api-mock "$@" --at "$GREEN_API_URL" ;;
    *--port*) command green-api-mock "$@" ;;
    *) command green-api-mock --port "$PORT" --time-factor 20 "$@" ;; # so that nobody waits long
    esac
}
