// What this processor can compute with, and what the user allows.
#include <stdlib.h>
#include <string.h>

#include "CVectorKernels.h"

#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
// Linux gives a process the registers for matrix tiles on request only.
static int tiles_allowed(void) {
  const long request_permission = 0x1023, tile_data = 18;
  return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}
#else
static int tiles_allowed(void) { return 0; }
#endif

static int32_t detect(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
    return 1;
  if (!__builtin_cpu_supports("avx512vnni")) return 2;
  if (!__builtin_cpu_supports("amx-tile") || !__builtin_cpu_supports("amx-int8")) return 3;
  return tiles_allowed() ? 4 : 3;
#else
  return 0;
#endif
}

int32_t fg_instruction_level(void) {
  static int32_t known = -1;
  int32_t now = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (now >= 0) return now;
  now = detect();
  static const char *const names[] = {"baseline", "avx2", "avx512", "vnni", "amx"};
  const char *wanted = getenv("FLIPGUARD_INSTRUCTIONS");
  for (int32_t k = 0; wanted && k < now; k++)
    if (!strcmp(wanted, names[k])) now = k;
  __atomic_store_n(&known, now, __ATOMIC_RELAXED);
  return now;
}
