#ifndef FANFARE_CTESTRUN_H
#define FANFARE_CTESTRUN_H

// Nothing to call: what this module does it does when the test bundle is loaded.

#endif
