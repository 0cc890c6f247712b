// A panel of TILE_ROWS rows against tiles of TILE_VECTORS vectors of columns, written once. Tiles.c includes this
// file for every kind of code and instruction set, with
//   TILE(name)       the variant's name
//   TILE_REAL        1 where values are float, 0 where they are int32
//   TILE_LANES       values of a vector
//   TILE_ROWS, TILE_VECTORS
//   TILE_STEP        code bytes of a row that one step takes (2 where they are widened, else 4)
//   TILE_SPREAD      packed bytes for each code byte
//   TILE_PREPARE     a code word as the columns hold it
//   TILE_BIAS        what is left on the codes of rows but not of columns
//   TILE_ADD(s, a, b)  the accumulation; a is one row's word in every lane
//   TILE_JOIN(s, t)  two accumulations in one, where values are float
// It has no include guard for that reason.

#if TILE_REAL
typedef float TILE(value);
#define TILE_NEVER -3e38f
#define TILE_MOST 1e30f
// Pairs are told when their value exceeds the limit, so that a reach of 0 must give something.
#define TILE_LEAST 1e-37f
#else
typedef int32_t TILE(value);
#define TILE_NEVER FG_START_NEVER
#define TILE_MOST 0x1.8p29f
#endif
typedef TILE(value) TILE(values) __attribute__((vector_size(4 * TILE_LANES), aligned(4)));
typedef int32_t TILE(words) __attribute__((vector_size(4 * TILE_LANES), aligned(4)));
typedef float TILE(reals) __attribute__((vector_size(4 * TILE_LANES), aligned(4)));
typedef _Bool TILE(flags) __attribute__((ext_vector_type(TILE_LANES)));
#define TILE_COLUMNS (TILE_LANES * TILE_VECTORS)

static inline uint32_t TILE(mask)(TILE(words) truth) {
  const TILE(flags) flags = __builtin_convertvector(truth, TILE(flags));
#if TILE_LANES == 16
  uint16_t mask;
#else
  uint8_t mask;
#endif
  __builtin_memcpy(&mask, &flags, sizeof mask);
  return mask & ((1u << TILE_LANES) - 1);
}

// What half a squared distance may be at most: room for the roundings here, and never beyond what values hold.
static inline TILE(values) TILE(half_squares)(TILE(reals) reach) {
  const TILE(reals) zero = {0};
  reach = __builtin_elementwise_max(reach, zero);
  TILE(reals) half = reach * reach * (0.5f * (1 + 0x1p-20f));
#if TILE_REAL
  half += TILE_LEAST;
  return __builtin_elementwise_min(half, zero + TILE_MOST);
#else
  half = __builtin_elementwise_min(half + 2.0f, zero + TILE_MOST);
  return __builtin_convertvector(half, TILE(values));
#endif
}

static inline TILE(value) TILE(half_square)(float reach) {
  reach = reach > 0 ? reach : 0;
  float half = reach * reach * (0.5f * (1 + 0x1p-20f));
#if TILE_REAL
  half += TILE_LEAST;
  return half < TILE_MOST ? half : TILE_MOST;
#else
  half += 2.0f;
  return (TILE(value))(half < TILE_MOST ? half : TILE_MOST);
#endif
}

// Values are told when they exceed h - reach, so whole ones get 1 more.
static inline TILE(value) TILE(plain)(float reach) {
  if (!TILE_REAL) reach += 1.0f;
  reach = reach < TILE_MOST ? reach : TILE_MOST;
  return (TILE(value))(reach > -TILE_MOST ? reach : -TILE_MOST);
}

// What the reach of columns allows a pair with a row of this slack.
static inline TILE(values) TILE(column_halves)(const fg_panel *p, size_t column, float row_slack) {
  TILE(reals) reach = *(const TILE(reals) *)(p->column_reach + column);
  if (p->squares) return TILE(half_squares)(reach + row_slack);
  const TILE(reals) zero = {0};
  if (!TILE_REAL) reach += 1.0f;
  reach = __builtin_elementwise_min(reach, zero + TILE_MOST);
  return __builtin_convertvector(__builtin_elementwise_max(reach, zero - TILE_MOST), TILE(values));
}

