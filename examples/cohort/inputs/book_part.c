/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/book_part.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

/* ---- failures ---- */

/* End the reading with a code; the message is there. */
static int stop(struct book *book, int code)
{
    if (!book->code)
        book->code = code;
    if (book->parser)
        XML_StopParser(book->parser, XML_FALSE);
    return code;
}

int book_fail(struct book *book, const char *format, ...)
{
    va_list arguments;
    char text[300];
    if (book->code)
        return book->code;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (book->error) {
        book->error->code = COHORT_ERROR_FORMAT;
        snprintf(book->error->text, sizeof book->error->text, "%.110s%s%.60s%s: %s", book->name,
                 book->sheet ? ", sheet \"" : "", book->sheet ? book->sheet : "",
                 book->sheet ? "\"" : "", text);
        cohort_clean_text(book->error->text); /* names in a file may have anything in them */
    }
    return stop(book, COHORT_ERROR_FORMAT);
}

static int fail_memory(struct book *book)
{
    if (book->error && !book->code) {
        book->error->code = COHORT_ERROR_MEMORY;
        snprintf(book->error->text, sizeof book->error->text, "out of memory");
    }
    return stop(book, COHORT_ERROR_MEMORY);
}

/* ---- room ---- */

bool book_append(struct book *book, struct book_text *text, const char *bytes, size_t size,
                 size_t most)
{
    if (size > most - text->used)
        return book_fail(book, "a text or file in it of more than %zu bytes", most), false;
    if (text->used + size + 1 > text->room) {
        const size_t room = 2 * text->room + size + 64;
        char *bigger = realloc(text->bytes, room);
        if (!bigger)
            return fail_memory(book), false;
        text->bytes = bigger;
        text->room = room;
    }
    if (size > 0)
        memcpy(text->bytes + text->used, bytes, size);
    text->used += size;
    text->bytes[text->used] = '\0';
    return true;
}

char *book_copy(struct book *book, const char *text)
{
    struct book_text to = {NULL, 0, 0};
    book_append(book, &to, text ? text : "", text ? strlen(text) : 0, BOOK_NAME);
    return to.bytes;
}

bool book_grow(struct book *book, void *array, size_t count, size_t size, size_t most)
{
    void *now, *bigger;
    if (count >= most)
        return book_fail(book, "more than %zu sheets, texts or formats", most), false;
    if (count > 0 && (count & (count - 1)) != 0) /* there is room up to the next power of two */
        return true;
    memcpy(&now, array, sizeof now);
    bigger = realloc(now, 2 * (count ? count : 1) * size);
    if (!bigger)
        return fail_memory(book), false;
    memcpy(array, &bigger, sizeof bigger);
    return true;
}

/* ---- names ---- */

bool book_named(const char *name, const char *ending)
{
    const size_t length = strlen(name), end = strlen(ending);
    return length >= end && strcmp(name + length - end, ending) == 0;
}

const char *book_attribute(const char **attributes, const char *name)
{
    const bool spaced = strchr(name, ' ') != NULL;
    for (; attributes[0]; attributes += 2)
        if (spaced ? book_named(attributes[0], name) : strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

int book_whole(const char *text, int most)
{
    int number = 0;
    if (!text || !*text)
        return -1;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || number > (most - (*text - '0')) / 10)
            return -1;
        number = 10 * number + (*text - '0');
    }
    return number;
}

/* ---- files of the ZIP ---- */

/* Open a part. Its size in the directory may be a lie, but one too large need not be tried. */
static int open_part(struct book *book, const char *part, zip_file_t **file)
{
    zip_stat_t state;
    const zip_int64_t index = zip_name_locate(book->zip, part, ZIP_FL_NOCASE);
    if (index < 0)
        return COHORT_ERROR_MISSING;
    if (zip_stat_index(book->zip, (zip_uint64_t)index, 0, &state) != 0)
        return book_fail(book, "%.80s: the ZIP is damaged", part);
    if ((state.valid & ZIP_STAT_ENCRYPTION_METHOD) && state.encryption_method != ZIP_EM_NONE)
        return book_fail(book, "%.80s has a password: save it without one", part);
    if ((state.valid & ZIP_STAT_SIZE) && state.size > (zip_uint64_t)book->left)
        return book_fail(book, "%.80s unpacks to %llu bytes: expected at most %lld in all", part,
                         (unsigned long long)state.size, book->most);
    *file = zip_fopen_index(book->zip, (zip_uint64_t)index, 0);
    return *file ? COHORT_OK
                 : book_fail(book, "%.80s cannot be unpacked: %s", part, zip_strerror(book->zip));
}

