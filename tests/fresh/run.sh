#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The README's two commands on a fresh Debian 12 with git and make alone: a root folder of its own,
# and a clone of what is committed here. Needs root, mmdebstrap and about 10 GB; takes the time of a
# cold build. How this machine reaches its package registries (files of apt, pip, npm, cargo and go,
# certificate authorities) goes along. usage: run.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/../.."
top=${1:-$(mktemp -d /var/tmp/hanse-fresh.XXXXXX)}
root=$top/root

say() { printf 'fresh: %s\n' "$*" >&2; }
[ "$(id -u)" = 0 ] || { say "run it as root"; exit 2; }
command -v mmdebstrap >/dev/null || { say "install mmdebstrap"; exit 2; }

clean_up() {
  for place in proc dev/pts dev; do
    if mountpoint -q "$root/$place"; then umount -l "$root/$place"; fi
  done
  [ -n "${KEEP:-}" ] || rm -rf --one-file-system "$top"
}
trap clean_up EXIT

mkdir -p "$top"
say "making Debian 12 in $top"
{ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null || true; } |
  mmdebstrap --quiet --variant=minbase --include=git,make,ca-certificates bookworm "$root" - 2>"$top/made.log"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for file in /etc/pip.conf /etc/apt/apt.conf.d/99* "$HOME/.npmrc" "$HOME/.cargo/config.toml" "$HOME/.config/go/env" /etc/resolv.conf; do
  [ -f "$file" ] || continue
  mkdir -p "$root$(dirname "$file")" && cp "$file" "$root$file"
done
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then  # authorities of its own
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
  chroot "$root" update-ca-certificates >/dev/null 2>&1
fi
git clone --quiet --no-hardlinks . "$root/root/hanse"

in_root() {
  env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LANG=C.UTF-8 \
    CI=true chroot "$root" bash -c "cd /root/hanse && $1"
}
for target in demo-check test; do
  say "make $target"
  start=$SECONDS
  in_root "make $target"
  say "make $target passed in $((SECONDS - start)) s"
done
start=$SECONDS
in_root "make setup"
say "make setup with nothing to do: $((SECONDS - start)) s"
echo "1 passed, 0 failed"
