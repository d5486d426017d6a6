"""An upload dies with its key though every process of the house is dead; nothing the code has can open it then."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.acting import local_actor
from governance import gate
from governance.gate import PermitRefused
from operations.cells import PROCESS
from operations.ports import KeyGone
from running import ROOT, running_house
from store import sealing
from store.build import build_house

LIFE = 3

UPLOADER = f"""
import os, signal, sys
from dataclasses import replace
from types import MappingProxyType
from console.acting import local_actor
from operations.in_force import OnlyThis
from operations.submit_document import submit_document
from store.build import build_house
from store.settings import load_settings

sys.path.insert(0, {str(ROOT / "tests")!r})
from scans import as_png, letter

house = build_house(load_settings())
policy = house.services.policy
short = {{
    name: replace(rule, ceiling_seconds={LIFE}) if "document.image" in rule.of else rule
    for name, rule in policy.retention.items()
}}
services = replace(house.services, in_force=OnlyThis(replace(policy, retention=MappingProxyType(short))))
print(submit_document(services, local_actor(house), as_png(letter())).id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("also_the_key_server", [False, True])
def test_a_document_dies_on_time_with_nobody_alive(tmp_path: Path, also_the_key_server: bool) -> None:
    with running_house(tmp_path / "home") as running:
        done = subprocess.run(
            [sys.executable, "-c", UPLOADER], env=running.environ, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == -9, done.stderr
        document = done.stdout.strip()
        assert len(document) == 32
        key = f"proviso:key:{document}"
        assert 0 < running.valkey.pttl(key) <= LIFE * 1000
        assert running.house.services.vault.alive(document)
        if also_the_key_server:
            running.processes["valkey"].kill()
            running.processes["valkey"].wait()
            running.start_valkey()
        else:
            # Nothing of the house runs but the key server.
            time.sleep(LIFE + 0.5)
        assert running.valkey.exists(key) == 0
        sealed = running.house.blobs.get(document)
        assert sealed is not None

        # Everything that is left, with every secret of the house in hand.
        house = build_house(running.settings)
        try:
            services = house.services
            assert not services.vault.alive(document)
            permit = gate.mint(
                house.secrets.gate, "f" * 32, item=document, cell=PROCESS, policy=services.policy.digest,
                now=services.now(), seconds=30,
            )  # fmt: skip
            with pytest.raises((PermitRefused, KeyGone)):
                services.vault.open(permit)
            with pytest.raises(KeyGone):
                house.services.vault._passing(document)
            for candidate in (house.secrets.gate_wrap, house.secrets.text_master, house.secrets.gate):
                with pytest.raises(sealing.SealBroken):
                    sealing.unseal(candidate, sealed, item=document, kind="passing")
            assert local_actor(house).person is not None
        finally:
            house.database.close()
