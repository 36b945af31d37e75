/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/graduate_parts.h"

/* Multipliers of the five groups under a panel, for each of its five ages, in ten-thousandths:
 * first and second group (the last two are their mirror image), then every group between. */
struct multipliers {
    short end[2][COHORT_PANEL][COHORT_PANEL];
    short middle[COHORT_PANEL][COHORT_PANEL];
};

/* Siegel and Swanson (2004), appendix C. */
static const struct multipliers tables[] = {
    [COHORT_SPRAGUE] = {{{{3616, -2768, 1488, -336, 0},
                          {2640, -960, 400, -80, 0},
                          {1840, 400, -320, 80, 0},
                          {1200, 1360, -720, 160, 0},
                          {704, 1968, -848, 176, 0}},
                         {{336, 2272, -752, 144, 0},
                          {80, 2320, -480, 80, 0},
                          {-80, 2160, -80, 0, 0},
                          {-160, 1840, 400, -80, 0},
                          {-176, 1408, 912, -144, 0}}},
                        {{-128, 848, 1504, -240, 16},
                         {-16, 144, 2224, -416, 64},
                         {64, -336, 2544, -336, 64},
                         {64, -416, 2224, 144, -16},
                         {16, -240, 1504, 848, -128}}},
    [COHORT_BEERS_ORDINARY] = {{{{3333, -1636, -210, 796, -283},
                                 {2595, -780, 130, 100, -45},
                                 {1924, 64, 184, -256, 84},
                                 {1329, 844, 54, -356, 129},
                                 {819, 1508, -158, -284, 115}},
                                {{404, 2000, -344, -128, 68},
                                 {93, 2268, -402, 28, 13},
                                 {-108, 2272, -248, 112, -28},
                                 {-198, 1992, 172, 72, -38},
                                 {-191, 1468, 822, -84, -15}}},
                               {{-117, 804, 1570, -284, 27},
                                {-20, 160, 2200, -400, 60},
                                {50, -280, 2460, -280, 50},
                                {60, -400, 2200, 160, -20},
                                {27, -284, 1570, 804, -117}}},
    [COHORT_BEERS_MODIFIED] = {{{{3332, -1938, 702, -118, 22},
                                 {2569, -753, 205, -27, 6},
                                 {1903, 216, -146, 32, -5},
                                 {1334, 969, -351, 59, -11},
                                 {862, 1506, -410, 54, -12}},
                                {{486, 1831, -329, 21, -9},
                                 {203, 1955, -123, -31, -4},
                                 {8, 1893, 193, -97, 3},
                                 {-108, 1677, 577, -153, 7},
                                 {-159, 1354, 972, -170, 3}}},
                               {{-160, 973, 1321, -121, -13},
                                {-129, 590, 1564, 18, -43},
                                {-85, 260, 1650, 260, -85},
                                {-43, 18, 1564, 590, -129},
                                {-13, -121, 1321, 973, -160}}},
};

/* Of the largest count under the panel: what rounding may leave of a 0. */
static const double ROUNDING = 1e-14;

/* The multiplier of the k-th of the five groups under group g's panel, for its i-th age. */
static double multiplier(const struct multipliers *table, int groups, int g, int i, int k)
{
    const int last = COHORT_PANEL - 1, from_end = groups - 1 - g;
    int value = g < 2          ? table->end[g][i][k]
                : from_end < 2 ? table->end[from_end][last - i][last - k]
                               : table->middle[i][k];
    return value / 10000.0;
}

bool cohort_panel_singles(cohort_graduation method, int groups, const double *counts, int g,
                          double single[COHORT_PANEL])
{
    const struct multipliers *table = &tables[method];
    const int first = g < 2 ? 0 : g > groups - 3 ? groups - COHORT_PANEL : g - 2;
    double largest = 0.0;
    for (int k = 0; k < COHORT_PANEL; k++)
        largest = counts[first + k] > largest ? counts[first + k] : largest;
    for (int i = 0; i < COHORT_PANEL; i++) {
        single[i] = 0.0;
        for (int k = 0; k < COHORT_PANEL; k++)
            single[i] += multiplier(table, groups, g, i, k) * counts[first + k];
        if (single[i] < -ROUNDING * largest)
            return false;
        single[i] = single[i] > 0.0 ? single[i] : 0.0;
    }
    return true;
}
