# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the list of the interface, and type hints made from it, into what is installed."""
import pathlib
import sys

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from cohort import binding, hints


class Build(build_py):
    def run(self):
        super().run()
        package = pathlib.Path(self.build_lib) / "cohort"
        (package / "api.json").write_bytes(binding.LISTS[1].read_bytes())
        (package / "__init__.pyi").write_text(hints.stubs(), "utf-8")
        (package / "py.typed").touch()


setup(name="libcohort", version=binding.API["version"], license="GPL-3.0-or-later",
      description="Cohort-component population projection: libcohort for Python",
      packages=["cohort"], cmdclass={"build_py": Build}, python_requires=">= 3.9",
      install_requires=["numpy", "pandas"])
