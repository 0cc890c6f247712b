// Compiles the kernels for single pairs for every instruction set, and chooses at run time.
#include "CVectorKernels.h"

// A fused multiply-add rounds once instead of twice; without it every variant gives the same bits. The kernels
// that only tell whether a pair may be near allow it.
#pragma STDC FP_CONTRACT OFF

// Vectors wider than the processor's are passed between functions that are inlined, so no calling convention counts.
#pragma clang diagnostic ignored "-Wpsabi"

#define FG_JOIN(a, b) pair_##a##_##b

#define FG(name) FG_JOIN(baseline, name)
#include "Loads.h"
#include "Pairs.h"
#include "Rows.h"
#undef FG

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FG(name) FG_JOIN(avx2, name)
#include "Loads.h"
#include "Pairs.h"
#include "Rows.h"
#undef FG
#pragma clang attribute pop

// Wider vectors gain nothing here: turning the terms takes shuffles, which wide ones make no faster.
#define FG_CALL(name, ...) \
  (level >= 1 ? pair_avx2_##name(__VA_ARGS__) : pair_baseline_##name(__VA_ARGS__))
#else
#define FG_CALL(name, ...) ((void)level, pair_baseline_##name(__VA_ARGS__))
#endif

void fg_exact_pairs(int32_t level, fg_accumulation accumulation, fg_element element,
                    const void *const a[FG_PAIRS], const void *const b[FG_PAIRS], size_t d,
                    double out[FG_PAIRS]) {
  FG_CALL(exact_pairs, accumulation, element, a, b, d, out);
}

double fg_squared_distance(int32_t level, fg_element element, const void *a, const void *b, size_t d) {
  return FG_CALL(squared_distance, element, a, b, d);
}

double fg_product(int32_t level, fg_element element, const void *a, const void *b, size_t d) {
  return FG_CALL(product, element, a, b, d);
}

float fg_estimate(int32_t level, fg_accumulation accumulation, fg_element element, const void *a,
                  const void *b, size_t d) {
  return FG_CALL(estimate, accumulation, element, a, b, d);
}

void fg_prepare_row(int32_t level, fg_element element, const void *x, double scale,
                    const double *center, double unit, size_t d, float *out) {
  FG_CALL(prepare, element, x, scale, center, unit, d, out);
}

fg_rounded fg_round_codes(int32_t level, const float *y, size_t count, uint8_t *codes) {
  return FG_CALL(round, y, count, codes);
}

double fg_round_bfloats(int32_t level, const float *y, size_t count, uint16_t *codes) {
  return FG_CALL(round_bfloats, y, count, codes);
}

fg_rounded fg_sum_codes(int32_t level, const uint8_t *codes, size_t count) {
  return FG_CALL(sums, codes, count);
}

void fg_add_scaled_floats(int32_t level, float *y, float a, const float *x, size_t n) {
  FG_CALL(add_scaled, y, a, x, n);
}

int64_t fg_code_product(int32_t level, const uint8_t *codes, const int16_t *direction, size_t count) {
  return FG_CALL(code_product, codes, direction, count);
}

uint32_t fg_largest_bits(int32_t level, fg_element element, const void *x, size_t count) {
  return FG_CALL(largest_bits, element, x, count);
}

int32_t fg_convert_to_bytes(int32_t level, const float *x, size_t count, uint8_t *bytes) {
  return FG_CALL(are_bytes, x, count, bytes);
}

uint64_t fg_hash_row(int32_t level, fg_element element, const void *x, size_t d) {
  return FG_CALL(hash, element, x, d);
}

int32_t fg_rows_equal(int32_t level, fg_element element, const void *x, const void *y, size_t d) {
  return FG_CALL(equal, element, x, y, d);
}
