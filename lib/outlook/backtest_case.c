/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/backtest_case.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/limits.h"
#include "core/range.h"
#include "core/sized.h"
#include "rates/derive.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The ages at which women have most children, and the largest number of groups to age 49. */
enum { YOUNG_FROM = 20, YOUNG_TO = 39, GROUPS_MAX = 50 };

/* ---- checks ---- */

static bool is_share(double value)
{
    return value >= 0.0 && value <= 1.0;
}

static int check_censuses(const cohort_censuses *censuses, cohort_error *error)
{
    if (censuses->areas < 1 || !censuses->stocks || !censuses->survival)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d areas: expected 1 or more, with stocks and survival",
                           censuses->areas);
    if (censuses->stocks[0].grid.steps < 2)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "%d censuses: expected 3 or more: 2 for rates, 1 to compare with",
                           censuses->stocks[0].grid.steps + 1);
    int code = COHORT_OK;
    for (int area = 0; !code && area < censuses->areas; area++) {
        const cohort_stock *stock = &censuses->stocks[area];
        code = cohort_grid_equal(&stock->grid, &censuses->stocks[0].grid)
                   ? cohort_stock_check(stock, "census", error)
                   : cohort_fail(error, COHORT_ERROR_GRID, "expected the ages and dates of area 0");
        if (code)
            return cohort_fail_prefix(error, code, "area %d: ", area);
    }
    for (size_t c = 0; !code && c < cohort_grid_cells(&censuses->stocks[0].grid); c++)
        if (!is_share(censuses->survival[c]))
            code = cohort_fail(error, COHORT_ERROR_VALUE,
                               "survival, cell %zu: %g: expected a number from 0 to 1", c,
                               censuses->survival[c]);
    return code;
}

static int check_outlook(const cohort_outlook *outlook, cohort_error *error)
{
    if (outlook->prior >= 0.0 && outlook->prior <= DBL_MAX && is_share(outlook->fade) &&
        is_share(outlook->trend))
        return cohort_limits_check(&outlook->peers, "peers", error);
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "prior %g, fade %g, trend %g: expected 0 or more, and 0 to 1 twice",
                       outlook->prior, outlook->fade, outlook->trend);
}

static const cohort_cases DEFAULTS = COHORT_CASES;
static const struct cohort_sized CASES = {"cases", &DEFAULTS, sizeof DEFAULTS,
                                          COHORT_THROUGH(cohort_cases, to)};

void cohort_cases_init_sized(cohort_cases *cases, size_t size)
{
    cohort_sized_init(&CASES, cases, size);
}

static int take_cases(const cohort_cases *given, cohort_cases *cases, cohort_error *error)
{
    int code = cohort_sized_take(&CASES, given, cases, error);
    if (code)
        return code;
    if (cases->horizons >= 1 && cases->horizons <= COHORT_HORIZONS_MAX && cases->from <= cases->to)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "%d horizons, base dates %d to %d: expected 1 to %d, years in order",
                       cases->horizons, cases->from, cases->to, COHORT_HORIZONS_MAX);
}

int cohort_case_fail_none(cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_MISSING,
                       "no case: expected an area with three counts in a row in these years");
}

/* ---- areas together ---- */

static bool is_left_out(const struct panel *panel, int area, int date)
{
    const unsigned char *left_out = panel->censuses->left_out;
    return left_out && left_out[area * (panel->grid.steps + 1) + date];
}

const double *cohort_panel_cells(const struct panel *panel, int area, int date)
{
    return panel->censuses->stocks[area].cells + cohort_cell(&panel->grid, date, 0, 0);
}

/* The date in `together` of a class: one interval before a base date; the base date is the next. */
static int date_of(const struct panel *panel, int base, int k)
{
    return 2 * (base * panel->classes + k);
}

static int date_of_all(const struct panel *panel, int base)
{
    return date_of(panel, base, panel->classes - 1);
}

