// Compiles selection for every instruction set, and chooses at run time.
#include "CVectorKernels.h"

#define FG_JOIN(a, b) selection_##a##_##b

#define FG(name) FG_JOIN(baseline, name)
#include "Selection.h"
#undef FG

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define FG(name) FG_JOIN(avx2, name)
#include "Selection.h"
#undef FG
#pragma clang attribute pop

#define FG_CALL(name, ...) \
  (level >= 1 ? selection_avx2_##name(__VA_ARGS__) : selection_baseline_##name(__VA_ARGS__))
#else
#define FG_CALL(name, ...) ((void)level, selection_baseline_##name(__VA_ARGS__))
#endif

void fg_keep_smallest(int32_t level, uint64_t *words, size_t count, size_t k) {
  FG_CALL(keep_smallest, words, count, k);
}

void fg_largest_places(int32_t level, const int32_t *values, size_t count, size_t k, uint64_t *words,
                       uint32_t *places) {
  FG_CALL(largest_places, values, count, k, words, places);
}

void fg_largest_places_float(int32_t level, const float *values, size_t count, size_t k,
                             uint64_t *words, uint32_t *places) {
  FG_CALL(largest_places_float, values, count, k, words, places);
}
