// Products of two row-major tables, written once for float and double. Variants.h includes this file with VALUE, the
// type of a value, and PRODUCTS and PRODUCT_STRIP, the functions' names; it has no include guard for that reason.
//
// Every output is summed over ascending steps, starting from what is there, so that no blocking and no width of
// vectors changes a bit.

#define LANES (64 / sizeof(VALUE))
// Columns and steps that are taken together: so much of the right table stays in the nearest cache.
#define WIDTH (2 * LANES)
#define DEPTH 128
#define AT(p) (*(vector *)(p))
#define OF(p) (*(const vector *)(p))

// WIDTH columns of the outputs, up to DEPTH steps.
static void FG(PRODUCT_STRIP)(VALUE *c, size_t c_row, const VALUE *a, size_t a_row, size_t a_step,
                              const VALUE *b, size_t b_row, size_t m, size_t depth) {
  typedef VALUE vector __attribute__((vector_size(64), aligned(sizeof(VALUE))));
  size_t i = 0;
  for (; i + 4 <= m; i += 4) {
    const VALUE *x = a + i * a_row;
    VALUE *o0 = c + i * c_row, *o1 = o0 + c_row, *o2 = o1 + c_row, *o3 = o2 + c_row;
    vector s00 = AT(o0), s01 = AT(o0 + LANES), s10 = AT(o1), s11 = AT(o1 + LANES);
    vector s20 = AT(o2), s21 = AT(o2 + LANES), s30 = AT(o3), s31 = AT(o3 + LANES);
    for (size_t step = 0; step < depth; step++) {
      const VALUE *y = b + step * b_row, *at = x + step * a_step;
      const vector y0 = OF(y), y1 = OF(y + LANES);
      const VALUE x0 = at[0], x1 = at[a_row], x2 = at[2 * a_row], x3 = at[3 * a_row];
      s00 += x0 * y0, s01 += x0 * y1;
      s10 += x1 * y0, s11 += x1 * y1;
      s20 += x2 * y0, s21 += x2 * y1;
      s30 += x3 * y0, s31 += x3 * y1;
    }
    AT(o0) = s00, AT(o0 + LANES) = s01, AT(o1) = s10, AT(o1 + LANES) = s11;
    AT(o2) = s20, AT(o2 + LANES) = s21, AT(o3) = s30, AT(o3 + LANES) = s31;
  }
  for (; i < m; i++) {
    VALUE *out = c + i * c_row;
    vector s0 = AT(out), s1 = AT(out + LANES);
    for (size_t step = 0; step < depth; step++) {
      const VALUE *y = b + step * b_row;
      const VALUE x0 = a[i * a_row + step * a_step];
      s0 += x0 * OF(y), s1 += x0 * OF(y + LANES);
    }
    AT(out) = s0, AT(out + LANES) = s1;
  }
}

static void FG(PRODUCTS)(VALUE *c, size_t c_row, const VALUE *a, size_t a_row, size_t a_step,
                         const VALUE *b, size_t b_row, size_t m, size_t n, size_t k) {
  for (size_t first = 0; first < k; first += DEPTH) {
    const size_t depth = k - first < DEPTH ? k - first : DEPTH;
    const VALUE *left = a + first * a_step, *right = b + first * b_row;
    size_t j = 0;
    for (; j + WIDTH <= n; j += WIDTH)
      FG(PRODUCT_STRIP)(c + j, c_row, left, a_row, a_step, right + j, b_row, m, depth);
    if (j == n) continue;
    // The last columns stand among zeros in tables of their own.
    VALUE columns[DEPTH * WIDTH] = {0}, out[4 * WIDTH] = {0};
    for (size_t step = 0; step < depth; step++)
      for (size_t column = j; column < n; column++)
        columns[step * WIDTH + column - j] = right[step * b_row + column];
    for (size_t i = 0; i < m; i += 4) {
      const size_t rows = m - i < 4 ? m - i : 4;
      for (size_t row = 0; row < rows; row++)
        for (size_t column = j; column < n; column++)
          out[row * WIDTH + column - j] = c[(i + row) * c_row + column];
      FG(PRODUCT_STRIP)(out, WIDTH, left + i * a_row, a_row, a_step, columns, WIDTH, rows, depth);
      for (size_t row = 0; row < rows; row++)
        for (size_t column = j; column < n; column++)
          c[(i + row) * c_row + column] = out[row * WIDTH + column - j];
    }
  }
}

#undef LANES
#undef WIDTH
#undef DEPTH
#undef AT
#undef OF
