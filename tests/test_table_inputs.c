/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"
#include "support/small.h"
#include "support/tables.h"

#include <cohort/lifetable.h>
#include <cohort/table.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A town of three groups of 20 years, 2000 to 2040, in tables that are written for each test. */
enum { WIDTH = 20, OPEN = 2, GROUPS = 3 };

#define HEADER "area,variable,year,sex,age,value\n"
#define POPULATION                                                                                 \
    "07,population,2000,male,0,100\n07,population,2000,male,20,90\n"                               \
    "07,population,2000,male,40+,80\n07,population,2000,female,0,95\n"                             \
    "07,population,2000,female,20,85\n07,population,2000,female,40+,75\n"
#define SURVIVAL_OF(year)                                                                          \
    "07,survival," year ",male,0,0.91\n07,survival," year ",male,20,0.92\n"                        \
    "07,survival," year ",male,40+,0.53\n07,survival," year ",female,0,0.94\n"                     \
    "07,survival," year ",female,20,0.95\n07,survival," year ",female,40+,0.56\n"
#define SURVIVAL SURVIVAL_OF("2000") SURVIVAL_OF("2020")
#define SRB "07,srb,2000,both,all,1.05\n07,srb,2020,both,all,1.07\n"
#define ASFR "07,asfr,2000,female,20,0.05\n07,asfr,2020,female,20,0.04\n"
#define RATES(variable, unit)                                                                      \
    "07," variable ",2000,male,0,0.2" unit "\n07," variable ",2000,male,20,0.2" unit               \
    "\n07," variable ",2000,male,40+,0.2" unit "\n07," variable ",2000,female,0,0.2" unit          \
    "\n07," variable ",2000,female,20,0.2" unit "\n07," variable ",2000,female,40+,0.2" unit "\n"
#define GOOD HEADER POPULATION SURVIVAL SRB ASFR

/* Read texts as tables, and inputs from them. */
static int read_texts(int count, const char *const *texts, cohort_convention convention, int last,
                      cohort_inputs **out, cohort_error *error)
{
    cohort_table *tables[3] = {NULL};
    int code = COHORT_OK;
    *out = NULL;
    for (int i = 0; i < count && !code; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d.csv", i);
        code = parse_table(texts[i], name, NULL, &tables[i], error);
    }
    if (!code)
        code = cohort_table_inputs(count, (const cohort_table *const *)tables, "07", convention,
                                   last, out, error);
    for (int i = 0; i < count; i++)
        cohort_table_free(tables[i]);
    return code;
}

static cohort_inputs *inputs_of(const char *text, cohort_convention convention)
{
    cohort_inputs *inputs;
    cohort_error error;
    assert_ok(read_texts(1, &text, convention, 2040, &inputs, &error), error);
    return inputs;
}

static void reads_every_variable(void **state)
{
    cohort_inputs *in =
        inputs_of(GOOD "07,net_migration,2000,male,0,1\n07,net_migration,2000,male,20,-2\n"
                       "07,net_migration,2000,male,40+,3\n07,net_migration,2000,female,0,4\n"
                       "07,net_migration,2000,female,20,5\n07,net_migration,2000,female,40+,6\n"
                       "07,net_migration,2020,male,0,7\n07,net_migration,2020,male,20,8\n"
                       "07,net_migration,2020,male,40+,9\n07,net_migration,2020,female,0,10\n"
                       "07,net_migration,2020,female,20,11\n07,net_migration,2020,female,40+,-12\n",
                  COHORT_WPP_EVEN);
    const cohort_grid *grid = cohort_inputs_grid(in);
    assert_int_equal(grid->width, WIDTH);
    assert_int_equal(grid->ages, GROUPS);
    assert_int_equal(grid->start, 2000);
    assert_int_equal(grid->steps, 2);
    assert_close(value_of(in, COHORT_BASE, 0, COHORT_FEMALE, 1), 85, 0, 0);
    assert_close(value_of(in, COHORT_SURVIVAL, 1, COHORT_MALE, OPEN), 0.53, 0, 0);
    assert_close(value_of(in, COHORT_SURVIVAL, 0, COHORT_FEMALE, 0), 0.94, 0, 0);
    assert_close(value_of(in, COHORT_MALE_SHARE, 1, 0, 0), 1.07 / 2.07, 1e-15, 0);
    assert_close(value_of(in, COHORT_ASFR, 0, 0, 1), 0.05, 0, 0);
    assert_close(value_of(in, COHORT_ASFR, 0, 0, OPEN), 0, 0, 0); /* not given: zero */
    assert_close(value_of(in, COHORT_NET_MIGRANTS, 0, COHORT_MALE, 1), -2, 0, 0);
    assert_close(value_of(in, COHORT_NET_MIGRANTS, 1, COHORT_FEMALE, OPEN), -12, 0, 0);
    cohort_inputs_free(in);
}

