/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/runs.h"

#include "inputs/source.h"

#include "text/words.h"

static void note_cut(const char *area, const cohort_grid *grid, const cohort_cut *cut)
{
    const int year = grid->start + grid->width * cut->interval, age = grid->width * cut->age;
    const struct text ages = cut->age == grid->ages - 1 ? text_of("%d+", age)
                             : grid->width == 1         ? whole(age)
                                                : text_of("%d-%d", age, age + grid->width - 1);
    note("%s%semigration of %d-%d, %s %s%s: %.4g persons cut: only those who are there can leave",
         area ? area : "", area ? ": " : "", year, year + grid->width,
         cut->sex == COHORT_MALE ? "men" : "women", ages.s,
         cut->at_opening ? " at the opening" : "", cut->persons);
}

int run_inputs(const char *area, const cohort_inputs *inputs, cohort_projection **out,
               cohort_error *problem)
{
    int code = cohort_projection_new(inputs, out, problem);
    if (code == COHORT_ERROR_VALUE && cohort_inputs_check(inputs, NULL) == COHORT_OK)
        advise(problem, "; with --cut-emigration only those who are there leave");
    const int count = code ? 0 : cohort_projection_cuts(*out, 0, NULL);
    if (count <= 0)
        return code;
    cohort_cut *cuts = allocate((size_t)count, sizeof *cuts);
    cohort_projection_cuts(*out, count, cuts);
    for (int i = 0; i < count; i++)
        note_cut(area, cohort_inputs_grid(inputs), &cuts[i]);
    free(cuts);
    return code;
}

/* Persons who come in some years within an interval are a part of those of all of it. */
static void advise_part(const cohort_scenario *scenario, const cohort_grid *grid,
                        cohort_error *problem)
{
    const cohort_operation *op;
    for (int i = 0; (op = cohort_scenario_operation(scenario, i)); i++) {
        const int years = op->year_to - op->year_from + 1, since = op->year_from - grid->start;
        const int begins = grid->start + since / grid->width * grid->width;
        if (op->kind != COHORT_ADD_MIGRANTS || !isnan(op->value_from) || since < 0 || years < 1 ||
            years >= grid->width || op->year_to >= begins + grid->width)
            continue;
        advise(problem, "; or %d to %d with %d/%d of the value, %.10g", begins,
               begins + grid->width, years, grid->width, op->value * years / grid->width);
        return;
    }
}

int change_inputs(const cohort_scenario *scenario, cohort_inputs **inputs, cohort_error *problem)
{
    cohort_inputs *changed;
    const int code = scenario ? cohort_scenario_apply(scenario, *inputs, &changed, problem) : 0;
    if (code == COHORT_ERROR_GRID)
        advise_part(scenario, cohort_inputs_grid(*inputs), problem);
    if (code == COHORT_ERROR_NO_EFFECT && strstr(problem->text, "net out-migration"))
        advise(problem, ". (Where rates are derived, every loss from 60 on is taken for death: "
                        "--old nation takes what is beyond the nation's for moves)");
    if (code || !scenario)
        return code;
    cohort_inputs_free(*inputs);
    *inputs = changed;
    return COHORT_OK;
}

int change_by_row(const cohort_operation *row, cohort_inputs **inputs, cohort_error *problem)
{
    cohort_scenario *scenario;
    must(cohort_scenario_new(&scenario, &error));
    must(cohort_scenario_add(scenario, row, &error));
    const int code = change_inputs(scenario, inputs, problem);
    cohort_scenario_free(scenario);
    return code;
}

int change_where_possible(const cohort_scenario *scenario, cohort_inputs **inputs,
                          unsigned char *idle, cohort_error *problem)
{
    int code = change_inputs(scenario, inputs, problem);
    if (code != COHORT_ERROR_NO_EFFECT)
        return code;
    code = COHORT_OK;
    for (int k = 0; !code && k < cohort_scenario_count(scenario); k++) {
        code = change_by_row(cohort_scenario_operation(scenario, k), inputs, problem);
        idle[k] = code == COHORT_ERROR_NO_EFFECT;
        if (idle[k])
            code = COHORT_OK;
    }
    return code;
}

/* ---- what may surprise of a row, of the first hundreds ---- */

enum { LOOKED_AT = 200 };

static bool is_tfr(const cohort_operation *row)
{
    return row->kind == COHORT_SET_TFR || row->kind == COHORT_SET_TFR_PROPORTION;
}

