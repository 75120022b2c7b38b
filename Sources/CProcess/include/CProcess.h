#ifndef FANFARE_CPROCESS_H
#define FANFARE_CPROCESS_H

// prctl takes any number of arguments, which Swift does not import. Shims only; no system header is included here, for
// what it declares would belong to two modules.

// Whether the system would write this process's memory to a file, or let another of the same user read it.
int fanfare_is_dumpable(void);
// From now on neither; 0 if that worked.
int fanfare_forbid_dumps(void);

#endif