static void brings_rates_to_the_interval_and_to_the_tfr(void **state)
{
    char text[4000] = GOOD "07,tfr,2000,,,1.5\n07,tfr,2020,both,15-49,1.8\n";
    for (int year = 2000; year <= 2020; year += 20)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < GROUPS; x++)
                snprintf(text + strlen(text), sizeof text - strlen(text),
                         "07,net_migration_rate,%d,%s,%d%s,%g\n", year, sex ? "female" : "male",
                         x * WIDTH, x == OPEN ? "+" : "", 0.001 * (x + 1));
    cohort_inputs *in = inputs_of(text, COHORT_WPP_END);
    assert_close(value_of(in, COHORT_ASFR, 0, 0, 1), 1.5 / WIDTH, 1e-15, 0);
    assert_close(value_of(in, COHORT_ASFR, 1, 0, 1), 1.8 / WIDTH, 1e-15, 0);
    /* a year and person, so twenty times that in the interval */
    assert_close(value_of(in, COHORT_NET_MIGRATION_RATIO, 1, 1, OPEN), 0.06, 1e-15, 0);
    cohort_inputs_free(in);
}

static void completes_a_life_table(void **state)
{
    static const double mx[] = {0.02, 0.003, 0.002, 0.05};
    static const int ages[] = {0, 1, 20, 40};
    char text[4000] = HEADER POPULATION SRB ASFR;
    for (int year = 2000; year <= 2020; year += 20)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < 4; x++)
                snprintf(text + strlen(text), sizeof text - strlen(text), "07,mx,%d,%s,%d%s,%g\n",
                         year, sex ? "female" : "male", ages[x], x == 3 ? "+" : "", mx[x]);
    cohort_inputs *in = inputs_of(text, COHORT_WPP_EVEN);
    cohort_lifetable life;
    cohort_error error;
    double Sx[GROUPS];
    assert_ok(cohort_lifetable_init(&life, 4, ages, &error), error);
    memcpy(life.mx, mx, sizeof mx);
    assert_ok(cohort_lifetable_from_mx(&life, COHORT_FEMALE, COHORT_AX_ANDREEV_KINGKADE, &error),
              error);
    assert_ok(cohort_lifetable_survival(&life, WIDTH, GROUPS, Sx, &error), error);
    for (int x = 0; x < GROUPS; x++)
        assert_close(value_of(in, COHORT_SURVIVAL, 1, COHORT_FEMALE, x), Sx[x], 0, 0);
    cohort_lifetable_free(&life);
    cohort_inputs_free(in);
}

/* Only the first date is the base: what is known of later ones may be by other steps. */
static void takes_the_first_date_for_the_base(void **state)
{
    cohort_inputs *in = inputs_of(GOOD "07,population,2001,male,0,50\n", COHORT_WPP_EVEN);
    assert_int_equal(cohort_inputs_grid(in)->start, 2000);
    cohort_inputs_free(in);
}

static void takes_each_variable_from_its_own_table(void **state)
{
    static const char *const texts[] = {HEADER POPULATION SRB, HEADER SURVIVAL, HEADER ASFR};
    cohort_inputs *apart, *together = inputs_of(GOOD, COHORT_WPP_EVEN);
    cohort_error error;
    assert_ok(read_texts(3, texts, COHORT_WPP_EVEN, 2040, &apart, &error), error);
    assert_same_inputs(apart, together);
    cohort_inputs_free(apart);
    cohort_inputs_free(together);
}

