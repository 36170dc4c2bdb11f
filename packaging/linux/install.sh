#!/bin/sh
# Installs Magnum Desktop from the folder this lies in: for you alone into ~/.local, as root for everybody into /usr/local.
#
#   ./install.sh [--prefix FOLDER]
#
# Each file it puts there is written down, and uninstall.sh takes away exactly those.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=$HOME/.local
if [ "$(id -u)" = 0 ]; then
    prefix=/usr/local
fi
case "${1:-}" in
'') ;;
--prefix)
    prefix=${2:?"--prefix needs a folder"}
    ;;
*)
    echo "usage: ./install.sh [--prefix FOLDER]" >&2
    exit 1
    ;;
esac

own=$prefix/share/magnum-desktop
list=$own/installed.txt
# A newer version may have fewer files than the one that is there.
if [ -x "$own/uninstall.sh" ]; then
    "$own/uninstall.sh"
fi
mkdir -p "$own"
: >"$list"

# Names of our own files have no newline in them.
cd "$here"
find bin share -type f | sort | while IFS= read -r file; do
    mkdir -p "$prefix/$(dirname "$file")"
    cp -p "$file" "$prefix/$file"
    printf '%s\n' "$prefix/$file" >>"$list"
done

# A menu of a desktop has no PATH of a shell, so the entry names the program by its whole path.
entry=$prefix/share/applications/io.github.magnum_desktop.MagnumDesktop.desktop
sed -i -e "s|^TryExec=magnum-desktop|TryExec=$prefix/bin/magnum-desktop|" \
    -e "s|^Exec=magnum-desktop|Exec=\"$prefix/bin/magnum-desktop\"|" "$entry"

cp -p uninstall.sh "$own/uninstall.sh"
printf '%s\n' "$own/uninstall.sh" "$list" >>"$list"

# Where a cache of icons is kept, it has to be told; where there is none, none is made, so that nothing stays behind.
if [ -f "$prefix/share/icons/hicolor/icon-theme.cache" ]; then
    gtk-update-icon-cache -qtf "$prefix/share/icons/hicolor" 2>/dev/null || true
fi

echo "Magnum Desktop is installed: $prefix/bin/magnum-desktop"
echo "To remove it: $own/uninstall.sh"
case ":$PATH:" in
*":$prefix/bin:"*) ;;
*) echo "For terminals, put $prefix/bin into your PATH; the menu needs nothing." ;;
esac
