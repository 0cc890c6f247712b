// Distances of single pairs, written once. Pairs.c includes this file for every instruction set, with FG(name) giving
// the variant's name; no include guard for that reason.

typedef double FG(doubles) __attribute__((vector_size(64), aligned(8)));
typedef int64_t FG(wide_words) __attribute__((vector_size(64), aligned(8)));
typedef float FG(eight_floats) __attribute__((vector_size(32), aligned(4)));
typedef int32_t FG(eight_words) __attribute__((vector_size(32), aligned(4)));
typedef uint16_t FG(eight_halves) __attribute__((vector_size(16), aligned(2)));
typedef float FG(floats) __attribute__((vector_size(64), aligned(4)));
typedef int32_t FG(sixteen_words) __attribute__((vector_size(64), aligned(4)));
typedef uint32_t FG(sixteen_hashes) __attribute__((vector_size(64), aligned(4)));
typedef uint8_t FG(sixteen_bytes) __attribute__((vector_size(16), aligned(1)));
typedef uint8_t FG(eight_bytes) __attribute__((vector_size(8), aligned(1)));

// Half precision: the exponent is moved by a product, which is exact for subnormal numbers too.
static inline __attribute__((always_inline)) FG(eight_floats) FG(halves)(const uint16_t *p) {
  const FG(eight_words) bits = __builtin_convertvector(*(const FG(eight_halves) *)p, FG(eight_words));
  const FG(eight_floats) size = (FG(eight_floats))((bits & 0x7FFF) << 13) * 0x1p112f;
  return (FG(eight_floats))((FG(eight_words))size | (bits & 0x8000) << 16);
}

static inline __attribute__((always_inline)) FG(doubles) FG(load)(fg_element element, const void *p,
                                                                  size_t k) {
  switch (element) {
  case fg_uint8:
    return __builtin_convertvector(*(const FG(eight_bytes) *)((const uint8_t *)p + k), FG(doubles));
  case fg_float16:
    return __builtin_convertvector(FG(halves)((const uint16_t *)p + k), FG(doubles));
  case fg_float32:
    return __builtin_convertvector(*(const FG(eight_floats) *)((const float *)p + k), FG(doubles));
  }
  __builtin_unreachable();
}

static inline __attribute__((always_inline)) double FG(load_one)(fg_element element, const void *p,
                                                                 size_t k) {
  switch (element) {
  case fg_uint8: return ((const uint8_t *)p)[k];
  case fg_float16: {
    // Eight values may not be there.
    uint16_t padded[8] = {((const uint16_t *)p)[k]};
    return FG(halves)(padded)[0];
  }
  case fg_float32: return ((const float *)p)[k];
  }
  __builtin_unreachable();
}

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

