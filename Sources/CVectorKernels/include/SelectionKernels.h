#ifndef FG_SELECTION_KERNELS_H
#define FG_SELECTION_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Brings the `k` smallest of `count` words, all different, to the front, in no order; k <= count.
void fg_keep_smallest(int32_t level, uint64_t *words, size_t count, size_t k);

/// The places of the `k` largest of `count` values, in no order; k <= count. Of equal values those at lower places.
/// `words` has room for `count` of them.
void fg_largest_places(int32_t level, const int32_t *values, size_t count, size_t k, uint64_t *words,
                       uint32_t *places);

/// As fg_largest_places, for floats, none of them NaN.
void fg_largest_places_float(int32_t level, const float *values, size_t count, size_t k,
                             uint64_t *words, uint32_t *places);

#endif
