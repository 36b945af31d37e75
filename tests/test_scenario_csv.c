/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/scenario.h>

#include "support/close.h"
#include "support/files.h"
#include "support/random.h"
#include "support/tables.h"

#include <stdbool.h>
#include <stdlib.h>

#define HEADER                                                                                     \
    "operation,sex,age_from,age_to,year_from,year_to,value_from,value,baseline_tfr,note\n"

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

/* From a file; from memory it is the same. */
static int read_text(const char *text, cohort_scenario **scenario, cohort_error *error)
{
    char path[SCRATCH_PATH];
    file_write_text(scratch_path("scenario.csv", path), text);
    const int code = cohort_scenario_read(path, scenario, error);
    cohort_scenario *same = NULL;
    cohort_csv *csv;
    cohort_error problem;
    int code_in_memory = cohort_csv_parse(text, strlen(text), path, &csv, &problem);
    if (!code_in_memory)
        code_in_memory = cohort_scenario_from_csv(csv, &same, &problem);
    assert_int_equal(code_in_memory, code);
    assert_true(!error || strcmp(problem.text, error->text) == 0);
    assert_int_equal(same ? cohort_scenario_count(same) : -1,
                     code ? -1 : cohort_scenario_count(*scenario));
    cohort_scenario_free(same);
    return code;
}

static cohort_scenario *read_good(const char *text)
{
    cohort_scenario *scenario;
    cohort_error error;
    if (read_text(text, &scenario, &error))
        fail_msg("%s", error.text);
    return scenario;
}

static int read_scenario(const char *bytes, size_t size, void **out, cohort_error *error)
{
    cohort_scenario *scenario = *out;
    assert_int_equal(strlen(bytes), size);
    const int code = read_text(bytes, &scenario, error);
    *out = scenario;
    return code;
}

/* --- Reading --- */

static void refuses_malformed_scenarios(void **state)
{
    static const struct malformed files[] = {
        {"empty", BYTES(""), COHORT_ERROR_FORMAT, "scenario.csv: the file is empty"},
        {"no operation", BYTES("sex,value\nmale,1\n"), COHORT_ERROR_MISSING,
         "scenario.csv: the header has no column \"operation\""},
        {"no value", BYTES("operation\nzero_migration\n"), COHORT_ERROR_MISSING,
         "no column \"value\""},
        {"decimal comma", BYTES("operation;value\ntfr;1,5\n"), COHORT_ERROR_VALUE,
         "line 2, column value: \"1,5\": expected a point for decimals"},
        {"misspelt column", BYTES("operation,value,yearfrom\ntfr,1.5,2020\n"), COHORT_ERROR_FORMAT,
         "column \"yearfrom\": expected operation, sex, age_from, age_to, year_from"},
        {"unknown operation", BYTES("operation,value\nTFR,1.5\n"), COHORT_ERROR_ARGUMENT,
         "line 2, column operation: \"TFR\": expected tfr, tfr_proportion, suppress_out"},
        {"misspelt operation", BYTES("operation,value\nsupress_out_migration,0.3\n"),
         COHORT_ERROR_ARGUMENT, "or add_migrants: did you mean suppress_out_migration?"},
        {"percentage for a share", BYTES("operation,value\nsuppress_out_migration,30\n"),
         COHORT_ERROR_VALUE,
         "suppress_out_migration: value: 30: expected 0 to 1; is it per 100 (0.3)?"},
        {"empty operation", BYTES("operation,value\n,1.5\n"), COHORT_ERROR_ARGUMENT,
         "column operation: the cell is empty"},
        {"unknown sex", BYTES("operation,sex,value\ntfr,x,1.5\n"), COHORT_ERROR_VALUE,
         "line 2, column sex: \"x\": expected male, female or both"},
        {"no number", BYTES("operation,value\ntfr,\n"), COHORT_ERROR_VALUE,
         "line 2, column value: the cell is empty: expected a finite number"},
        {"percent", BYTES("operation,value\nsuppress_out_migration,20%\n"), COHORT_ERROR_VALUE,
         "no percentage"},
        {"value for zero_migration", BYTES("operation,value\nzero_migration,1\n"),
         COHORT_ERROR_VALUE, "line 2: zero_migration: value: 1: expected 0 to 0"},
        {"half age", BYTES("operation,value,age_from\nadd_migrants,1,2.5\n"), COHORT_ERROR_VALUE,
         "column age_from: \"2.5\": expected a whole number"},
        {"year of an era as an age", BYTES("operation,value,age_from\nadd_migrants,1,R27\n"),
         COHORT_ERROR_VALUE, "column age_from: \"R27\": expected a whole number"},
        {"year", BYTES("operation,value,year_to\ntfr,1,R2x\n"), COHORT_ERROR_VALUE,
         "column year_to: \"R2x\""},
        {"ramp without years", BYTES("operation,value,value_from\ntfr,1.5,1.3\n"),
         COHORT_ERROR_ARGUMENT,
         "column value_from: \"1.3\": expected year_from and year_to as well"},
        {"ramp without end", BYTES("operation,value,value_from,year_from\ntfr,1.5,1.3,2020\n"),
         COHORT_ERROR_ARGUMENT, "expected year_from and year_to"},
        {"ramp of nothing",
         BYTES("operation,value,value_from,year_from,year_to\ntfr,1.5,nan,2020,2030\n"),
         COHORT_ERROR_VALUE, "column value_from: \"nan\""},
        {"out of range", BYTES("operation,value\ntfr,1.5\nsuppress_out_migration,1.5\n"),
         COHORT_ERROR_VALUE, "scenario.csv, line 3: suppress_out_migration: value: 1.5"},
        {"ages backwards", BYTES("operation,value,age_from,age_to\nadd_migrants,1,20,9\n"),
         COHORT_ERROR_ARGUMENT, "scenario.csv, line 2: add_migrants: ages 20 to 9"},
        {"long note", BYTES("operation,value,note\ntfr,1," FIFTY FIFTY FIFTY FIFTY "\n"),
         COHORT_ERROR_VALUE, "line 2, column note: \"012345678901234567890123456789"},
    };
    assert_malformed(sizeof files / sizeof *files, files, read_scenario);
}