// Tells the pairs of one tile whose values are in `s`; rows of the tile start at `first_row` of the panel.
// `half` and the panel's reach are those of the tile's first row.
static inline __attribute__((always_inline)) size_t TILE(tell)(
    const fg_panel *p, TILE(values) s[TILE_ROWS][TILE_VECTORS], size_t first_row, size_t row_count,
    size_t column, const TILE(value) *half, float row_slack, fg_hit *hits) {
  const TILE(values) zero = {0};
  const float column_slack = p->tile_slack[column / TILE_COLUMNS];
  TILE(value) limits[TILE_ROWS];
  for (size_t r = 0; r < TILE_ROWS; r++)
    limits[r] = (half[r] - (p->squares ? TILE(half_square)(p->row_reach[r] + column_slack)
                                              : TILE(plain)(p->row_reach[r])));
  TILE(values) column_half[TILE_VECTORS];
  const int both = p->column_reach != 0;
  if (both)
    _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
      column_half[v] = row_slack <= p->half_slack
          ? *(const TILE(values) *)((const TILE(value) *)p->column_half + column + v * TILE_LANES)
          : TILE(column_halves)(p, column + v * TILE_LANES, row_slack);
  // Whether any value exceeds its limit shows in the signs; which ones is asked only then.
  TILE(words) signs = {0};
  if (both) {
    _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++) {
      const TILE(values) h = zero + half[r], limit = zero + limits[r];
      _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
        signs |= (TILE(words))(__builtin_elementwise_min(limit, h - column_half[v]) - s[r][v]);
    }
  } else {
    _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
        signs |= (TILE(words))(zero + limits[r] - s[r][v]);
  }
  if (__builtin_expect(TILE(mask)(signs < 0) == 0, 1)) return 0;
  uint32_t masks[TILE_ROWS][TILE_VECTORS];
  _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++)
    _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++) {
      TILE(values) limit = zero + limits[r];
      if (both) limit = __builtin_elementwise_min(limit, zero + half[r] - column_half[v]);
      masks[r][v] = TILE(mask)((TILE(words))(limit - s[r][v]) < 0);
    }
  TILE(values) stored[TILE_ROWS][TILE_VECTORS];
  _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++)
    _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++) stored[r][v] = s[r][v];
  size_t count = 0;
  for (size_t r = 0; r < TILE_ROWS && r < row_count; r++)
    for (size_t v = 0; v < TILE_VECTORS; v++)
      for (uint32_t left = masks[r][v]; left; left &= left - 1) {
        const size_t lane = (size_t)__builtin_ctz(left);
        const size_t place = column + v * TILE_LANES + lane;
        if (place >= p->column_count) continue;
        if (p->triangle && (int64_t)(first_row + r) + p->row_offset >= (int64_t)place) continue;
        fg_hit *hit = hits + count++;
        hit->row = (uint32_t)(first_row + r);
        hit->column = (uint32_t)place;
        hit->value = ((const int32_t *)&stored[r][v])[lane];
      }
  return count;
}

static void TILE(reaches)(const fg_panel *p, void *half) {
  for (size_t column = 0; column < p->column_count; column += TILE_LANES)
    *(TILE(values) *)((TILE(value) *)half + column) =
        TILE(column_halves)(p, column, p->half_slack);
}

