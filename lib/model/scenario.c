/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/scenario.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "core/limits.h"
#include "core/room.h"

#include <cohort/fertility.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cohort_scenario {
    int count, room;
    cohort_operation *operations;
    int *lines;   /* of the file that an operation was read from; 0: none */
    char *origin; /* that file, for messages; NULL: none */
};

/* What each kind of operation is: its name, what it works on, and the range of its value. */
static const struct kind {
    const char *name;
    bool fertility; /* dates and no ages; else migration: intervals, ages, sexes */
    double lowest, highest;
} kinds[] = {
    [COHORT_SET_TFR] = {"tfr", true, 0.0, 100.0},
    [COHORT_SET_TFR_PROPORTION] = {"tfr_proportion", true, 0.0, 100.0},
    [COHORT_SUPPRESS_OUT_MIGRATION] = {"suppress_out_migration", false, 0.0, 1.0},
    [COHORT_SCALE_NET_MIGRATION] = {"scale_net_migration", false, 0.0, 1e6},
    [COHORT_ZERO_MIGRATION] = {"zero_migration", false, 0.0, 0.0},
    [COHORT_ADD_MIGRANTS] = {"add_migrants", false, -1e12, 1e12},
};

void cohort_operation_init(cohort_operation *operation, cohort_operation_kind kind, double value)
{
    *operation = (cohort_operation)COHORT_OPERATION(kind, value);
}

const char *cohort_operation_name(cohort_operation_kind kind)
{
    return (unsigned)kind < COHORT_OPERATION_COUNT ? kinds[kind].name : NULL;
}

/* ---- the list ---- */

int cohort_scenario_new(cohort_scenario **out, cohort_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out ? cohort_succeed(error) : cohort_fail_memory(error);
}

void cohort_scenario_free(cohort_scenario *scenario)
{
    if (scenario) {
        free(scenario->operations);
        free(scenario->lines);
        free(scenario->origin);
        free(scenario);
    }
}

static int check_value(const char *what, double value, double lowest, double highest,
                       cohort_error *error)
{
    if (value >= lowest && value <= highest)
        return COHORT_OK;
    char expected[COHORT_LIMITS_TEXT] = "";
    struct limits limits = {lowest, highest, COHORT_TFR_LIMITS.usual, true, NULL};
    if (highest == 1.0) /* a share, perhaps in per cent */
        limits = (struct limits){lowest, highest, value / 100.0, false, NULL};
    cohort_beyond(limits, value, expected);
    return cohort_fail(error, COHORT_ERROR_VALUE, "%s: %.10g: expected %s", what, value, expected);
}

static int check_ranges(const cohort_operation *op, cohort_error *error)
{
    if (op->sex < 0 || op->sex > COHORT_BOTH)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "sex %d: expected COHORT_MALE, COHORT_FEMALE or COHORT_BOTH", op->sex);
    if (op->age_from < 0 || op->age_to < op->age_from)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "ages %d to %d: expected 0 or more, the last not before the first",
                           op->age_from, op->age_to);
    if (op->year_to < op->year_from)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "years %d to %d: expected the last not before the first", op->year_from,
                           op->year_to);
    if (kinds[op->kind].fertility &&
        (op->sex != COHORT_BOTH || op->age_from != 0 || op->age_to != COHORT_OPEN_END))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "fertility is of all ages and both sexes: leave sex and ages empty");
    return COHORT_OK;
}

static int check_values(const cohort_operation *op, cohort_error *error)
{
    const struct kind *kind = &kinds[op->kind];
    int code = check_value("value", op->value, kind->lowest, kind->highest, error);
    if (!code && op->kind == COHORT_SET_TFR_PROPORTION)
        code = check_value("baseline_tfr", op->baseline_tfr, 0.01, 100.0, error);
    if (!code && op->kind != COHORT_SET_TFR_PROPORTION && !isnan(op->baseline_tfr))
        code = cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "baseline_tfr belongs only to tfr_proportion: leave it empty (NAN)");
    if (code || isnan(op->value_from))
        return code;
    if (op->kind == COHORT_ZERO_MIGRATION)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "zero_migration has no ramp");
    if (op->year_from == COHORT_OPEN_START || op->year_to == COHORT_OPEN_END ||
        op->year_from == op->year_to)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "a ramp (value_from) needs year_from and year_to, one after the other");
    return check_value("value_from", op->value_from, kind->lowest, kind->highest, error);
}

