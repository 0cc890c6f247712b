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

#pragma clang diagnostic ignored "-Wpsabi"
#define MATRIX_CONFIGURE(config) configure(config)
#define MATRIX_ZERO(t) memset(tiles[t], 0, sizeof tiles[t])
#define MATRIX_LOAD(t, address, stride) load(t, (const uint8_t *)(address), stride)
#define MATRIX_MULTIPLY(c, a, b) multiply(c, a, b)
#define MATRIX_STORE(t, address, stride) store(t, (uint8_t *)(address), stride)

#define TILE(name) model_bytes_##name
#define TILE_REAL 0
#define TILE_LANES 16
#define TILE_ROWS 8
#define TILE_VECTORS 2
#define TILE_SPREAD 1
#define TILE_BIAS 128
#define TILE_PREPARE(word) ((word) ^ 0x80808080u)
#define TILE_NO_PRODUCT
#include "../../Sources/CVectorKernels/Tile.h"
#include "../../Sources/CVectorKernels/TileOfMatrix.h"

fg_tile_shape model_tile_shape(void) { return model_bytes_shape; }

void model_tile_pack(const uint8_t *codes, size_t code_bytes, size_t count, uint8_t *packed) {
  model_bytes_pack(codes, code_bytes, count, packed);
}

size_t model_tile_scan(const fg_panel *panel) { return model_bytes_scan(panel); }
