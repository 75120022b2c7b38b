// The shims are inline, in the header; a C target needs a source file all the same.
#include "CCurl.h"