// Sixteen values in single precision, which holds halves and bytes exactly.
static inline __attribute__((always_inline)) FG(floats) FG(load_floats)(fg_element element,
                                                                        const void *p, size_t k) {
  switch (element) {
  case fg_uint8:
    return __builtin_convertvector(*(const FG(sixteen_bytes) *)((const uint8_t *)p + k), FG(floats));
  case fg_float16:
    return __builtin_shufflevector(FG(halves)((const uint16_t *)p + k),
                                   FG(halves)((const uint16_t *)p + k + 8), 0, 1, 2, 3, 4, 5, 6, 7,
                                   8, 9, 10, 11, 12, 13, 14, 15);
  case fg_float32: return *(const FG(floats) *)((const float *)p + k);
  }
  __builtin_unreachable();
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

static void FG(prepare)(fg_element element, const void *x, double scale, const double *center,
                        double unit, size_t d, float *out) {
  size_t k = 0;
#define FG_PREPARE(kind)                                                                      \
  for (; k + 8 <= d; k += 8)                                                                  \
    *(FG(eight_floats) *)(out + k) = __builtin_convertvector(                                 \
        (FG(load)(kind, x, k) * scale - *(const FG(doubles) *)(center + k)) * unit,           \
        FG(eight_floats));                                                                    \
  for (; k < d; k++) out[k] = (float)((FG(load_one)(kind, x, k) * scale - center[k]) * unit); \
  break;
  switch (element) {
  case fg_uint8: FG_PREPARE(fg_uint8)
  case fg_float16: FG_PREPARE(fg_float16)
  case fg_float32: FG_PREPARE(fg_float32)
  }
#undef FG_PREPARE
}

static fg_rounded FG(round)(const float *y, size_t count, uint8_t *codes) {
  fg_rounded result = {0, 0, 0};
  double residual = 0;
  for (size_t first = 0; first < count; first += 256) {
    const size_t end = count - first > 256 ? first + 256 : count;
    float squares = 0;
    int32_t sum = 0, sum_of_squares = 0;
    FG(floats) lanes = {0};
    size_t k = first;
    for (; k + 16 <= end; k += 16) {
      const FG(floats) value = *(const FG(floats) *)(y + k), zero = {0};
      FG(floats) c = __builtin_elementwise_rint(value);
      c = __builtin_elementwise_min(__builtin_elementwise_max(c, zero - 127.0f), zero + 127.0f);
      lanes += (value - c) * (value - c);
      const FG(sixteen_words) whole = __builtin_convertvector(c, FG(sixteen_words));
      *(FG(sixteen_bytes) *)(codes + k) = __builtin_convertvector(whole + 128, FG(sixteen_bytes));
    }
    for (int lane = 0; lane < 16; lane++) squares += lanes[lane];
    for (; k < end; k++) {
      float c = __builtin_rintf(y[k]);
      c = c > 127 ? 127 : c < -127 ? -127 : c;
      squares += (y[k] - c) * (y[k] - c);
      codes[k] = (uint8_t)((int32_t)c + 128);
    }
    for (k = first; k < end; k++) {
      const int32_t c = (int32_t)codes[k] - 128;
      sum += c;
      sum_of_squares += c * c;
    }
    residual += squares;
    result.sum += sum;
    result.sum_of_squares += sum_of_squares;
  }
  result.residual = __builtin_sqrt(residual);
  return result;
}

static double FG(round_bfloats)(const float *y, size_t count, uint16_t *codes) {
  double residual = 0;
  for (size_t first = 0; first < count; first += 256) {
    const size_t end = count - first > 256 ? first + 256 : count;
    float squares = 0;
    for (size_t k = first; k < end; k++) {
      uint32_t bits;
      __builtin_memcpy(&bits, y + k, 4);
      // To nearest, of two equally near the even one; what is too small for a normal number is 0.
      bits += 0x7FFF + (bits >> 16 & 1);
      bits = (bits & 0x7F800000) == 0 ? 0 : bits & 0xFFFF0000u;
      float value;
      __builtin_memcpy(&value, &bits, 4);
      codes[k] = (uint16_t)(bits >> 16);
      squares += (y[k] - value) * (y[k] - value);
    }
    residual += squares;
  }
  return __builtin_sqrt(residual);
}

static fg_rounded FG(sums)(const uint8_t *codes, size_t count) {
  fg_rounded result = {0, 0, 0};
  for (size_t k = 0; k < count; k++) {
    const int32_t c = (int32_t)codes[k] - 128;
    result.sum += c;
    result.sum_of_squares += c * c;
  }
  return result;
}

static void FG(add_scaled)(float *y, float a, const float *x, size_t n) {
#pragma clang fp contract(fast)
  for (size_t k = 0; k < n; k++) y[k] += a * x[k];
}

static int64_t FG(code_product)(const uint8_t *codes, const int16_t *direction, size_t count) {
  int64_t total = 0;
  for (size_t k = 0; k < count;) {
    // 32 bits hold 2^31 / (2^8 * 2^7) = 65,536 products.
    const size_t end = count - k > 32768 ? k + 32768 : count;
    int32_t sum = 0;
    for (; k < end; k++) sum += (int16_t)codes[k] * direction[k];
    total += sum;
  }
  return total;
}

// Finite numbers are ordered as their bits without the sign.
static uint32_t FG(largest_bits)(fg_element element, const void *x, size_t count) {
  uint32_t most = 0;
  switch (element) {
  case fg_uint8:
    for (size_t k = 0; k < count; k++) {
      const uint32_t bits = ((const uint8_t *)x)[k];
      most = bits > most ? bits : most;
    }
    break;
  case fg_float16:
    for (size_t k = 0; k < count; k++) {
      const uint32_t bits = ((const uint16_t *)x)[k] & 0x7FFFu;
      most = bits > most ? bits : most;
    }
    break;
  case fg_float32:
    for (size_t k = 0; k < count; k++) {
      const uint32_t bits = ((const uint32_t *)x)[k] & 0x7FFFFFFFu;
      most = bits > most ? bits : most;
    }
    break;
  }
  return most;
}

static int32_t FG(are_bytes)(const float *x, size_t count, uint8_t *bytes) {
  int32_t differ = 0;
  for (size_t k = 0; k < count; k++) {
    const int32_t whole = (int32_t)(x[k] >= 0 && x[k] <= 255 ? x[k] : 0);
    differ |= (float)whole != x[k];
    bytes[k] = (uint8_t)whole;
  }
  return !differ;
}

// The bits of a value, alike for 0 and -0.
static inline __attribute__((always_inline)) uint32_t FG(bits)(fg_element element, const void *x,
                                                               size_t k) {
  uint32_t bits;
  switch (element) {
  case fg_uint8: return ((const uint8_t *)x)[k];
  case fg_float16:
    bits = ((const uint16_t *)x)[k];
    return bits == 0x8000u ? 0 : bits;
  case fg_float32:
    bits = ((const uint32_t *)x)[k];
    return bits == 0x80000000u ? 0 : bits;
  }
  __builtin_unreachable();
}

static inline __attribute__((always_inline)) uint64_t FG(hash_of)(fg_element element, const void *x,
                                                                  size_t d) {
  // Sixteen lanes of multiply and add, mixed in the end.
  FG(sixteen_hashes) lanes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  size_t k = 0;
  for (; k + 16 <= d; k += 16) {
    FG(sixteen_hashes) word;
    for (int lane = 0; lane < 16; lane++) word[lane] = FG(bits)(element, x, k + lane);
    lanes = (lanes ^ word) * 0x9E3779B1u;
    lanes ^= lanes >> 15;
  }
  for (; k < d; k++) {
    lanes[k % 16] = (lanes[k % 16] ^ FG(bits)(element, x, k)) * 0x85EBCA77u;
    lanes[k % 16] ^= lanes[k % 16] >> 13;
  }
  uint64_t hash = d;
  for (int lane = 0; lane < 16; lane++) {
    hash = (hash ^ lanes[lane]) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  }
  return hash;
}

static uint64_t FG(hash)(fg_element element, const void *x, size_t d) {
  switch (element) {
  case fg_uint8: return FG(hash_of)(fg_uint8, x, d);
  case fg_float16: return FG(hash_of)(fg_float16, x, d);
  case fg_float32: return FG(hash_of)(fg_float32, x, d);
  }
  __builtin_unreachable();
}

static int32_t FG(equal)(fg_element element, const void *x, const void *y, size_t d) {
  uint32_t differ = 0;
  switch (element) {
  case fg_uint8:
    for (size_t k = 0; k < d; k++) differ |= FG(bits)(fg_uint8, x, k) ^ FG(bits)(fg_uint8, y, k);
    break;
  case fg_float16:
    for (size_t k = 0; k < d; k++) differ |= FG(bits)(fg_float16, x, k) ^ FG(bits)(fg_float16, y, k);
    break;
  case fg_float32:
    for (size_t k = 0; k < d; k++) differ |= FG(bits)(fg_float32, x, k) ^ FG(bits)(fg_float32, y, k);
    break;
  }
  return !differ;
}
