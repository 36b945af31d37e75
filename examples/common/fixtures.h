/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIXTURES_H
#define FIXTURES_H

/* Where the tables are that come with the library. Compiled twice: the programs under build/ use
 * those of the checkout, installed ones those that are installed with them. */
extern const char fixtures_folder[];

#endif
