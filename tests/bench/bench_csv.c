/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a country's tables: 64,000 lines of 7 dates (1,684 areas, two sexes, 19 ages), made up and
 * written into a temporary folder, with dates as columns and a value a row, in order and not; and,
 * where the environment names its folder by COHORT_RAW, the published table of Japan's municipalities.
 * The reference is what a program does by hand: fgets, cells cut at commas, strtod, nothing checked
 * and nothing kept but the values. Prints case,unit,ours,reference,ratio; the two are timed in turn,
 * and the quickest of the rounds is printed. Stops with an error if they do not read the same values.
 */
#define _XOPEN_SOURCE 700
#include <cohort/cohort.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 11, AREAS = 1684, AGES = 19, LINES = AREAS * COHORT_SEXES * AGES, DATES = 7 };

static void need(int held, const char *what)
{
    if (held)
        return;
    perror(what);
    exit(1);
}

/* Time of the processor: that of the wall is mostly of other work where there is some. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- what is read ---- */

static double value_of(int line, int date)
{
    return (double)((line * 7919LL + date * 104729LL) % 60000);
}

static const char *age_of(int line, int is_range, char text[16])
{
    int age = line % AGES * 5;
    if (age == 90)
        return "90+";
    snprintf(text, 16, is_range ? "%d-%d" : "%d", age, age + 4);
    return text;
}

static void write_wide(FILE *file)
{
    char age[16];
    fputs("code,pref,name,sex,age,2015,2020,2025,2030,2035,2040,2045\n", file);
    for (int line = 0; line < LINES; line++) {
        int area = line / (COHORT_SEXES * AGES);
        fprintf(file, "%05d,北海道,某%d市,%s,%s", 1100 + area, area, line / AGES % 2 ? "F" : "M",
                age_of(line, 1, age));
        for (int date = 0; date < DATES; date++)
            fprintf(file, ",%.0f", value_of(line, date));
        putc('\n', file);
    }
}

static void write_row(FILE *file, int line, int date)
{
    char age[16];
    fprintf(file, "%05d,population,%d,%s,%s,%.0f\n", 1100 + line / (COHORT_SEXES * AGES),
            2015 + 5 * date, line / AGES % 2 ? "female" : "male", age_of(line, 0, age),
            value_of(line, date));
}

/* In the order of areas, dates, sexes and ages. */
static void write_sorted(FILE *file)
{
    fputs("area,variable,year,sex,age,value\n", file);
    for (int area = 0; area < AREAS; area++)
        for (int date = 0; date < DATES; date++)
            for (int i = 0; i < COHORT_SEXES * AGES; i++)
                write_row(file, area * COHORT_SEXES * AGES + i, date);
}

/* The wide table's lines, date after date in each. */
static void write_by_line(FILE *file)
{
    fputs("area,variable,year,sex,age,value\n", file);
    for (int line = 0; line < LINES; line++)
        for (int date = 0; date < DATES; date++)
            write_row(file, line, date);
}

/* No row near its neighbour. */
static void write_scattered(FILE *file)
{
    enum { ROWS = LINES * DATES, STEP = 100003 /* a prime that does not divide ROWS */ };
    fputs("area,variable,year,sex,age,value\n", file);
    for (long long i = 0; i < ROWS; i++) {
        int row = (int)(i * STEP % ROWS);
        write_row(file, row / DATES, row % DATES);
    }
}

/* ---- the two readers: each the sum of all values ---- */