static void reads_what_was_left_empty(void **state)
{
    cohort_scenario *scenario = read_good("value,,operation\n1.5,memo,tfr\n,,zero_migration\n");
    assert_int_equal(cohort_scenario_count(scenario), 2);
    const cohort_operation *operation = cohort_scenario_operation(scenario, 0);
    assert_int_equal(operation->kind, COHORT_SET_TFR);
    assert_int_equal(operation->sex, COHORT_BOTH);
    assert_int_equal(operation->age_from, 0);
    assert_int_equal(operation->age_to, COHORT_OPEN_END);
    assert_int_equal(operation->year_from, COHORT_OPEN_START);
    assert_int_equal(operation->year_to, COHORT_OPEN_END);
    assert_true(operation->value == 1.5);
    assert_true(isnan(operation->value_from));
    assert_true(isnan(operation->baseline_tfr));
    assert_string_equal(operation->note, "");
    assert_int_equal(cohort_scenario_operation(scenario, 1)->kind, COHORT_ZERO_MIGRATION);
    assert_true(cohort_scenario_operation(scenario, 1)->value == 0);
    cohort_scenario_free(scenario);
}

static void reads_cells_as_tables_have_them(void **state)
{
    cohort_scenario *scenario =
        read_good("operation,sex,value,year_to\nadd_migrants,女,\"1,700\",２０４０\n"
                  "add_migrants,M,▲12,2040\nadd_migrants,男女計,１２,2040\n");
    static const int sexes[] = {COHORT_FEMALE, COHORT_MALE, COHORT_BOTH};
    static const double values[] = {1700, -12, 12};
    for (int i = 0; i < 3; i++) {
        const cohort_operation *operation = cohort_scenario_operation(scenario, i);
        assert_int_equal(operation->sex, sexes[i]);
        assert_int_equal(operation->year_to, 2040);
        assert_true(operation->value == values[i]);
    }
    cohort_scenario_free(scenario);
}

