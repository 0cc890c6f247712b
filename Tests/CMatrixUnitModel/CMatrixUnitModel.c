#include "CMatrixUnitModel.h"

#include <string.h>

// Eight tiles of 16 rows of 64 bytes, as the instruction set reference of AMX describes them.
static _Thread_local uint8_t tiles[8][16][64];
static _Thread_local uint8_t rows_of[8], bytes_of[8];

static void configure(const uint8_t *config) {
  for (int t = 0; t < 8; t++) {
    bytes_of[t] = config[16 + 2 * t];
    rows_of[t] = config[48 + t];
  }
}

static void load(int t, const uint8_t *address, size_t stride) {
  memset(tiles[t], 0, sizeof tiles[t]);
  for (int r = 0; r < rows_of[t]; r++) memcpy(tiles[t][r], address + r * stride, bytes_of[t]);
}

static void store(int t, uint8_t *address, size_t stride) {
  for (int r = 0; r < rows_of[t]; r++) memcpy(address + r * stride, tiles[t][r], bytes_of[t]);
}

// TDPBUSD: unsigned bytes of a by signed bytes of b, four to a sum.
static void multiply(int c, int a, int b) {
  for (int m = 0; m < rows_of[c]; m++)
    for (int k = 0; k < bytes_of[a] / 4; k++)
      for (int n = 0; n < bytes_of[c] / 4; n++) {
        int32_t sum;
        memcpy(&sum, tiles[c][m] + 4 * n, 4);
        for (int i = 0; i < 4; i++)
          sum += (int32_t)tiles[a][m][4 * k + i] * (int32_t)(int8_t)tiles[b][k][4 * n + i];
        memcpy(tiles[c][m] + 4 * n, &sum, 4);
      }
}

// TDPBF16PS: pairs of bfloat16, each product added to the sum with one rounding.
static void multiply_bfloats(int c, int a, int b) {
  for (int m = 0; m < rows_of[c]; m++)
    for (int k = 0; k < bytes_of[a] / 4; k++)
      for (int n = 0; n < bytes_of[c] / 4; n++) {
        float sum;
        memcpy(&sum, tiles[c][m] + 4 * n, 4);
        for (int i = 0; i < 2; i++) {
          const uint8_t *x = tiles[a][m] + 4 * k + 2 * i, *y = tiles[b][k] + 4 * n + 2 * i;
          const uint32_t left = (uint32_t)x[0] << 16 | (uint32_t)x[1] << 24;
          const uint32_t right = (uint32_t)y[0] << 16 | (uint32_t)y[1] << 24;
          float p, q;
          memcpy(&p, &left, 4);
          memcpy(&q, &right, 4);
          sum = __builtin_fmaf(p, q, sum);
        }
        memcpy(tiles[c][m] + 4 * n, &sum, 4);
      }
}

#pragma clang diagnostic ignored "-Wpsabi"
#define MATRIX_CONFIGURE(config) configure(config)
#define MATRIX_ZERO(t) memset(tiles[t], 0, sizeof tiles[t])
#define MATRIX_LOAD(t, address, stride) load(t, (const uint8_t *)(address), stride)
#define MATRIX_STORE(t, address, stride) store(t, (uint8_t *)(address), stride)
#define TILE_LANES 16
#define TILE_ROWS 8
#define TILE_VECTORS 2
#define TILE_SPREAD 1
#define TILE_NO_PRODUCT

#define TILE(name) model_bytes_##name
#define TILE_REAL 0
#define TILE_BIAS 128
#define TILE_PREPARE(word) ((word) ^ 0x80808080u)
#define MATRIX_MULTIPLY(c, a, b) multiply(c, a, b)
#include "../../Sources/CVectorKernels/Tile.h"
#include "../../Sources/CVectorKernels/TileOfMatrix.h"
#undef TILE
#undef TILE_REAL
#undef TILE_BIAS
#undef TILE_PREPARE
#undef MATRIX_MULTIPLY

#define TILE(name) model_bfloats_##name
#define TILE_REAL 1
#define TILE_BIAS 0
#define TILE_PREPARE(word) (word)
#define MATRIX_MULTIPLY(c, a, b) multiply_bfloats(c, a, b)
#include "../../Sources/CVectorKernels/Tile.h"
#include "../../Sources/CVectorKernels/TileOfMatrix.h"

fg_tile_shape model_tile_shape(fg_code_kind kind) {
  return kind == fg_code_bfloats ? model_bfloats_shape : model_bytes_shape;
}

void model_tile_pack(fg_code_kind kind, const uint8_t *codes, size_t code_bytes, size_t count,
                     uint8_t *packed) {
  (kind == fg_code_bfloats ? model_bfloats_pack : model_bytes_pack)(codes, code_bytes, count, packed);
}

size_t model_tile_scan(fg_code_kind kind, const fg_panel *panel) {
  return (kind == fg_code_bfloats ? model_bfloats_scan : model_bytes_scan)(panel);
}
