/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nemuro's path for R: .Call("project", path, area, nation, nation_area, to) is an array of persons
   [age, sex, date] with the years as its attribute. An error of the library is one of R's. */
#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <cohort/cohort.h>
#include <string.h>

static const char *text(SEXP value)
{
    return CHAR(Rf_asChar(value));
}

SEXP project(SEXP path, SEXP area, SEXP nation, SEXP nation_area, SEXP to)
{
    cohort_error error;
    cohort_projection *town;
    if (cohort_table_project(text(path), text(area), text(nation), text(nation_area),
                             Rf_asInteger(to), &town, &error))
        Rf_error("%s", error.text);
    const cohort_stock *population = cohort_projection_population(town);
    const cohort_grid *grid = &population->grid;
    SEXP persons = PROTECT(Rf_alloc3DArray(REALSXP, grid->ages, COHORT_SEXES, grid->steps + 1));
    SEXP years = PROTECT(Rf_allocVector(INTSXP, grid->steps + 1));
    memcpy(REAL(persons), population->cells, (size_t)XLENGTH(persons) * sizeof(double));
    for (int i = 0; i <= grid->steps; i++)
        INTEGER(years)[i] = cohort_grid_year(grid, i);
    Rf_setAttrib(persons, Rf_install("years"), years);
    cohort_projection_free(town);
    UNPROTECT(2);
    return persons;
}
