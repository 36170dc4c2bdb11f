#!/bin/sh
# Removes what install.sh has put there, and the folders that are empty then. What you saved stays; see --settings.
#
#   uninstall.sh [--settings]     --settings removes the settings of this user as well
set -eu

own=$(cd "$(dirname "$0")" && pwd)
list=$own/installed.txt
if [ ! -f "$list" ]; then
    echo "uninstall.sh: $list is missing; run the uninstall.sh that was installed, in share/magnum-desktop" >&2
    exit 1
fi
prefix=${own%/share/magnum-desktop}

while IFS= read -r file; do
    rm -f "$file"
    # Upwards from where the file was, until a folder is not empty or the prefix is reached.
    folder=$(dirname "$file")
    while [ "$folder" != "$prefix" ] && rmdir "$folder" 2>/dev/null; do
        folder=$(dirname "$folder")
    done
done <<LIST
$(cat "$list")
LIST

if [ -f "$prefix/share/icons/hicolor/icon-theme.cache" ]; then
    gtk-update-icon-cache -qtf "$prefix/share/icons/hicolor" 2>/dev/null || true
fi

if [ "${1:-}" = --settings ]; then
    rm -rf "${XDG_CONFIG_HOME:-$HOME/.config}/magnum-desktop"
fi
echo "Magnum Desktop is removed."