/* The next bytes of a part: how many, 0 at its end, -1 after a failure. */
static int next_bytes(struct book *book, const char *part, zip_file_t *file, char bytes[CHUNK])
{
    const zip_int64_t count = zip_fread(file, bytes, CHUNK);
    if (count < 0)
        return book_fail(book, "%.80s cannot be unpacked: the ZIP is damaged", part), -1;
    book->left -= count;
    if (book->left < 0)
        return book_fail(book, "unpacks to more than %lld bytes", book->most), -1;
    return (int)count;
}

int book_bytes(struct book *book, const char *part, struct book_text *bytes)
{
    zip_file_t *file;
    char chunk[CHUNK];
    int count, code = open_part(book, part, &file);
    if (code)
        return code;
    book_append(book, bytes, "", 0, BOOK_UNPACKED);
    while (!book->code && (count = next_bytes(book, part, file, chunk)) > 0)
        book_append(book, bytes, chunk, (size_t)count, BOOK_UNPACKED);
    zip_fclose(file);
    return book->code;
}

/* ---- XML ---- */

struct reading {
    struct book *book;
    const struct book_handlers *handlers;
    void *context;
    int depth;
};

static void XMLCALL start(void *data, const char *name, const char **attributes)
{
    struct reading *r = data;
    if (r->book->code)
        return;
    if (++r->depth > BOOK_DEPTH)
        book_fail(r->book, "more than %d elements in one another", BOOK_DEPTH);
    else
        r->handlers->start(r->context, name, attributes);
}

static void XMLCALL end(void *data, const char *name)
{
    struct reading *r = data;
    r->depth--;
    if (!r->book->code && r->handlers->end)
        r->handlers->end(r->context, name);
}

static void XMLCALL text(void *data, const char *bytes, int length)
{
    struct reading *r = data;
    if (!r->book->code && r->handlers->text)
        r->handlers->text(r->context, bytes, length);
}

/* Entities are declared in a document type, which no workbook has. */
static void XMLCALL doctype(void *data, const char *name, const char *system, const char *public,
                            int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    book_fail(((struct reading *)data)->book,
              "a document type (<!DOCTYPE) in it, which no workbook "
              "has: it may be an attack, and is not read");
}

static XML_Parser make_parser(struct reading *r)
{
    XML_Parser parser = XML_ParserCreateNS(NULL, ' ');
    if (!parser)
        return fail_memory(r->book), NULL;
    XML_SetUserData(parser, r);
    XML_SetElementHandler(parser, start, end);
    XML_SetCharacterDataHandler(parser, text);
    XML_SetStartDoctypeDeclHandler(parser, doctype);
    return parser;
}

/* Parse the next bytes. What is between < and > is held until its end: that must come soon. */
static void parse(struct book *book, const char *part, const char *bytes, int count, long long *fed)
{
    const enum XML_Status status = XML_Parse(book->parser, bytes, count, count == 0);
    *fed += count;
    if (book->code)
        return;
    if (status != XML_STATUS_OK && XML_GetErrorCode(book->parser) == XML_ERROR_NO_MEMORY)
        fail_memory(book);
    else if (status != XML_STATUS_OK)
        book_fail(book, "%.80s, line %lu: the XML is damaged: %s", part,
                  (unsigned long)XML_GetCurrentLineNumber(book->parser),
                  XML_ErrorString(XML_GetErrorCode(book->parser)));
    else if (count > 0 && *fed - XML_GetCurrentByteIndex(book->parser) > BOOK_TEXT)
        book_fail(book, "%.80s: more than %d bytes between < and >", part, BOOK_TEXT);
}

int book_part(struct book *book, const char *part, const struct book_handlers *handlers,
              void *context)
{
    zip_file_t *file;
    char chunk[CHUNK];
    struct reading r = {book, handlers, context, 0};
    long long fed = 0;
    int count = 1, code = book->code ? book->code : open_part(book, part, &file);
    if (code)
        return code;
    book->parser = make_parser(&r);
    while (!book->code && count > 0)
        if ((count = next_bytes(book, part, file, chunk)) >= 0)
            parse(book, part, chunk, count, &fed);
    XML_ParserFree(book->parser);
    book->parser = NULL;
    zip_fclose(file);
    return book->code;
}

/* ---- the sink ---- */

void book_begin(struct book *book, const char *sheet)
{
    book->sheet = sheet;
    const int code = book->sink->begin(book->sink->context, sheet, book->error);
    if (code)
        stop(book, code);
}

void book_cell(struct book *book, int row, int column, const char *cell, size_t length)
{
    if (book->code || length == 0)
        return;
    if (++book->emitted > BOOK_EMITTED) {
        book_fail(book, "more than %d cells", BOOK_EMITTED);
        return;
    }
    const int code = book->sink->cell(book->sink->context, row, column, cell, length, book->error);
    if (code)
        stop(book, code);
}