/* The date in `together` of an area's peers. */
static int date_of_peers(const struct panel *panel, const struct tested *tested)
{
    int k = cohort_limits_class(&panel->outlook->peers, tested->persons);
    return date_of(panel, tested->base, k);
}

/* Add up the areas that were counted at both dates, by class and all together. */
static void add_up(struct panel *panel, int base)
{
    const size_t cells = cohort_grid_cells(&panel->grid);
    for (int area = 0; area < panel->censuses->areas; area++) {
        if (is_left_out(panel, area, base - 1) || is_left_out(panel, area, base))
            continue;
        const double *from = cohort_panel_cells(panel, area, base - 1);
        int k = cohort_limits_class(&panel->outlook->peers, cohort_sum(from + cells, cells));
        double *sum = panel->sums + (size_t)date_of(panel, base, k) * cells;
        double *all = panel->sums + (size_t)date_of_all(panel, base) * cells;
        for (size_t c = 0; c < 2 * cells; c++) {
            sum[c] += from[c];
            all[c] += from[c];
        }
    }
}

static int make_sums(struct panel *panel, cohort_error *error)
{
    const int dates = date_of(panel, panel->grid.steps + 1, 0);
    panel->sums = calloc((size_t)dates * cohort_grid_cells(&panel->grid), sizeof *panel->sums);
    if (!panel->sums)
        return cohort_fail_memory(error);
    panel->together = (cohort_stock){panel->grid, panel->sums};
    panel->together.grid.steps = dates - 1;
    for (int base = 1; base <= panel->grid.steps; base++)
        add_up(panel, base);
    return COHORT_OK;
}

int cohort_panel_make(struct panel *panel, const cohort_censuses *censuses,
                      const cohort_outlook *outlook, const cohort_cases *cases, cohort_error *error)
{
    *panel = (struct panel){.censuses = censuses, .outlook = outlook};
    int code = check_censuses(censuses, error);
    if (!code)
        code = check_outlook(outlook, error);
    if (!code && cases)
        code = take_cases(cases, &panel->cases, error);
    if (code)
        return code;
    panel->grid = censuses->stocks[0].grid;
    panel->classes = outlook->peers.count + 2;
    code = cohort_inputs_new(&panel->grid, COHORT_IPSS, &panel->frame, error);
    return code ? code : make_sums(panel, error);
}

void cohort_panel_free(struct panel *panel)
{
    free(panel->sums);
    cohort_inputs_free(panel->frame);
}

/* ---- cases ---- */

/* Find what was known of an area at a base date. Returned: false when it is not a case there. */
static bool know(const struct panel *panel, struct tested *tested)
{
    const size_t cells = cohort_grid_cells(&panel->grid);
    const int area = tested->area, base = tested->base;
    if (is_left_out(panel, area, base - 1) || is_left_out(panel, area, base))
        return false;
    const double *all = panel->sums + (size_t)date_of_all(panel, base) * cells;
    double before = cohort_sum(cohort_panel_cells(panel, area, base - 1), cells);
    tested->persons = cohort_sum(cohort_panel_cells(panel, area, base), cells);
    tested->relative_growth = log(tested->persons / before) -
                              log(cohort_sum(all + cells, cells) / cohort_sum(all, cells));
    return before > 0.0 && tested->persons > 0.0;
}

bool cohort_case_counted(const struct panel *panel, const struct tested *tested, int horizon)
{
    return !is_left_out(panel, tested->area, tested->base + horizon);
}

/* The number of intervals from a base date that are asked for and end with a census. */
static int horizons_from(const struct panel *panel, int base)
{
    int horizons = 0;
    while (horizons < panel->cases.horizons && base + horizons < panel->grid.steps &&
           cohort_grid_year(&panel->grid, base + horizons + 1) <= panel->cases.until)
        horizons++;
    return horizons;
}

