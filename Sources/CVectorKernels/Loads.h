// Values of a row as vectors, whatever their type. Pairs.c includes this file for every instruction set, with FG(name)
// giving the variant's name; no include guard for that reason.

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
