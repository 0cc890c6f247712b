// Products of two row-major tables, written once for float and double. Variants.h includes this file with VALUE, the
// type of a value, and PRODUCTS, the function's name; it has no include guard for that reason.
//
// Every output is summed over ascending steps, starting from what is there, so that no blocking and no width of
// vectors changes a bit.

#define LANES (64 / sizeof(VALUE))
#define AT(p) (*(vector *)(p))
#define OF(p) (*(const vector *)(p))

// Steps taken together: so much of the right table stays in the nearest cache.
#define DEPTH 128

static void FG(PRODUCTS)(VALUE *c, size_t c_row, const VALUE *a, size_t a_row, size_t a_step,
                         const VALUE *b, size_t b_row, size_t m, size_t n, size_t k) {
  typedef VALUE vector __attribute__((vector_size(64), aligned(sizeof(VALUE))));
  for (size_t first = 0; first < k; first += DEPTH) {
    const size_t depth = k - first < DEPTH ? k - first : DEPTH;
    const VALUE *left = a + first * a_step, *right = b + first * b_row;
    size_t j = 0;
    for (; j + 2 * LANES <= n; j += 2 * LANES) {
      size_t i = 0;
      for (; i + 4 <= m; i += 4) {
        const VALUE *x = left + i * a_row;
        VALUE *out = c + i * c_row + j;
        vector s00 = AT(out), s01 = AT(out + LANES);
        vector s10 = AT(out + c_row), s11 = AT(out + c_row + LANES);
        vector s20 = AT(out + 2 * c_row), s21 = AT(out + 2 * c_row + LANES);
        vector s30 = AT(out + 3 * c_row), s31 = AT(out + 3 * c_row + LANES);
        for (size_t step = 0; step < depth; step++) {
          const VALUE *y = right + step * b_row + j, *at = x + step * a_step;
          const vector y0 = OF(y), y1 = OF(y + LANES);
          const VALUE x0 = at[0], x1 = at[a_row], x2 = at[2 * a_row], x3 = at[3 * a_row];
          s00 += x0 * y0, s01 += x0 * y1;
          s10 += x1 * y0, s11 += x1 * y1;
          s20 += x2 * y0, s21 += x2 * y1;
          s30 += x3 * y0, s31 += x3 * y1;
        }
        AT(out) = s00, AT(out + LANES) = s01;
        AT(out + c_row) = s10, AT(out + c_row + LANES) = s11;
        AT(out + 2 * c_row) = s20, AT(out + 2 * c_row + LANES) = s21;
        AT(out + 3 * c_row) = s30, AT(out + 3 * c_row + LANES) = s31;
      }
      for (; i < m; i++) {
        VALUE *out = c + i * c_row + j;
        vector s0 = AT(out), s1 = AT(out + LANES);
        for (size_t step = 0; step < depth; step++) {
          const VALUE *y = right + step * b_row + j;
          const VALUE x0 = left[i * a_row + step * a_step];
          s0 += x0 * OF(y), s1 += x0 * OF(y + LANES);
        }
        AT(out) = s0, AT(out + LANES) = s1;
      }
    }
    for (size_t i = 0; i < m && j < n; i++) {
      for (size_t column = j; column < n; column++) {
        VALUE sum = c[i * c_row + column];
        for (size_t step = 0; step < depth; step++)
          sum += left[i * a_row + step * a_step] * right[step * b_row + column];
        c[i * c_row + column] = sum;
      }
    }
  }
}

#undef LANES
#undef AT
#undef OF
#undef DEPTH
