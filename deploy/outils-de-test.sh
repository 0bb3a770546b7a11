#!/bin/sh
# The programs that the tests drive: a browser, and the unpackers that candidates' readers use.
# Installed by apt when root; otherwise the command to type is shown.
set -eu
JOURNAL="$(dirname "$0")/../instance/journaux/outils-de-test.log"

# One line per tool: the command looked for, the Debian package that has it.
OUTILS='chromium chromium
unzip unzip
7z p7zip-full
bsdtar libarchive-tools'

paquets_manquants() {
    echo "$OUTILS" | while read -r commande paquet; do
        command -v "$commande" >/dev/null || printf '%s ' "$paquet"
    done
}

installer() {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $1
}

manquants=$(paquets_manquants)
if [ -n "$manquants" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf 'Outils de test (%s)… ' "${manquants% }"
    debut=$(date +%s)
    if installer "$manquants" >"$JOURNAL" 2>&1 </dev/null; then
        echo "ok $(($(date +%s) - debut)) s"
    else
        echo "impossible (détails : instance/journaux/outils-de-test.log)"
    fi
    manquants=$(paquets_manquants)
fi
if [ -n "$manquants" ]; then
    printf '%s\n' "Il manque des outils pour les tests. Installez-les, puis relancez :" \
        "  sudo apt install --no-install-recommends $manquants" >&2
    exit 1
fi
