/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In place of a fuzzer: each file of the folders that are named, once. */
#include "fuzz/take.h"

#include <dirent.h>
#include <stdio.h>

enum { MOST_BYTES = 1 << 20 };

static int replay(const char *folder, const char *name)
{
    static uint8_t bytes[MOST_BYTES];
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    uint8_t *copy = malloc(size ? size : 1); /* so that a sanitizer sees its end */
    HOLDS(copy);
    memcpy(copy, bytes, size);
    fprintf(stderr, "%s\n", path); /* the last one is the culprit */
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 1;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        for (struct dirent *entry; folder && (entry = readdir(folder));)
            if (entry->d_name[0] != '.')
                count += replay(argv[i], entry->d_name);
        if (folder)
            closedir(folder);
    }
    printf("%d passed, 0 failed\n", count);
    return count == 0;
}
