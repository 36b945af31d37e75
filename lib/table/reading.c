/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/reading.h"

#include "core/error.h"
#include "table/dashes.h"
#include "text/csv.h"
#include "text/text.h"
#include "text/unit.h"
#include "text/wording.h"
#include "text/written.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { EXPECTED = 200 };
#define OTHER cohort_quantity_names[COHORT_OTHER_QUANTITY]

#define UNITS "人, 千人, 万人, 百万人, persons, thousands or millions"

/* ---- what a value is of ---- */

/* Is a quantity used, by its name? */
static bool is_used(const cohort_reading *read, const char *variable)
{
    const char *const *used = read->options->variables;
    while (used && *used && !cohort_same_text(variable, *used))
        used++;
    return !used || *used;
}

/* Those that are, for messages; into the caller's buffer. */
static const char *expected_variables(const cohort_reading *read, char expected[EXPECTED])
{
    const char *const *used = read->options->variables;
    snprintf(expected, EXPECTED, "one of");
    for (int i = 0; used && used[i]; i++)
        cohort_append(expected, EXPECTED, "%s %s", i ? "," : "", used[i]);
    return expected;
}

static const char *heading(const cohort_reading *read, int column)
{
    return read->layout.headings.columns[column].text;
}

/* The row's cell in a column, for messages. */
static cohort_cell_place place_of(const cohort_reading *read, int column)
{
    return (cohort_cell_place){read->cells.name, heading(read, column),
                               cohort_cell_text(&read->cells, read->row, column), read->row->line};
}

int cohort_reading_fail(const cohort_reading *read, int column, int code, const char *expected)
{
    const cohort_cell_place place = place_of(read, column);
    return cohort_place_fail(&place, code, expected, read->error);
}

/* The label of an axis that belongs to a value, or NULL. */
static const cohort_row_label *label_of(const cohort_reading *read,
                                        const cohort_value_column *value, cohort_meaning axis)
{
    return value->labels[axis] < 0 ? NULL : &read->labels[value->labels[axis]];
}

static const char *text_of(const cohort_reading *read, const cohort_value_column *value,
                           cohort_meaning axis)
{
    const cohort_row_label *label = label_of(read, value, axis);
    const char first = label ? label->text[0] : '\0';
    const bool dash = (first == '-' && !label->text[1]) ||
                      ((unsigned char)first >= 0x80 && strcmp(label->text, "－") == 0);
    return first && !dash ? label->text : "";
}

/* A quantity's name; of one that is not asked for, which only counts have, OTHER. */
static const char *quantity_named(const cohort_reading *read, int quantity)
{
    const char *name = cohort_quantity_names[quantity];
    const bool moved = strncmp(name, "moved", strlen("moved")) == 0;
    if (read->block.life_table && strcmp(name, "mx") == 0)
        return "qx"; /* as 死亡率 is there */
    return moved && !(read->options->variables && is_used(read, name)) ? OTHER : name;
}

/* What a row calls a quantity in words of its own has the library's name. The last is kept. */
static const char *variable_named(cohort_reading *read, const char *text)
{
    cohort_label label;
    if (read->variable_text && cohort_same_text(read->variable_text, text))
        return read->variable;
    cohort_parse_label(text, &label);
    const unsigned says = label.says & ~(unsigned)COHORT_SAYS_UNIT;
    const bool is_word = !*label.rest && says == COHORT_SAYS_QUANTITY;
    const int within = is_word || is_used(read, text) ? -1 : cohort_quantity_within(text);
    const bool is_other =
        within == COHORT_OTHER_QUANTITY ||
        (says & COHORT_SAYS_OTHER &&
         cohort_means(cohort_word_meanings(label.rest, NULL), COHORT_MEANS_OTHER));
    read->variable_text = text;
    read->variable_per = is_word ? cohort_unit_per(text) : 0;
    return read->variable = is_word       ? quantity_named(read, label.quantity)
                            : is_other    ? OTHER
                            : within == 0 ? COHORT_POPULATION
                                          : text;
}

