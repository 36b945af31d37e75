/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts: CSV as cells, names of measures, markup, and pictures with any label and numbers. */
#include "fuzz/take.h"

static void cells(const char *text, size_t size)
{
    cohort_csv *csv;
    cohort_error error;
    double number;
    int whole;
    check_error(cohort_csv_parse(text, size, "in.csv", &csv, &error), &error);
    for (int r = 0; csv && r < cohort_csv_records(csv); r++)
        for (int c = 0; c < cohort_csv_columns(csv); c++) {
            HOLDS(!strpbrk(cohort_csv_cell(csv, r, c), "\x1B\x07\x7F"));
            check_error(cohort_csv_number(csv, r, c, &number, &error), &error);
            check_error(cohort_csv_integer(csv, r, c, &whole, &error), &error);
            check_error(cohort_csv_year(csv, r, c, &whole, &error), &error);
        }
    cohort_csv_free(csv);
}

/* A cell that is written is read again as it was, but for control characters and blanks at its ends. */
static void write_cell(char *text)
{
    cohort_output *output;
    cohort_csv *csv;
    cohort_error error;
    const char *written;
    size_t size;
    cohort_clean_text(text);
    HOLDS(cohort_output_memory(&output, &error) == COHORT_OK);
    cohort_output_print(output, "a,b\n");
    cohort_output_cell(output, text);
    cohort_output_print(output, ",1\n");
    HOLDS(cohort_output_text(output, &written, &size, &error) == COHORT_OK);
    HOLDS(cohort_csv_parse(written, size, "made", &csv, &error) == COHORT_OK);
    const size_t length = strlen(text);
    const bool is_wrapped =
        text[0] == '\'' || strncmp(text, "=\"", 2) == 0; /* means something else */
    const bool has_blanks =
        strncmp(text, "　", 3) == 0 || (length >= 3 && strcmp(text + length - 3, "　") == 0);
    HOLDS(is_wrapped || has_blanks || strcmp(cohort_csv_cell(csv, 0, 0), text) == 0);
    cohort_csv_free(csv);
    cohort_output_close(&output, 0, NULL);
}

static void draw(const char *text, struct take *take)
{
    enum { POINTS = 6 };
    cohort_output *output;
    cohort_error error;
    cohort_chart chart;
    double years[POINTS], values[POINTS];
    cohort_chart_init(&chart);
    chart.title = text;
    chart.subtitle = text;
    for (int i = 0; i < POINTS; i++) {
        years[i] = take_byte(take) > 8 ? 2000.0 + 5 * i : take_number(take);
        values[i] = take_number(take);
    }
    const cohort_chart_series series = {.label = text,
                                        .mark = (cohort_mark)take_up_to(take, 3),
                                        .colour = take_up_to(take, 7),
                                        .end_value = 1,
                                        .count = POINTS,
                                        .years = years,
                                        .values = values,
                                        .upper = values};
    const cohort_chart_panel panel = {
        .title = text, .unit = text, .series_count = 1, .series = &series};
    HOLDS(cohort_output_memory(&output, &error) == COHORT_OK);
    cohort_output_markup(output, text);
    check_error(cohort_chart_lines(output, &chart, 1, &panel, &error), &error);
    cohort_output_close(&output, 0, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct take take = {bytes, size};
    cohort_measure measure;
    cohort_error error;
    cells((const char *)bytes, size);
    char *text = take_text(&take);
    check_error(cohort_measure_parse(text, 2020, &measure, &error), &error);
    draw(text, &take);
    write_cell(text);
    free(text);
    return 0;
}
