// A panel of 32 rows against tiles of 32 columns on a matrix unit: 16 rows by 16 columns at a time, over 64 bytes of
// each: 64 bytes to be multiplied, or 32 numbers of bfloat16.
//
// Tiles.c includes this file with the instructions of AMX; the tests include it with a model of them in plain C,
// so that the kernel is tested where there is no such unit. Needed before:
//   MATRIX_CONFIGURE(config), MATRIX_ZERO(t), MATRIX_LOAD(t, address, stride), MATRIX_MULTIPLY(c, a, b),
//   MATRIX_STORE(t, address, stride), and Tile.h for 16 lanes, 8 rows, 2 vectors, named TILE.

#undef MATRIX_ROWS
#define MATRIX_ROWS 32

static size_t TILE(scan)(const fg_panel *p) {
  static const uint8_t config[64] __attribute__((aligned(64))) = {
      [0] = 1, [16] = 64, [18] = 64, [20] = 64, [22] = 64, [24] = 64, [26] = 64, [28] = 64, [30] = 64,
      [48] = 16, [49] = 16, [50] = 16, [51] = 16, [52] = 16, [53] = 16, [54] = 16, [55] = 16};
  const size_t width = p->code_bytes, steps = width / 64;
  TILE(value) half[MATRIX_ROWS];
  float reach[MATRIX_ROWS], row_slack = 0;
  const uint8_t *codes = p->codes;
  if (p->row_count < MATRIX_ROWS) {
    // Tiles read 32 rows; those that are not there repeat the last one.
    for (size_t r = 0; r < MATRIX_ROWS; r++) {
      const size_t row = r < p->row_count ? r : p->row_count - 1;
      __builtin_memcpy(p->scratch + r * width, p->codes + row * width, width);
    }
    codes = p->scratch;
  }
  for (size_t r = 0; r < MATRIX_ROWS; r++) {
    const size_t row = r < p->row_count ? r : p->row_count - 1;
    half[r] = ((const TILE(value) *)p->row_half)[row];
    reach[r] = p->row_reach[row];
    if (p->row_slack[row] > row_slack) row_slack = p->row_slack[row];
  }
  fg_panel panel = *p;
  panel.row_reach = reach;
  const size_t padded = (p->column_count + 31) / 32 * 32;
  TILE(value) sums[MATRIX_ROWS][32] __attribute__((aligned(64)));
  size_t count = 0;
  MATRIX_CONFIGURE(config);
  for (size_t column = 0; column < padded; column += 32) {
    const uint8_t *left = p->packed + column * width, *right = left + 16 * width;
    MATRIX_ZERO(0);
    MATRIX_ZERO(1);
    MATRIX_ZERO(2);
    MATRIX_ZERO(3);
    for (size_t k = 0; k < steps; k++) {
      MATRIX_LOAD(4, codes + k * 64, width);
      MATRIX_LOAD(5, codes + 16 * width + k * 64, width);
      MATRIX_LOAD(6, left + k * 1024, 64);
      MATRIX_LOAD(7, right + k * 1024, 64);
      MATRIX_MULTIPLY(0, 4, 6);
      MATRIX_MULTIPLY(1, 4, 7);
      MATRIX_MULTIPLY(2, 5, 6);
      MATRIX_MULTIPLY(3, 5, 7);
    }
    MATRIX_STORE(0, &sums[0][0], 128);
    MATRIX_STORE(1, &sums[0][16], 128);
    MATRIX_STORE(2, &sums[16][0], 128);
    MATRIX_STORE(3, &sums[16][16], 128);
    const TILE(values) start[2] = {
        *(const TILE(values) *)((const TILE(value) *)p->column_start + column),
        *(const TILE(values) *)((const TILE(value) *)p->column_start + column + 16)};
    for (size_t first = 0; first < MATRIX_ROWS && first < p->row_count; first += TILE_ROWS) {
      TILE(values) s[TILE_ROWS][TILE_VECTORS];
      for (size_t r = 0; r < TILE_ROWS; r++)
        for (size_t v = 0; v < TILE_VECTORS; v++)
          s[r][v] = *(const TILE(values) *)&sums[first + r][v * 16] + start[v];
      if (p->values) {
        for (size_t r = 0; r < TILE_ROWS && first + r < p->row_count; r++)
          __builtin_memcpy((TILE(value) *)p->values + (first + r) * padded + column, s[r], sizeof s[r]);
        continue;
      }
      const size_t rows = p->row_count - first < TILE_ROWS ? p->row_count - first : TILE_ROWS;
      panel.row_reach = reach + first;
      count += TILE(tell)(&panel, s, first, rows, column, half + first, row_slack, p->hits + count);
    }
  }
  return count;
}

static void TILE(pack)(const uint8_t *codes, size_t code_bytes, size_t count, uint8_t *packed) {
  const size_t padded = (count + 31) / 32 * 32;
  for (size_t column = 0; column < padded; column++) {
    uint8_t *out = packed + column / 16 * 16 * code_bytes + column % 16 * 4;
    for (size_t k = 0; k < code_bytes; k += 4) {
      uint32_t word = 0;
      if (column < count) {
        __builtin_memcpy(&word, codes + column * code_bytes + k, 4);
        word = TILE_PREPARE(word);
      }
      __builtin_memcpy(out + k * 16, &word, 4);
    }
  }
}

static const fg_tile_shape TILE(shape) = {MATRIX_ROWS, 32, 64, 1, TILE_BIAS};