static int check_operation(const cohort_operation *op, cohort_error *error)
{
    if ((unsigned)op->kind >= COHORT_OPERATION_COUNT)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "operation %d: unknown", (int)op->kind);
    int code = check_ranges(op, error);
    if (!code)
        code = check_values(op, error);
    return code ? cohort_fail_prefix(error, code, "%s: ", kinds[op->kind].name)
                : cohort_succeed(error);
}

static int make_room(cohort_scenario *scenario)
{
    const int room = scenario->room ? 2 * scenario->room : 8;
    if (!cohort_resize(&scenario->operations, (size_t)room, sizeof *scenario->operations) ||
        !cohort_resize(&scenario->lines, (size_t)room, sizeof *scenario->lines))
        return COHORT_ERROR_MEMORY;
    scenario->room = room;
    return COHORT_OK;
}

int cohort_scenario_add(cohort_scenario *scenario, const cohort_operation *operation,
                        cohort_error *error)
{
    int code = check_operation(operation, error);
    if (code)
        return code;
    if (!memchr(operation->note, '\0', sizeof operation->note))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "note: no NUL at its end");
    if (scenario->count == scenario->room && make_room(scenario))
        return cohort_fail_memory(error);
    scenario->lines[scenario->count] = 0;
    cohort_operation *added = &scenario->operations[scenario->count++];
    *added = *operation;
    if (added->kind == COHORT_ZERO_MIGRATION)
        added->value = 0.0; /* no value: -0 would not survive a file */
    return code;
}

int cohort_scenario_read_from(cohort_scenario *scenario, const char *name, cohort_error *error)
{
    const size_t size = strlen(name) + 1;
    char *origin = malloc(size);
    if (!origin)
        return cohort_fail_memory(error);
    free(scenario->origin);
    scenario->origin = memcpy(origin, name, size);
    return COHORT_OK;
}

void cohort_scenario_read_at(cohort_scenario *scenario, int line)
{
    scenario->lines[scenario->count - 1] = line;
}

void cohort_scenario_cut(cohort_scenario *scenario, int count)
{
    scenario->count = count;
}

int cohort_scenario_count(const cohort_scenario *scenario)
{
    return scenario->count;
}

const cohort_operation *cohort_scenario_operation(const cohort_scenario *scenario, int index)
{
    return index >= 0 && index < scenario->count ? &scenario->operations[index] : NULL;
}

int cohort_scenario_check_value(const cohort_scenario *scenario, int index, double value,
                                cohort_error *error)
{
    if (index < 0 || index >= scenario->count)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "operation %d: there are %d, from 0 on",
                           index, scenario->count);
    cohort_operation changed = scenario->operations[index];
    changed.value = value;
    return check_operation(&changed, error);
}

int cohort_scenario_set_value(cohort_scenario *scenario, int index, double value,
                              cohort_error *error)
{
    int code = cohort_scenario_check_value(scenario, index, value, error);
    if (!code)
        scenario->operations[index].value = value + 0.0; /* -0 would not survive a file */
    return code;
}

int cohort_scenario_copy(const cohort_scenario *scenario, cohort_scenario **out,
                         cohort_error *error)
{
    int code = cohort_scenario_new(out, error);
    if (!code && scenario->origin)
        code = cohort_scenario_read_from(*out, scenario->origin, error);
    for (int i = 0; !code && i < scenario->count; i++) {
        code = cohort_scenario_add(*out, &scenario->operations[i], error);
        if (!code)
            cohort_scenario_read_at(*out, scenario->lines[i]);
    }
    if (code) {
        cohort_scenario_free(*out);
        *out = NULL;
    }
    return code;
}

void cohort_scenario_take_values(cohort_scenario *scenario, const cohort_scenario *from)
{
    for (int i = 0; i < scenario->count; i++)
        scenario->operations[i].value = from->operations[i].value;
}

/* ---- applying ---- */

/* An operation's years as intervals first .. last of a grid; last < first when there are none. */
struct span {
    int first, last;
};

