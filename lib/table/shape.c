/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/shape.h"

#include "table/choose.h"
#include "text/date.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

/* Is the shape one that has always been read: long, or dates as columns, without titles? */
static bool is_plain(const cohort_layout *layout)
{
    const unsigned needed =
        1U << COHORT_MEANS_AREA | 1U << COHORT_MEANS_SEX | 1U << COHORT_MEANS_AGE;
    const unsigned across = layout->across & ~(unsigned)(COHORT_SAYS_COLUMN | COHORT_SAYS_QUANTITY);
    return (layout->axes & needed) == needed && (across & ~(unsigned)COHORT_SAYS_YEAR) == 0;
}

/* What the table is read as: `a row an area and sex; columns: ages`. */
static void describe(const cohort_reading *read, bool by_file)
{
    static const char *const rows[] = {"area", NULL, "variable", "date", "sex", "age"};
    static const struct {
        unsigned says;
        const char *name;
    } columns[] = {{COHORT_SAYS_YEAR, "dates"},
                   {COHORT_SAYS_AGE, "ages"},
                   {COHORT_SAYS_SEX, "sexes"},
                   {COHORT_SAYS_QUANTITY, "quantities"}};
    cohort_reader_counts *counts = read->counts;
    const size_t size = sizeof counts->shape;
    const char *between = "a row for each ";
    unsigned named = 0;
    counts->shape[0] = '\0';
    for (int i = 0; i < read->layout.label_count; i++) {
        cohort_meaning axis = read->layout.labels[i].axis;
        if (axis == COHORT_MEANS_NAME || axis == COHORT_MEANS_REGION)
            axis = COHORT_MEANS_AREA;
        if (axis == COHORT_MEANS_VALUE || named & 1U << axis)
            continue;
        named |= 1U << axis;
        cohort_append(counts->shape, size, "%s%s", between, rows[axis]);
        between = ", ";
    }
    between = named ? "; columns are " : "columns are ";
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (read->layout.across & columns[i].says) {
            cohort_append(counts->shape, size, "%s%s", between, columns[i].name);
            between = " and ";
        }
    const bool same = !counts->shape_year || counts->shape_year == read->block.year;
    if (same)
        counts->shape_year = read->block.year;
    if (same && !cohort_layout_says(&read->layout, COHORT_MEANS_YEAR))
        cohort_append(counts->shape, size, "; the date is %d%s", read->block.year,
                      by_file ? ", by the name of the file or sheet" : "");
    if (!cohort_layout_says(&read->layout, COHORT_MEANS_SEX) && read->block.sex >= 0 &&
        read->block.sex != COHORT_BOTH)
        counts->all_sex = true, counts->file_sex = read->block.file_sex;
}

static void note_month(cohort_reader_counts *counts, int year, int month)
{
    enum { OCTOBER = 10 /* of Japan's censuses */ };
    counts->months |= month ? 1U << month : 0;
    if (month && month != OCTOBER && !counts->month)
        counts->dated = year, counts->month = month;
}

void cohort_shape_date(const cohort_reading *read, const char *text)
{
    char before[COHORT_LABEL_REST];
    cohort_label label;
    int year;
    const char *behind = cohort_date_next(text, &year);
    if (!behind)
        return;
    snprintf(before, sizeof before, "%.*s", (int)(behind - text), text);
    note_month(read->counts, year, cohort_month_within(before, behind));
    cohort_parse_label(text, &label);
    if (label.says != COHORT_SAYS_YEAR || !*label.rest || *read->counts->marked ||
        cohort_is_suffix(read->options, label.rest) ||
        cohort_meaning_within(label.rest, COHORT_MEANS_AS_OF) ||
        cohort_meaning_within(label.rest, COHORT_MEANS_CENSUS) ||
        cohort_meaning_within(label.rest, COHORT_MEANS_REGISTER))
        return;
    cohort_shown_text(text, read->counts->marked);
}

