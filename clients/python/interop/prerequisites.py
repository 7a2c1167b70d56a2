"""Ends with 0 where the client can be installed: Python is new enough, and packages can be had."""

import ensurepip  # noqa: F401  What environments are made with; Debian has it in a package of its own.
import importlib.util
import subprocess
import sys

if sys.version_info < (3, 10):  # noqa: UP036  This is what is asked.
    sys.exit("Python 3.10 or later is needed.")
# Where there is no pip outside environments it cannot be asked.
if importlib.util.find_spec("pip"):
    pip = [sys.executable, "-m", "pip", "--retries=0", "--timeout=10"]
    sys.exit(subprocess.call([*pip, "index", "versions", "grpcio"], stdout=subprocess.DEVNULL))