static bool acts_on(const cohort_operation *row, int sex, int age)
{
    return (row->sex == sex || row->sex == COHORT_BOTH) && row->age_from <= age &&
           age <= row->age_to;
}

/* Does a row end before the last date, with some sex and age that no other row has at a year? */
static bool ends(const cohort_scenario *scenario, const cohort_operation *row,
                 const cohort_grid *grid, int year)
{
    const cohort_operation *other;
    bool goes_on = true;
    if (row->kind == COHORT_ADD_MIGRANTS || row->year_to <= grid->start ||
        row->year_to >= cohort_grid_year(grid, grid->steps))
        return false;
    for (int i = 0; goes_on && i < COHORT_SEXES * grid->ages; i++) {
        const int sex = i % COHORT_SEXES, age = i / COHORT_SEXES * grid->width;
        goes_on = !acts_on(row, sex, age);
        for (int k = 0; !goes_on && (other = cohort_scenario_operation(scenario, k)); k++)
            goes_on = other->kind != COHORT_ADD_MIGRANTS && is_tfr(row) == is_tfr(other) &&
                      acts_on(other, sex, age) && other->year_from <= year &&
                      other->year_to > row->year_to;
    }
    return !goes_on;
}

/* A lower TFR may lack its point, or be of another unit: our own limit, as in lib/table/settle.c. */
static const double LOW_TFR = 0.3;
static double times_ten(double tfr)
{
    while (tfr < 0.5)
        tfr *= 10.0;
    return tfr;
}

int row_surprises(cohort_language language, const cohort_scenario *scenario, int row,
                  const cohort_grid *grid, struct text said[ROW_SURPRISES])
{
    const cohort_operation *op = cohort_scenario_operation(scenario, row), *other;
    const int last = cohort_grid_year(grid, grid->steps), from = op->year_from, to = op->year_to;
    const int next = to < last && is_tfr(op) ? to + grid->width : to;
    bool begins = is_tfr(op) && from > grid->start && from < last;
    const double tfr = op->value_from < op->value ? op->value_from : op->value;
    int count = 0;
    if (row >= LOOKED_AT) /* each is compared with all */
        return 0;
    for (int i = 0; begins && (other = cohort_scenario_operation(scenario, i)); i++)
        begins = !is_tfr(other) || other->year_from >= from;
    if (ends(scenario, op, grid, next))
        said[count++] =
            filled(IN_LANGUAGE(language, W_ROW_ENDS), whole(row + 1).s, whole(to).s, whole(next).s);
    if (begins)
        said[count++] = filled(IN_LANGUAGE(language, W_ROW_BEGINS), whole(row + 1).s, whole(from).s,
                               whole(from - grid->width).s, whole(from + grid->width).s);
    if (op->kind == COHORT_SET_TFR && tfr > 0.0 && tfr < LOW_TFR)
        said[count++] = filled(IN_LANGUAGE(language, W_ROW_LOW), whole(row + 1).s,
                               text_of("%.6g", tfr).s, text_of("%.6g", times_ten(tfr)).s);
    return count;
}

static bool is_said(const char *text)
{
    const size_t length = strlen(text);
    for (const char *line = notes_said(); *line; line = strchr(line, '\n') + 1)
        if (strncmp(line, text, length) == 0 && line[length] == '\n')
            return true;
    return false;
}

void note_surprises(const cohort_scenario *scenario, const char *path, const cohort_grid *grid)
{
    struct text said[ROW_SURPRISES];
    for (int i = 0; scenario && i < cohort_scenario_count(scenario); i++)
        for (int k = row_surprises(COHORT_ENGLISH, scenario, i, grid, said); k > 0; k--) {
            struct text text = text_of("%s, %s", input_name(path), said[k - 1].s);
            cohort_clean_text(text.s); /* as it is kept */
            if (!is_said(text.s))
                note("%s", text.s);
        }
}

/* ---- projections ---- */

cohort_projection *source_project(const struct source *s, const char *area)
{
    cohort_inputs *inputs;
    must(source_inputs(s, area, &inputs, &error));
    return source_run(s, area, inputs);
}

cohort_projection *source_run(const struct source *s, const char *area, cohort_inputs *inputs)
{
    cohort_projection *projection;
    if (change_inputs(s->operations, &inputs, &error) ||
        run_inputs(area, inputs, &projection, &error))
        die("area \"%s\": %s", area, error.text);
    cohort_inputs_free(inputs);
    return projection;
}
