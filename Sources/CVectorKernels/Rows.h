// What is done with single rows: rounding to codes, sums, hashes, checks. Pairs.c includes this file for every
// instruction set, with FG(name) giving the variant's name; no include guard for that reason.

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
