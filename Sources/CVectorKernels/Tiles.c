// Compiles the tile kernels for every kind of code and instruction set, and chooses at run time.
#include "CVectorKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define JOIN(level, kind, name) level##_##kind##_##name

// What every processor of the architecture has.
#if defined(__x86_64__)
#define MULTIPLY_PAIRS(a, b) _mm_madd_epi16((__m128i)(a), (__m128i)(b))
#elif defined(__aarch64__)
static inline int32x4_t multiply_pairs(int16x8_t a, int16x8_t b) {
  return vpaddq_s32(vmull_s16(vget_low_s16(a), vget_low_s16(b)), vmull_high_s16(a, b));
}
#define MULTIPLY_PAIRS(a, b) multiply_pairs((int16x8_t)(a), (int16x8_t)(b))
#else
typedef int32_t four_words __attribute__((vector_size(16)));
static inline four_words multiply_pairs(four_words a, four_words b) {
  const four_words low = (a << 16 >> 16) * (b << 16 >> 16);
  return low + (a >> 16) * (b >> 16);
}
#define MULTIPLY_PAIRS(a, b) multiply_pairs((four_words)(a), (four_words)(b))
#endif
#define TILE_LANES 4
#define TILE_ROWS 4
#define TILE_VECTORS 2
#define LEVEL(kind, name) JOIN(baseline, kind, name)
#include "TileKinds.h"
#undef LEVEL
#undef TILE_LANES
#undef TILE_ROWS
#undef TILE_VECTORS
#undef MULTIPLY_PAIRS

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,popcnt"))), apply_to = function)
#define MULTIPLY_PAIRS(a, b) _mm256_madd_epi16((__m256i)(a), (__m256i)(b))
#define TILE_LANES 8
#define TILE_ROWS 6
#define TILE_VECTORS 2
#define LEVEL(kind, name) JOIN(avx2, kind, name)
#include "TileKinds.h"
#undef LEVEL
#undef TILE_LANES
#undef TILE_ROWS
#undef TILE_VECTORS
#undef MULTIPLY_PAIRS
#pragma clang attribute pop

#define TILE_LANES 16
#define TILE_ROWS 8
#define TILE_VECTORS 3
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), \
                             apply_to = function)
#define MULTIPLY_PAIRS(a, b) _mm512_madd_epi16((__m512i)(a), (__m512i)(b))
#define LEVEL(kind, name) JOIN(avx512, kind, name)
#include "TileKinds.h"
#undef LEVEL
#undef MULTIPLY_PAIRS
#pragma clang attribute pop

// Products of bytes, four to a lane: the rows' are unsigned, the columns' have 128 taken off.
#define TILE_REAL 0
#define TILE_SPREAD 1
#define TILE_BIAS 128
#define TILE_PREPARE(word) ((word) ^ 0x80808080u)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)
#define TILE(name) JOIN(vnni, bytes, name)
#define TILE_ADD(s, a, b) \
  s = (TILE(values))_mm512_dpbusd_epi32((__m512i)(s), (__m512i)(a), (__m512i)(b))
#include "Tile.h"
#undef TILE
#undef TILE_ADD
#pragma clang attribute pop

// Matrix tiles.
#undef TILE_VECTORS
#define TILE_VECTORS 2
#define TILE_NO_PRODUCT
#define MATRIX_CONFIGURE(config) _tile_loadconfig(config)
#define MATRIX_ZERO(t) _tile_zero(t)
#define MATRIX_LOAD(t, address, stride) _tile_loadd(t, address, stride)
#define MATRIX_STORE(t, address, stride) _tile_stored(t, address, stride)
#define TILE(name) JOIN(amx, bytes, name)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,amx-tile,amx-int8"))), \
    apply_to = function)
#include "Tile.h"
#define MATRIX_MULTIPLY(c, a, b) _tile_dpbusd(c, a, b)
#include "TileOfMatrix.h"
#undef MATRIX_MULTIPLY
#undef TILE
#pragma clang attribute pop
#undef TILE_BIAS
#undef TILE_PREPARE
#undef TILE_REAL

// Products of bfloat16, two to a lane, on matrix tiles and on vectors.
#define TILE_REAL 1
#define TILE_BIAS 0
#define TILE_PREPARE(word) (word)
#define TILE(name) JOIN(amx, bfloats, name)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,amx-tile,amx-bf16"))), \
    apply_to = function)
