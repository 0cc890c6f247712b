#ifndef FG_TILE_KERNELS_H
#define FG_TILE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Block products that rule out pairs of rows. A panel of rows is held against a strip of columns, which are rows
// too; for every pair the kernel accumulates over the codes and tells the pairs whose value reaches a limit.
// No table of all pairs is ever written.
//
// With h = half the squared norm of a row's codes, `start` = -h of the column, and value = start + sum over the
// products of the codes, half the squared distance of two rows is h of the row - value. A pair is told when that
// is at most half the squared reach of one of the two.

/// What is accumulated for a pair of rows.
typedef enum {
  fg_code_bytes = 0,     ///< products of bytes, 128 taken off each; values are int32
  fg_code_floats = 1,    ///< products of float32
  fg_code_absolute = 2,  ///< - sum |a - b| of float32
  fg_code_largest = 3,   ///< - max |a - b| of float32
  fg_code_unequal = 4,   ///< - number of float32 with a != b
  fg_code_bits = 5,      ///< - number of unequal bits; values are int32
  fg_code_bfloats = 6,   ///< products of bfloat16, which numbers below 2^-126 are not; values are float
} fg_code_kind;

/// How a kernel of one kind and instruction set wants its data.
typedef struct {
  int32_t rows;        ///< rows of a panel
  int32_t columns;     ///< columns of a tile; strips are padded to a multiple
  int32_t step_bytes;  ///< code bytes of a row are padded to a multiple
  int32_t spread;      ///< packed bytes for each code byte
  int32_t bias;        ///< bytes: what is left on the row's codes, so that start = -h - bias * sum of the column's codes
} fg_tile_shape;

/// A pair that may be near.
typedef struct {
  uint32_t row;     ///< place in the panel
  uint32_t column;  ///< place in the strip
  int32_t value;    ///< what the kernel accumulated, an int32 or the bits of a float
} fg_hit;

/// A panel of rows and a strip of columns.
typedef struct {
  const uint8_t *codes;   ///< of the panel's first row; row-major
  size_t code_bytes;      ///< codes of a row, a multiple of step_bytes
  size_t row_count;       ///< 1 ... rows
  const uint8_t *packed;  ///< the strip, from fg_tile_pack
  size_t column_count;    ///< columns of the strip
  /// For every column, padded: what the accumulation starts from, int32 or float as the values. Padding holds
  /// FG_START_NEVER.
  const void *column_start;
  const float *column_reach;  ///< for every column, padded; NULL where only the rows' reach counts
  /// For every column, padded: what its reach allows a pair with a row of at most half_slack, from
  /// fg_tile_reaches; int32 or float.
  const void *column_half;
  float half_slack;
  const float *tile_slack;  ///< for every tile of columns the largest slack, 0 or more
  const void *row_half;       ///< h of every row of the panel, int32 or float
  const float *row_reach;     ///< for every row of the panel
  const float *row_slack;     ///< for every row of the panel, 0 or more
  /// Whether a pair is told when value >= h - (reach + slack of the other)^2 / 2; else when value >= h - reach.
  int32_t squares;
  /// With a triangle, pairs are told only when row + row offset < column.
  int32_t triangle;
  int64_t row_offset;  ///< place of the first row counted from the first column
  uint8_t *scratch;    ///< rows * code_bytes * spread bytes
  fg_hit *hits;        ///< room for rows * padded columns
  void *values;        ///< NULL, or where all values go instead: rows x padded columns
} fg_panel;

/// Terms that values of float are summed of one after the other; the sums of such blocks are summed again.
#define FG_SUM_BLOCK 256

/// Start of padding columns for values of int32; for float -3e38.
#define FG_START_NEVER (-0x40000000)
/// Most codes of a row where values are int32.
#define FG_MOST_WHOLE_CODES 16384

/// Whether a processor of this level has products of bfloat16; else they are made of products of float32.
int32_t fg_has_bfloats(int32_t level);

fg_tile_shape fg_tile_shape_of(fg_code_kind kind, int32_t level);

/// Lays out the columns of a strip.
///
/// codes: count x code_bytes. packed: padded count * code_bytes * spread bytes, 64-byte aligned.
void fg_tile_pack(fg_code_kind kind, int32_t level, const uint8_t *codes, size_t code_bytes,
                  size_t count, uint8_t *packed);

/// Fills column_half from the panel's column_reach and half_slack.
void fg_tile_reaches(fg_code_kind kind, int32_t level, const fg_panel *panel, void *column_half);

/// Holds a panel against a strip; returns the number of hits, in ascending order of (tile, row, column).
size_t fg_tile_scan(fg_code_kind kind, int32_t level, const fg_panel *panel);

#endif
