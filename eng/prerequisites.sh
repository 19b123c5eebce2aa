# Sourced by ./test: installs the Debian packages that the tests need and that are missing. `prerequisites` alone is called.
missing_packages() {
    local package probe
    while read -r package probe; do
        eval "$probe" >/dev/null 2>&1 || printf '%s\n' "$package"
    done <<'END'
python3-libtorrent   /usr/bin/python3 -c 'import libtorrent'
transmission-cli     command -v transmission-cli && command -v transmission-create && command -v transmission-show
transmission-daemon  command -v transmission-daemon
aria2                command -v aria2c
mktorrent            command -v mktorrent
opentracker          command -v opentracker
iproute2             command -v ip
gcc                  command -v gcc
libc6-dev            test -e /usr/include/stdio.h
strace               command -v strace
tcpdump              command -v tcpdump
tmux                 command -v tmux
curl                 command -v curl
openssl              command -v openssl
END
}

prerequisites() {
    if ! command -v dotnet >/dev/null; then
        printf "the tests need the .NET 10 SDK, and there is no 'dotnet' on the PATH: install it (package dotnet-sdk-10.0)\n" >&2
        return 1
    fi
    local missing policy=/usr/sbin/policy-rc.d own_policy=0 result=0
    missing=$(missing_packages | tr '\n' ' ')
    missing=${missing% }
    [[ -n $missing ]] || return 0
    if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
        printf 'the tests need these Debian packages: %s\ninstall them as root with: apt-get install %s\n' "$missing" "$missing" >&2
        return 1
    fi
    printf 'installing %s…\n' "$missing"
    # Debian starts a daemon when it installs it; the tests start their own.
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && own_policy=1
    fi
    # shellcheck disable=SC2086
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } </dev/null >/tmp/shoal-apt.$$ 2>&1 || result=1
    ((own_policy)) && rm -f "$policy"
    missing=$(missing_packages | tr '\n' ' ')
    if ((result)) || [[ -n $missing ]]; then
        cat "/tmp/shoal-apt.$$" >&2
        printf 'these packages could not be installed: %s\n' "${missing:-see above}" >&2
        result=1
    fi
    rm -f "/tmp/shoal-apt.$$"
    return $result
}
