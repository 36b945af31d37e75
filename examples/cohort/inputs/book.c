/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* fseeko, stat */
#include "inputs/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool book_is(const char *path)
{
    char bytes[4] = "";
    struct stat state;
    const bool is_file = stat(path, &state) == 0 && S_ISREG(state.st_mode);
    FILE *file = is_file && strcmp(path, "-") != 0 ? fopen(path, "rb") : NULL;
    if (!file)
        return false;
    const size_t read = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return read == sizeof bytes &&
           (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0);
}

#ifdef COHORT_BOOKS
#include "inputs/book_part.h"

#include <errno.h>
#include <strings.h>

/* ---- the ZIP ---- */

enum { TAIL = 66000 };

/*
 * How many files a ZIP says it has, before libzip makes room for them: every end record in its last
 * bytes, where libzip looks for one, is asked. Returned: false if there is none, or too many, or
 * one of ZIP64, in which they would be more than 65534.
 */
static bool has_few_parts(const char *tail, size_t count)
{
    enum { RECORD = 22 };
    bool found = false;
    for (size_t i = 0; i + RECORD <= count; i++) {
        const unsigned char *at = (const unsigned char *)tail + i;
        if (memcmp(at, "PK\6\7", 4) == 0)
            return false;
        if (memcmp(at, "PK\5\6", 4) != 0)
            continue;
        found = true;
        if (at[10] + 256 * at[11] > BOOK_PARTS)
            return false;
    }
    return found;
}

/* The last bytes of a file, its size, and whether it is of the older kind. Returned: how many. */
static size_t read_tail(const char *path, char tail[TAIL], long long *size, bool *is_older)
{
    errno = 0;
    FILE *file = fopen(path, "rb");
    size_t count = 0;
    if (!file)
        return 0;
    *is_older = fgetc(file) == 0xD0;
    *size = fseeko(file, 0, SEEK_END) == 0 ? (long long)ftello(file) : 0;
    if (fseeko(file, (off_t)(*size > TAIL ? *size - TAIL : 0), SEEK_SET) == 0)
        count = fread(tail, 1, TAIL, file);
    fclose(file);
    return count;
}

static int check_zip(struct book *book, const char *tail, size_t count, bool is_older)
{
    return is_older
               ? book_fail(book, "an older workbook (.xls), or one with a password: save it as "
                                 ".xlsx without one")
           : !has_few_parts(tail, count)
               ? book_fail(book,
                           "the ZIP is cut off, of over 4 GiB, or has more than %d files in it",
                           BOOK_PARTS)
               : COHORT_OK;
}

/* What libzip made of a ZIP; it is NULL if it could not. */
static int take_zip(struct book *book, zip_t *zip, zip_error_t *problem)
{
    book->zip = zip;
    const int code =
        zip ? COHORT_OK : book_fail(book, "the ZIP is damaged: %s", zip_error_strerror(problem));
    zip_error_fini(problem);
    return code;
}

static int open_zip(struct book *book, const char *path)
{
    bool is_older = false;
    int reason = 0;
    char tail[TAIL];
    long long size = 0;
    const size_t count = read_tail(path, tail, &size, &is_older);
    const long long most = size > BOOK_UNPACKED / BOOK_RATIO ? BOOK_UNPACKED : size * BOOK_RATIO;
    book->most = book->left = most > BOOK_SMALL ? most : BOOK_SMALL;
    const int code = count == 0 ? book_fail(book, "cannot be read again: %s",
                                            errno ? strerror(errno) : "it is empty")
                                : check_zip(book, tail, count, is_older);
    if (code)
        return code;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &reason);
    zip_error_t problem;
    zip_error_init_with_code(&problem, reason);
    return take_zip(book, zip, &problem);
}

/* A ZIP in memory. */
static int open_inner(struct book *book, const struct book_text *bytes)
{
    const size_t skipped = bytes->used > TAIL ? bytes->used - TAIL : 0;
    const int code = check_zip(book, bytes->bytes + skipped, bytes->used - skipped, false);
    if (code)
        return code;
    zip_error_t problem;
    zip_error_init(&problem);
    zip_source_t *source = zip_source_buffer_create(bytes->bytes, bytes->used, 0, &problem);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &problem) : NULL;
    if (source && !zip)
        zip_source_free(source);
    return take_zip(book, zip, &problem);
}

/* ---- a table in a ZIP ---- */

/* How much a name says that the file is a table: 2; 1 for a text, which may be one where nothing
 * else is, and a note to it otherwise; 0: it is none. */
static int is_table(const char *part)
{
    static const char *const endings[] = {".txt", ".csv", ".tsv", ".xlsx", ".ods"};
    const size_t length = strlen(part);
    const char *slash = strrchr(part, '/'), *name = slash ? slash + 1 : part;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t end = strlen(endings[i]);
        if (length > end && strcasecmp(part + length - end, endings[i]) == 0 && *name != '.' &&
            strncmp(part, "__MACOSX/", 9) != 0)
            return i == 0 ? 1 : 2;
    }
    return 0;
}

