/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_COHORT_H
#define COHORT_COHORT_H

/**
 * @file
 * All headers of libcohort.
 */

#include <cohort/backtest.h>
#include <cohort/batch.h>
#include <cohort/calibrate.h>
#include <cohort/chart.h>
#include <cohort/control.h>
#include <cohort/csv.h>
#include <cohort/decompose.h>
#include <cohort/derive.h>
#include <cohort/derived.h>
#include <cohort/ensemble.h>
#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/fertility.h>
#include <cohort/figure.h>
#include <cohort/forecast.h>
#include <cohort/graduate.h>
#include <cohort/grid.h>
#include <cohort/indicators.h>
#include <cohort/inputs.h>
#include <cohort/lifetable.h>
#include <cohort/migration.h>
#include <cohort/output.h>
#include <cohort/projection.h>
#include <cohort/published.h>
#include <cohort/reach.h>
#include <cohort/scenario.h>
#include <cohort/sensitivity.h>
#include <cohort/sheets.h>
#include <cohort/spreads.h>
#include <cohort/stable.h>
#include <cohort/system.h>
#include <cohort/table.h>
#include <cohort/track.h>
#include <cohort/version.h>
#include <cohort/worksheet.h>

#endif
