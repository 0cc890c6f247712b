// Distances of single pairs, written once. Pairs.c includes this file for every instruction set, with FG(name) giving
// the variant's name; no include guard for that reason.

static inline __attribute__((always_inline)) FG(doubles) FG(absolute)(FG(doubles) x) {
  return (FG(doubles))((FG(wide_words))x & INT64_MAX);
}

// What one feature adds for each of eight pairs.
static inline __attribute__((always_inline)) FG(doubles) FG(term)(fg_accumulation accumulation,
                                                                  FG(doubles) a, FG(doubles) b) {
  switch (accumulation) {
  case fg_squared_differences: {
    const FG(doubles) t = a - b;
    return t * t;
  }
  case fg_absolute_differences:
  case fg_largest_difference: return FG(absolute)(a - b);
  case fg_products: return a * b;
  case fg_unequal: {
    const FG(doubles) zero = {0};
    return (FG(doubles))((FG(wide_words))(a != b) & (FG(wide_words))(zero + 1.0));
  }
  }
  __builtin_unreachable();
}

static inline __attribute__((always_inline)) FG(doubles) FG(fold)(fg_accumulation accumulation,
                                                                  FG(doubles) sum, FG(doubles) term) {
  return accumulation == fg_largest_difference ? __builtin_elementwise_max(sum, term) : sum + term;
}

