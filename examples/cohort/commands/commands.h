/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "options/options.h"

/* All of them, in the order of help, ended by NULL. */
extern const struct command *const commands[];

extern const struct command project_command, report_command, chart_command, explain_command,
    reach_command, track_command, control_command, ensemble_command, backtest_command,
    municipalities_command, nemuro_command;

#endif
