/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of codes, and messages that are too long. */
#include "core/error.h"
#include "core/utf8.h"
#include "support/close.h"

#include <stdio.h>
#include <string.h>

static void has_a_text_for_each_code(void **state)
{
    static const struct {
        int code;
        const char *text;
    } codes[] = {{COHORT_OK, "success"},
#define CODE(name, number, text) {number, text},
                 COHORT_ERRORS(CODE)
#undef CODE
                     {1, "unknown code"},
                 {-99, "unknown code"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_string_equal(cohort_code_text(codes[i].code), codes[i].text);
}

/* Blanks, and characters of one to four bytes behind them: as many as fit, none of them split. */
static void cuts_a_text_at_a_character(void **state)
{
    static const char *const characters[] = {"x", "é", "市", "𠮷"};
    const size_t most = sizeof((cohort_error *)NULL)->text - 1;
    for (int c = 0; c < 4; c++)
        for (size_t blanks = most - 6; blanks <= most; blanks++) {
            const size_t size = strlen(characters[c]);
            char text[600];
            int length = snprintf(text, sizeof text, "%*s", (int)blanks, "");
            for (int i = 0; i < 8; i++)
                length +=
                    snprintf(text + length, sizeof text - (size_t)length, "%s", characters[c]);
            cohort_error error;
            assert_int_equal(cohort_fail(&error, COHORT_ERROR_VALUE, "%s", text),
                             COHORT_ERROR_VALUE);
            assert_int_equal(strlen(error.text), blanks + (most - blanks) / size * size);
            assert_memory_equal(error.text, text, strlen(error.text));
            assert_int_equal(cohort_fail_prefix(&error, error.code, "in.csv: "), error.code);
            assert_memory_equal(error.text, "in.csv:   ", 10);
            assert_int_equal(cohort_utf8_check(error.text, strlen(error.text)), strlen(error.text));
        }
    assert_int_equal(cohort_fail(NULL, COHORT_ERROR_VALUE, "x"), COHORT_ERROR_VALUE);
    assert_int_equal(cohort_fail_prefix(NULL, COHORT_ERROR_VALUE, "x"), COHORT_ERROR_VALUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_text_for_each_code),
        cmocka_unit_test(cuts_a_text_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