// Eight features of eight pairs at a time: terms along the features, turned, then added feature by feature.
static inline __attribute__((always_inline)) void FG(exact)(fg_accumulation accumulation,
                                                            fg_element element,
                                                            const void *const a[FG_PAIRS],
                                                            const void *const b[FG_PAIRS], size_t d,
                                                            double out[FG_PAIRS]) {
  FG(doubles) sum = {0};
  size_t k = 0;
  for (; k + 8 <= d; k += 8) {
    FG(doubles) t[8], u[8], v[8];
    _Pragma("clang loop unroll(full)") for (int p = 0; p < 8; p++) t[p] =
        FG(term)(accumulation, FG(load)(element, a[p], k), FG(load)(element, b[p], k));
    _Pragma("clang loop unroll(full)") for (int p = 0; p < 8; p += 2) {
      u[p] = __builtin_shufflevector(t[p], t[p + 1], 0, 8, 2, 10, 4, 12, 6, 14);
      u[p + 1] = __builtin_shufflevector(t[p], t[p + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    _Pragma("clang loop unroll(full)") for (int p = 0; p < 8; p += 4)
        _Pragma("clang loop unroll(full)") for (int q = 0; q < 2; q++) {
      v[p + q] = __builtin_shufflevector(u[p + q], u[p + q + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      v[p + q + 2] = __builtin_shufflevector(u[p + q], u[p + q + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
    _Pragma("clang loop unroll(full)") for (int f = 0; f < 4; f++) sum = FG(fold)(
        accumulation, sum, __builtin_shufflevector(v[f], v[f + 4], 0, 1, 2, 3, 8, 9, 10, 11));
    _Pragma("clang loop unroll(full)") for (int f = 0; f < 4; f++) sum = FG(fold)(
        accumulation, sum, __builtin_shufflevector(v[f], v[f + 4], 4, 5, 6, 7, 12, 13, 14, 15));
  }
  for (; k < d; k++) {
    FG(doubles) x, y;
    for (int p = 0; p < 8; p++) {
      x[p] = FG(load_one)(element, a[p], k);
      y[p] = FG(load_one)(element, b[p], k);
    }
    sum = FG(fold)(accumulation, sum, FG(term)(accumulation, x, y));
  }
  *(FG(doubles) *)out = sum;
}

#define FG_EXACT_FOR(accumulation)                                                    \
  case accumulation:                                                                  \
    switch (element) {                                                                \
    case fg_uint8: FG(exact)(accumulation, fg_uint8, a, b, d, out); return;           \
    case fg_float16: FG(exact)(accumulation, fg_float16, a, b, d, out); return;       \
    case fg_float32: FG(exact)(accumulation, fg_float32, a, b, d, out); return;       \
    }                                                                                 \
    return;

static void FG(exact_pairs)(fg_accumulation accumulation, fg_element element,
                            const void *const a[FG_PAIRS], const void *const b[FG_PAIRS], size_t d,
                            double out[FG_PAIRS]) {
  switch (accumulation) {
    FG_EXACT_FOR(fg_squared_differences)
    FG_EXACT_FOR(fg_absolute_differences)
    FG_EXACT_FOR(fg_largest_difference)
    FG_EXACT_FOR(fg_products)
    FG_EXACT_FOR(fg_unequal)
  }
}
#undef FG_EXACT_FOR

static int64_t FG(squared_bytes)(const uint8_t *a, const uint8_t *b, size_t d) {
  int64_t total = 0;
  for (size_t k = 0; k < d;) {
    // 32 bits hold 33,025 squares.
    const size_t end = d - k > 32768 ? k + 32768 : d;
    int32_t sum = 0;
    for (; k < end; k++) {
      const int32_t t = (int16_t)(a[k] - b[k]);
      sum += t * t;
    }
    total += sum;
  }
  return total;
}

// A sum in any order, in several lanes.
static inline __attribute__((always_inline)) double FG(sum)(fg_accumulation accumulation,
                                                            fg_element element, const void *a,
                                                            const void *b, size_t d) {
#pragma clang fp contract(fast)
  FG(doubles) s0 = {0}, s1 = {0};
  size_t k = 0;
  for (; k + 16 <= d; k += 16) {
    s0 += FG(term)(accumulation, FG(load)(element, a, k), FG(load)(element, b, k));
    s1 += FG(term)(accumulation, FG(load)(element, a, k + 8), FG(load)(element, b, k + 8));
  }
  s0 += s1;
  double sum = 0;
  for (int lane = 0; lane < 8; lane++) sum += s0[lane];
  for (; k < d; k++) {
    const double x = FG(load_one)(element, a, k), y = FG(load_one)(element, b, k);
    sum += accumulation == fg_products ? x * y : (x - y) * (x - y);
  }
  return sum;
}

static inline __attribute__((always_inline)) FG(floats) FG(add_floats)(fg_accumulation accumulation,
                                                                       FG(floats) sum, FG(floats) a,
                                                                       FG(floats) b) {
#pragma clang fp contract(fast)
  switch (accumulation) {
  case fg_squared_differences: {
    const FG(floats) t = a - b;
    return sum + t * t;
  }
  case fg_absolute_differences: return sum + __builtin_elementwise_abs(a - b);
  case fg_largest_difference: return __builtin_elementwise_max(sum, __builtin_elementwise_abs(a - b));
  case fg_products: return sum + a * b;
  case fg_unequal: {
    const FG(floats) zero = {0};
    return sum + (FG(floats))((FG(sixteen_words))(a != b) & (FG(sixteen_words))(zero + 1.0f));
  }
  }
  __builtin_unreachable();
}

static inline __attribute__((always_inline)) float FG(sum_of)(FG(floats) s) {
  FG(eight_floats) t = __builtin_shufflevector(s, s, 0, 1, 2, 3, 4, 5, 6, 7) +
                       __builtin_shufflevector(s, s, 8, 9, 10, 11, 12, 13, 14, 15);
  t += __builtin_shufflevector(t, t, 4, 5, 6, 7, 0, 1, 2, 3);
  t += __builtin_shufflevector(t, t, 2, 3, 0, 1, 6, 7, 4, 5);
  return t[0] + t[1];
}

static inline __attribute__((always_inline)) float FG(estimate_of)(fg_accumulation accumulation,
                                                                   fg_element element,
                                                                   const void *a, const void *b,
                                                                   size_t d) {
  FG(floats) s0 = {0}, s1 = {0};
  size_t k = 0;
  for (; k + 32 <= d; k += 32) {
    s0 = FG(add_floats)(accumulation, s0, FG(load_floats)(element, a, k),
                        FG(load_floats)(element, b, k));
    s1 = FG(add_floats)(accumulation, s1, FG(load_floats)(element, a, k + 16),
                        FG(load_floats)(element, b, k + 16));
  }
  if (k + 16 <= d) {
    s0 = FG(add_floats)(accumulation, s0, FG(load_floats)(element, a, k),
                        FG(load_floats)(element, b, k));
    k += 16;
  }
  if (k < d) {
    // The rest of both rows, with zeros behind, which add nothing.
    FG(floats) x = {0}, y = {0};
    for (int lane = 0; k < d; k++, lane++) {
      x[lane] = (float)FG(load_one)(element, a, k);
      y[lane] = (float)FG(load_one)(element, b, k);
    }
    s1 = FG(add_floats)(accumulation, s1, x, y);
  }
  const int is_largest = accumulation == fg_largest_difference;
  s0 = is_largest ? __builtin_elementwise_max(s0, s1) : s0 + s1;
  return is_largest ? __builtin_reduce_max(s0) : FG(sum_of)(s0);
}

#define FG_ESTIMATE_FOR(accumulation)                                                    \
  case accumulation:                                                                     \
    switch (element) {                                                                   \
    case fg_uint8: return FG(estimate_of)(accumulation, fg_uint8, a, b, d);              \
    case fg_float16: return FG(estimate_of)(accumulation, fg_float16, a, b, d);          \
    case fg_float32: return FG(estimate_of)(accumulation, fg_float32, a, b, d);          \
    }                                                                                    \
    break;

static float FG(estimate)(fg_accumulation accumulation, fg_element element, const void *a,
                          const void *b, size_t d) {
  switch (accumulation) {
    FG_ESTIMATE_FOR(fg_squared_differences)
    FG_ESTIMATE_FOR(fg_absolute_differences)
    FG_ESTIMATE_FOR(fg_largest_difference)
    FG_ESTIMATE_FOR(fg_products)
    FG_ESTIMATE_FOR(fg_unequal)
  }
  __builtin_unreachable();
}
#undef FG_ESTIMATE_FOR

static double FG(squared_distance)(fg_element element, const void *a, const void *b, size_t d) {
  switch (element) {
  case fg_uint8: return (double)FG(squared_bytes)(a, b, d);
  case fg_float16: return FG(sum)(fg_squared_differences, fg_float16, a, b, d);
  case fg_float32: return FG(sum)(fg_squared_differences, fg_float32, a, b, d);
  }
  __builtin_unreachable();
}

static double FG(product)(fg_element element, const void *a, const void *b, size_t d) {
  switch (element) {
  case fg_uint8: return FG(sum)(fg_products, fg_uint8, a, b, d);
  case fg_float16: return FG(sum)(fg_products, fg_float16, a, b, d);
  case fg_float32: return FG(sum)(fg_products, fg_float32, a, b, d);
  }
  __builtin_unreachable();
}