static int find_span(const cohort_grid *grid, const cohort_operation *op, struct span *span,
                     cohort_error *error)
{
    int code = cohort_grid_check_year(grid, op->year_from, error);
    if (!code)
        code = cohort_grid_check_year(grid, op->year_to, error);
    if (code)
        return code;
    *span = (struct span){grid->steps, -1};
    for (int i = 0; i < grid->steps; i++) {
        int begins = cohort_grid_year(grid, i), ends = cohort_grid_year(grid, i + 1);
        bool within = kinds[op->kind].fertility ? ends >= op->year_from : begins >= op->year_from;
        if (!within || ends > op->year_to)
            continue;
        if (span->last < 0)
            span->first = i;
        span->last = i;
    }
    if (span->last < 0)
        return cohort_fail(error, COHORT_ERROR_NO_EFFECT,
                           "its years take in no %s of the projection, %d to %d",
                           kinds[op->kind].fertility ? "date" : "whole interval", grid->start,
                           cohort_grid_year(grid, grid->steps));
    return COHORT_OK;
}

/* The value for one interval: on the ramp at its end (fertility) or at its middle (migration). */
static double value_in(const cohort_grid *grid, const cohort_operation *op, int interval)
{
    if (isnan(op->value_from))
        return op->value;
    double year =
        cohort_grid_year(grid, interval) + grid->width * (kinds[op->kind].fertility ? 1.0 : 0.5);
    double part = (year - op->year_from) / ((double)op->year_to - op->year_from);
    return op->value_from + (op->value - op->value_from) * part;
}

/* The cells first .. last of net migration that an operation's ages take up. By arrival they
 * stand at the age at the interval's end, and the ages meant are those at its start. */
static int find_groups(const cohort_inputs *inputs, const cohort_operation *op, int *first,
                       int *last, cohort_error *error)
{
    const bool at_start = inputs->convention->by_arrival && op->kind != COHORT_ADD_MIGRANTS;
    return (at_start ? cohort_grid_groups_at_start : cohort_grid_groups)(
        &inputs->grid, op->age_from, op->age_to, first, last, error);
}

/* Child-woman ratio of an interval for a TFR. */
static int set_cwr(const cohort_operation *op, int interval, double tfr, cohort_inputs *inputs,
                   cohort_error *error)
{
    double *cwr = cohort_inputs_array(inputs, COHORT_CWR) + interval;
    double tfr_per_cwr = cohort_inputs_view(inputs, COHORT_TFR_PER_CWR)[interval];
    if (op->kind == COHORT_SET_TFR_PROPORTION) {
        *cwr *= tfr / op->baseline_tfr;
        return COHORT_OK;
    }
    if (!(tfr_per_cwr > 0.0))
        return cohort_fail(error, COHORT_ERROR_MISSING,
                           "no tfr_per_cwr for %d: the inputs know no reference area's TFR; "
                           "give it, or use tfr_proportion",
                           cohort_grid_year(&inputs->grid, interval + 1));
    *cwr = tfr / tfr_per_cwr;
    return COHORT_OK;
}

/* Age-specific rates of an interval for a TFR: their schedule stays. */
static int scale_asfr(const cohort_operation *op, int interval, double tfr, cohort_inputs *inputs,
                      cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    double *asfr = cohort_inputs_array(inputs, COHORT_ASFR) + (size_t)interval * (size_t)grid->ages;
    double from = op->baseline_tfr;
    if (op->kind == COHORT_SET_TFR)
        from = cohort_tfr(grid->ages, grid->width, asfr) /
               cohort_inputs_births_share(inputs, interval);
    if (!(from > 0.0))
        return cohort_fail(error, COHORT_ERROR_MISSING, "asfr of %d-%d are zero: no schedule",
                           cohort_grid_year(grid, interval), cohort_grid_year(grid, interval + 1));
    for (int x = 0; x < grid->ages; x++)
        asfr[x] *= tfr / from;
    return COHORT_OK;
}

static int apply_tfr(const cohort_operation *op, struct span span, cohort_inputs *inputs,
                     cohort_error *error)
{
    int code = COHORT_OK;
    for (int i = span.first; i <= span.last && !code; i++) {
        double value = value_in(&inputs->grid, op, i);
        code = inputs->convention->births == BIRTHS_BY_RATIO
                   ? set_cwr(op, i, value, inputs, error)
                   : scale_asfr(op, i, value, inputs, error);
    }
    return code;
}

/* Change one number of net migrants, or its rate. Returned: was there anything to change? */
static bool change_migration(cohort_operation_kind kind, double value, double *net)
{
    if (*net == 0.0 || (kind == COHORT_SUPPRESS_OUT_MIGRATION && *net > 0.0))
        return false;
    switch (kind) {
    case COHORT_SUPPRESS_OUT_MIGRATION:
        *net = *net * (1.0 - value) + 0.0; /* + 0: zero, never -0 */
        break;
    case COHORT_SCALE_NET_MIGRATION:
        *net *= value;
        break;
    default:
        *net = 0.0;
    }
    return true;
}

