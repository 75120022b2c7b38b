#include <stdlib.h>

#include "CTestRun.h"

// How many tests run at a time, before Swift Testing asks. Without a bound all of them begin at once, and on a small
// machine each one's deadlines pass while it waits for its turn. Whoever sets the variable himself is obeyed.
__attribute__((constructor)) static void bound_tests(void) {
    setenv("SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH", "8", 0);
}
