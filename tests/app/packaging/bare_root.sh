#!/bin/sh
# Run a program of the folder FOLDER in a root that has the system's libraries, and no Python and no shell:
#     bare_root.sh FOLDER HOME ARGUMENTS...
# FOLDER is at /opt/Sameface there, HOME at /home. Needs unshare (util-linux) and unprivileged user namespaces, or root.
set -eu
if [ -z "${IN_BARE_ROOT:-}" ]; then
    exec env IN_BARE_ROOT=1 unshare --map-root-user --mount "$0" "$@"
fi
folder=$1 home=$2
shift 2
root=$(mktemp -d)
trap 'umount -l "$root"; rmdir "$root"' EXIT
mount -t tmpfs tmpfs "$root"
bind() {
    mkdir -p "$root$2"
    mount --rbind "$1" "$root$2"
}
for library in /usr/lib/*-linux-gnu /usr/share/X11 /usr/share/drirc.d /usr/share/glvnd /usr/share/libdrm; do
    [ -d "$library" ] && bind "$library" "$library"
done
ln -s usr/lib "$root/lib"
mkdir "$root/lib64" "$root/etc" "$root/tmp"
cp /lib64/ld-linux-* "$root/lib64/" 2>/dev/null || true
cp /etc/ld.so.cache "$root/etc/"
bind /dev /dev
bind /proc /proc
[ -d /tmp/.X11-unix ] && bind /tmp/.X11-unix /tmp/.X11-unix
bind "$folder" /opt/Sameface
bind "$home" /home
env -i HOME=/home ${DISPLAY:+DISPLAY="$DISPLAY"} "$(command -v chroot)" "$root" /opt/Sameface/sameface "$@"