const char *cohort_shape_label(const cohort_reading *read, int label)
{
    const cohort_layout *layout = &read->layout;
    const cohort_meaning axis = layout->labels[label].axis;
    const char *text = cohort_cell_text(&read->cells, read->row, layout->labels[label].column);
    if (*text || (axis != COHORT_MEANS_SEX && axis != COHORT_MEANS_AGE))
        return text;
    for (int i = 0; i < layout->label_count; i++) {
        if (layout->labels[i].axis != COHORT_MEANS_VARIABLE)
            continue;
        cohort_label of;
        cohort_parse_label(cohort_cell_text(&read->cells, read->row, layout->labels[i].column),
                           &of);
        const char *name = of.says & COHORT_SAYS_QUANTITY ? cohort_quantity_names[of.quantity] : "";
        return strcmp(name, "tfr") == 0 || strcmp(name, "srb") == 0 ? "total" : text;
    }
    return text;
}

/* What dates say besides their years. */
static void note_dates(const cohort_reading *read, bool titled)
{
    const cohort_layout *layout = &read->layout;
    if (titled)
        note_month(read->counts, read->block.year, read->block.month);
    for (int i = 0; i < layout->value_count; i++)
        if (layout->values[i].says.says & COHORT_SAYS_YEAR)
            cohort_shape_date(read, layout->headings.columns[layout->values[i].column].text);
}

/* Does nothing say what figures are, but that they are numbers (Eurostat's unit NR)? */
static bool is_unsaid(const cohort_reading *read)
{
    const cohort_layout *layout = &read->layout;
    return (layout->quantity < 0 || (layout->quantity == 0 && layout->unit_count > 0)) &&
           read->block.quantity < 0 && !read->sheet.unit &&
           !(layout->across & (COHORT_SAYS_QUANTITY | COHORT_SAYS_UNIT)) &&
           !cohort_layout_says(layout, COHORT_MEANS_VARIABLE);
}

void cohort_shape_note(const cohort_reading *read, bool titled, bool by_file)
{
    const cohort_layout *layout = &read->layout;
    cohort_reader_counts *counts = read->counts;
    const bool named = layout->headings.places || cohort_are_areas(layout->axes);
    for (int i = 0; i < layout->label_count; i++)
        counts->japanese =
            counts->japanese ||
            (layout->labels[i].axis == COHORT_MEANS_AREA &&
             (unsigned char)*layout->headings.columns[layout->labels[i].column].text >= 0x80);
    const bool undated = !cohort_layout_says(layout, COHORT_MEANS_YEAR);
    if (layout->unused >= 0)
        cohort_shown_text(layout->headings.columns[layout->unused].text, counts->unused);
    if (layout->ignored >= 0 && counts->ignored++ == 0) {
        cohort_shown_text(layout->headings.columns[layout->ignored].text, counts->ignored_text);
        counts->ignored_line = layout->headings.line;
    }
    if (layout->counted >= 0)
        cohort_shown_text(layout->headings.columns[layout->counted].text, counts->counted);
    cohort_shown_text(read->block.words, counts->block[*counts->block[0] != '\0']);
    counts->titled_area = counts->titled_area || !named;
    counts->file_area = counts->file_area || read->block.file_place;
    counts->no_age = counts->no_age || !cohort_layout_says(layout, COHORT_MEANS_AGE);
    counts->no_sex =
        counts->no_sex || (!cohort_layout_says(layout, COHORT_MEANS_SEX) && read->block.sex < 0);
    counts->from_file = counts->from_file || (read->block.from_file &&
                                              !cohort_layout_says(layout, COHORT_MEANS_VARIABLE));
    counts->unsaid = counts->unsaid || is_unsaid(read);
    counts->headed = counts->headed || layout->across & COHORT_SAYS_QUANTITY;
    counts->guessed = counts->guessed || titled || (by_file && undated) || !is_plain(layout);
    describe(read, by_file);
    note_dates(read, undated);
    const char *slash = strrchr(read->cells.name, '/'), *name = slash ? slash : read->cells.name;
    if (read->block.registered || cohort_meaning_within(name, COHORT_MEANS_REGISTER))
        read->table->counted_by |= COHORT_BY_REGISTER;
    else if (read->block.census || cohort_meaning_within(name, COHORT_MEANS_CENSUS))
        read->table->counted_by |= COHORT_BY_CENSUS;
}
