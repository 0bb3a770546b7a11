#!/bin/sh
# Make .venv and install the locked packages. Does nothing, quickly, when that is already done.
#   sh deploy/installer.sh        what running needs
#   sh deploy/installer.sh dev    with what testing needs
# ETAPE is a prefix for the line shown ("1/5 "); PYTHON names the interpreter to use.
set -eu
cd "$(dirname "$0")/.."
ICI=$(pwd)
TITRE="${ETAPE:-}Environnement Python"
JOURNAL=instance/journaux/installation.log
case "${1:-}" in
dev) VERROU=requirements-dev.txt BESOIN_MO=1200 ;;
*) VERROU=requirements.txt BESOIN_MO=500 ;;
esac

refuser() {
    [ -z "${EN_COURS:-}" ] || echo "impossible"
    printf '%s\n' "$@" >&2
    exit 1
}

# The stamp holds the folder and the lock's text: a moved folder or a new lock installs again.
temoin() { printf '# %s\n' "$ICI" && cat "$1"; }

a_jour() {
    [ -x .venv/bin/flask ] && temoin "$1" | cmp -s - ".venv/installe-$1"
}

assez_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

trouver_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else
        set -- python3 python3.13 python3.12 python3.11
    fi
    for candidat in "$@"; do
        if command -v "$candidat" >/dev/null && assez_recent "$candidat"; then
            echo "$candidat"
            return
        fi
    done
}

verifier_place() {
    libre=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$libre" -ge "$BESOIN_MO" ] || refuser \
        "Il reste $libre Mo sur le disque de $ICI ; l'installation en demande $BESOIN_MO." \
        "Libérez de la place, puis relancez la même commande."
}

creer_venv() {
    python=$(trouver_python)
    [ -n "$python" ] || refuser \
        "Dépôt BTS demande Python 3.11 ou plus récent ; ici : $("${PYTHON:-python3}" --version 2>&1 || true)." \
        "Sous Debian 12 ou Ubuntu 24.04 : sudo apt install python3 python3-venv" \
        "S'il est installé sous un autre nom : PYTHON=/chemin/vers/python3.11 make install"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || refuser \
        "Python est là, mais sans de quoi créer un environnement (modules venv et ensurepip)." \
        "Sous Debian ou Ubuntu : sudo apt install python3-venv"
    rm -rf .venv
    "$python" -m venv .venv >>"$JOURNAL" 2>&1 || refuser \
        "L'environnement .venv n'a pas pu être créé. Détails : $JOURNAL"
}

# A .venv that was moved, or whose Python is gone, cannot be repaired: it is made again.
venv_valide() {
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 &&
        [ "$(sed -n '1s/^#!\(.*\)\/bin\/.*/\1/p' .venv/bin/pip)" = "$ICI/.venv" ]
}

installer() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes --requirement "$VERROU" >>"$JOURNAL" 2>&1 || refuser \
        "Les paquets de $VERROU n'ont pas pu être installés : vérifiez l'accès au réseau," \
        "puis relancez la même commande. Détails : $JOURNAL"
    temoin "$VERROU" >".venv/installe-$VERROU"
}

mkdir -p instance/journaux 2>/dev/null || refuser \
    "Le dossier $ICI/instance n'est pas accessible en écriture."
if command -v flock >/dev/null; then # two commands started together install once
    exec 9>instance/installation.verrou
    flock 9
fi
EN_COURS=oui
printf '%s… ' "$TITRE"
DEBUT=$(date +%s)
if ! a_jour "$VERROU"; then
    verifier_place
    : >"$JOURNAL"
    venv_valide || creer_venv
    installer
fi
echo "ok $(($(date +%s) - DEBUT)) s"