#ifndef TILE_NO_PRODUCT  // where TileOfMatrix.h makes the products
static size_t TILE(scan)(const fg_panel *p) {
#pragma clang fp contract(fast)
  const size_t width = p->code_bytes * TILE_SPREAD / 4;
  const uint32_t *rows[TILE_ROWS];
#if TILE_SPREAD == 2
  // Bytes are widened to 16 bits once for the whole strip.
  for (size_t r = 0; r < p->row_count; r++) {
    int16_t *wide = (int16_t *)p->scratch + r * p->code_bytes;
    const uint8_t *codes = p->codes + r * p->code_bytes;
    for (size_t k = 0; k < p->code_bytes; k++) wide[k] = (int16_t)(codes[k] - 128);
  }
  const uint8_t *base = p->scratch;
#else
  const uint8_t *base = p->codes;
#endif
  TILE(value) half[TILE_ROWS] = {0};
  float row_slack = 0;
  float reach[TILE_ROWS];
  for (size_t r = 0; r < TILE_ROWS; r++) {
    // Rows that are not there repeat the last one.
    const size_t row = r < p->row_count ? r : p->row_count - 1;
    rows[r] = (const uint32_t *)(base + row * p->code_bytes * TILE_SPREAD);
    half[r] = ((const TILE(value) *)p->row_half)[row];
    reach[r] = p->row_reach[row];
    if (p->row_slack[row] > row_slack) row_slack = p->row_slack[row];
  }
  fg_panel panel = *p;
  panel.row_reach = reach;
  const size_t padded = (p->column_count + TILE_COLUMNS - 1) / TILE_COLUMNS * TILE_COLUMNS;
  size_t count = 0;
  for (size_t column = 0; column < padded; column += TILE_COLUMNS) {
    const uint32_t *packed = (const uint32_t *)p->packed + column * width;
    TILE(values) s[TILE_ROWS][TILE_VECTORS];
    _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
        s[r][v] = *(const TILE(values) *)((const TILE(value) *)p->column_start + column + v * TILE_LANES);
#if TILE_REAL
    TILE(values) before[TILE_ROWS][TILE_VECTORS];
#endif
    for (size_t begin = 0; begin < width; begin += FG_SUM_BLOCK) {
      const size_t end = width - begin < FG_SUM_BLOCK ? width : begin + FG_SUM_BLOCK;
      for (size_t k = begin; k < end; k++) {
        TILE(words) b[TILE_VECTORS];
        _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
          b[v] = *(const TILE(words) *)(packed + k * TILE_COLUMNS + v * TILE_LANES);
        _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++) {
          const TILE(words) zero = {0};
          const TILE(words) a = zero + (int32_t)rows[r][k];
          _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
            TILE_ADD(s[r][v], a, b[v]);
        }
      }
#if TILE_REAL
      // Long sums are made of short ones, whose roundings are fewer.
      if (begin > 0)
        _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++)
          _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
            s[r][v] = TILE_JOIN(before[r][v], s[r][v]);
      if (end < width)
        _Pragma("clang loop unroll(full)") for (int r = 0; r < TILE_ROWS; r++)
          _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++) {
            before[r][v] = s[r][v];
            s[r][v] = (TILE(values)){0};
          }
#endif
    }
    if (p->values) {
      // Constant places only, so that the sums stay in registers; rows that are not there come last.
      _Pragma("clang loop unroll(full)") for (int r = TILE_ROWS - 1; r >= 0; r--) {
        const size_t row = (size_t)r < p->row_count ? (size_t)r : p->row_count - 1;
        _Pragma("clang loop unroll(full)") for (int v = 0; v < TILE_VECTORS; v++)
          *(TILE(values) *)((TILE(value) *)p->values + row * padded + column + v * TILE_LANES) =
              s[r][v];
      }
      continue;
    }
    count += TILE(tell)(&panel, s, 0, p->row_count, column, half, row_slack, p->hits + count);
  }
  return count;
}

static void TILE(pack)(const uint8_t *codes, size_t code_bytes, size_t count, uint8_t *packed) {
  const size_t width = code_bytes * TILE_SPREAD / 4;
  // Some words of all columns of a tile at a time, so that what is written stays in the first-level cache.
  const size_t block = 128;
  for (size_t first = 0; first < count; first += TILE_COLUMNS) {
    uint32_t *tile = (uint32_t *)packed + first * width;
    for (size_t begin = 0; begin < width; begin += block) {
      const size_t end = begin + block < width ? begin + block : width;
      for (size_t lane = 0; lane < TILE_COLUMNS; lane++) {
        const uint8_t *row = codes + (first + lane) * code_bytes;
        for (size_t k = begin; k < end; k++) {
          uint32_t word = 0;
          if (first + lane < count) {
#if TILE_SPREAD == 2
            const int16_t pair[2] = {(int16_t)(row[2 * k] - 128), (int16_t)(row[2 * k + 1] - 128)};
            __builtin_memcpy(&word, pair, 4);
#else
            __builtin_memcpy(&word, row + 4 * k, 4);
            word = TILE_PREPARE(word);
#endif
          }
          tile[k * TILE_COLUMNS + lane] = word;
        }
      }
    }
  }
}

static const fg_tile_shape TILE(shape) = {TILE_ROWS, TILE_COLUMNS, 4 / TILE_SPREAD, TILE_SPREAD, TILE_BIAS};
#endif

#undef TILE_NEVER
#undef TILE_MOST
#undef TILE_LEAST
#undef TILE_COLUMNS