/* Persons as what they were counted, where that is asked for: by the heading, the row or a title. */
static const char *counted_as(const cohort_reading *read, const cohort_value_column *value,
                              const char *variable)
{
    const cohort_row_label *given = label_of(read, value, COHORT_MEANS_VARIABLE);
    const char *texts[] = {heading(read, value->column), given ? given->text : ""};
    bool registered = read->block.registered, census = read->block.census;
    if (!read->options->variables || !is_used(read, "register") ||
        strcmp(variable, COHORT_POPULATION) != 0)
        return variable;
    for (int i = 0; i < 2; i++) {
        registered = registered || cohort_meaning_within(texts[i], COHORT_MEANS_REGISTER);
        census = census || cohort_meaning_within(texts[i], COHORT_MEANS_CENSUS);
    }
    return registered ? "register" : census ? "census" : variable;
}

/* The variable of a value: by its heading, its row, a title. */
static const char *variable_of(cohort_reading *read, const cohort_value_column *value)
{
    const bool headed = value->says.says & COHORT_SAYS_QUANTITY;
    const bool other = value->says.says & COHORT_SAYS_OTHER;
    const bool part = read->layout.quantity == COHORT_OTHER_QUANTITY || /* by a column of kinds */
                      (other && cohort_part_within(value->says.rest));
    if (read->options_say.quantity < 0 && (headed ? part && value->says.quantity == 0 : other))
        return OTHER;
    if (headed)
        return quantity_named(read, value->says.quantity);
    const cohort_row_label *given = label_of(read, value, COHORT_MEANS_VARIABLE);
    const int said = read->block.quantity >= 0 ? read->block.quantity : read->layout.quantity;
    if (given)
        return variable_named(read, given->text);
    return said >= 0 ? quantity_named(read, said) : COHORT_POPULATION;
}

/* Area and name of a value. Returned: area "" if there is neither. */
static void area_of(const cohort_reading *read, const cohort_value_column *value, const char **area,
                    const char **name, char joined[2 * COHORT_CONTEXT_TEXT])
{
    const char *region = text_of(read, value, COHORT_MEANS_REGION);
    const char *own = text_of(read, value, COHORT_MEANS_NAME);
    *area = text_of(read, value, COHORT_MEANS_AREA);
    *name = *own ? own : region;
    if (read->layout.headings.places)
        *area = value->says.rest;
    if (**area)
        return;
    if (value->labels[COHORT_MEANS_AREA] >= 0) {
        const bool nation = cohort_means(cohort_text_meanings(*name), COHORT_MEANS_TOTAL);
        *area = nation || strcmp(*name, "全国") == 0 ? "00000" : *name;
    } else if (*own && *region && cohort_written_number(region, &(double){0}) != COHORT_OK) {
        snprintf(joined, 2 * COHORT_CONTEXT_TEXT, "%.60s%.60s", region, own);
        *area = joined;
    } else if (**name) {
        *area = *name;
    } else {
        *area = read->area;
        *name = read->block.name;
    }
}

static int refuse_variable(cohort_reading *read, const cohort_value_column *value,
                           const char *variable, const char *expected)
{
    const int label = value->labels[COHORT_MEANS_VARIABLE];
    if (label >= 0)
        return cohort_reading_fail(read, read->layout.labels[label].column, COHORT_ERROR_ARGUMENT,
                                   expected);
    return cohort_fail(
        read->error, COHORT_ERROR_ARGUMENT,
        "%s: there is no column \"variable\", and nothing says what the figures are: "
        "that is a %s: expected %s",
        read->cells.name, variable, expected);
}

void cohort_reading_ignore(cohort_reading *read, const char *quantity, const char *expected)
{
    cohort_reader_counts *counts = read->counts;
    read->pair = -1;
    if (counts->ignored++ > 0)
        return;
    cohort_shown_text(quantity, counts->ignored_text);
    if (cohort_part_within(quantity))
        expected = "persons, all of the population";
    counts->ignored_line = read->row->line;
    snprintf(counts->refusal, sizeof counts->refusal,
             "%.150s, line %d: the figures are of \"%s\": expected %s (--title population "
             "would say that they are that)",
             read->cells.name, read->row->line, counts->ignored_text,
             expected ? expected : "a quantity that is used");
}

/* What a value's quantity is called where it stands. */
static const char *words_of(const cohort_reading *read, const cohort_value_column *value,
                            const char *variable)
{
    const cohort_row_label *given = label_of(read, value, COHORT_MEANS_VARIABLE);
    if (given)
        return given->text;
    if (value->says.says & COHORT_SAYS_OTHER)
        return value->says.rest;
    if (variable == OTHER && read->layout.quantity == COHORT_OTHER_QUANTITY)
        return cohort_cell_text(&read->cells, read->row, read->layout.quantity_column);
    const bool headed = value->says.says & COHORT_SAYS_QUANTITY;
    if (headed && variable == OTHER)
        return heading(read, value->column);
    const bool titled = !headed && read->block.quantity >= 0;
    return titled ? read->block.said : variable;
}

