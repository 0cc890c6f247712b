#include "CVectorKernels.h"
const char *fg_instruction_set(void) { return "baseline"; }
