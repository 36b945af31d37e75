# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the list of the interface, and type hints made from it, into what is installed."""
import pathlib
import shutil
import sys

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from cohort import binding, hints


class Build(build_py):
    def run(self):
        super().run()
        package = pathlib.Path(self.build_lib) / "cohort"
        shutil.copy(binding.LISTS[1], package / "api.json")
        (package / "__init__.pyi").write_text("\n".join(hints.stubs()), "utf-8")
        (package / "py.typed").touch()


setup(packages=["cohort"], version=binding.API["version"], cmdclass={"build_py": Build})
