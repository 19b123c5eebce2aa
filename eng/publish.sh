# Sourced by ./shoal and ./test with $root set: when is the published program out of date, and how is it made anew?
#
#   artifacts/shoal/current ─► build.X/   what runs; one rename changes it, so a start sees the old program or the new one
#                   work/                 the compiler's own directory, so that a `dotnet build` beside this disturbs nothing
#                   lock                  one build at a time
home=$root/artifacts/shoal
program=$home/current

say() {
    printf 'shoal: %s\n' "$*" >&2
}

# True when something that goes into the program is newer than the start of the build that made it. A deletion shows as a newer directory.
stale() {
    [[ ! -e $program/.stamp ]] ||
        [[ -n $(shopt -s nullglob; find "$root/src" "$root/eng" "$root/global.json" "$root"/Directory.* "$root"/[Nn]u[Gg]et.[Cc]onfig \
            -newer "$program/.stamp" -print -quit) ]]
}

publish() {
    if ! command -v dotnet >/dev/null; then
        say "needs the .NET 10 SDK to build itself, and there is no 'dotnet' on the PATH: install it (package dotnet-sdk-10.0)"
        return 1
    fi
    mkdir -p "$home"
    # Descriptor 9 is the lock. It is closed for every child: the compiler's server outlives the build and would keep it.
    exec 9>"$home/lock"
    if ! flock -n 9; then
        say 'another build is under way, waiting for it'
        flock 9
    fi
    local result=0
    if stale; then
        build 9>&- || result=1
    fi
    exec 9>&-
    return $result
}

build() {
    say 'building…'
    local old new dotnet previous
    previous=$(readlink "$program" || true)
    for old in "$home"/build.*; do
        # The one before stays as well: it may be running, and loads its libraries when it needs them.
        [[ $old == "$home/$previous" ]] || rm -rf -- "$old"
    done
    new=$(mktemp -d "$home/build.XXXXXX")
    chmod 755 "$new"
    touch "$new/.stamp"
    dotnet=$(readlink -f -- "$(command -v dotnet)")
    [[ -d ${dotnet%/*}/host/fxr ]] || dotnet=$(dotnet --list-runtimes | sed -n 's|^Microsoft.NETCore.App .* \[\(.*\)/shared/.*|\1/dotnet|p' | tail -n 1)
    printf '%s\n' "${dotnet%/*}" >"$new/.dotnet-root"

    if ! DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 \
        dotnet publish "$root/src/Shoal.Cli/Shoal.Cli.csproj" -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true \
        -p:RunAnalyzers=false -p:ArtifactsPath="$home/work" -o "$new" -v quiet -nologo -clp:NoSummary >"$home/log" 2>&1 </dev/null; then
        # Each error once: every project that needs the broken one reports it again.
        { grep -E '(error|warning) [A-Z]+[0-9]+:' "$home/log" || cat "$home/log"; } | awk '!seen[$0]++' >&2
        say "the build failed; all that it said is in $home/log"
        rm -rf -- "$new"
        return 1
    fi
    ln -s "${new##*/}" "$home/next.$$"
    mv -T "$home/next.$$" "$program"
}
