// SPDX-License-Identifier: GPL-3.0-or-later
// A stranger's C++ program, built against an installed libcohort: prints the library's version.
#include <cohort/version.h>

#include <iostream>
#include <string>

int main()
{
    std::cout << cohort_version() << '\n';
    return std::string(cohort_version()) == COHORT_VERSION ? 0 : 1;
}