/* Is there a later count to compare with? */
static bool is_case(const struct panel *panel, struct tested *tested)
{
    bool found = false;
    for (int h = 1; h <= tested->horizons; h++)
        found = found || cohort_case_counted(panel, tested, h);
    return found && know(panel, tested);
}

/* The next case; begin with {.area = -1}. */
static bool find_next(const struct panel *panel, struct tested *tested)
{
    const cohort_cases *cases = &panel->cases;
    if (tested->area < 0)
        tested->base = 1;
    for (; tested->base < panel->grid.steps; tested->base++, tested->area = -1) {
        int year = cohort_grid_year(&panel->grid, tested->base);
        tested->horizons = horizons_from(panel, tested->base);
        if (year < cases->from || year > cases->to || tested->horizons == 0)
            continue;
        while (++tested->area < panel->censuses->areas)
            if ((!cases->areas || cases->areas[tested->area]) && is_case(panel, tested))
                return true;
    }
    return false;
}

int cohort_case_count(const struct panel *panel)
{
    int count = 0;
    for (struct tested tested = {.area = -1}; find_next(panel, &tested);)
        count++;
    return count;
}

/* ---- inputs of a case ---- */

/* A ratio of small numbers, drawn towards the ratio of all. */
static double drawn(double closing, double opening, double prior, double all)
{
    return opening + prior > 0.0 ? (closing + prior * all) / (opening + prior) : all;
}

/* The mean movements that a damped trend has made by the end of an interval (0: the first). */
static double moved(double damping, int interval)
{
    double sum = 0.0, step = damping;
    for (int i = 0; i <= interval; i++, step *= damping)
        sum += step;
    return sum;
}

/* The logarithm of the ratio of all areas together; 0 if there is nobody. */
static double log_of_all(const struct panel *panel, int base, int sex, int age)
{
    struct ratio all = cohort_ratio(&panel->together, date_of_all(panel, base), sex, age);
    return all.opening > 0.0 && all.closing > 0.0 ? log(all.closing / all.opening) : 0.0;
}

/* The trend of survival at old ages: the logarithm of the ratio in the last interval, and the
 * logarithm of the mean change of its force. */
struct trend {
    double level, change;
};

static struct trend trend_of(const struct panel *panel, const struct tested *tested, int sex,
                             int age)
{
    if ((age - 1) * panel->grid.width < AGE_OF_OWN_SURVIVAL || tested->base < 2)
        return (struct trend){0.0, 0.0};
    double now = log_of_all(panel, tested->base, sex, age);
    double first = log_of_all(panel, 1, sex, age);
    return (struct trend){now,
                          now < 0.0 && first < 0.0 ? log(now / first) / (tested->base - 1) : 0.0};
}

/* Survival and net migration of a ratio, by cohort_derive's rule. */
static void put_ratio(const struct panel *panel, cohort_inputs *inputs, int interval, int sex,
                      int age, double ratio)
{
    size_t cell = cohort_cell(&panel->grid, interval, sex, age);
    double survival = panel->censuses->survival[cohort_cell(&panel->grid, 0, sex, age)];
    if ((age - 1) * panel->grid.width >= AGE_OF_OWN_SURVIVAL && ratio < survival)
        survival = ratio;
    cohort_inputs_array(inputs, COHORT_SURVIVAL)[cell] = survival;
    cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO)[cell] = ratio - survival;
}

/* ---- children ---- */

/* The women to whom children are related. Given: women[age]. */
static double mothers(const struct panel *panel, int by_women_20_39, const double *women)
{
    const int width = panel->grid.width;
    int first = by_women_20_39 ? YOUNG_FROM / width : panel->frame->women_first;
    int last = by_women_20_39 ? YOUNG_TO / width : panel->frame->women_last;
    return cohort_sum(women + first, (size_t)(last - first + 1));
}

/* The first age group, and the women beside it. */
static struct children children_of(const struct panel *panel, const cohort_stock *stock, int date)
{
    struct children c = cohort_children(stock, panel->frame, date);
    c.women = mothers(panel, panel->outlook->by_women_20_39,
                      stock->cells + cohort_cell(&stock->grid, date, COHORT_FEMALE, 0));
    return c;
}