static int apply_migration(const cohort_operation *op, struct span span, bool strict,
                           cohort_inputs *inputs, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    double *rate = cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO);
    double *migrants = cohort_inputs_array(inputs, COHORT_NET_MIGRANTS);
    int first, last, code = find_groups(inputs, op, &first, &last, error);
    if (code)
        return code;
    const int sex_first = op->sex == COHORT_BOTH ? COHORT_MALE : op->sex;
    const int sex_last = op->sex == COHORT_BOTH ? COHORT_FEMALE : op->sex;
    const double parts = (double)(sex_last - sex_first + 1) * (last - first + 1);
    bool touched = !strict || op->kind == COHORT_ADD_MIGRANTS;
    for (int i = span.first; i <= span.last; i++) {
        double value = value_in(grid, op, i);
        for (int sex = sex_first; sex <= sex_last; sex++)
            for (int x = first; x <= last; x++) {
                size_t cell = cohort_cell(grid, i, sex, x);
                if (op->kind == COHORT_ADD_MIGRANTS) {
                    migrants[cell] += value * grid->width / parts;
                    continue;
                }
                touched |= change_migration(op->kind, value, &rate[cell]);
                touched |= change_migration(op->kind, value, &migrants[cell]);
            }
    }
    if (!touched)
        return cohort_fail(error, COHORT_ERROR_NO_EFFECT,
                           "no cell of its sexes, ages and years has net %smigration",
                           op->kind == COHORT_SUPPRESS_OUT_MIGRATION ? "out-" : "");
    return COHORT_OK;
}

/* Before what went wrong: which operation, and where it stands. */
static int fail_operation(const cohort_scenario *scenario, int index, int code, cohort_error *error)
{
    const char *name = kinds[scenario->operations[index].kind].name;
    cohort_fail_prefix(error, code, "operation %d, %s: ", index + 1, name);
    if (scenario->origin && scenario->lines[index] > 0)
        cohort_fail_prefix(error, code, "%s, line %d: ", scenario->origin, scenario->lines[index]);
    return code;
}

int cohort_scenario_apply_to(const cohort_scenario *scenario, bool strict, cohort_inputs *inputs,
                             cohort_error *error)
{
    for (int i = 0; i < scenario->count; i++) {
        const cohort_operation *op = &scenario->operations[i];
        struct span span;
        int code = find_span(&inputs->grid, op, &span, error);
        if (!code)
            code = kinds[op->kind].fertility ? apply_tfr(op, span, inputs, error)
                                             : apply_migration(op, span, strict, inputs, error);
        if (code)
            return fail_operation(scenario, i, code, error);
    }
    return cohort_succeed(error);
}

/* The TFRs of an operation, under the limits of the inputs. */
static int check_human(const cohort_operation *op, const cohort_inputs *inputs, cohort_error *error)
{
    const double tfr[] = {op->value, op->value_from, op->baseline_tfr};
    char expected[COHORT_LIMITS_TEXT];
    if (!kinds[op->kind].fertility || inputs->limits == COHORT_ANY_RATES)
        return COHORT_OK;
    for (size_t i = 0; i < sizeof tfr / sizeof *tfr; i++)
        if (!isnan(tfr[i]) && cohort_beyond(COHORT_TFR_LIMITS, tfr[i], expected))
            return cohort_fail(error, COHORT_ERROR_VALUE, "%.10g: expected %s", tfr[i], expected);
    return COHORT_OK;
}

int cohort_scenario_apply(const cohort_scenario *scenario, const cohort_inputs *inputs,
                          cohort_inputs **out, cohort_error *error)
{
    *out = NULL;
    cohort_inputs *changed = NULL;
    int code = cohort_inputs_check(inputs, error);
    for (int i = 0; i < scenario->count && !code; i++) {
        code = check_human(&scenario->operations[i], inputs, error);
        if (code)
            return fail_operation(scenario, i, code, error);
    }
    if (!code)
        code = cohort_inputs_copy(inputs, &changed, error);
    if (!code)
        code = cohort_scenario_apply_to(scenario, true, changed, error);
    if (!code && (code = cohort_inputs_check(changed, error)) != COHORT_OK)
        cohort_fail_prefix(error, code, "after the scenario: ");
    if (code)
        cohort_inputs_free(changed);
    else
        *out = changed;
    return code;
}
