# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the list of the interface, and type hints made from it, into what is installed."""
import json
import pathlib
import shutil
import sys

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = pathlib.Path(__file__).resolve().parent
LIST = HERE.parents[1] / "lib/doc/api.json"
sys.path.insert(0, str(HERE))


class Build(build_py):
    def run(self):
        super().run()
        from cohort import hints
        package = pathlib.Path(self.build_lib) / "cohort"
        shutil.copy(LIST, package / "api.json")
        (package / "__init__.pyi").write_text("\n".join(hints.stubs()), encoding="utf-8")
        (package / "py.typed").touch()


setup(version=json.loads(LIST.read_text(encoding="utf-8"))["version"], cmdclass={"build_py": Build})
