# SPDX-License-Identifier: GPL-3.0-or-later
"""The README's tasks in Python: Nemuro from its published table. Run at the top of the checkout."""
import cohort

TABLES = "fixtures/ipss2018.csv", "01223", "fixtures/japan.csv"

# 1. A town from its published table, carried on to 2060.
town = cohort.derive(*TABLES, to=2060)
baseline = cohort.Projection(town).population()
print(f"{cohort.total(baseline, 2060):.0f} in 2060")

# 2. Apply a suppression and project: a tenth of net out-migration under 60 is taken away.
plan = [dict(kind="suppress_out_migration", value=0.1, age_to=59)]
path = cohort.project(*TABLES, to=2060, plan=plan)
print(f"{path.frame().query('year == 2060').persons.sum():.0f} with a tenth less out-migration")

# 3. Solve for a target: what share has to be taken away from 2015 on for 9,345 in 2060?
goal = cohort.Figure.of("total", 2060, 9345)
lever = cohort.scenario_of([dict(kind="suppress_out_migration", value=1, age_to=59)])
print(f"{100 * cohort.reach(town, lever, (0, 1, 0, 1), goal).x:.1f} % for 9,345")

# 4. Intervals as large as past errors, and how many later counts such intervals held.
spreads, in_2030 = cohort.Spreads.read("fixtures/spreads.csv"), cohort.Figure.of("total", 2030, 0)
low, high = (spreads.quantile(path.population(), in_2030, p) for p in (0.1, 0.9))
held = spreads.coverage(path.population(), in_2030, 0.8)
print(f"{low:.0f} to {high:.0f} in 2030; such intervals held {held.percent:.0f} %, by base date "
      f"{held.least:.0f} to {held.most:.0f}")

# 5. Split a difference: what do migration and fertility add on the city's path?
city = cohort.scenario_of("fixtures/nemuro_plan.csv").apply(town)
causes = [("migration",), ("fertility",)]
migration, fertility, rest = cohort.decompose(town, city, goal.measure, causes)
print(f"{migration:+.0f} by migration, {fertility:+.0f} by fertility")