/* Find the pair of area and variable of a value: read->pair. */
static int find_pair(cohort_reading *read, const cohort_value_column *value)
{
    char joined[2 * COHORT_CONTEXT_TEXT], text[EXPECTED];
    if (read->pair >= 0 && (value->same_pair || (!read->moved && read->layout.one_pair)))
        return COHORT_OK;
    const char *area, *name, *variable = counted_as(read, value, variable_of(read, value));
    area_of(read, value, &area, &name, joined);
    const int label = value->labels[COHORT_MEANS_AREA];
    if (!*area)
        return cohort_reading_fail(read, label < 0 ? 0 : read->layout.labels[label].column,
                                   COHORT_ERROR_VALUE, "the code or name of an area");
    const char *expected = is_used(read, variable) ? NULL : expected_variables(read, text);
    const bool titled = label_of(read, value, COHORT_MEANS_VARIABLE) == NULL &&
                        (value->says.says & COHORT_SAYS_QUANTITY || read->block.quantity >= 0);
    if (variable == OTHER || (expected && titled))
        return cohort_reading_ignore(read, words_of(read, value, variable), expected), COHORT_OK;
    if (expected)
        return refuse_variable(read, value, variable, expected);
    read->pair = cohort_rows_pair(&read->table->rows, area, variable, name, read->error);
    return read->pair < 0 ? COHORT_ERROR_MEMORY : COHORT_OK;
}

/* ---- values ---- */

static void note_gap(const cohort_reading *read, const cohort_value_column *value, const char *text,
                     bool undated)
{
    cohort_rows *rows = &read->table->rows;
    cohort_row_pair *pair = &rows->pairs[read->pair];
    cohort_unread *first = undated ? &pair->empty : &pair->gap;
    if (!pair->gap.text && !first->text)
        *first = (cohort_unread){cohort_rows_text(rows, heading(read, value->column)),
                                 cohort_rows_text(rows, text), read->number};
}

/* A number with what some files write it with: a comma for a point where semicolons separate, and a
 * flag behind a blank in Eurostat's. */
int cohort_reading_number(const cohort_reading *read, const char *text, double *number)
{
    char copy[COHORT_PLAIN_TEXT];
    const int code = cohort_written_number(text, number);
    const bool semicolons = read->cells.separator == COHORT_SEMICOLONS;
    const bool flags = read->cells.separator == COHORT_TABS_AND_COMMAS;
    if ((!semicolons && !flags) || strlen(text) >= sizeof copy)
        return code;
    strcpy(copy, text);
    char *comma = semicolons && !strchr(copy, '.') ? strchr(copy, ',') : NULL;
    if (comma && !strchr(comma + 1, ','))
        *comma = '.';
    if (flags)
        copy[strcspn(copy, " ")] = '\0';
    return cohort_written_number(copy, number);
}

/* Persons who were counted, of whom a dash is none. */
static bool is_count(const char *variable)
{
    return strcmp(variable, COHORT_POPULATION) == 0 || strcmp(variable, "census") == 0 ||
           strcmp(variable, "register") == 0;
}

/* Why a cell has no number: a dash that is a zero, a gap, or an error. */
static int no_number(const cohort_reading *read, const cohort_value_column *value, const char *text,
                     int code, cohort_row *row)
{
    const char *variable = read->table->rows.pairs[read->pair].variable;
    const bool dash = cohort_means(cohort_text_meanings(text), COHORT_MEANS_DASH);
    const cohort_dash guess = read->options->dash;
    const cohort_cell_place place = place_of(read, value->column);
    row->value = COHORT_DASH_VALUE;
    if (dash && (guess == COHORT_DASH_ZERO || (guess == COHORT_DASH_GUESS && is_count(variable))))
        return COHORT_OK;
    if (!read->options->gaps)
        return cohort_place_no_number(&place, code, "a finite number, such as 1234.5", read->error);
    const bool undated = !*text && read->layout.across & COHORT_SAYS_YEAR;
    row->value = undated ? COHORT_EMPTY_VALUE : (double)NAN;
    read->counts->withheld += *text != '\0';
    if (*text && row->age_to == COHORT_AGE_UNKNOWN) /* of these none are known */
        return row->value = 0.0, COHORT_OK;
    note_gap(read, value, text, undated);
    return COHORT_OK;
}