#include "Tile.h"
#define MATRIX_MULTIPLY(c, a, b) _tile_dpbf16ps(c, a, b)
#include "TileOfMatrix.h"
#undef TILE
#pragma clang attribute pop
#undef TILE_VECTORS
#undef TILE_NO_PRODUCT
#define TILE_VECTORS 3
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16"))), apply_to = function)
#define TILE(name) JOIN(bfloat, bfloats, name)
#define TILE_ADD(s, a, b) \
  s = (TILE(values))_mm512_dpbf16_ps((__m512)(s), (__m512bh)(a), (__m512bh)(b))
#define TILE_JOIN(s, t) (s) + (t)
#include "Tile.h"
#undef TILE_JOIN
#undef TILE
#undef TILE_ADD
#pragma clang attribute pop
#undef TILE_VECTORS
#undef TILE_SPREAD
#undef TILE_BIAS
#undef TILE_PREPARE
#undef TILE_REAL

// Counts bits in one instruction, which many processors with AVX-512 have, but not all.
#define TILE_REAL 0
#define TILE_SPREAD 1
#define TILE_BIAS 0
#define TILE_PREPARE(word) (word)
#define TILE_VECTORS 3
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq"))), \
    apply_to = function)
#define TILE(name) JOIN(counting, bits, name)
#define TILE_ADD(s, a, b) s -= (TILE(values))_mm512_popcnt_epi32((__m512i)((a) ^ (b)))
#include "Tile.h"
#undef TILE
#undef TILE_ADD
#pragma clang attribute pop
#endif

typedef struct {
  size_t (*scan)(const fg_panel *);
  void (*pack)(const uint8_t *, size_t, size_t, uint8_t *);
  void (*reaches)(const fg_panel *, void *);
  const fg_tile_shape *shape;
} kernel;

#define KERNEL(level, kind) \
  ((kernel){JOIN(level, kind, scan), JOIN(level, kind, pack), JOIN(level, kind, reaches), \
            &JOIN(level, kind, shape)})
#if defined(__x86_64__)
#define BEST(kind) \
  (level >= 2 ? KERNEL(avx512, kind) : level == 1 ? KERNEL(avx2, kind) : KERNEL(baseline, kind))
#else
#define BEST(kind) KERNEL(baseline, kind)
#endif

int32_t fg_has_bfloats(int32_t level) {
#if defined(__x86_64__)
  return level >= 3 && __builtin_cpu_supports("avx512bf16");
#else
  (void)level;
  return 0;
#endif
}

static kernel kernel_for(fg_code_kind kind, int32_t level) {
  switch (kind) {
  case fg_code_bytes:
#if defined(__x86_64__)
    if (level >= 4) return KERNEL(amx, bytes);
    if (level == 3) return KERNEL(vnni, bytes);
#endif
    return BEST(bytes);
  case fg_code_bits:
#if defined(__x86_64__)
    if (level >= 3 && __builtin_cpu_supports("avx512vpopcntdq")) return KERNEL(counting, bits);
#endif
    return BEST(bits);
  case fg_code_floats: return BEST(floats);
  case fg_code_bfloats:
#if defined(__x86_64__)
    if (level >= 4 && __builtin_cpu_supports("amx-bf16")) return KERNEL(amx, bfloats);
    if (fg_has_bfloats(level)) return KERNEL(bfloat, bfloats);
#endif
    return BEST(bfloats);
  case fg_code_absolute: return BEST(absolute);
  case fg_code_largest: return BEST(largest);
  case fg_code_unequal: return BEST(unequal);
  }
  __builtin_unreachable();
}

fg_tile_shape fg_tile_shape_of(fg_code_kind kind, int32_t level) { return *kernel_for(kind, level).shape; }

void fg_tile_pack(fg_code_kind kind, int32_t level, const uint8_t *codes, size_t code_bytes,
                  size_t count, uint8_t *packed) {
  kernel_for(kind, level).pack(codes, code_bytes, count, packed);
}

void fg_tile_reaches(fg_code_kind kind, int32_t level, const fg_panel *panel, void *column_half) {
  kernel_for(kind, level).reaches(panel, column_half);
}

size_t fg_tile_scan(fg_code_kind kind, int32_t level, const fg_panel *panel) {
  return kernel_for(kind, level).scan(panel);
}