/* Each table is bad by itself; the message names what and where. */
static const struct bad {
    const char *name, *text;
    int code, last;
    const char *part;
} bad[] = {
    {"no population", HEADER SURVIVAL SRB ASFR, COHORT_ERROR_MISSING, 2040,
     "there is no population of area \"07\""},
    {"no mortality", HEADER POPULATION SRB ASFR, COHORT_ERROR_MISSING, 2040,
     "no mortality: expected survival, mx or qx"},
    {"two kinds", GOOD "07,mx,2000,male,0,0.1\n", COHORT_ERROR_DUPLICATE, 2040,
     "survival and mx: expected one"},
    {"no srb", HEADER POPULATION SURVIVAL ASFR, COHORT_ERROR_MISSING, 2040, "no srb"},
    {"no asfr", HEADER POPULATION SURVIVAL SRB, COHORT_ERROR_MISSING, 2040, "no asfr"},
    {"an interval without survival",
     HEADER POPULATION SURVIVAL_OF("2000") SURVIVAL_OF("1980") SRB ASFR, COHORT_ERROR_MISSING, 2040,
     "survival: no rows for 2020, male"},
    {"an interval without asfr",
     HEADER POPULATION SURVIVAL SRB "07,asfr,2000,female,20,0.1\n07,asfr,1980,female,20,0.1\n",
     COHORT_ERROR_MISSING, 2040, "asfr: no rows for 2020, female"},
    {"beyond the data", GOOD, COHORT_ERROR_MISSING, 2060, "no rows for 2040"},
    {"no whole step", GOOD, COHORT_ERROR_GRID, 2030,
     "last year 2030: expected 2000 and a multiple"},
    {"before the base", GOOD, COHORT_ERROR_GRID, 1980, "last year 1980"},
    {"two srb", GOOD "07,srb,2000,male,all,1.04\n", COHORT_ERROR_DUPLICATE, 2040, "one value"},
    {"srb in percent",
     HEADER POPULATION SURVIVAL ASFR "07,srb,2000,both,all,105\n07,srb,2020,both,all,105\n",
     COHORT_ERROR_VALUE, 2040,
     "srb of 2000, both, age 0, 105: expected males per female at birth, 0.8 to 1.3; is it per "
     "100 (1.05)?"},
    {"survival above 1",
     HEADER POPULATION SURVIVAL_OF("2000") SRB ASFR
     "07,survival,2020,male,0,0.9\n07,survival,2020,male,20,1.2\n07,survival,2020,male,40+,0.5\n"
     "07,survival,2020,female,0,1\n07,survival,2020,female,20,1\n07,survival,2020,female,40+,1\n",
     COHORT_ERROR_VALUE, 2040,
     "line 19: area \"07\", survival of 2020, male, age 20, 1.2: expected a share surviving"},
    {"negative asfr",
     HEADER POPULATION SURVIVAL SRB "07,asfr,2000,female,20,-0.1\n07,asfr,2020,female,20,0.1\n",
     COHORT_ERROR_VALUE, 2040,
     "area \"07\", asfr of 2000, female, age 20, -0.1: expected births per woman"},
    {"an age that is no group", GOOD "07,asfr,2000,female,25,0.1\n", COHORT_ERROR_GRID, 2040,
     "age 25, 0.1: expected "},
    {"a group that is too wide", GOOD "07,asfr,2000,female,0-39,0.1\n", COHORT_ERROR_GRID, 2040,
     "graduate width * asfr to single years (cohort_graduate)"},
    {"years within an interval", GOOD "07,net_migration,2010,male,0,1\n", COHORT_ERROR_GRID, 2040,
     "net_migration of 2010: expected the first year of an interval, every 20 years from 2000"},
    {"a cell in two forms", GOOD "07,asfr,2000,female,20-39,0.1\n", COHORT_ERROR_DUPLICATE, 2040,
     "each group once"},
    {"asfr of both", GOOD "07,asfr,2000,both,20,0.1\n", COHORT_ERROR_VALUE, 2040,
     "both, age 20, 0.1: expected female"},
    {"survival of both", GOOD "07,survival,2000,both,20,0.1\n", COHORT_ERROR_VALUE, 2040,
     "expected male or female"},
    {"male_share beside srb",
     GOOD "07,male_share,2000,both,all,0.5\n07,male_share,2020,both,all,0.5\n",
     COHORT_ERROR_DUPLICATE, 2040, "male_share and srb: expected one"},
    {"migration twice", GOOD RATES("net_migration", "") RATES("net_migration_rate", ""),
     COHORT_ERROR_DUPLICATE, 2040, "net_migration and net_migration_rate: expected one of them"},
    {"mx without age 1",
     HEADER POPULATION SRB ASFR
     "07,mx,2000,male,0,0.1\n07,mx,2000,male,20,0.1\n07,mx,2000,male,40+,0.1\n",
     COHORT_ERROR_VALUE, 2040, "mx, 2000, male: nobody survives to age 20"},
    {"a cell of migration missing",
     GOOD "07,net_migration,2000,male,0,1\n07,net_migration,2000,male,20,2\n", COHORT_ERROR_MISSING,
     2040, "net_migration: no row for 2000, male, age 40+"},
    {"mx not open",
     HEADER POPULATION SRB ASFR
     "07,mx,2000,male,0,0.1\n07,mx,2000,male,1,0.1\n07,mx,2000,male,40,0.1\n",
     COHORT_ERROR_GRID, 2040, "the last age is not open: expected it written as 40+"},
    {"mx negative",
     HEADER POPULATION SRB ASFR
     "07,mx,2000,male,0,0.1\n07,mx,2000,male,1,-0.1\n07,mx,2000,male,40+,0.1\n",
     COHORT_ERROR_VALUE, 2040,
     "mx, 2000, male: line 13: mx at age 1: -0.1: expected deaths per person and year, 0 to 6"},
    {"mx of single years without one",
     HEADER POPULATION SRB ASFR "07,mx,2000,male,0,0.1\n07,mx,2000,male,1,0.1\n"
                                "07,mx,2000,male,2,0.1\n07,mx,2000,male,3,0.1\n"
                                "07,mx,2000,male,5+,0.1\n",
     COHORT_ERROR_GRID, 2040, "mx, 2000, male: age 4 is missing"},
    {"mx by other groups",
     HEADER POPULATION SRB ASFR
     "07,mx,2000,male,0,0.1\n07,mx,2000,male,1,0.1\n07,mx,2000,male,30+,0.1\n",
     COHORT_ERROR_GRID, 2040, "do not fit those of the projection, 3 of 20 years: expected "},
};

