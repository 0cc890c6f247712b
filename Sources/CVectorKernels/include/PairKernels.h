#ifndef FG_PAIR_KERNELS_H
#define FG_PAIR_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Distances of single pairs of rows, for the few pairs that the tile kernels leave.

/// The type of a row's values.
typedef enum {
  fg_uint8 = 0,
  fg_float16 = 1,  ///< IEEE half precision, finite
  fg_float32 = 2,
} fg_element;

/// What is summed over the features.
typedef enum {
  fg_squared_differences,   ///< sum (a - b)^2
  fg_absolute_differences,  ///< sum |a - b|
  fg_largest_difference,    ///< max |a - b|
  fg_products,              ///< sum a * b
  fg_unequal,               ///< number of features with a != b
} fg_accumulation;

/// Pairs that fg_exact_pairs takes together.
#define FG_PAIRS 8

/// Accumulates eight pairs of rows in double precision over ascending features, without fused multiply-add: the
/// values that order neighbors. The same bits on every processor.
void fg_exact_pairs(int32_t level, fg_accumulation accumulation, fg_element element,
                    const void *const a[FG_PAIRS], const void *const b[FG_PAIRS], size_t d,
                    double out[FG_PAIRS]);

/// sum (a - b)^2 in double precision and any order: wrong by at most (d + 2) * 2^-53 of itself; of bytes, exact.
double fg_squared_distance(int32_t level, fg_element element, const void *a, const void *b, size_t d);

/// sum a * b in double precision and any order: wrong by at most (d + 2) * 2^-53 of sum |a * b|.
double fg_product(int32_t level, fg_element element, const void *a, const void *b, size_t d);

/// What fg_exact_pairs gives for one pair, in single precision and 32 lanes: sums are wrong by at most
/// (d / 32 + 12) * 2^-24 of the sum of their terms' sizes and d * 2^-149; numbers of features are exact up to 2^24.
/// Infinite or NaN where single precision overflows.
float fg_estimate(int32_t level, fg_accumulation accumulation, fg_element element, const void *a,
                  const void *b, size_t d);

/// out[k] = (x[k] * scale - center[k]) * unit in double precision, rounded once.
void fg_prepare_row(int32_t level, fg_element element, const void *x, double scale,
                    const double *center, double unit, size_t d, float *out);

/// What rounding to codes left.
typedef struct {
  double residual;         ///< Euclidean length of what rounding took off, but for about 2^-20 of itself
  int64_t sum;             ///< of the codes, 128 taken off each
  int64_t sum_of_squares;  ///< of the same
} fg_rounded;

/// codes[k] = y[k] rounded to -127 ... 127, plus 128.
fg_rounded fg_round_codes(int32_t level, const float *y, size_t count, uint8_t *codes);

/// codes[k] = y[k] rounded to bfloat16, |y[k]| below 2^126; numbers below 2^-126 become 0. Returns the Euclidean
/// length of what rounding took off, but for about 2^-16 of itself and, where that is tiny, sqrt(count) * 2^-74.
double fg_round_bfloats(int32_t level, const float *y, size_t count, uint16_t *codes);

/// The sums of codes that are there; no residual.
fg_rounded fg_sum_codes(int32_t level, const uint8_t *codes, size_t count);

/// y[k] += a * x[k], rounded as the processor does it.
void fg_add_scaled_floats(int32_t level, float *y, float a, const float *x, size_t n);

/// Sum of codes[k] * direction[k]; |direction| up to 127.
int64_t fg_code_product(int32_t level, const uint8_t *codes, const int16_t *direction, size_t count);

/// The bits of the value that is largest in size, without its sign; NaN and infinity have more bits than any number.
uint32_t fg_largest_bits(int32_t level, fg_element element, const void *x, size_t count);

/// Converts floats to bytes; 1 if all are whole numbers 0...255, else 0, and `bytes` is of no use.
int32_t fg_convert_to_bytes(int32_t level, const float *x, size_t count, uint8_t *bytes);

/// A hash of a row's values; 0 and -0 count as equal. It depends on the type of the values.
uint64_t fg_hash_row(int32_t level, fg_element element, const void *x, size_t d);

/// 1 if two rows have equal values.
int32_t fg_rows_equal(int32_t level, fg_element element, const void *x, const void *y, size_t d);

#endif
