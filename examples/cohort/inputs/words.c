/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/words.h"

#include "inputs/fixtures.h"
#include "text/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const language_names[] = {"en", "ja", NULL};

cohort_language words_language(int asked)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3 && asked < 0; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "ja", 2) == 0 ? COHORT_JAPANESE : COHORT_ENGLISH;
    }
    return asked < 0 ? COHORT_ENGLISH : (cohort_language)asked;
}

void words_area(cohort_language language, const struct source *source, const char *area, char *name,
                size_t size)
{
    const char *own = source_area_name(source, area);
    struct area_names names;
    area_names(area, &names);
    const char *known = language == COHORT_JAPANESE ? names.japanese : names.english;
    if (*known && (!*own || strcmp(own, names.japanese) == 0))
        snprintf(name, size, "%s", known);
    else if (*own)
        snprintf(name, size, "%s", own);
    else
        snprintf(name, size, language == COHORT_JAPANESE ? "地域%s" : "area %s", area);
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : input_name(path);
}

void words_origin(cohort_language language, const char *first, const struct source *source,
                  char *origin, size_t size)
{
    const bool japanese = language == COHORT_JAPANESE;
    const char *comma = japanese ? "、" : "; ";
    size_t used = (size_t)snprintf(origin, size, "%s%s", first, *first ? comma : "");
    for (int i = 0; i < source->files && used < size / 2; i++)
        used += (size_t)snprintf(origin + used, size - used, "%.60s%s", base_name(source->paths[i]),
                                 comma);
    snprintf(origin + used, size - used, "%s",
             japanese ? "独自計算（libcohort）" : "own calculation (libcohort)");
}