static void refuses_bad_tables(void **state)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cohort_inputs *inputs = (cohort_inputs *)(uintptr_t)1;
        cohort_error error = {0, ""};
        int code = read_texts(1, &bad[i].text, COHORT_WPP_EVEN, bad[i].last, &inputs, &error);
        if (code != bad[i].code || !strstr(error.text, bad[i].part) || inputs)
            fail_msg("%s: %d \"%s\", expected %d and \"%s\"", bad[i].name, code, error.text,
                     bad[i].code, bad[i].part);
    }
}

static void refuses_a_variable_in_two_tables(void **state)
{
    static const char *const texts[] = {GOOD, HEADER ASFR};
    cohort_inputs *inputs;
    cohort_error error;
    assert_fails(read_texts(2, texts, COHORT_WPP_EVEN, 2040, &inputs, &error),
                 COHORT_ERROR_DUPLICATE, error, "both have asfr of area \"07\"");
}

/* Rates of net migration are those of a title, a heading or a unit that says what they are per; counts
 * are not. */
static void divides_rates_by_what_they_are_per(void **state)
{
#define NMR "net_migration_rate"
#define UNITS "area,variable,year,sex,age,value,unit\n"
#define NET "net_migration"
    static const struct {
        const char *text, *part; /* refused with it, or NULL */
        double value;
    } cases[] = {
        {HEADER RATES(NMR, ""), NULL, 0.2},
        {"Net migration rate per 1,000 population\n" HEADER RATES(NMR, ""), NULL, 2e-4},
        {"\"Rates per 100,000 (2000)\"\n" HEADER RATES(NMR, ""), NULL, 2e-6},
        {"純移動率（人口千対）\n" HEADER RATES(NMR, ""), NULL, 2e-4},
        {"area,variable,year,sex,age,value per 1000\n" RATES(NMR, ""), NULL, 2e-4},
        {UNITS RATES(NMR, ",per 1000"), NULL, 2e-4},
        {UNITS RATES(NMR, ",%"), NULL, 2e-3},
        {UNITS RATES(NMR, ",per person"), NULL, 0.2},
        {"per 1,000\n" HEADER RATES(NMR, ""), NULL, 2e-4}, /* cut at its comma */
        {"Births per 1,000 women\n" HEADER RATES(NMR, ""), NULL, 0.2},
        {"Fertility per 100 women\n" HEADER RATES(NMR, ""), NULL, 0.2},
        {"純移動数（人）と純移動率（％）\n" HEADER RATES(NMR, ""), NULL, 0.2},
        {"単位：％\n" HEADER RATES(NMR, ""), NULL, 2e-3},
        {"Net migration rate in percent\n" HEADER RATES(NMR, ""), NULL, 2e-3},
        {"Shares in %\n" HEADER RATES(NMR, ""), NULL, 2e-3},
        {"純移動率（％）\n" UNITS RATES(NMR, ",per 1000"), NULL, 2e-4}, /* the row's own */
        {UNITS RATES(NET, ",persons"), NULL, 0.2},
        {UNITS RATES(NET, ",thousands"), NULL, 200},
        {UNITS RATES(NET, ",Anzahl"), NULL, 0.2},
        {"純移動数（人）と純移動率（％）\n" HEADER RATES(NET, ""), NULL, 0.2},
        {"人口100万人以上の都市の純移動数\n" HEADER RATES(NET, ""), NULL, 0.2},
        {"５年間の純移動数\n" HEADER RATES(NET, ""), NULL, 0.2},
        {"Source: Statistical Annual 2021\n" HEADER RATES(NET, ""), NULL, 0.2},
        {"Death rates per 1,000\n" HEADER RATES(NET, ""), NULL, 0.2},
        {"Solde migratoire en milliers\n" HEADER RATES(NET, ""), NULL, 200},
        {UNITS RATES(NET, ",per 1000"), "line 2: the unit of net_migration, \"per 1000\", is not",
         0},
        {UNITS RATES(NET, ",%"), "the unit of net_migration, \"%\", is not one of persons", 0},
        {UNITS RATES(NET, ",crude rate"), "the unit of net_migration, \"crude rate\", is not", 0},
        {UNITS RATES(NET, ",Absolute numbers"), NULL, 0.2},
        {UNITS RATES(NET, ",persons/km2"), "unit: \"persons/km2\": expected", 0},
        {UNITS RATES(NET, ",persons per year"), "net_migration is said to be of a year", 0},
        {"Annual net migration\nArcadia\n" HEADER RATES(NET, ""),
         "said to be of a year: expected that", 0},
        {"area,variable,year,sex,age,value per 1000\n" RATES(NET, ""),
         "\"value per 1000\", is not one of persons", 0},
        {"年間の純移動数\n" HEADER RATES(NET, ""), "said to be of a year: expected that", 0},
        {"Net migration per 1000\n" HEADER RATES(NET, ""), "\"Net migration per 1000\", is not", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *texts[] = {GOOD, cases[i].text};
        cohort_inputs *in;
        cohort_error error;
        const int code = read_texts(2, texts, COHORT_WPP_EVEN, 2040, &in, &error);
        if (cases[i].part ? !code || !strstr(error.text, cases[i].part) : code)
            fail_msg("%s%s", cases[i].text, code ? error.text : "");
        if (code)
            continue;
        const bool counts = strstr(cases[i].text, NET ",") != NULL;
        assert_close(
            value_of(in, counts ? COHORT_NET_MIGRANTS : COHORT_NET_MIGRATION_RATIO, 1, 1, OPEN),
            cases[i].value * (counts ? 1 : WIDTH), 1e-15, 0);
        cohort_inputs_free(in);
    }
}

/* Other rates are what their heading or row says, else settled by their values: what a title says changes
 * none. */
static void values_say_what_other_rates_are_per(void **state)
{
    static const struct {
        const char *text, *variable;
        double value;
        bool noted;
    } cases[] = {
        {"Death rates per 1,000\n" HEADER "08,mx,2000,male,0,0.1\n", "mx", 0.1, false},
        {"Death rates; a 10 % sample\n" HEADER "08,mx,2000,male,0,0.1\n", "mx", 0.1, false},
        {"area,year,sex,age,mx_rate_per_1000\n08,2000,male,0,5\n", "mx", 0.005, true},
        {UNITS "08,mx,2000,male,0,5,per 1000\n", "mx", 0.005, true},
        {"area,year,sex,age,asfr (%)\n08,2000,female,0,50\n", "asfr", 0.5, false},
        {"area,year,sex,age,asfr_per_1000\n08,2000,female,0,5\n", "asfr", 0.005, true},
        {"Births per 1,000 women\narea,year,sex,age,asfr\n08,2000,female,0,50\n", "asfr", 0.05,
         true},
        {"area,year,sex,age,asfr_per_1000\n08,2000,female,0,50\n", "asfr", 0.05, true},
        {"area,year,sex,age,asfr\n08,2000,female,0,30\n", "asfr", 30, false}, /* or per 100 */
        {"area,year,Total fertility rate (births per woman)\n08,2000,2\n", "tfr", 2, false},
        {"\"Fertility rate, total (births per woman)\"\narea,2000,2005\n08,2,2\n", "tfr", 2, false},
        {"area,year,\"Total fertility rate (births per 1,000 women)\"\n08,2000,2000\n", "tfr", 2,
         true},
        {"area,year,sex,age,純移動率（人口千対）\n08,2000,male,0,5\n", NMR, 0.005, true},
        {"area,year,sex,age,Crude rate of net migration\n08,2000,male,0,5\n", NMR, 0.005, true},
        {"area,year,sex,age,Net migration rate\n08,2000,male,0,0.005\n", NMR, 0.005, false},
        {HEADER "08,純移動率（人口千対）,2000,male,0,5\n", NMR, 0.005, true},
        {"area,year,sex,age,Number of people\n08,2000,male,0,5\n", "population", 5, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_table *table = parsed_table(cases[i].text, "rates.csv", NULL);
        const cohort_row row = cohort_table_row(table, 0);
        assert_string_equal(row.variable, cases[i].variable);
        assert_close(row.value, cases[i].value, 1e-15, 0);
        assert_int_equal(notes_with(table, "is read as per 1000"), cases[i].noted);
        cohort_table_free(table);
    }
}

/* Of a file whose unit is one of persons, too, another column says that it is of rates. */
static void takes_a_file_of_rates_for_these(void **state)
{
#define SDMX "DATAFLOW,freq,unit,indic_de,sex,age,geo,TIME_PERIOD,OBS_VALUE\n"
#define FRATE "ESTAT:DEMO_FRATE(1.0),A,NR,X,F,Y20-39,07,"
#define TOTAL "ESTAT:DEMO_FRATE(1.0),A,NR,X,F,TOTAL,07,"
#define LIFE(sex, x) "ESTAT:DEMO_MLIFETABLE,A,NR,DEATHRATE," sex "," x ",07,2000,0.05\n"
#define LIVES(sex) LIFE(sex, "Y_LT1") LIFE(sex, "Y1") LIFE(sex, "Y20") LIFE(sex, "Y_GE40")
    static const char *const texts[] = {HEADER POPULATION "07,srb,2000,both,all,1.05\n",
                                        SDMX FRATE "2000,0.05\n" FRATE "2020,0.04\n" TOTAL
                                                   "2000,1\n" TOTAL "2020,0.8\n",
                                        SDMX LIVES("M") LIVES("F")};
    cohort_inputs *in;
    cohort_table *table;
    cohort_error error;
    assert_ok(read_texts(3, texts, COHORT_WPP_EVEN, 2040, &in, &error), error);
    assert_close(value_of(in, COHORT_ASFR, 1, 0, 1), 0.04, 0, 0);
    /* l 7/19 of those 20 years before; these live 25/3 of 20 years who die */
    assert_close(value_of(in, COHORT_SURVIVAL, 0, 0, OPEN), 7.0 / 19.0, 1e-12, 0);
    cohort_inputs_free(in);
    assert_fails(parse_table(SDMX "ESTAT:DEMO_MLIFETABLE,A,NR,PYLIVED,F,Y20-39,07,2000,99000\n",
                             "lived.csv", NULL, &table, &error),
                 COHORT_ERROR_ARGUMENT, error, "the figures are of \"PYLIVED\": expected");
}

/* Of Eurostat's indicators of fertility the TFR counts; mothers' ages are none of the inputs. */
static void takes_the_tfr_of_indicators(void **state)
{
#define FIND(which, value) "ESTAT:DEMO_FIND(1.0),A," which ",07,2000," value "\n"
    static const char *const texts[] = {
        GOOD, "DATAFLOW,freq,indic_de,geo,TIME_PERIOD,OBS_VALUE\n" FIND("AGEMOTH", "31.2")
                  FIND("TOTFERRT", "1.62") FIND("MEDAGEMOTH", "31.4")};
    cohort_inputs *in;
    cohort_error error;
    assert_ok(read_texts(2, texts, COHORT_WPP_EVEN, 2040, &in, &error), error);
    assert_close(value_of(in, COHORT_ASFR, 0, 0, 1), 1.62 / WIDTH, 1e-15, 0);
    cohort_inputs_free(in);
}

/* Portuguese headings, as of IBGE and INE. */
static void reads_headings_of_portuguese(void **state)
{
    static const char *const codes[] = {"Código", "Cód."};
    cohort_table_options options = with_gaps();
    options.title = "População";
    for (int i = 0; i < 2; i++) {
        char text[500];
        cohort_table *table;
        cohort_error error;
        snprintf(
            text, sizeof text,
            "%s,Município,Sexo,Ano,Grupo de idade,Valor\n3550308,São Paulo,Homens,2022,0-4,11\n"
            "3550308,São Paulo,Mulheres,2022,0-4,12\n",
            codes[i]);
        assert_ok(parse_table(text, "in.csv", &options, &table, &error), error);
        assert_string_equal(cohort_table_area(table, 0), "3550308");
        assert_string_equal(cohort_table_area_name(table, 0), "São Paulo");
        assert_true(cohort_table_row(table, 1).value == 12.0);
        cohort_table_free(table);
    }
}

/* Survival to the open group by qx of single years, of Gompertz's law, to an open age where it is 1. */
static int read_qx(int open, cohort_old_ages model, double *Sx, cohort_error *error)
{
    static char text[40000];
    cohort_inputs *in;
    size_t used = (size_t)snprintf(text, sizeof text, "%s", HEADER POPULATION SRB ASFR);
    for (int row = 0; row < COHORT_SEXES * (open + 1); row++) {
        const int age = row / COHORT_SEXES;
        const double m = 0.01 * exp(0.08 * (age + 0.5 - 40.0));
        used += (size_t)snprintf(text + used, sizeof text - used, "07,qx,2000,%s,%d%s,%.12g\n",
                                 row % COHORT_SEXES ? "female" : "male", age,
                                 age == open ? "+" : "", age == open ? 1.0 : m / (1.0 + 0.5 * m));
    }
    cohort_table *table = parsed_table(text, "qx.csv", NULL);
    if (model)
        cohort_table_set_old_ages(table, model);
    const cohort_table *const tables[] = {table};
    const int code = cohort_table_inputs(1, tables, "07", COHORT_WPP_EVEN, 2040, &in, error);
    *Sx = code ? 0.0 : value_of(in, COHORT_SURVIVAL, 0, COHORT_MALE, OPEN);
    if (!code)
        cohort_inputs_free(in);
    cohort_table_free(table);
    return code;
}

static void takes_no_open_group_to_die_within_a_year(void **state)
{
    double whole, Sx;
    cohort_error error;
    assert_ok(read_qx(105, 0, &whole, &error), error);
    assert_fails(read_qx(85, 0, &Sx, &error), COHORT_ERROR_VALUE, error,
                 "qx at the open age 85: 1, which says nothing of its death rate");
    assert_ok(read_qx(85, COHORT_GOMPERTZ, &Sx, &error), error);
    assert_close(Sx, whole, 1e-3, 0); /* means of the law are not quite its middles */
}

static void derives_to_the_last_published_date_or_beyond(void **state)
{
    const char *const towns = COHORT_FIXTURES "/ipss2018.csv";
    const char *const nation = COHORT_FIXTURES "/japan.csv";
    cohort_inputs *inputs;
    cohort_error error;
    assert_fails(cohort_table_derive(towns, "01223", nation, "00000", 2040, &inputs, &error),
                 COHORT_ERROR_GRID, error,
                 "last year 2040: expected 2045, the last published date, or later");
    assert_null(inputs);
    assert_ok(cohort_table_derive(towns, "01223", nation, "00000", 2045, &inputs, &error), error);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_variable),
        cmocka_unit_test(brings_rates_to_the_interval_and_to_the_tfr),
        cmocka_unit_test(completes_a_life_table),
        cmocka_unit_test(takes_the_first_date_for_the_base),
        cmocka_unit_test(takes_each_variable_from_its_own_table),
        cmocka_unit_test(refuses_bad_tables),
        cmocka_unit_test(refuses_a_variable_in_two_tables),
        cmocka_unit_test(divides_rates_by_what_they_are_per),
        cmocka_unit_test(values_say_what_other_rates_are_per),
        cmocka_unit_test(takes_a_file_of_rates_for_these),
        cmocka_unit_test(takes_the_tfr_of_indicators),
        cmocka_unit_test(reads_headings_of_portuguese),
        cmocka_unit_test(takes_no_open_group_to_die_within_a_year),
        cmocka_unit_test(derives_to_the_last_published_date_or_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
