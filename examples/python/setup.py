# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the list of the interface into sdists and, with type hints, into what is installed."""
import pathlib
import sys

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from cohort import binding, hints


class Build(build_py):
    def run(self):
        super().run()
        package = pathlib.Path(self.build_lib) / "cohort"
        self.copy_file(str(binding.LIST), str(package / "api.json"))
        (package / "__init__.pyi").write_text(hints.stubs(), "utf-8")
        (package / "py.typed").touch()


class Source(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        self.copy_file(str(binding.LIST), base_dir + "/cohort/api.json")


setup(name="libcohort", version=binding.API["version"], license="GPL-3.0-or-later",
      description="Cohort-component population projection: libcohort for Python",
      packages=["cohort"], cmdclass={"build_py": Build, "sdist": Source},
      python_requires=">= 3.9", install_requires=["numpy", "pandas"])
