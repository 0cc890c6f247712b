// Compiles the kernels for single pairs for every instruction set, and chooses at run time.
#include "CVectorKernels.h"

#include <stdlib.h>

// A fused multiply-add rounds once instead of twice; without it every variant gives the same bits. The kernels
// that only tell whether a pair may be near allow it.
#pragma STDC FP_CONTRACT OFF

// Vectors wider than the processor's are passed between functions that are inlined, so no calling convention counts.
#pragma clang diagnostic ignored "-Wpsabi"

#define FG_JOIN(a, b) pair_##a##_##b

#define FG(name) FG_JOIN(baseline, name)
#include "Pairs.h"
#undef FG

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FG(name) FG_JOIN(avx2, name)
#include "Pairs.h"
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

// A number and its place in one word, whose order is that of the numbers.
static inline uint64_t word_of(int32_t value, size_t place) {
  return (uint64_t)((uint32_t)value ^ 0x80000000u) << 32 | (uint32_t)place;
}

static inline uint64_t float_word_of(float value, size_t place) {
  int32_t bits;
  __builtin_memcpy(&bits, &value, 4);
  return word_of(bits ^ ((bits >> 31) & 0x7FFFFFFF), place);
}

// Brings the k largest words to the front: quickselect (Hoare 1961), with the median of three as the pivot.
static void select_largest(uint64_t *words, size_t count, size_t k) {
  ptrdiff_t low = 0, high = (ptrdiff_t)count - 1, wanted = (ptrdiff_t)k - 1;
  while (low < high) {
    const uint64_t a = words[low], b = words[low + (high - low) / 2], c = words[high];
    const uint64_t pivot = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
    ptrdiff_t left = low, right = high;
    while (left <= right) {
      while (words[left] > pivot) left++;
      while (words[right] < pivot) right--;
      if (left <= right) {
        const uint64_t word = words[left];
        words[left++] = words[right];
        words[right--] = word;
      }
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else return;
  }
}

// Candidates that lie on the stack.
#define FG_MOST_CANDIDATES 512
// Values that are looked at together.
#define FG_RUN 16

#define FG_LARGEST(name, type, word, smallest)                                         \
  void name(const type *values, size_t count, size_t k, uint32_t *places) {            \
    if (k == 0) return;                                                                \
    uint64_t words[FG_MOST_CANDIDATES];                                                \
    const size_t room = k < 16 ? k + 16 : 2 * k;                                       \
    uint64_t *found = room > FG_MOST_CANDIDATES ? malloc(room * sizeof *found) : words; \
    size_t filled = 0;                                                                 \
    type least = smallest;                                                             \
    int is_full = 0;                                                                   \
    for (size_t first = 0; first < count; first += FG_RUN) {                           \
      const size_t end = count - first < FG_RUN ? count : first + FG_RUN;              \
      int any = !is_full;                                                              \
      if (end == first + FG_RUN)                                                       \
        for (size_t i = 0; i < FG_RUN; i++) any |= values[first + i] > least;          \
      else                                                                             \
        any = 1;                                                                       \
      if (!any) continue;                                                              \
      for (size_t i = first; i < end; i++) {                                           \
        if (is_full && values[i] <= least) continue;                                   \
        found[filled++] = word(values[i], i);                                          \
        if (filled < room) continue;                                                   \
        /* What is not among the k largest so far goes. */                             \
        select_largest(found, filled, k);                                              \
        filled = k;                                                                    \
        is_full = 1;                                                                   \
        size_t last = 0;                                                               \
        for (size_t j = 1; j < k; j++) last = found[j] < found[last] ? j : last;       \
        least = values[(uint32_t)found[last]];                                         \
      }                                                                                \
    }                                                                                  \
    if (filled > k) select_largest(found, filled, k);                                  \
    for (size_t j = 0; j < k; j++) places[j] = (uint32_t)found[j];                     \
    if (found != words) free(found);                                                   \
  }
FG_LARGEST(fg_largest_places, int32_t, word_of, INT32_MIN)
FG_LARGEST(fg_largest_places_float, float, float_word_of, -__FLT_MAX__)
