# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: Rscript nemuro.R cohort.so FIXTURES
words <- commandArgs(trailingOnly = TRUE)
dyn.load(words[1])
table <- function(name) file.path(words[2], name)

persons <- .Call("project", table("ipss2018.csv"), "01223", table("japan.csv"), "00000", 2060L)
years <- attr(persons, "years")
total <- apply(persons, 3, sum)
old <- apply(persons[14:dim(persons)[1], , ], 3, sum)
for (i in c(1, 4, 7, 10)) cat(sprintf("%d %6.0f, %4.1f %% of 65 and over\n", years[i], total[i], 100 * old[i] / total[i]))

cat(conditionMessage(tryCatch(.Call("project", "none.csv", "01223", "none.csv", "00000", 2060L),
                              error = identity)), "\n")