/* What goes wrong when it is applied is told with the line; blank lines count. */
static void remembers_lines(void **state)
{
    const cohort_grid grid = {.width = 5, .ages = 11, .start = 2020, .steps = 2};
    cohort_inputs *inputs, *out;
    cohort_error error;
    assert_int_equal(cohort_inputs_new(&grid, COHORT_IPSS, &inputs, &error), COHORT_OK);
    for (int i = 0; i < 2; i++)
        cohort_inputs_array(inputs, COHORT_MALE_SHARE)[i] = 0.5;
    cohort_scenario *scenario = read_good("operation,value,year_from\nadd_migrants,1,\n\n"
                                          "add_migrants,1,2050\n");
    assert_int_equal(cohort_scenario_apply(scenario, inputs, &out, &error), COHORT_ERROR_NO_EFFECT);
    assert_non_null(
        strstr(error.text, "scenario.csv, line 4: operation 2, add_migrants: its years"));
    cohort_operation own = *cohort_scenario_operation(scenario, 1);
    cohort_scenario_free(scenario);
    assert_int_equal(cohort_scenario_new(&scenario, NULL), COHORT_OK);
    assert_int_equal(cohort_scenario_add(scenario, &own, NULL), COHORT_OK);
    assert_int_equal(cohort_scenario_apply(scenario, inputs, &out, &error), COHORT_ERROR_NO_EFFECT);
    assert_int_equal(strncmp(error.text, "operation 1, add_migrants: its years", 36), 0);
    cohort_scenario_free(scenario);
    cohort_inputs_free(inputs);
}

static void reads_an_empty_scenario(void **state)
{
    cohort_scenario *scenario = read_good("operation,value\n,\n\n");
    assert_int_equal(cohort_scenario_count(scenario), 0);
    cohort_scenario_free(scenario);
}

/* --- Round trips --- */

/* NANs have one meaning; all else has to have the same bits. */
static int same_double(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static void check_same(const cohort_operation *a, const cohort_operation *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->sex, b->sex);
    assert_int_equal(a->age_from, b->age_from);
    assert_int_equal(a->age_to, b->age_to);
    assert_int_equal(a->year_from, b->year_from);
    assert_int_equal(a->year_to, b->year_to);
    assert_true(same_double(a->value, b->value));
    assert_true(same_double(a->value_from, b->value_from));
    assert_true(same_double(a->baseline_tfr, b->baseline_tfr));
    assert_string_equal(a->note, b->note);
}

/* To a file and to memory: the same bytes. Freed by the caller. */
static char *written(const cohort_scenario *scenario)
{
    char path[SCRATCH_PATH];
    cohort_output *file, *memory;
    cohort_error error;
    assert_ok(cohort_output_open(scratch_path("trip.csv", path), &file, &error), error);
    assert_ok(cohort_scenario_write(scenario, file, &error), error);
    assert_ok(cohort_output_close(&file, 1, &error), error);
    assert_ok(cohort_output_memory(&memory, &error), error);
    assert_ok(cohort_scenario_write(scenario, memory, &error), error);
    char *text = memory_read(memory, NULL), *in_file = file_read(path, NULL);
    assert_string_equal(in_file, text);
    free(in_file);
    return text;
}

static void check_round_trip(const cohort_scenario *scenario)
{
    cohort_scenario *again;
    cohort_error error;
    char *text = written(scenario);
    if (read_text(text, &again, &error))
        fail_msg("%s", error.text);
    free(text);
    assert_int_equal(cohort_scenario_count(again), cohort_scenario_count(scenario));
    for (int i = 0; i < cohort_scenario_count(scenario); i++)
        check_same(cohort_scenario_operation(again, i), cohort_scenario_operation(scenario, i));
    cohort_scenario_free(again);
}

static void add(cohort_scenario *scenario, const cohort_operation *operation)
{
    cohort_error error;
    if (cohort_scenario_add(scenario, operation, &error))
        fail_msg("%s", error.text);
}

static cohort_scenario *new_scenario(void)
{
    cohort_scenario *scenario;
    assert_int_equal(cohort_scenario_new(&scenario, NULL), COHORT_OK);
    return scenario;
}

static void keeps_notes(void **state)
{
    static const char *const notes[] = {
        "",
        "plain",
        "a, b",
        "say \"so\"",
        "\"",
        "two\nlines",
        "two\r\nlines",
        "\r",
        "\n",
        " blank ",
        "\t",
        "転出を抑制する、2040年まで",
        "；;",
        "=1+1",
        "'",
        "\xEF\xBB\xBFmark",
        FIFTY FIFTY FIFTY TEN TEN TEN TEN "012345678" /* as long as it may be */
    };
    cohort_scenario *scenario = new_scenario();
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        cohort_operation operation = COHORT_OPERATION(COHORT_ADD_MIGRANTS, 1.0);
        strcpy(operation.note, notes[i]);
        add(scenario, &operation);
    }
    check_round_trip(scenario);
    cohort_scenario_free(scenario);
}

