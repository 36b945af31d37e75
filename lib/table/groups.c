/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/groups.h"

#include "core/error.h"
#include "text/age.h"

/* The last age of a row with only a first age: before the next first age; of the last, its own. */
static int last_age(const bool *starts, int from)
{
    for (int age = from + 1; age <= COHORT_AGE_MAX; age++)
        if (starts[age])
            return age - 1;
    return from;
}

static int add_piece(const cohort_table *table, cohort_pieces *pieces, cohort_piece piece,
                     cohort_error *error)
{
    for (int i = pieces->count - 1; i >= 0 && pieces->piece[i].from == piece.from; i--)
        if (pieces->piece[i].to == piece.to)
            return cohort_table_fail(
                table, piece.line > pieces->piece[i].line ? piece.line : pieces->piece[i].line,
                COHORT_ERROR_DUPLICATE, error,
                "age %d is given as a first age and as a range: expected each cell once",
                piece.from);
    if (pieces->count == COHORT_PIECES_MAX)
        return cohort_table_fail(table, piece.line, COHORT_ERROR_GRID, error,
                                 "more than %d ages of one year and sex", COHORT_PIECES_MAX);
    pieces->piece[pieces->count++] = piece;
    return COHORT_OK;
}

/* The longest piece from an age on that ends by `to` and is not the whole range; NULL: none. */
static const cohort_piece *longest(const cohort_pieces *pieces, int at, int from, int to)
{
    const cohort_piece *best = NULL;
    for (int i = 0; i < pieces->count && pieces->piece[i].from <= at; i++) {
        const cohort_piece *piece = &pieces->piece[i];
        if (piece->from == at && piece->to <= to && !(at == from && piece->to == to) &&
            (!best || piece->to > best->to))
            best = piece;
    }
    return best;
}

cohort_pieces_total cohort_pieces_chain(const cohort_pieces *pieces, int from, int to)
{
    cohort_pieces_total total = {.parts = 0};
    const cohort_piece *next = longest(pieces, from, from, to);
    for (; next; next = longest(pieces, next->to + 1, from, to)) {
        total.line = total.parts++ == 0 ? next->line : total.line;
        total.sum += next->value;
        if (next->to == to)
            return total;
    }
    return (cohort_pieces_total){.parts = 0};
}

/* Where open groups differ among dates, one that is not of this date has zeros for dashes: an open group
 * beside persons of its parts, or parts beside persons of their group. */
static void drop_zeros(cohort_pieces *pieces)
{
    for (int i = 0; i < pieces->count; i++) {
        const cohort_piece open = pieces->piece[i];
        if (open.to != COHORT_OPEN_END || open.from == 0)
            continue;
        const cohort_pieces_total parts = cohort_pieces_chain(pieces, open.from, open.to);
        if (parts.parts == 0 || (open.value > 0.0) == (parts.sum > 0.0))
            continue;
        int kept = 0;
        for (int k = 0; k < pieces->count; k++) {
            const bool within = k != i && pieces->piece[k].from >= open.from;
            if (parts.sum > 0.0 ? k != i : !within)
                pieces->piece[kept++] = pieces->piece[k];
        }
        pieces->count = kept;
        i = -1;
    }
}

int cohort_pieces_take(const cohort_table *table, cohort_row_range range, const bool *starts,
                       cohort_pieces *pieces, cohort_error *error)
{
    pieces->count = 0;
    pieces->unknown = 0.0;
    pieces->any = false;
    int code = COHORT_OK;
    for (int i = range.first; i < range.end && !code; i++) {
        const cohort_row row = cohort_table_sorted(table, i);
        cohort_piece piece = {row.age_from, row.age_to, row.line, row.value};
        if (row.age_to == COHORT_AGE_UNKNOWN) {
            pieces->unknown += row.value;
            continue;
        }
        if (row.age_to == COHORT_AGE_GROUP)
            piece.to = last_age(starts, row.age_from);
        pieces->any = pieces->any || !cohort_row_all_ages(&row);
        code = add_piece(table, pieces, piece, error);
    }
    drop_zeros(pieces);
    return code;
}

cohort_pieces_total cohort_pieces_sum(const cohort_pieces *pieces, int from, int to)
{
    for (int i = 0; i < pieces->count && pieces->piece[i].from <= from; i++) {
        const cohort_piece *piece = &pieces->piece[i];
        if (piece->from == from && piece->to == to)
            return (cohort_pieces_total){1, piece->line, piece->value};
    }
    return cohort_pieces_chain(pieces, from, to);
}

/* Are there groups of this width from 0 up to an age? */
static bool has_groups_below(const cohort_pieces *pieces, int width, int end)
{
    for (int from = 0; from < end; from += width)
        if (cohort_pieces_sum(pieces, from, from + width - 1).parts == 0)
            return false;
    return true;
}

int cohort_pieces_open(const cohort_pieces *pieces, int width)
{
    int last = -1;
    for (int i = 0; i < pieces->count; i++)
        if (pieces->piece[i].to == COHORT_OPEN_END && pieces->piece[i].from > last)
            last = pieces->piece[i].from;
    for (int from = last - (last < 0 ? 0 : last % width); from > 0; from -= width)
        if (cohort_pieces_sum(pieces, from, COHORT_OPEN_END).parts > 0 &&
            has_groups_below(pieces, width, from))
            return from;
    return -1;
}

int cohort_pieces_overlap(const cohort_pieces *pieces, const char *what, cohort_error *error)
{
    char text[4][COHORT_AGE_RANGE_TEXT];
    const cohort_piece *piece = pieces->piece;
    for (int i = 1; i < pieces->count; i++) {
        const cohort_piece a = piece[i - 1], b = piece[i];
        if (a.from == b.from || a.to < b.from || a.to >= b.to)
            continue;
        const bool on = i + 1 < pieces->count && piece[i + 1].from == b.to;
        const int to = on ? b.to - 1 : b.to;
        cohort_age_range_text(a.from, b.from - 1 > a.from ? b.from - 1 : COHORT_AGE_GROUP, text[2]);
        cohort_age_range_text(b.from, to > b.from ? to : COHORT_AGE_GROUP, text[3]);
        return cohort_fail(error, COHORT_ERROR_GRID, "%s: ages %s and %s overlap: expected %s, %s",
                           what, cohort_age_range_text(a.from, a.to, text[0]),
                           cohort_age_range_text(b.from, b.to, text[1]), text[2], text[3]);
    }
    return COHORT_OK;
}