/* The only table among the files; NULL after a failure. */
static const char *find_table(struct book *book)
{
    const char *found = NULL, *again = NULL;
    int best = 1;
    const zip_int64_t count = zip_get_num_entries(book->zip, 0);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *part = zip_get_name(book->zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
        const int sure = part ? is_table(part) : 0;
        if (sure < best)
            continue;
        again = sure == best ? found : NULL;
        found = part;
        best = sure;
    }
    if (again)
        book_fail(book, "a ZIP with several tables, %.80s and %.80s: unpack it and give one", again,
                  found);
    else if (!found)
        book_fail(book, "a ZIP in which nothing is a workbook or a table: expected .xlsx, .ods, or "
                        "one file .csv, .tsv, .txt");
    return book->code ? NULL : found;
}

static int read_cells(struct book *book)
{
    int code = book_read_xlsx(book);
    if (code == COHORT_ERROR_MISSING && !book->code)
        code = book_read_ods(book);
    return code;
}

/* `FILE: PART`, freed by the caller; NULL after a failure. */
static char *name_part(struct book *book, const char *part)
{
    struct book_text name = {NULL, 0, 0};
    const char *const words[] = {book->name, ": ", part};
    for (int i = 0; i < 3; i++)
        book_append(book, &name, words[i], strlen(words[i]), BOOK_TEXT);
    return name.bytes;
}

/* A workbook in the ZIP. */
static int read_inner(struct book *outer, const char *name, const struct book_text *bytes)
{
    struct book book = *outer;
    book.name = name;
    int code = open_inner(&book, bytes);
    if (!code)
        code = read_cells(&book);
    if (code == COHORT_ERROR_MISSING && !book.code)
        code = book_fail(&book, "not a workbook, whatever its name says");
    if (book.zip)
        zip_discard(book.zip);
    return code;
}

static int read_packed(struct book *book, struct book_packed *packed)
{
    struct book_text bytes = {NULL, 0, 0};
    const char *part = find_table(book);
    char *name = part ? name_part(book, part) : NULL;
    int code = book->code ? book->code : book_bytes(book, part, &bytes);
    if (!code && bytes.used >= 4 && memcmp(bytes.bytes, "PK\3\4", 4) == 0) {
        code = read_inner(book, name, &bytes);
    } else if (!code) {
        *packed = (struct book_packed){name, bytes.bytes, bytes.used};
        return COHORT_OK;
    }
    free(name);
    free(bytes.bytes);
    return code;
}

int book_read(const char *path, const struct book_sink *sink, struct book_packed *packed,
              cohort_error *error)
{
    struct book book = {.name = path, .sink = sink, .error = error};
    *packed = (struct book_packed){NULL, NULL, 0};
    int code = open_zip(&book, path);
    if (code)
        return code;
    code = read_cells(&book);
    if (code == COHORT_ERROR_MISSING && !book.code)
        code = read_packed(&book, packed);
    zip_discard(book.zip);
    return code;
}

#define TEXT_OF(number) #number
#define VERSION_OF(major, minor, micro) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(micro)

const char *book_version(void)
{
    return "libzip " LIBZIP_VERSION
           ", expat " VERSION_OF(XML_MAJOR_VERSION, XML_MINOR_VERSION, XML_MICRO_VERSION);
}
#else
int book_read(const char *path, const struct book_sink *sink, struct book_packed *packed,
              cohort_error *error)
{
    (void)sink;
    *packed = (struct book_packed){NULL, NULL, 0};
    if (error) {
        error->code = COHORT_ERROR_FORMAT;
        snprintf(error->text, sizeof error->text,
                 "%s: a workbook or a ZIP file: this program was built without libzip and expat, "
                 "which read them: save the sheet as CSV",
                 path);
    }
    return COHORT_ERROR_FORMAT;
}

const char *book_version(void)
{
    return NULL;
}
#endif

void book_packed_free(struct book_packed *packed)
{
    free(packed->name);
    free(packed->text);
}

/* ---- sheets of whatever file people have ---- */

static int begin(void *context, const char *sheet, cohort_error *problem)
{
    return cohort_sheets_begin(context, sheet, problem);
}

static int add_cell(void *context, int row, int column, const char *text, size_t length,
                    cohort_error *problem)
{
    return cohort_sheets_cell(context, row, column, text, length, problem);
}

int open_sheets(const char *path, cohort_sheets **out, cohort_error *problem)
{
    struct book_packed packed;
    *out = NULL;
    if (!book_is(path))
        return cohort_sheets_read(path, out, problem);
    int code = cohort_sheets_new(path, out, problem);
    if (code)
        return code;
    const struct book_sink sink = {*out, begin, add_cell};
    code = book_read(path, &sink, &packed, problem);
    if (code || packed.text) {
        cohort_sheets_free(*out);
        *out = NULL;
    }
    if (!code && packed.text)
        code = cohort_sheets_parse(packed.text, packed.size, packed.name, out, problem);
    book_packed_free(&packed);
    return code;
}