static void keeps_random_operations(void **state)
{
    uint64_t random = 1223;
    cohort_scenario *scenario = new_scenario();
    for (int i = 0; i < 500; i++) {
        cohort_operation operation =
            COHORT_OPERATION((cohort_operation_kind)(i % COHORT_OPERATION_COUNT), 0.0);
        bool fertility = operation.kind <= COHORT_SET_TFR_PROPORTION;
        if (operation.kind == COHORT_SET_TFR_PROPORTION)
            operation.baseline_tfr = 1 + next_random(&random);
        if (operation.kind != COHORT_ZERO_MIGRATION)
            operation.value = next_random(&random);
        if (operation.kind == COHORT_ADD_MIGRANTS)
            operation.value *= -1000;
        if (!fertility) {
            operation.sex = i % 3;
            operation.age_from = i % 20 * 5;
            operation.age_to = i % 7 ? operation.age_from + 4 : COHORT_OPEN_END;
        }
        if (i % 5 == 0) {
            operation.year_from = 2000 + i;
            operation.year_to = i % 2 ? 2010 + i : COHORT_OPEN_END;
        }
        if (i % 5 == 0 && i % 2 && operation.kind != COHORT_ZERO_MIGRATION)
            operation.value_from = next_random(&random);
        add(scenario, &operation);
    }
    check_round_trip(scenario);
    cohort_scenario_free(scenario);
}

static void keeps_extreme_numbers(void **state)
{
    static const double values[] = {0.0, -0.0,      5e-324, -2.2250738585072014e-308,
                                    0.1, 1.0 / 3.0, 1e12,   -999999999999.99988};
    cohort_scenario *scenario = new_scenario();
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        cohort_operation operation = COHORT_OPERATION(COHORT_ADD_MIGRANTS, values[i]);
        operation.year_from = -(int)i * 1000;
        add(scenario, &operation);
    }
    check_round_trip(scenario);
    cohort_scenario_free(scenario);
}

/* --- Writing --- */

static void writes_the_form_that_is_documented(void **state)
{
    cohort_scenario *scenario = new_scenario();
    cohort_operation tfr = COHORT_OPERATION(COHORT_SET_TFR, 1.8);
    tfr.year_from = 2020;
    tfr.year_to = 2040;
    tfr.value_from = 1.3;
    add(scenario, &tfr);
    cohort_operation zero = COHORT_OPERATION(COHORT_ZERO_MIGRATION, 0.0);
    zero.sex = COHORT_FEMALE;
    zero.age_from = 15;
    zero.age_to = 19;
    strcpy(zero.note, "a \"b\", c");
    add(scenario, &zero);
    char *text = written(scenario);
    assert_string_equal(text, HEADER "tfr,both,0,,2020,2040,1.3,1.8,,\n"
                                     "zero_migration,female,15,19,,,,,,\"a \"\"b\"\", c\"\n");
    free(text);
    cohort_scenario_free(scenario);
}

static void refuses_to_write_what_cannot_be_read(void **state)
{
    cohort_scenario *scenario = new_scenario();
    cohort_operation operation = COHORT_OPERATION(COHORT_ADD_MIGRANTS, 1.0);
    cohort_output *output;
    cohort_error error;
    strcpy(operation.note, "Malm\xF6");
    add(scenario, &operation);
    assert_int_equal(cohort_output_memory(&output, &error), COHORT_OK);
    assert_int_equal(cohort_scenario_write(scenario, output, &error), COHORT_ERROR_VALUE);
    assert_non_null(strstr(error.text, "not UTF-8"));
    char *text = memory_read(output, NULL);
    assert_string_equal(text, "");
    free(text);
    cohort_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_malformed_scenarios),
        cmocka_unit_test(reads_what_was_left_empty),
        cmocka_unit_test(reads_an_empty_scenario),
        cmocka_unit_test(reads_cells_as_tables_have_them),
        cmocka_unit_test(remembers_lines),
        cmocka_unit_test(keeps_notes),
        cmocka_unit_test(keeps_random_operations),
        cmocka_unit_test(keeps_extreme_numbers),
        cmocka_unit_test(writes_the_form_that_is_documented),
        cmocka_unit_test(refuses_to_write_what_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