/* What the row's columns of units say: mostly what those of the row before do. */
static int take_units(cohort_reading *read)
{
    const cohort_layout *layout = &read->layout;
    bool same = layout->unit_count <= COHORT_UNITS_KEPT;
    for (int i = 0; same && i < layout->unit_count; i++)
        same = read->unit_texts[i] &&
               cohort_same_text(read->unit_texts[i],
                                cohort_cell_text(&read->cells, read->row, layout->units[i]));
    if (same && layout->unit_count > 0)
        return COHORT_OK;
    read->unit = layout->unit_count > 0;
    read->per = 0;
    read->odd = NULL;
    read->yearly = false;
    for (int i = 0; i < layout->unit_count; i++) {
        const char *text = cohort_cell_text(&read->cells, read->row, layout->units[i]);
        const int unit = cohort_unit_of_cell(text), per = cohort_unit_per(text);
        if (unit == COHORT_UNIT_UNKNOWN)
            return cohort_reading_fail(read, layout->units[i], COHORT_ERROR_VALUE, UNITS);
        read->unit = unit > read->unit ? unit : read->unit;
        read->per = per ? per : read->per;
        read->odd = cohort_unit_is_rate(text) ? text : read->odd;
        read->yearly = read->yearly || cohort_unit_is_yearly(text);
        if (i < COHORT_UNITS_KEPT)
            read->unit_texts[i] = text;
    }
    return COHORT_OK;
}

int cohort_reading_row(cohort_reading *read)
{
    cohort_table *table = read->table;
    read->number = table->places[table->place_count - 1].before + read->row->line;
    table->lines = read->number > table->lines ? read->number : table->lines;
    return take_units(read);
}

static bool is_counted(const char *variable)
{
    static const char *const counts[] = {COHORT_POPULATION, "net_migration", "births",
                                         "deaths",          "census",        "register",
                                         "moved_in",        "moved_out"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(variable, counts[i]) == 0)
            return true;
    return false;
}

/* How many persons the unit of persons and events is: by the heading, the row or a title. *said:
 * does any say it? */
static int find_unit(const cohort_reading *read, const cohort_value_column *value, int *unit,
                     bool *said)
{
    int found = read->unit > 1 || !read->block.unit ? read->unit : read->block.unit;
    found = value->says.says & COHORT_SAYS_UNIT ? value->says.unit : found;
    found = is_counted(read->table->rows.pairs[read->pair].variable) ? found : 0;
    *said = found != 0;
    *unit = found ? found : 1;
    return found >= 0 ? COHORT_OK
                      : cohort_fail(read->error, COHORT_ERROR_FORMAT,
                                    "%s: the unit in \"%s\" cannot be read: expected %s "
                                    "(--title \"千人\" would say it)",
                                    read->cells.name, read->block.unit_text, UNITS);
}

static void note_rate(cohort_reader_counts *counts, const char *variable, int per)
{
    for (int i = 0; i < COHORT_RATES_SAID; i++) {
        cohort_rate_said *said = &counts->rates[i];
        if (*said->variable && strcmp(said->variable, variable) != 0)
            continue;
        snprintf(said->variable, sizeof said->variable, "%s", variable);
        said->per = per;
        return;
    }
}

/* Rates are divided by what their heading or row says they are per; counts that these say are rates are
 * refused. For net migration, whose values say nothing of their unit, titles count, too. */
static int take_per(const cohort_reading *read, const cohort_value_column *value, double *number)
{
    const char *variable = read->table->rows.pairs[read->pair].variable;
    const bool moves = strncmp(variable, "net_migration", strlen("net_migration")) == 0;
    const cohort_row_label *given = label_of(read, value, COHORT_MEANS_VARIABLE);
    const int named = given ? read->variable_per : 0;
    if (!value->per && !read->odd && !moves && !named)
        return COHORT_OK;
    if (!is_counted(variable)) {
        const int said = value->per ? value->per : named, own = said ? said : read->per,
                  per = own || !moves ? own : read->block.per;
        if (per)
            note_rate(read->counts, variable, per);
        *number /= per ? per : 1;
        return COHORT_OK;
    }
    read->table->yearly =
        read->table->yearly || (moves && (value->yearly || read->yearly || read->block.yearly));
    const char *title = moves && *read->block.per_text ? read->block.per_text : NULL;
    const char *odd = value->per  ? heading(read, value->column)
                      : named     ? given->text
                      : read->odd ? read->odd
                                  : title;
    return !odd ? COHORT_OK
                : cohort_fail(read->error, COHORT_ERROR_FORMAT,
                              "%s, line %d: the unit of %s, \"%s\", is not one of persons: "
                              "expected " UNITS "%s",
                              read->cells.name, read->row->line, variable, odd,
                              moves ? "; rates are net_migration_rate" : "");
}

