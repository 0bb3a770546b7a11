"""Ask which locked packages have a known vulnerability; used by `make lint`.

The answer comes from a public service. Where it cannot be reached, this says so and
does not fail: no answer is neither good news nor a fault of the code.
"""

import json
import subprocess
import sys
from typing import Any


def interroger(verrou: str) -> tuple[list[dict[str, Any]], str]:
    """Run pip-audit on a lock file; give its packages, and what it said besides."""
    commande = [sys.executable, "-m", "pip_audit", "--requirement", verrou, "--require-hashes"]
    commande += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
    fini = subprocess.run(commande, capture_output=True, text=True)  # noqa: S603 (fixed command)
    try:
        paquets: list[dict[str, Any]] = json.loads(fini.stdout)["dependencies"]
    except ValueError:
        return [], fini.stderr
    return paquets, fini.stderr


def main(verrou: str) -> int:
    paquets, dit = interroger(verrou)
    sans_reponse = [p["name"] for p in paquets if "skip_reason" in p]
    for paquet in paquets:
        for faille in paquet.get("vulns", []):
            corrige = ", ".join(faille["fix_versions"]) or "aucune version corrigée"
            print(f"{paquet['name']} {paquet['version']} : {faille['id']} ({corrige})")
    examines = len(paquets) - len(sans_reponse)
    if examines:
        print(f"Audit : {examines} paquets examinés, {len(sans_reponse)} sans réponse.")
    else:
        raison = "il ne connaît aucun des paquets" if sans_reponse else dit.strip()[-300:]
        print(f"Audit non fait, le service de vulnérabilités ne répond pas : {raison}")
    return int(any(paquet.get("vulns") for paquet in paquets))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
