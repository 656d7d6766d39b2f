#!/bin/sh
# Add Sameface to the menu of your desktop, or remove it: ./install-menu-entry.sh [--remove]
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
entry="${XDG_DATA_HOME:-$HOME/.local/share}/applications/sameface.desktop"
if [ "${1:-}" = --remove ]; then
    rm -f "$entry"
    echo "Sameface is no longer in the menu."
    exit
fi
mkdir -p "$(dirname "$entry")"
# In a desktop entry, a quoted argument escapes these four characters, and % is doubled.
program=$(printf %s "$folder/sameface" | sed 's/[\\"`$]/\\\\&/g; s/%/%%/g')
cat > "$entry" <<ENTRY
[Desktop Entry]
Type=Application
Name=Sameface
Comment=Is this the same face?
Comment[de]=Ist das dasselbe Gesicht?
Exec="$program"
Icon=$folder/sameface.png
Terminal=false
Categories=Utility;Security;
StartupWMClass=Sameface
ENTRY
echo "Sameface is in the menu now. If you move this folder, run this script again."