/* The logarithm of the mean change of children per woman since the first census, of all areas. */
static double trend_of_children(const struct panel *panel, const struct tested *tested)
{
    struct children first = children_of(panel, &panel->together, date_of_all(panel, 1));
    struct children now =
        children_of(panel, &panel->together, date_of_all(panel, tested->base) + 1);
    double change =
        log((now.boys + now.girls) / now.women) - log((first.boys + first.girls) / first.women);
    return isfinite(change) ? change / tested->base : 0.0;
}

/* Move women on to the end of an interval, all but the youngest. */
static void move_women(const struct panel *panel, const cohort_inputs *inputs, int interval,
                       double *women)
{
    for (int x = panel->frame->women_last; x > 0; x--) {
        size_t cell = cohort_cell(&panel->grid, interval, COHORT_FEMALE, x);
        women[x] = women[x - 1] * (cohort_inputs_view(inputs, COHORT_SURVIVAL)[cell] +
                                   cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO)[cell]);
    }
}

/* From children per woman of the chosen ages to children per woman 15-49. The women are those that
 * the ratios in the inputs lead to. */
static void put_children(const struct panel *panel, const struct tested *tested, double per_woman,
                         double share, cohort_inputs *inputs)
{
    double women[GROUPS_MAX];
    const cohort_outlook *outlook = panel->outlook;
    const double change = trend_of_children(panel, tested);
    memcpy(women,
           cohort_panel_cells(panel, tested->area, tested->base) +
               cohort_cell(&panel->grid, 0, COHORT_FEMALE, 0),
           ((size_t)panel->frame->women_last + 1) * sizeof *women);
    for (int i = 0; i < tested->horizons; i++) {
        move_women(panel, inputs, i, women);
        double all = mothers(panel, 0, women);
        double cwr = per_woman * exp(change * moved(outlook->trend, i));
        if (all > 0.0)
            cwr *= mothers(panel, outlook->by_women_20_39, women) / all;
        women[0] = cwr * all * (1.0 - share);
        cohort_inputs_array(inputs, COHORT_CWR)[i] = cwr;
        cohort_inputs_array(inputs, COHORT_MALE_SHARE)[i] = share;
        for (int sex = 0; sex < COHORT_SEXES; sex++) /* births are no migrants */
            cohort_inputs_array(inputs, COHORT_SURVIVAL)[cohort_cell(&panel->grid, i, sex, 0)] =
                panel->censuses->survival[cohort_cell(&panel->grid, 0, sex, 0)];
    }
}

static void fill_children(const struct panel *panel, const struct tested *tested,
                          cohort_inputs *inputs)
{
    const double prior = panel->outlook->prior;
    const cohort_stock *stock = &panel->censuses->stocks[tested->area];
    struct children own = children_of(panel, stock, tested->base);
    struct children all = children_of(panel, &panel->together, date_of_peers(panel, tested) + 1);
    double born = all.boys + all.girls;
    double per_woman = all.women > 0.0 ? born / all.women : 0.0;
    double share = born > 0.0 ? all.boys / born : 0.5;
    per_woman = drawn(own.boys + own.girls, own.women, prior, per_woman);
    share = drawn(own.boys, own.boys + own.girls, prior, share);
    put_children(panel, tested, per_woman, share, inputs);
}

/* ---- a case ---- */