static double read_ours(const char *path)
{
    cohort_error error;
    cohort_table *table;
    double sum = 0.0;
    if (cohort_table_read(path, NULL, &table, &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    for (int i = 0; i < cohort_table_count(table); i++)
        sum += cohort_table_row(table, i).value;
    cohort_table_free(table);
    return sum;
}

/* The values stand behind the first `before` cells. */
static double read_by_hand(const char *path, int before)
{
    static char line[4096];
    static double values[LINES * DATES];
    FILE *file = fopen(path, "r");
    size_t count = 0;
    double sum = 0.0;
    need(file != NULL, path);
    need(fgets(line, sizeof line, file) != NULL, path);
    while (fgets(line, sizeof line, file)) {
        char *at = line;
        for (int i = 0; i < before && at; i++)
            if ((at = strchr(at, ',')))
                at++;
        for (; at && count < LINES * DATES; at = *at == ',' ? at + 1 : NULL)
            values[count++] = strtod(at, &at);
    }
    fclose(file);
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

/* ---- memory ---- */

static const char *program;

/* As a process of its own: read the table, or only its text, and print the most memory that it took, in
 * kB (Linux). */
static int read_alone(const char *what, const char *path)
{
    cohort_sheets *sheets;
    cohort_error error;
    char line[256];
    if (strcmp(what, "text") == 0)
        need(cohort_sheets_read(path, &sheets, &error) == 0, error.text);
    else
        read_ours(path);
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            printf("%s", line + 6);
    return 0;
}

static double most_held(const char *what, const char *path)
{
    char command[600];
    double kilobytes = 0.0;
    snprintf(command, sizeof command, "'%s' %s '%s'", program, what, path);
    FILE *child = popen(command, "r");
    need(child != NULL, command);
    const int read = fscanf(child, "%lf", &kilobytes);
    return pclose(child) == 0 && read == 1 ? 1024.0 * kilobytes : 0.0;
}

/* Bytes a row beside the text; the reference is the most that it may be. */
static void weigh(const char *name, const char *path)
{
    enum { MOST = 48 };
    const double rows = (double)LINES * DATES;
    const double bytes = (most_held("table", path) - most_held("text", path)) / rows;
    printf("memory of a %s / at most,bytes a row,%.0f,%d,%.2f\n", name, bytes, MOST, bytes / MOST);
}

/* ---- times ---- */

static void compare(const char *name, const char *path, int before)
{
    double ours = HUGE_VAL, theirs = HUGE_VAL;
    struct stat state;
    need(stat(path, &state) == 0, path);
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now(), one = read_ours(path);
        double middle = now(), other = read_by_hand(path, before);
        ours = fmin(ours, middle - begin);
        theirs = fmin(theirs, now() - middle);
        if (one != other) { /* whole numbers: exact in any order */
            fprintf(stderr, "%s: the two read %.17g and %.17g\n", path, one, other);
            exit(1);
        }
    }
    double megabytes = 1e-6 * (double)state.st_size;
    printf("%s / fgets and strtod,MB/s,%.0f,%.0f,%.2f\n", name, megabytes / ours,
           megabytes / theirs, theirs / ours);
}

static void compare_written(const char *folder, const char *name, void (*write)(FILE *), int before)
{
    char path[256];
    snprintf(path, sizeof path, "%s/table.csv", folder);
    FILE *file = fopen(path, "w");
    need(file != NULL, path);
    write(file);
    need(fclose(file) == 0, path);
    compare(name, path, before);
    weigh(name, path);
    remove(path);
}

int main(int argc, char **argv)
{
    program = argv[0];
    if (argc == 3)
        return read_alone(argv[1], argv[2]);

    char folder[] = "/tmp/cohort-bench-XXXXXX", path[4096];
    const char *raw = getenv("COHORT_RAW");
    need(mkdtemp(folder) != NULL, folder);
    printf("case,unit,ours,reference,ratio\n");
    compare_written(folder, "table with dates as columns", write_wide, 5);
    compare_written(folder, "long table in order", write_sorted, 5);
    compare_written(folder, "long table by line", write_by_line, 5);
    compare_written(folder, "long table in no order", write_scattered, 5);
    if (raw) {
        snprintf(path, sizeof path, "%s/ipss2018_municipalities.csv", raw);
        compare("1682 municipalities of Japan", path, 5);
    }
    return rmdir(folder) != 0;
}
