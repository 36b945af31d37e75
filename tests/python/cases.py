# SPDX-License-Identifier: GPL-3.0-or-later
"""cases.py FILE: goes through the list of cases of tests/cases/cases.c by the Python package."""
import sys

import numpy as np

import cohort


def project(words, given):
    convention, (width, ages, start, steps) = words[0], map(int, words[1:])
    inputs = cohort.Inputs(cohort.Grid(width, ages, start, steps), convention)
    for name, values in given.items():
        inputs[name] = np.reshape(values, inputs[name].shape)
    result = cohort.Projection(inputs)
    balance = result.balance(start, start + width * steps)
    return {
        "population": result.population().cells,
        "births": result.births().cells,
        "deaths": result.deaths().cells,
        "net_migration": result.net_migration().cells,
        "balance": [
            getattr(balance, name)
            for name in ("opening", "births", "deaths", "net_migration", "closing")
        ],
        "batch": cohort.Batch([inputs, inputs], 1).populations(1),
    }


def plan(words, _):
    path, area, nation, nation_area, to, changes, target = words
    town = cohort.table_derive(path, area, nation, nation_area, int(to))
    city = cohort.Scenario.read(changes).apply(town)
    goal = cohort.Figure.of("total", int(to), float(target))
    lever = cohort.scenario_of([("suppress_out_migration", 1.0)])
    return {
        "survival": town["survival"][0],
        "net_migration_ratio": town["net_migration_ratio"][0],
        "population": cohort.Projection(city).population().cells[-1],
        "parts": cohort.decompose(town, city, goal.measure, [("migration",), ("fertility",)]),
        "reached": [cohort.reach(town, lever, (0, 1, 0, 1), goal).x],
    }


def intervals(words, _):
    path, area, nation, nation_area, to, spreads, year = words
    town = cohort.table_project(path, area, nation, nation_area, int(to))
    spreads, figure = cohort.Spreads.read(spreads), cohort.Figure.of("total", int(year), 0)
    options = cohort.EnsembleOptions(trajectories=40, figures=[figure], figure_count=1)
    spreads.apply(town.inputs(), options)
    ensemble = cohort.Ensemble(town.inputs(), options)
    ensemble.run(0, 40, 1)
    population = town.population()
    return {
        "spreads": [
            spreads.quantile(population, figure, 0.1),
            spreads.quantile(population, figure, 0.9),
            spreads.below(population, figure, 20000),
        ],
        "ensemble": [ensemble.quantile(0, 0.1), ensemble.quantile(0, 0.9), ensemble.mean(0)],
    }


def rates(words, given):
    sex, width, groups = map(int, words)
    table = cohort.Lifetable(ages=len(given["mx"]))
    table.mx[:] = given["mx"]
    table.from_mx(sex, "ax_andreev_kingkade")
    schedule = cohort.RogersCastro(0.02, 0.1, 0.06, 20.0, 0.1, 0.4, 0.0, 0.0, 0.0, 0.0, 0.003)
    return {
        "ex": table.ex,
        "Sx": table.survival(width, groups),
        "rogers_castro": schedule.schedule(groups, width),
    }


passed = failed = 0


def compare(case, kind, name, want, values):
    global passed, failed
    have = np.ravel(values)
    exact = (
        kind == "same"
        and np.array_equal(have, np.array(want))
        and not np.any(np.signbit(have) != np.signbit(want))
    )
    alike = kind == "digits" and [f"{x:.8e}" for x in have] == [f"{x:.8e}" for x in want]
    passed, failed = passed + (exact or alike), failed + (not exact and not alike)
    if not exact and not alike:
        print("FAILED", " ".join(case), kind, name)


for line in open(sys.argv[1]):
    word, *rest = line.split()
    if word == "case":
        case, given, results = rest, {}, None
    elif word == "in":
        given[rest[0]] = [float.fromhex(value) for value in rest[2:]]
    elif word != "end":
        results = results or globals()[case[0]](case[1:], given)
        compare(
            case, word, rest[0], [float.fromhex(value) for value in rest[2:]], results.pop(rest[0])
        )
    elif results:
        failed += len(results)
        print("FAILED", " ".join(case), "not in the list:", *results)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0 or passed == 0)