/* Its rates, on inputs of its grid. */
static void fill_case(const struct panel *panel, const struct tested *tested, cohort_inputs *inputs)
{
    const cohort_outlook *outlook = panel->outlook;
    const cohort_stock *stock = &panel->censuses->stocks[tested->area];
    const int peers_date = date_of_peers(panel, tested);
    memcpy(cohort_inputs_array(inputs, COHORT_BASE),
           cohort_panel_cells(panel, tested->area, tested->base),
           cohort_grid_cells(&panel->grid) * sizeof(double));
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = 1; age < panel->grid.ages; age++) {
            const struct ratio ratio = cohort_ratio(stock, tested->base - 1, sex, age);
            const struct ratio peers = cohort_ratio(&panel->together, peers_date, sex, age);
            const double all =
                peers.opening > 0.0
                    ? peers.closing / peers.opening
                    : panel->censuses->survival[cohort_cell(&panel->grid, 0, sex, age)];
            double own = drawn(ratio.closing, ratio.opening, outlook->prior, all);
            const struct trend trend = trend_of(panel, tested, sex, age);
            for (int i = 0; i < tested->horizons; i++) {
                double gone = trend.change * moved(outlook->trend, i);
                own = all + outlook->fade * (own - all);
                put_ratio(panel, inputs, i, sex, age, own * exp(trend.level * expm1(gone)));
            }
        }
    fill_children(panel, tested, inputs);
}

static int make_case(const struct panel *panel, const struct tested *tested, cohort_inputs **out,
                     cohort_error *error)
{
    const cohort_grid grid = {panel->grid.width, panel->grid.ages,
                              cohort_grid_year(&panel->grid, tested->base), tested->horizons};
    int code = cohort_inputs_new(&grid, COHORT_IPSS, out, error);
    if (code)
        return code;
    (*out)->limits = LIMITS_OF_COUNTS;
    fill_case(panel, tested, *out);
    return code;
}

int cohort_cases_visit(const struct panel *panel, case_visitor *visit, void *context,
                       cohort_error *error)
{
    int code = COHORT_OK;
    struct forecast forecast = {.panel = panel, .tested = {.area = -1}};
    while (!code && find_next(panel, &forecast.tested)) {
        cohort_inputs *inputs;
        cohort_projection *projection = NULL;
        code = make_case(panel, &forecast.tested, &inputs, error);
        if (!code)
            code = cohort_projection_new(inputs, &projection, error);
        if (!code) {
            forecast.inputs = inputs;
            forecast.population = cohort_projection_population(projection);
            code = visit(context, &forecast, error);
        }
        cohort_projection_free(projection);
        cohort_inputs_free(inputs);
    }
    if (code)
        cohort_fail_prefix(error, code, "area %d from %d on: ", forecast.tested.area,
                           cohort_grid_year(&panel->grid, forecast.tested.base));
    return code;
}

/* The case that is asked for, if it is one. */
static int find_case(const struct panel *panel, int area, int base_year, int horizons,
                     struct tested *tested, cohort_error *error)
{
    *tested = (struct tested){area, cohort_grid_date(&panel->grid, base_year), horizons, 0.0, 0.0};
    if (area < 0 || area >= panel->censuses->areas || horizons < 1 ||
        horizons > COHORT_HORIZONS_MAX)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "area %d, %d horizons: expected 0 to %d, and 1 to %d", area, horizons,
                           panel->censuses->areas - 1, COHORT_HORIZONS_MAX);
    if (tested->base < 1)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "base %d: expected the second census or a later one", base_year);
    if (!know(panel, tested))
        return cohort_fail(error, COHORT_ERROR_MISSING,
                           "area %d: nobody counted, or left out, in %d or the census before", area,
                           base_year);
    return COHORT_OK;
}

int cohort_backtest_inputs(const cohort_censuses *censuses, int area, int base_year, int horizons,
                           const cohort_outlook *outlook, cohort_inputs **out, cohort_error *error)
{
    struct panel panel;
    struct tested tested;
    *out = NULL;
    int code = cohort_panel_make(&panel, censuses, outlook, NULL, error);
    if (!code)
        code = find_case(&panel, area, base_year, horizons, &tested, error);
    if (!code)
        code = make_case(&panel, &tested, out, error);
    cohort_panel_free(&panel);
    return code ? code : cohort_succeed(error);
}