static void complete(const cohort_reading *read, const cohort_value_column *value, cohort_row *row)
{
    const unsigned says = value->says.says;
    const cohort_row_label *year = label_of(read, value, COHORT_MEANS_YEAR),
                           *sex = label_of(read, value, COHORT_MEANS_SEX),
                           *age = label_of(read, value, COHORT_MEANS_AGE);
    row->year = says & COHORT_SAYS_YEAR ? value->says.year : year ? year->from : read->block.year;
    row->sex = says & COHORT_SAYS_SEX ? value->says.sex
               : sex                  ? sex->from
               : read->block.sex < 0  ? COHORT_BOTH
                                      : read->block.sex;
    const bool own = says & COHORT_SAYS_AGE;
    row->age_from = own ? value->says.age_from : age ? age->from : 0;
    row->age_to = own ? value->says.age_to : age ? age->to : COHORT_OPEN_END;
}

static void note_value(const cohort_reading *read, const cohort_row *row)
{
    read->counts->sexes |= 1U << row->sex;
    read->counts->parts = read->counts->parts || row->value > floor(row->value);
    read->counts->largest = fmax(read->counts->largest, row->value);
    for (int i = 0; i < COHORT_RATES_GUESSED && read->counts->headed; i++)
        if (strcmp(read->table->rows.pairs[read->pair].variable, COHORT_GUESSES[i].variable) == 0 &&
            row->value > read->counts->most[i])
            read->counts->most[i] = row->value;
}

/* `5.194` is 5194 where a point is of thousands: all such figures have three digits behind it, and the
 * others are below 1,000. Until that is settled their lines are below 0. */
static void note_point(const cohort_reading *read, const cohort_value_column *value,
                       const char *text, cohort_row *row)
{
    cohort_reader_counts *counts = read->counts;
    const char *point = text + strspn(text, "0123456789");
    const char *signs = read->cells.separator == COHORT_SEMICOLONS ? ".," : ".";
    if (counts->whole || (!*point && row->value < 1000.0) ||
        strcmp(read->table->rows.pairs[read->pair].variable, COHORT_POPULATION) != 0)
        return;
    if (*point && strchr(signs, *point) &&
        strpbrk(point + 1, *point == '.' ? ".," : ",")) { /* `2.660,0` */
        cohort_shown_text(text, counts->points);
        return;
    }
    counts->whole = row->value >= 1000.0;
    if (counts->whole || !*point)
        return;
    if (!strchr(".,", *point) || *text == '0' || point == text || point > text + 3 ||
        strspn(point + 1, "0123456789") != 3 || point[4]) {
        counts->whole = true;
        return;
    }
    row->line = -row->line;
    if (!*counts->pointed)
        snprintf(counts->pointed, sizeof counts->pointed, "%.300s, line %d, column %s: \"%s\"",
                 read->cells.name, read->row->line, heading(read, value->column), text);
}

int cohort_reading_value(cohort_reading *read, const cohort_value_column *value)
{
    const char *text = cohort_cell_text(&read->cells, read->row, value->column);
    cohort_row row = {.line = read->number};
    bool said;
    int unit, code = find_pair(read, value);
    if (code || read->pair < 0)
        return code;
    complete(read, value, &row);
    code = cohort_reading_number(read, text, &row.value);
    if (code)
        code = no_number(read, value, text, code, &row);
    else
        row.value += 0.0; /* -0 is a number, no dash */
    if (code)
        return code;
    code = find_unit(read, value, &unit, &said);
    if (code)
        return code;
    if (!said)
        note_point(read, value, text, &row);
    code = take_per(read, value, &row.value);
    if (code)
        return code;
    row.value *= unit;
    read->counts->unit = unit > read->counts->unit ? unit : read->counts->unit;
    note_value(read, &row);
    return cohort_rows_add(&read->table->rows, read->pair, &row, read->error);
}
