/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/chart_style.h"

#include "chart/letters.h"
#include "core/error.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_EMS = 40 }; /* ems, in an error */

/* The empty share of a scale above which its steps are made finer. */
#define EMPTY_MAX 0.25

const char *const cohort_chart_colours[] = {"#6e6e6e", "#0072b2", "#e69f00", "#009e73",
                                            "#cc79a7", "#d55e00", "#56b4e9"};
const char *const cohort_chart_inks[] = {"#555555", "#00598c", "#8a5d00", "#00704f",
                                         "#98457a", "#a34700", "#1c6ea0"};

/* Dashes can be told apart without colours, the first ones best. */
static const char *const dashes[CHART_COLOURS] = {"6 4", "16 4",    "10 3 2 3 2 3", "10 4 2 4",
                                                  "3 6", "2.5 2.5", "14 3 5 3"};

chart_text cohort_chart_stroke(cohort_mark mark, int colour)
{
    const bool dashed = mark == COHORT_MARK_DASHES;
    chart_text stroke = {"stroke='" CHART_BLACK "' stroke-width='1.2'"};
    if (mark != COHORT_MARK_THIN)
        snprintf(stroke.text, sizeof stroke.text, "stroke='%s' stroke-width='2.5'%s%s%s",
                 cohort_chart_colours[colour], dashed ? " stroke-dasharray='" : "",
                 dashed ? dashes[colour] : "", dashed ? "'" : "");
    return stroke;
}

/* --- Numbers ---------------------------------------------------------------------------------- */

/* The digits of a number without its sign, the same in every locale. */
static void write_digits(double size, int decimals, bool commas, char *text)
{
    long long power = 1;
    int kept = 0; /* decimals that fit into 18 digits */
    for (; kept < decimals && size * (double)power < 1e17; kept++)
        power *= 10;
    const long long scaled = llround(size * (double)power);
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%lld", scaled / power);
    for (int i = 0; i < length; i++) {
        if (commas && i > 0 && (length - i) % 3 == 0)
            *text++ = ',';
        *text++ = digits[i];
    }
    if (kept > 0)
        *text++ = '.';
    for (long long unit = power / 10; unit > 0; unit /= 10)
        *text++ = (char)('0' + scaled / unit % 10);
    *text = '\0';
}

chart_text cohort_chart_number(double value, int decimals, cohort_language language,
                               const char *plus)
{
    const char *sign = value >= 0.0 ? plus : language == COHORT_JAPANESE ? "▲" : "−";
    char digits[48];
    chart_text number;
    write_digits(fabs(value), decimals, true, digits);
    const bool zero = strspn(digits, "0.,") == strlen(digits);
    snprintf(number.text, sizeof number.text, "%s%s", zero ? "" : sign, digits);
    return number;
}

chart_text cohort_chart_year(double year)
{
    chart_text text = {"-"};
    int decimals = 0;
    for (double at = fabs(year); decimals < 2 && fabs(at - round(at)) > 1e-6; at *= 10.0)
        decimals++;
    write_digits(fabs(year), decimals, false, text.text + (year < 0.0));
    return text;
}

chart_text cohort_chart_ages(const cohort_grid *grid, int age, cohort_language language)
{
    const int from = age * grid->width;
    const char *dash = language == COHORT_JAPANESE ? "〜" : "–";
    chart_text ages;
    if (age == grid->ages - 1)
        snprintf(ages.text, sizeof ages.text, "%d+", from);
    else if (grid->width == 1)
        snprintf(ages.text, sizeof ages.text, "%d", from);
    else
        snprintf(ages.text, sizeof ages.text, "%d%s%d", from, dash, from + grid->width - 1);
    return ages;
}

int cohort_chart_check(int count, const chart_number *numbers, cohort_error *error)
{
    for (const chart_number *at = numbers; at < numbers + count; at++)
        if (at->value < at->low || at->value > at->high)
            return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%s %d: expected %d to %d", at->name,
                               at->value, at->low, at->high);
    return COHORT_OK;
}

int cohort_chart_fail_in(cohort_error *error, int code, const char *what, int number,
                         const char *name)
{
    size_t next;
    if (!name)
        return cohort_fail_prefix(error, code, "%s %d: ", what, number);
    return cohort_fail_prefix(error, code, "%s %d \"%.*s\": ", what, number,
                              (int)cohort_letters_line(name, NAME_MAX_EMS, true, &next), name);
}

/* --- Scales ----------------------------------------------------------------------------------- */

static double power_of_ten_below(double value)
{
    double power = 1.0;
    while (power * 10.0 <= value)
        power *= 10.0;
    while (power > value)
        power /= 10.0;
    return power;
}

double cohort_chart_step(double value)
{
    static const double nice[] = {1.0, 2.0, 5.0};
    const double power = power_of_ten_below(value);
    for (int i = 0; i < 3; i++)
        if (value <= nice[i] * power * (1.0 + 1e-9))
            return nice[i] * power;
    return 10.0 * power;
}

static int decimals_of(double step)
{
    int decimals = 0;
    for (; step < 0.999 && decimals < 9; step *= 10.0)
        decimals++;
    return decimals;
}

/* A scale that ends at multiples of the step. */
static chart_axis axis_of(double low, double high, double step)
{
    chart_axis axis = {.first = (long long)floor(low / step + 1e-9),
                       .last = (long long)ceil(high / step - 1e-9),
                       .step = step,
                       .decimals = decimals_of(step)};
    axis.low = (double)axis.first * step;
    axis.high = (double)axis.last * step;
    return axis;
}

chart_axis cohort_chart_axis(double low, double high, int usual, int max)
{
    const double size = fmax(fabs(low), fabs(high));
    if (high - low <= 1e-9 * fmax(size, 1e-3)) {
        low = fmin(low, 0.0);
        high = fmax(high, low < 0.0 ? 0.0 : 1e-6);
        if (size < 1e-6)
            low = 0.0, high = 1.0;
    }
    chart_axis axis = axis_of(low, high, cohort_chart_step((high - low) / usual));
    while (axis.last - axis.first > usual) /* ending at ticks may take one more */
        axis = axis_of(low, high, cohort_chart_step(1.5 * axis.step));
    while (high - low < (1.0 - EMPTY_MAX) * (axis.high - axis.low)) {
        const chart_axis closer = axis_of(low, high, cohort_chart_step(0.4 * axis.step));
        if (closer.last - closer.first > max)
            break;
        axis = closer;
    }
    return axis;
}

chart_axis cohort_chart_span(double low, double high, double step)
{
    return (chart_axis){.low = low,
                        .high = high,
                        .step = step,
                        .first = (long long)ceil(low / step - 1e-9),
                        .last = (long long)floor(high / step + 1e-9),
                        .decimals = decimals_of(step)};
}

double cohort_chart_at(const chart_axis *axis, double value, double from, double to)
{
    return from + (value - axis->low) / (axis->high - axis->low) * (to - from);
}
