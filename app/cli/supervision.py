"""The programs of the service: started, started again when they die, stopped to the last one.

Linux only: the kernel stops a child whose launcher dies, and gives the launcher the
orphans of its children, so that nothing is ever left behind.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# All in seconds. The three delays of a stop stay under ten together.
DELAI_POLI = 7.0
DELAI_ORPHELINS = 1.0
REPOS_MAXIMAL = 30.0
VIE_NORMALE = 60.0  # after that long, a death is not the sequel of the one before
ECHECS_AU_DEPART = 3

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None)


@dataclass
class Programme:
    """One program of the service, where it writes what it has to say, and how it is stopped."""

    nom: str
    commande: Sequence[str]
    journal: Path
    arret: signal.Signals = signal.SIGTERM
    processus: subprocess.Popen[bytes] | None = None
    session: int = 0
    lance_a: float = 0.0
    relance_a: float = 0.0
    echecs: int = 0

    def lancer(self) -> None:
        """Start it, in a session of its own, once what a dead one left there is gone."""
        if self.session:
            _signaler(_membres(self.session), signal.SIGKILL)
        lanceur = os.getpid()
        with self.journal.open("ab") as sortie:
            self.processus = subprocess.Popen(  # noqa: S603 (our own command)
                self.commande,
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=sortie,
                start_new_session=True,
                preexec_fn=lambda: _preparer(lanceur),
            )
        self.session = self.processus.pid
        self.lance_a = time.monotonic()

    def noter_mort(self) -> float:
        """Forget the dead process; give the seconds to rest before the next one."""
        maintenant = time.monotonic()
        self.processus = None
        self.echecs = 1 if maintenant - self.lance_a > VIE_NORMALE else self.echecs + 1
        repos = min(2.0 ** (self.echecs - 1), REPOS_MAXIMAL)
        self.relance_a = maintenant + repos
        return repos


class Supervision:
    """Keeps its programs alive until a signal asks to stop.

    Signals are waited for, not handled: nothing is interrupted half-way. `dire`
    receives one sentence for each thing that the person at the terminal should know.
    """

    def __init__(self, programmes: Sequence[Programme], dire: Callable[[str], None]) -> None:
        self.programmes = programmes
        self.dire = dire
        self.arrets = signaux_d_arret()
        self.ecoutes = self.arrets | {signal.SIGCHLD}

    def __enter__(self) -> "Supervision":
        _libc.prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1))
        self._masque = signal.pthread_sigmask(signal.SIG_BLOCK, self.ecoutes)
        return self

    def __exit__(self, *_: object) -> None:
        self._arreter()
        while signal.sigtimedwait(self.ecoutes, 0):
            pass  # a second Ctrl-C during the stop asks for nothing more
        signal.pthread_sigmask(signal.SIG_SETMASK, self._masque)
        _libc.prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(0))

    def demarrer(self, pret: Callable[[], bool], secondes: float) -> bool | None:
        """Start all programs: True once `pret`, False if they fail, None if asked to stop."""
        limite = time.monotonic() + secondes
        while time.monotonic() < limite and self._tiennent():
            self._soigner()
            if pret():
                return True
            if self._arret_demande(0.2):
                return None
        return False

    def veiller(self) -> None:
        """Look after the programs until a signal asks to stop."""
        while not self._arret_demande(1.0):
            self._soigner()

    def _tiennent(self) -> bool:
        return all(programme.echecs < ECHECS_AU_DEPART for programme in self.programmes)

    def _arret_demande(self, secondes: float) -> bool:
        recu = signal.sigtimedwait(self.ecoutes, secondes)
        return (recu is not None and recu.si_signo in self.arrets) or _parent_attend_notre_fin()

    def _soigner(self) -> None:
        for programme in self.programmes:
            if programme.processus and programme.processus.poll() is not None:
                self._annoncer_mort(programme, programme.processus.returncode)
            if programme.processus is None and time.monotonic() >= programme.relance_a:
                programme.lancer()
        self._enterrer_adoptes()

    def _annoncer_mort(self, programme: Programme, code: int) -> None:
        cause = f"signal {-code}" if code < 0 else f"code {code}"
        repos = programme.noter_mort()
        self.dire(
            f"{time.strftime('%H:%M:%S')} {programme.nom} : arrêt inattendu ({cause}), "
            f"nouveau départ dans {repos:.0f} s. Détails : {programme.journal}"
        )

    def _enterrer_adoptes(self) -> None:
        """Take leave of dead orphans; our own programs are left to their `poll`."""
        siens = {p.processus.pid for p in self.programmes if p.processus}
        with suppress(ChildProcessError):
            while mort := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                if mort.si_pid in siens:
                    return
                os.waitpid(mort.si_pid, 0)

    def _arreter(self) -> None:
        """Ask the programs, then their orphans, then insist: nobody is left after ten seconds."""
        for programme in self.programmes:
            if programme.processus:
                programme.processus.send_signal(programme.arret)
        chefs = [p.processus for p in self.programmes if p.processus]
        self._patienter(lambda: any(chef.poll() is None for chef in chefs), DELAI_POLI)
        for insistance in (signal.SIGTERM, signal.SIGKILL):
            _signaler(_descendants(os.getpid()), insistance)
            self._patienter(lambda: bool(_descendants(os.getpid())), DELAI_ORPHELINS)

    def _patienter(self, tant_que: Callable[[], bool], secondes: float) -> None:
        limite = time.monotonic() + secondes
        while tant_que() and time.monotonic() < limite:
            time.sleep(0.05)
            self._enterrer_adoptes()


def signaux_d_arret() -> set[signal.Signals]:
    """The signals that ask to stop; a closed terminal does not, under nohup."""
    arrets = {signal.SIGINT, signal.SIGTERM}
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        arrets.add(signal.SIGHUP)
    return arrets


def _preparer(lanceur: int) -> None:
    """Between fork and exec: die with the launcher, and hear signals as usual."""
    _libc.prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGTERM))
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if os.getppid() != lanceur:  # it died before the kernel knew
        os._exit(1)


def _parent_attend_notre_fin() -> bool:
    """Whether `make` alone received Ctrl-C: it then tells nobody, and waits for its child."""
    with suppress(OSError):
        lignes = Path(f"/proc/{os.getppid()}/status").read_text().splitlines()
        etat = dict(ligne.split(":\t", 1) for ligne in lignes if ":\t" in ligne)
        bloques = int(etat["SigBlk"], 16)
        return etat["Name"] == "make" and bool(bloques >> (signal.SIGINT - 1) & 1)
    return False


def _processus() -> Iterator[tuple[int, int, int]]:
    """Every living process: its number, its parent's, its session's."""
    for dossier in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            champs = (dossier / "stat").read_text().rpartition(")")[2].split()
            if champs[0] != "Z":
                yield int(dossier.name), int(champs[1]), int(champs[3])


def _membres(session: int) -> list[int]:
    return [pid for pid, _, sid in _processus() if sid == session]


def _descendants(ancetre: int) -> list[int]:
    parents = {pid: parent for pid, parent, _ in _processus()}
    trouves = [ancetre]
    for pid in trouves:  # grows as it is read
        trouves += [enfant for enfant, parent in parents.items() if parent == pid]
    return trouves[1:]


def _signaler(pids: Sequence[int], quoi: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, quoi)
