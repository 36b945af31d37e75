/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked into a program whose lines gcov counts: nothing is made to fail from its end on (F_GETFD of
 * descriptor -2, for preload.c and faults.c), as gcov then allocates and writes. */
#include <fcntl.h>

__attribute__((destructor)) static void end_of_faults(void)
{
    fcntl(-2, F_GETFD);
}
