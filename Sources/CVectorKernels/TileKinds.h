// Includes Tile.h for every kind of code, for one instruction set: LEVEL(kind, name) gives the names, and the lanes,
// rows and vectors of a tile are set. No include guard: Tiles.c includes it for every instruction set.

#define REALS(x) ((TILE(reals))(x))
#define TILE_SPREAD 1
#define TILE_BIAS 0
#define TILE_PREPARE(word) (word)

#define TILE_REAL 1
#define TILE(name) LEVEL(floats, name)
#define TILE_ADD(s, a, b) s += REALS(a) * REALS(b)
#define TILE_JOIN(s, t) (s) + (t)
#include "Tile.h"
#undef TILE_JOIN
#undef TILE
#undef TILE_ADD

// Two to a word. A bfloat16 is the upper half of a float.
#define TILE(name) LEVEL(bfloats, name)
#define TILE_ADD(s, a, b)                                   \
  do {                                                      \
    s += REALS((a) << 16) * REALS((b) << 16);               \
    s += REALS((a) & -0x10000) * REALS((b) & -0x10000);     \
  } while (0)
#define TILE_JOIN(s, t) (s) + (t)
#include "Tile.h"
#undef TILE_JOIN
#undef TILE
#undef TILE_ADD

#define TILE(name) LEVEL(absolute, name)
#define TILE_ADD(s, a, b) s -= __builtin_elementwise_abs(REALS(a) - REALS(b))
#define TILE_JOIN(s, t) (s) + (t)
#include "Tile.h"
#undef TILE_JOIN
#undef TILE
#undef TILE_ADD

#define TILE(name) LEVEL(largest, name)
// The values are numbers, so one comparison decides.
#define TILE_ADD(s, a, b)                                                     \
  do {                                                                        \
    const TILE(reals) t = -__builtin_elementwise_abs(REALS(a) - REALS(b));    \
    const TILE(words) less = t < s;                                           \
    s = (TILE(reals))((less & (TILE(words))t) | (~less & (TILE(words))s));    \
  } while (0)
#define TILE_JOIN(s, t) __builtin_elementwise_min(s, t)
#include "Tile.h"
#undef TILE_JOIN
#undef TILE
#undef TILE_ADD

#define TILE(name) LEVEL(unequal, name)
#define TILE_ADD(s, a, b) s += __builtin_convertvector(REALS(a) != REALS(b), TILE(reals))
#define TILE_JOIN(s, t) (s) + (t)
#include "Tile.h"
#undef TILE_JOIN
#undef TILE
#undef TILE_ADD
#undef TILE_REAL

#define TILE_REAL 0
#define TILE(name) LEVEL(bits, name)
#define TILE_ADD(s, a, b) s -= __builtin_elementwise_popcount((a) ^ (b))
#include "Tile.h"
#undef TILE
#undef TILE_ADD
#undef TILE_SPREAD

// Bytes widened to pairs of 16 bits, whose products are added in one instruction.
#define TILE_SPREAD 2
#define TILE(name) LEVEL(bytes, name)
#define TILE_ADD(s, a, b) s += (TILE(values))MULTIPLY_PAIRS(a, b)
#include "Tile.h"
#undef TILE
#undef TILE_ADD
#undef TILE_REAL
#undef TILE_SPREAD
#undef TILE_BIAS
#undef TILE_PREPARE
#undef REALS
