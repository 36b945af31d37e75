# SPDX-License-Identifier: GPL-3.0-or-later
"""package.py: the Python package, used as its users do. Run at the top of the checkout."""
import copy
import gc
import inspect
import io
import os
import pathlib
import pickle
import subprocess
import sys
import tempfile
import threading
import unittest

import numpy as np
import pandas

import cohort
from cohort import binding, hints

TABLES = "fixtures/ipss2018.csv", "01223", "fixtures/japan.csv"


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.town = cohort.derive(*TABLES, to=2060)
        cls.path = cohort.Projection(cls.town)

    def test_everything_is_there(self):
        left_out = "cohort_output_print", "cohort_batch_run", "cohort_stock_refit"
        for entry in cohort.API["functions"]:
            if entry["name"] not in left_out:
                function = getattr(cohort, entry["name"][len("cohort_") :])
                self.assertIsNotNone(function, entry["name"])
                self.assertTrue(getattr(binding.library(), entry["name"]))
        self.assertEqual(cohort.__version__, cohort.version())
        self.assertEqual(cohort.Inputs.__module__, "cohort")
        self.assertIn("Errors: those of cohort_inputs_check", cohort.Scenario.apply.__doc__)
        for function, signature in (
            (cohort.Projection, "(inputs: 'Inputs') -> 'Projection'"),
            (self.town.restart,
             "(year: 'int | str', base_population: 'numpy.ndarray') -> 'Inputs'"),
        ):
            self.assertEqual(str(inspect.signature(function)), signature)

    def test_hints_are_python(self):
        stubs = hints.stubs()
        compile(stubs, "stubs", "exec")
        self.assertIn("    recent: numpy.ndarray\n", stubs)
        self.assertRegex(stubs, r"\ndef project\(table, .*\) -> Projection: ...")
        self.assertRegex(stubs, r"\nclass Projection(.*\n +.*)* def frame\(self\) -> pandas.DataFrame: ...")

    def test_structs_are_as_in_c(self):
        """Sizes and places of members, as a compiler finds them."""
        lines = []
        for item in cohort.API["structs"]:
            lines.append(f'printf("%zu\\n", sizeof({item["name"]}));')
            lines += [
                f'printf("%zu\\n", offsetof({item["name"]}, {field["name"].rstrip("_")}));'
                for field in item["fields"]
            ]
        source = "#include <cohort/cohort.h>\n#include <stddef.h>\n#include <stdio.h>\nint main(void)\n{\n%s\n}\n"
        with tempfile.TemporaryDirectory() as folder:
            with open(folder + "/a.c", "w") as file:
                file.write(source % "\n".join(lines))
            subprocess.check_call(
                [os.environ.get("CC", "cc"), "-Iinclude", "-o", folder + "/a", folder + "/a.c"]
            )
            printed = subprocess.check_output([folder + "/a"], text=True).split()
        for item in cohort.API["structs"]:
            kind = binding.layout(item["name"])
            self.assertEqual(binding.c.sizeof(kind), int(printed.pop(0)), item["name"])
            for field in item["fields"]:
                self.assertEqual(getattr(kind, field["name"]).offset, int(printed.pop(0)), field)
        self.assertFalse(printed)

    def test_errors(self):
        with self.assertRaisesRegex(cohort.CohortReadError, "^none.csv: cannot be open") as caught:
            cohort.Table.read("none.csv")
        self.assertIsInstance(caught.exception, cohort.CohortError)
        self.assertEqual(caught.exception.code, cohort.ERROR_READ)
        with self.assertRaisesRegex(cohort.CohortValueError, "typed, line 2.*"):
            cohort.Table.from_sheets(
                cohort.Sheets.parse(
                    "area,variable,year,sex,age,value\n1,population,2020,male,0,many\n", "typed"
                )
            )
        with self.assertRaisesRegex(TypeError, "must not be None"):
            cohort.Projection(None)
        with self.assertRaisesRegex(TypeError, "expected Inputs"):
            cohort.Projection(self.path)
        with self.assertRaisesRegex(ValueError, "has 3 numbers, expected 2 x 19"):
            self.town.restart(2020, np.zeros(3))
        with self.assertRaisesRegex(ValueError, "'tfx' is no cohort_operation_kind: expected tfr,"):
            cohort.Operation("tfx", 1)
        with self.assertRaisesRegex(AttributeError, "no member colour"):
            cohort.Operation("tfr", 1, colour=3)

    def test_what_is_no_such_thing_is_refused(self):
        """...rather than taken for an address."""
        table = cohort.read_table(TABLES[0])
        for call in (
            lambda: table.population(1223, "population"),
            lambda: cohort.read_table(TABLES[0], variables=[1]),
            lambda: cohort.Batch([self.town, None], 1),
            lambda: cohort.Batch([self.town, 5], 1),
            lambda: cohort.read_table(None),
            lambda: cohort.read_table(np.zeros(3)),
        ):
            with self.assertRaisesRegex(TypeError, "expected "):
                call()

    def test_memory_is_freed_once(self):
        path = cohort.Projection(self.town)
        kept = path.population().cells
        cohort.projection_free(path)
        gc.collect()
        self.assertEqual(kept[0].sum(), 26917)
        with self.assertRaisesRegex(ValueError, "Projection is closed"):
            path.population()
        for twice in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.assertRaisesRegex(TypeError, "neither copied nor pickled"):
                twice(self.town)
        stock = cohort.Stock(cohort.Grid(5, 4, 2020, 1))
        stock.cells = np.ones((2, 2, 4))
        stock.cells *= 2
        cohort.stock_free(stock)
        self.assertEqual(cohort.total(stock, 2025), 16)
        with self.assertRaisesRegex(ValueError, "broadcast"):
            stock.cells = np.ones(3)
        with self.assertRaises(TypeError):
            stock.grid = cohort.Grid(5, 19, 2020, 9)
        self.assertEqual(cohort.total(stock, 2025), 16)

    def test_views_live_as_long_as_they_are_used(self):
        view = cohort.Projection(self.town).population().cells
        again = self.path.population().cells
        gc.collect()
        self.assertTrue(np.array_equal(view, again))
        self.assertFalse(view.flags.writeable)
        with cohort.Projection(self.town) as path:
            kept = path.deaths().cells
        with self.assertRaisesRegex(ValueError, "Projection is closed"):
            path.population()
        self.assertTrue(np.array_equal(kept, self.path.deaths().cells))
        self.assertEqual(
            again.__array_interface__["data"],
            self.path.population().cells.__array_interface__["data"],
        )

    def test_rates_are_written_in_place(self):
        with cohort.Inputs.copy(self.town) as town:
            town["net_migration_ratio"][:] = 0
            town["cwr"] *= 1.5
            more = cohort.total(cohort.Projection(town).population(), 2060)
        self.assertGreater(more, cohort.total(self.path.population(), 2060))
        for none in ("asfr", 99, -1):
            with self.assertRaises(KeyError):
                self.town[none]
        self.assertFalse(self.path.inputs()["survival"].flags.writeable)

    def test_stocks_and_lifetables_own_their_arrays(self):
        stock = cohort.Stock(cohort.Grid(5, 4, 2020, 1))
        stock.cells[:] = np.arange(16).reshape(2, 2, 4)
        self.assertEqual(cohort.total(stock, 2025), 92)
        table = cohort.Lifetable([0, 1, 5])
        table.mx[:] = 0.01, 0.002, 0.05
        table.from_mx("male", "ax_coale_demeny")
        self.assertAlmostEqual(table.ex[2], 20)

    def test_sized_structs_have_their_defaults(self):
        self.assertEqual(cohort.EnsembleOptions().trajectories, 1000)
        self.assertEqual(
            cohort.EnsembleOptions(seed=3).size, binding.c.sizeof(binding.layout("cohort_ensemble_options"))
        )
        options = cohort.EnsembleOptions(certain_rates=1, trajectories=5)
        options.figures, options.figure_count = [cohort.Figure.of("women", 2030, 0)], 1
        gc.collect()
        ensemble = cohort.Ensemble(self.town, options)
        ensemble.run(0, 5, 1)
        self.assertGreater(ensemble.mean(0), 9000)

    def test_members_keep_arrays(self):
        measure = cohort.Measure.parse("total", 2030)
        measure.rates = np.full((2, 19), 0.5)
        gc.collect()
        population = self.path.population()
        self.assertAlmostEqual(
            cohort.measure_value(population, measure), cohort.total(population, 2030) / 2
        )

    def test_frames(self):
        frame = cohort.project(*TABLES, to=2060).frame()
        self.assertEqual(list(frame.columns), ["year", "sex", "age_from", "age_to", "persons"])
        self.assertEqual(round(frame[frame.year == 2060].persons.sum()), 8360)
        accounts = self.path.accounts()
        self.assertAlmostEqual(
            accounts[["births", "net_migration"]].sum().sum() - accounts.deaths.sum(),
            8359.56 - 26917,
            1,
        )
        rows = cohort.read_table(TABLES[0]).frame()
        self.assertEqual(rows[(rows.area == "01223") & (rows.year == 2045)].value.sum(), 13210)

    def test_tables_from_frames(self):
        text = pandas.read_csv(TABLES[0], dtype={"area": str})
        with tempfile.TemporaryDirectory() as folder:
            sheet = pandas.read_csv(TABLES[0], dtype=str, header=None)
            cases = [text, sheet]
            try:
                sheet.to_excel(folder + "/town.xlsx", header=False, index=False)
                cases.append(folder + "/town.xlsx")
            except ImportError:
                print("left out: workbooks, as pandas has nothing to write them with")
            for source in cases:
                path = cohort.project(source, *TABLES[1:], to=2060)
                self.assertEqual(round(cohort.total(path.population(), 2060)), 8360)
        self.assertTrue(all(isinstance(note, str) for note in cohort.read_table(TABLES[0]).notes()))

    def test_plans(self):
        file = cohort.scenario_of("fixtures/nemuro_plan.csv")
        frame = cohort.scenario_of(
            pandas.read_csv("fixtures/nemuro_plan.csv", float_precision="round_trip")
        )
        texts = []
        for scenario in (file, frame):
            with cohort.Output.memory() as output:
                scenario.write(output)
                texts.append(output.text())
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(cohort.scenario_of(None).count(), 0)
        self.assertEqual(cohort.scenario_of(dict(kind="tfr", value=1.8)).count(), 1)
        self.assertEqual(cohort.scenario_of([dict(operation="tfr", value=1.8)]).count(), 1)

    def test_outputs(self):
        with tempfile.TemporaryDirectory() as folder:
            with cohort.Output.open(folder + "/plan.csv") as output:
                cohort.scenario_of([("tfr", 1.8)]).write(output)
            self.assertEqual(cohort.Scenario.read(folder + "/plan.csv").count(), 1)
            with self.assertRaises(ZeroDivisionError), cohort.Output.open(
                folder + "/lost.csv"
            ) as output:
                1 / 0
            self.assertEqual(os.listdir(folder), ["plan.csv"])
            with self.assertRaises(cohort.CohortWriteError):
                cohort.Output.open(folder + "/no/plan.csv")

    def test_text_in_memory(self):
        """A table; a plan, as it is sent to another process."""
        sheets = cohort.Sheets.parse(pathlib.Path(TABLES[0]).read_bytes(), "mine")
        town = cohort.derive(cohort.Table.from_sheets(sheets), *TABLES[1:], to=2060)
        self.assertEqual(round(cohort.total(cohort.Projection(town).population(), 2060)), 8360)
        output = cohort.Output.memory()
        cohort.scenario_of("fixtures/nemuro_plan.csv").write(output)
        again = cohort.Scenario.from_csv(cohort.csv_parse(output.text(), "plan"))
        self.assertEqual(again.count(), 25)

    def test_what_c_has_its_caller_make_is_returned(self):
        population, grid = self.path.population(), self.town.grid()
        deaths = self.path.deaths_by_age()
        self.assertIsInstance(deaths, cohort.Flow)
        self.assertAlmostEqual(deaths.cells.sum(), self.path.deaths().cells.sum())
        moves = np.zeros((grid.steps, 2, 2, grid.ages))
        system = cohort.System([self.town] * 2, cohort.Moves(out_rates=moves, in_shares=moves + 0.5))
        self.assertAlmostEqual(cohort.total(system.total(), 2060), 2 * cohort.total(population, 2060))
        self.assertEqual(system.departures(0).shape, (2, 2, grid.ages))
        self.assertFalse(system.arrivals(0).flags.writeable)
        self.assertIsNone(system.departures(grid.steps))
        stock = cohort.Stock(cohort.Grid(5, 4, 2020, 1))
        cells = cohort.stock_cells(stock)
        cells[:] = 1
        self.assertEqual(cohort.total(stock, 2025), 8)
        del stock
        gc.collect()
        self.assertEqual(cells.shape, (2, 2, 4))
        self.assertEqual(cells.sum(), 16)
        halves = cohort.derived(population, np.full(population.cells.shape, 0.5))
        self.assertAlmostEqual(2 * halves.cells.sum(), population.cells.sum())

    def test_batches(self):
        batch = cohort.Batch([self.town, self.town], 1)
        self.assertTrue(np.array_equal(batch.populations(1)[1], self.path.population().cells))
        self.assertEqual(
            batch.measures(1, [cohort.Figure.of("total", 2060, 0).measure]).shape, (2, 1)
        )

    def test_arrays_are_as_large_as_c_takes_them_to_be(self):
        """...as parameters, in structs, in structs of structs and of arrays."""
        ones, town, population = np.ones, self.town, self.path.population()

        def figure(rates):
            figure = cohort.Figure.of("total", 2030, 0)
            figure.measure.rates = rates
            return figure

        published = cohort.read_table(TABLES[0]).population(TABLES[1], "population")
        moves = np.full((9, 2, 2, 19), 0.5)
        flows, cells = cohort.MigrationFlows, ones((2, 3))
        less = 2, 3, cells, cells / 9, cells / 2
        for call, good, bad in (
            (lambda x: cohort.measure_value(population, figure(x).measure), ones(38), ones(37)),
            (
                lambda x: cohort.Batch([town], 1).measures(1, [figure(x).measure]),
                ones(38),
                ones(39),
            ),
            (lambda x: cohort.Batch.new_shared(town, 3, x), ones((3, 2, 19)), ones((2, 2, 19))),
            (
                lambda x: cohort.rake(town.grid(), x, cohort.Figure.of("total", 2015, 38)),
                ones((2, 19)),
                ones(37),
            ),
            (
                lambda x: cohort.Ensemble(
                    town,
                    cohort.EnsembleOptions(certain_rates=1, figures=[figure(x)], figure_count=1),
                ),
                ones(38),
                ones(2),
            ),
            (
                lambda x: cohort.Ensemble(
                    town,
                    cohort.EnsembleOptions(certain_rates=1, figures=[figure(None)], figure_count=x),
                ),
                1,
                2,
            ),
            (
                lambda x: cohort.System([town] * 2, cohort.Moves(out_rates=x, in_shares=moves)),
                0 * moves,
                moves[1:],
            ),
            (lambda x: cohort.migration_pool(*less, flows(net=x)), ones((2, 3)), ones(5)),
            (
                lambda x: cohort.migration_origin_destination(*less[:3], x, flows()),
                np.zeros((2, 2, 3)),
                ones((2, 3)),
            ),
            (
                lambda x: cohort.tfr_standardised(town.grid(), ones(38), x, ones(19), 1.3),
                ones((2, 19)),
                ones(19),
            ),
            (
                lambda x: binding.FUNCTIONS["cohort_derive"](published, town, x),
                np.zeros((9, 2, 19), np.uint8),
                np.zeros((6, 2, 19), np.uint8),
            ),
        ):
            call(good)
            with self.assertRaisesRegex(ValueError, "expected "):
                call(bad)
        for call in (
            lambda: cohort.rogers_castro_fit(
                cohort.ObservedRates(count=9), cohort.RogersCastroOptions()
            ),
            lambda: cohort.derive_reference(published, [cohort.DatedLifetable(year=2015)], None),
            lambda: cohort.chart_pyramid(
                cohort.Output.memory(), cohort.Chart(), [cohort.ChartPopulation(year=2020)]
            ),
            lambda: cohort.chart_lines(
                cohort.Output.memory(), cohort.Chart(), [cohort.ChartPanel(series_count=2)]
            ),
        ):
            with self.assertRaisesRegex(TypeError, "must not be None"):
                call()
        cohort.Ensemble(town, cohort.EnsembleOptions(certain_rates=1))
        with self.assertRaisesRegex(ValueError, "causes has 1 numbers, expected 5"):
            cohort.decompose(town, town, figure(None).measure, [("migration",)], count=5)
        self.assertEqual(len(self.path.cuts(4)[1]), 4)

    def test_arrays_have_the_axes_that_c_has(self):
        population, r = self.path.population(), np.zeros((2, 19))
        r[1, 4:8] = 1
        women = cohort.count(population, 2060, "women_20_39")
        for rates in (r, r.ravel(), r.tolist()):
            measure = cohort.Measure.parse("total", 2060)
            measure.rates = rates
            self.assertAlmostEqual(cohort.measure_value(population, measure), women)
        measure.rates = r.T
        base = population.cells[1]
        for call in (
            lambda: cohort.measure_value(population, measure),
            lambda: self.town.restart(2020, base.T),
            lambda: cohort.Batch.new_shared(self.town, 3, np.ones((19, 2, 3))),
        ):
            with self.assertRaisesRegex(ValueError, "has 19 x 2.* numbers, expected .*2 x 19"):
                call()

    def test_members_count_their_arrays(self):
        options = cohort.EnsembleOptions(
            certain_rates=1, figures=[cohort.Figure.of("total", 2060, 0)]
        )
        self.assertEqual(options.figure_count, 1)
        options.figures = [cohort.Figure.of("total", year, 0) for year in (2030, 2060)]
        self.assertEqual(options.figure_count, 2)
        cohort.Ensemble(self.town, options)
        options.figures = None
        self.assertEqual(options.figure_count, 0)
        options.figure_count = 3
        options.figures = [cohort.Figure.of("total", 2060, 0)]
        with self.assertRaisesRegex(ValueError, "figures has 1 numbers, expected 3"):
            cohort.Ensemble(self.town, options)

    def test_messages_name_the_parameter(self):
        for call, error, text in (
            (lambda: cohort.derive(TABLES[0], 1223, TABLES[2], 2060), TypeError, "area: expected str"),
            (lambda: cohort.project(*TABLES, to=2060.5), TypeError, "last_year: "),
            (lambda: cohort.Operation("tfr", "1.8"), ValueError, "value: '1.8' is no double: .* number$"),
            (lambda: cohort.Operation("tfr", None), TypeError, "value: "),
            (lambda: cohort.migration_by_age(1.0, None, [1.0]), TypeError,
             "migration_by_age: schedule must not be None"),
            (lambda: cohort.migration_net([1.0], [0.1]), TypeError, "missing .*'in_flows'"),
            (lambda: cohort.Operation("add_migrants", 1, sex="women"), ValueError,
             "sex: 'women' is no int: expected male, female"),
            (lambda: cohort.Operation("add_migrants", 1, sex="mortality"), ValueError, "sex: "),
            (lambda: cohort.Operation("add_migrants", 1, year_from="female"), ValueError, "year_from: "),
            (lambda: cohort.Operation("female", 1), ValueError, "kind: 'female'"),
            (lambda: cohort.aggregate([0], [1], groups="x"), ValueError, "groups: 'x' is no int: expected a number$"),
            (lambda: cohort.BacktestOptions(by="all"), ValueError, "by: 'all' is no int: expected by_size, "),
            (lambda: cohort.reach(self.town, cohort.scenario_of([("tfr", 1)]), (0, 1),
                                  cohort.Figure.of("total", 2060, 1)), TypeError,
             "lever: Lever: expected first, count, lower, upper"),
            (lambda: cohort.total(np.zeros((2, 19), np.float32), 2060), TypeError,
             "stock: array of float32, 2 x 19: expected Stock$"),
            (lambda: self.town.restart(2020, np.zeros((2, 19), complex)), TypeError,
             "base_population: array of complex128, 2 x 19: expected numbers"),
            (lambda: cohort.read_table(np.zeros(3)), TypeError, "array of float64, 3: expected the path"),
            (lambda: cohort.read_table(b"area," * 99), TypeError, r"b'(area,){11}\.\.\.: expected the path"),
            (lambda: cohort.read_table("area,value\n" * 99), ValueError,
             r"path: 'area,value\\n.{44}\.\.\.: expected the path of a file, not its text$"),
        ):
            with self.assertRaisesRegex(error, "^" + text):
                call()
        operation = cohort.Operation("add_migrants", 1, sex="FEMALE", age_to="open_end")
        self.assertEqual((operation.sex, operation.age_to), (cohort.FEMALE, cohort.OPEN_END))
        self.assertEqual(cohort.Part("migration", sex="both").components, cohort.MIGRATION)
        options = cohort.BacktestOptions(by="by_base", peers="peers_older")
        self.assertEqual((options.by, options.peers), (cohort.BY_BASE, cohort.PEERS_OLDER))
        cohort.Inputs.copy(self.town).set_rate_limits("any_rates")

    def test_every_array_has_a_shape(self):
        for entry in cohort.API["functions"] + cohort.API["structs"]:
            for p in entry.get("parameters", entry.get("fields")):
                if "*" in p["type"] and binding.parts(p["type"]).numbers and not p.get("result"):
                    self.assertIn("shape", p, entry["name"])

    def test_what_does_not_fit_is_refused(self):
        for call, error in (
            (lambda: cohort.Grid(2**32 + 5, 19, 2015, 9), ValueError),
            (lambda: cohort.Grid(5.5, 19, 2015, 9), TypeError),
            (lambda: cohort.Grid(5, 19, 2015, 9, 1), TypeError),
            (lambda: cohort.Part(-1), ValueError),
            (lambda: cohort.Lifetable([0, 1.5, 5]), ValueError),
            (lambda: cohort.Lifetable([0, 2**32 + 1, 5]), ValueError),
            (lambda: cohort.Lifetable([0, None, 5]), TypeError),
            (lambda: self.town.restart(2030, np.full((2, 19), 1j)), TypeError),
            (lambda: self.town.restart(2030, np.full((2, 19), None)), cohort.CohortValueError),
            (lambda: cohort.derive(TABLES[0], "01223\0", TABLES[2], 2060), ValueError),
            (lambda: cohort.Operation("tfr", 1.8, note="x\0y"), ValueError),
            (lambda: cohort.Operation("tfr", 1.8, note="x" * 200), ValueError),
            (lambda: cohort.Operation("tfr", 1.8, note=None), TypeError),
            (lambda: cohort.ForecastOptions(recent=[1]), ValueError),
            (lambda: cohort.total(self.path.population(), "2060"), ValueError),
        ):
            with self.assertRaises(error):
                call()
        base = self.path.population().cells[3]
        backwards = base[:, ::-1].copy()[:, ::-1]
        for same in (base.tolist(), np.asfortranarray(base), backwards, pandas.DataFrame(base)):
            again = cohort.Projection(self.town.restart(2030, same)).population()
            self.assertEqual(cohort.total(again, 2060), cohort.total(self.path.population(), 2060))
        town = cohort.derive(pathlib.Path(TABLES[0]), *TABLES[1:], np.int64(2060))
        self.assertEqual(town.grid().steps, 9)

    def test_parts_of_the_library_are_read_only(self):
        population = cohort.Projection(self.town).population()
        for call in (
            lambda: setattr(population.grid, "steps", 99),
            lambda: setattr(population, "grid", cohort.Grid(5, 3, 2015, 0)),
            lambda: self.path.inputs().set_rate_limits("any_rates"),
            lambda: setattr(cohort.Stock(cohort.Grid(5, 4, 2020, 1)).grid, "ages", 99),
            lambda: setattr(cohort.Lifetable([0, 1, 5]), "ages", 99),
            lambda: setattr(cohort.scenario_of([("tfr", 1.8)]).operation(0), "value", 2),
            lambda: setattr(self.town.grid(), "ages", 99),
        ):
            with self.assertRaisesRegex(TypeError, "read only"):
                call()
        self.assertEqual(population.cells.shape, (10, 2, 19))
        own = copy.copy(cohort.scenario_of([("tfr", 1.8)]).operation(0))
        own.value = 2
        self.assertEqual(cohort.scenario_of([own]).operation(0).value, 2)

    def test_what_is_copied_keeps_what_it_points_to(self):
        measure, figure = cohort.Measure.parse("total", 2030), cohort.Figure.of("total", 2030, 0)
        measure.rates = given = np.full((2, 19), 0.5)
        figure.measure = measure
        options = cohort.EnsembleOptions(figures=[figure], figure_count=1)
        measure.rates = figure.measure.rates = None
        given[:] = copy.copy(options.figures[0].measure).rates[:] = 7
        gc.collect()
        self.assertEqual(options.figures[0].measure.rates.sum(), 19)
        self.assertIn("rates=array", repr(options.figures[0]))
        scenario = cohort.scenario_of([("tfr", 1.8)])
        first = scenario.operation(0)
        for _ in range(500):
            scenario.add(("tfr", 2))
        self.assertEqual(first.value, 1.8)
        stock = cohort.Stock(cohort.Grid(5, 4, 2020, 1))
        view = stock.cells
        view[:] = 1
        del stock
        gc.collect()
        self.assertEqual(view.sum(), 16)
        stock = cohort.Stock(cohort.Grid(5, 4, 2020, 1))
        table = cohort.read_table(TABLES[0])
        row = table.row(5)
        del table
        gc.collect()
        self.assertEqual((row.area, row.variable), ("01223", "population"))
        self.assertEqual(pickle.loads(pickle.dumps(first)).value, 1.8)
        for twice in (copy.copy, copy.deepcopy, pickle.dumps):
            for owner in (stock, self.path.deaths(), cohort.Lifetable([0, 1, 5])):
                with self.assertRaisesRegex(TypeError, "^[SFL].* can be neither copied nor pickled by"):
                    twice(owner)

    def test_what_c_lends_or_lacks(self):
        options, again = cohort.EnsembleOptions(trajectories=2), cohort.Stock(self.town.grid())
        cohort.Spreads.read("fixtures/spreads.csv").apply(self.town, options)
        gc.collect()  # the profile is a part of the spreads, which it keeps
        self.assertEqual(options.migration_profile.shape, (19,))
        self.assertFalse(options.migration_profile.flags.writeable)
        cohort.Ensemble(self.town, options)
        again.cells = 1
        three = cohort.three_ages(again, 2015)
        self.assertEqual(three.sum(), 38)
        self.assertEqual(cohort.shares_rounded(three, 1).sum(), 100)
        with self.assertRaises(AttributeError):
            cohort.lifetable_from_mx(cohort.Lifetable.__new__(cohort.Lifetable), 0, 0)
        bars = cohort.Bars(bars=["a", "b"], bar_count=2, part_count=1, values=[1, 2, 3])
        with self.assertRaisesRegex(ValueError, "Bars.values has 3 numbers, expected 2 x 1"):
            cohort.chart_bars(cohort.Output.memory(), cohort.Chart(), bars)
        with self.assertRaisesRegex(TypeError, "Cases.areas: how many .* not known"):
            cohort.backtest_fit(cohort.Censuses(), cohort.Cases(areas=[1]), None)

    def test_threads(self):
        totals = []

        def work():
            for _ in range(20):
                with cohort.Projection(self.town) as path:
                    view = path.population().cells
                totals.append(view[9].sum())

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((len(totals), len(set(totals))), (120, 1))

    def test_frames_are_read_back(self):
        for name in ("ipss2018.csv", "japan.csv", "census.csv"):
            frame = cohort.read_table("fixtures/" + name).frame()
            pandas.testing.assert_frame_equal(
                frame.drop(columns="line"), cohort.read_table(frame).frame().drop(columns="line")
            )
        frame = self.path.frame()
        saved = frame.to_csv(index=False)
        own = frame.assign(age=[f"{age}+" if age == 90 else f"{age}-{age + 4}" for age in frame.age_from],
                           age_to="of no use beside it")
        for same in (frame, frame.convert_dtypes(), pandas.read_csv(io.StringIO(saved), dtype=str), own):
            again = cohort.read_table(same, title="01223")
            stock = again.population("01223", "population")
            self.assertTrue(np.array_equal(stock.cells, self.path.population().cells))
        pandas.testing.assert_frame_equal(stock.frame(), frame)
        self.assertEqual(list(frame.age_to[:19])[-2:][0], 89)
        self.assertTrue(np.isnan(frame.age_to[18]))
        rows = cohort.read_table(TABLES[0]).frame()
        rows = rows[(rows.area == "01223") & (rows.year == 2015)]
        self.assertEqual(list(rows.age_to[:18]), [*range(4, 90, 5)])
        self.assertTrue(np.isnan(rows.age_to.iloc[18]))
        self.assertEqual(
            rows[rows.age_to <= 14].value.sum(),
            cohort.count(self.path.population(), 2015, "age_0_14"),
        )
        for ages, last in (
            ("0 1 5 10 不詳 all", [0, 4, 9, 14, -2, 99]),
            ("0 5 10 15 15-64 20 65+", [4, 9, 14, 19, 64, 64, 99]),
            ("20", [-1]),
        ):
            rows = pandas.DataFrame({"area": 1, "variable": "population", "year": 2020,
                                     "sex": "male", "age": ages.split(), "value": 1})
            self.assertEqual(list(cohort.read_table(rows).frame().age_to.fillna(99)), last)

    def test_it_says_what_is_missing(self):
        run = subprocess.run(
            [sys.executable, "-c", "import cohort; cohort.version()"],
            text=True,
            stderr=-1,
            env={**os.environ, "COHORT_LIBRARY": "/none/libcohort.so"},
        )
        self.assertIn("ImportError: libcohort was not found", run.stderr)
        self.assertIn("(PKG_CONFIG_PATH)", run.stderr)


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
