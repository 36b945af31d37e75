/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A user of the DLL, as MSVC makes one: client.exe DLL FOLDER. Through the headers and the import
 * library, and by LoadLibrary and GetProcAddress; and what happens to files there, whose names are
 * Japanese. Prints a line for each thing that is wrong, and the version. (Its casts are those that
 * GetProcAddress asks for.)
 */
#include <cohort/cohort.h>

#include <stdio.h>
#include <string.h>
#include <windows.h>

#define SAYS(condition) says(condition, #condition, __LINE__)

static int wrong;
static cohort_error error;

static void says(int right, const char *what, int line)
{
    if (!right) {
        wrong++;
        printf("line %d: %s (%s)\n", line, what, error.text);
    }
}

typedef const char *version_function(void);
typedef int project_function(const char *, const char *, const char *, const char *, int,
                             cohort_projection **, cohort_error *);
typedef const cohort_stock *population_function(const cohort_projection *);
typedef double total_function(const cohort_stock *, double);
typedef void free_function(cohort_projection *);

/* Nothing but pointers to functions of the DLL. */
static double total_by_name(HMODULE dll)
{
    double total = 0.0;
    cohort_projection *town;
    project_function *project = (project_function *)GetProcAddress(dll, "cohort_table_project");
    population_function *population =
        (population_function *)GetProcAddress(dll, "cohort_projection_population");
    total_function *total_of = (total_function *)GetProcAddress(dll, "cohort_total");
    free_function *free_town = (free_function *)GetProcAddress(dll, "cohort_projection_free");
    SAYS(project && population && total_of && free_town);
    if (!project || !population || !total_of || !free_town)
        return total;
    SAYS(project("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060, &town,
                 &error) == COHORT_OK);
    total = total_of(population(town), 2060);
    free_town(town);
    return total;
}

static double total_by_header(void)
{
    cohort_projection *town;
    double total;
    SAYS(cohort_table_project("fixtures/ipss2018.csv", "01223", "fixtures/japan.csv", "00000", 2060,
                              &town, &error) == COHORT_OK);
    total = cohort_total(cohort_projection_population(town), 2060);
    SAYS(cohort_grid_year(&cohort_projection_population(town)->grid, 1) > 2015); /* inline */
    cohort_projection_free(town);
    return total;
}

static int write_text(const char *path, const char *text)
{
    cohort_output *output;
    const int code = cohort_output_open(path, &output, &error);
    if (code)
        return code;
    cohort_output_print(output, "%s", text);
    return cohort_output_close(&output, 1, &error);
}

/* As it stands on the disk. */
static void has_bytes(const wchar_t *path, const char *expected)
{
    char bytes[100] = "";
    DWORD count = 0;
    HANDLE file = CreateFileW(path, GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
    SAYS(file != INVALID_HANDLE_VALUE);
    SAYS(ReadFile(file, bytes, sizeof bytes - 1, &count, NULL));
    CloseHandle(file);
    SAYS(strcmp(bytes, expected) == 0);
}

static int count_files(const wchar_t *pattern)
{
    WIN32_FIND_DATAW found;
    int count = 0;
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search == INVALID_HANDLE_VALUE)
        return 0;
    do
        count++;
    while (FindNextFileW(search, &found));
    FindClose(search);
    return count;
}

/* In the folder of work: a new file, one replaced at once, one that another program has open, one
 * that may not be written, and none that cannot be. */
static void files(void)
{
    static const char path[] = "\xE8\xB3\x87\xE6\x96\x99/\xE6\xA0\xB9\xE5\xAE\xA4.csv"; /* UTF-8 */
    static const wchar_t wide[] = L"\x8CC7\x6599/\x6839\x5BA4.csv";
    cohort_csv *csv;
    HANDLE open;
    CreateDirectoryW(L"\x8CC7\x6599", NULL);
    SAYS(write_text(path, "area,total\n") == COHORT_OK);
    has_bytes(wide, "area,total\n");
    SAYS(write_text(path, "area,total\n01223,1\n") == COHORT_OK);
    has_bytes(wide, "area,total\n01223,1\n");
    SAYS(cohort_csv_read(path, &csv, &error) == COHORT_OK && cohort_csv_records(csv) == 1);
    cohort_csv_free(csv);

    open = CreateFileW(wide, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    SAYS(write_text(path, "new\n") == COHORT_ERROR_WRITE && strstr(error.text, "another program"));
    SAYS(cohort_csv_read(path, &csv, &error) == COHORT_ERROR_READ && strstr(error.text, "another"));
    CloseHandle(open);
    SetFileAttributesW(wide, FILE_ATTRIBUTE_READONLY);
    SAYS(write_text(path, "new\n") == COHORT_ERROR_WRITE && strstr(error.text, "denied"));
    SetFileAttributesW(wide, FILE_ATTRIBUTE_NORMAL);
    has_bytes(wide, "area,total\n01223,1\n");
    SAYS(write_text("\xE8\xB3\x87\xE6\x96\x99", "new\n") == COHORT_ERROR_WRITE &&
         strstr(error.text, "folder"));
    SAYS(write_text("nowhere/file.csv", "new\n") == COHORT_ERROR_WRITE);
    SAYS(write_text("NUL", "new\n") == COHORT_OK && write_text("/dev/null", "new\n") == COHORT_OK);
    SAYS(count_files(L"\x8CC7\x6599/*.csv") == 1 && count_files(L"\x8CC7\x6599/*.tmp") == 0);
}

int main(int argc, char **argv)
{
    HMODULE dll = argc > 2 ? LoadLibraryA(argv[1]) : NULL;
    version_function *version =
        dll ? (version_function *)GetProcAddress(dll, "cohort_version") : NULL;
    if (!version)
        return printf("usage: client DLL FOLDER\n"), 2;
    SAYS(strcmp(version(), cohort_version()) == 0);
    SAYS(total_by_name(dll) > 0.0 && total_by_name(dll) == total_by_header());
    SAYS(SetCurrentDirectoryA(argv[2]));
    files();
    printf("%s\n", version());
    FreeLibrary(dll);
    return wrong != 0;
}
