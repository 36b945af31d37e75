/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/names.h"

#include "inputs/fixtures.h"

const char *const language_names[] = {"en", "ja", NULL};

cohort_language language_of(int asked)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3 && asked < 0; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "ja", 2) == 0 ? COHORT_JAPANESE : COHORT_ENGLISH;
    }
    return asked < 0 ? COHORT_ENGLISH : (cohort_language)asked;
}

/* Is an area without a code called as a town is (中標津町)? */
static bool is_town(const char *area)
{
    const size_t length = strlen(area);
    return length > 3 && strstr("市町村区", area + length - 3);
}

struct text name_of_area(cohort_language language, const struct source *source, const char *area)
{
    const char *own = source_area_name(source, area);
    struct area_names names;
    area_names(area, &names);
    const char *known = language == COHORT_JAPANESE ? names.japanese : names.english;
    if (*known && (!*own || strcmp(own, names.japanese) == 0))
        return text_of("%s", known);
    return *own || is_town(area) ? text_of("%s", *own ? own : area)
                                 : filled(IN_LANGUAGE(language, W_AREA), area);
}

struct text known_name(const struct source *source, const char *area)
{
    const char *own = source_area_name(source, area);
    return *own ? text_of("%s", own) : area_name(area);
}

struct text title_of_area(const struct source *source, const char *area)
{
    const struct text name = known_name(source, area);
    return strcmp(name.s, area) == 0 ? text_of(is_town(area) ? "%s" : "area %s", area)
                                     : text_of("%.300s (%.80s)", name.s, area);
}

int prefecture_of(const char *code, int most, struct text *met, int *count)
{
    const struct text name = text_of("%.*s", (int)bytes_of(code, 2), code);
    int k = 0;
    while (k < *count && strcmp(met[k].s, name.s) != 0)
        k++;
    if (k == *count && k < most)
        met[(*count)++] = name;
    return k;
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : input_name(path);
}

struct text name_of_origin(cohort_language language, const char *first, const struct source *source)
{
    const char *comma = IN_LANGUAGE(language, W_SOURCES_END);
    struct text origin = text_of("%s%s", first, *first ? comma : "");
    const int files = source->given ? source->given : source->files;
    const char *const *names = source->given ? source->names : source->paths;
    for (int i = 0; i < files && strlen(origin.s) < sizeof origin.s / 2; i++)
        origin = text_of("%s%.60s%s", origin.s, base_name(names[i]), comma);
    cohort_clean_text(origin.s);
    return text_of("%s%s", origin.s, IN_LANGUAGE(language, W_SOURCE_OWN));
}
