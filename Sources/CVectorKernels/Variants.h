// The kernels, written once. Dispatch.c includes this file for every instruction set with FG(name) giving the
// variant's name and the target attribute set; it has no include guard for that reason.

// Lengths known to the compiler become vector instructions of whatever width the target has.
typedef double FG(doubles) __attribute__((vector_size(64), aligned(8)));
typedef float FG(floats) __attribute__((vector_size(32), aligned(4)));
typedef int64_t FG(masks) __attribute__((vector_size(64)));
typedef _Bool FG(flags) __attribute__((ext_vector_type(8)));
#define LOAD8(p) (*(const FG(doubles) *)(p))
#define LOAD8F(p) __builtin_convertvector(*(const FG(floats) *)(p), FG(doubles))
#define STORE8(p, v) (*(FG(doubles) *)(p) = (v))
#define SPREAD8(x) ((FG(doubles)){x, x, x, x, x, x, x, x})

#define DOT(name, type, load)                                                                      \
  static double FG(name)(const double *a, const type *x, size_t n) {                               \
    FG(doubles) s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};                                            \
    size_t i = 0;                                                                                  \
    for (; i + 32 <= n; i += 32) {                                                                 \
      s0 += LOAD8(a + i) * load(x + i);                                                            \
      s1 += LOAD8(a + i + 8) * load(x + i + 8);                                                    \
      s2 += LOAD8(a + i + 16) * load(x + i + 16);                                                  \
      s3 += LOAD8(a + i + 24) * load(x + i + 24);                                                  \
    }                                                                                              \
    for (; i + 8 <= n; i += 8) s0 += LOAD8(a + i) * load(x + i);                                   \
    const FG(doubles) s = (s0 + s1) + (s2 + s3);                                                   \
    double sum = ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));                \
    for (; i < n; i++) sum += a[i] * (double)x[i];                                                 \
    return sum;                                                                                    \
  }
DOT(dot, float, LOAD8F)
DOT(dot_double, double, LOAD8)
#undef DOT

static void FG(add_scaled)(double *y, double a, const float *x, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) STORE8(y + i, LOAD8(y + i) + a * LOAD8F(x + i));
  for (; i < n; i++) y[i] += a * (double)x[i];
}

static void FG(add_scaled_double)(double *y, double a, const double *x, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) STORE8(y + i, LOAD8(y + i) + a * LOAD8(x + i));
  for (; i < n; i++) y[i] += a * x[i];
}

#define VALUE float
#define PRODUCTS add_products
#define PRODUCT_STRIP add_products_strip
#include "Products.h"
#undef VALUE
#undef PRODUCTS
#undef PRODUCT_STRIP

#define VALUE double
#define PRODUCTS add_products_double
#define PRODUCT_STRIP add_products_double_strip
#include "Products.h"
#undef VALUE
#undef PRODUCTS
#undef PRODUCT_STRIP

static void FG(hinge_run)(const fg_hinge_base *base, double *slack, double *scores,
                          int32_t *updates) {
  const size_t n = base->n;
  for (size_t i = 0; i < n; i++) scores[i] = 0, updates[i] = 0;
  for (size_t visit = 0; visit < base->visits; visit++) {
    const size_t i = (size_t)base->order[visit];
    slack[visit] = 1 - scores[i];
    if (slack[visit] > 0) {
      updates[i]++;
      FG(add_scaled_double)(scores, 1, base->gram + i * n, n);
    }
  }
}

static uint32_t FG(hinge_replays)(const fg_hinge_base *base,
                                  const size_t candidates[FG_HINGE_REPLAYS], double *delta,
                                  int32_t *updates) {
  const size_t n = base->n, stride = fg_hinge_stride(n);
  const double tolerance = base->tolerance;
  uint32_t near = 0;
  for (size_t k = 0; k < FG_HINGE_REPLAYS * n; k++) updates[k] = 0;
  for (size_t k = 0; k < FG_HINGE_REPLAYS * stride; k++) delta[k] = 0;
  // A candidate's difference at its own row is kept apart, and a NaN in its place: that is never settled.
  double own[FG_HINGE_REPLAYS] = {0};
  for (size_t r = 0; r < FG_HINGE_REPLAYS; r++)
    if (candidates[r] < n) delta[r * stride + candidates[r]] = __builtin_nan("");
  for (size_t visit = 0; visit < base->visits; visit++) {
    const size_t i = (size_t)base->order[visit];
    const double before = base->slack[visit];
    const double *at = delta + i;
    const FG(doubles) after =
        before - (FG(doubles)){at[0], at[stride], at[2 * stride], at[3 * stride],
                               at[4 * stride], at[5 * stride], at[6 * stride], at[7 * stride]};
    const FG(masks) settled = before > 0 ? after >= tolerance : after <= -tolerance;
    const FG(flags) flags = __builtin_convertvector(~settled, FG(flags));
    uint8_t unsettled;
    __builtin_memcpy(&unsettled, &flags, sizeof unsettled);
    for (unsigned left = unsettled; __builtin_expect(left != 0, 0); left &= left - 1) {
      const size_t r = (size_t)__builtin_ctz(left);
      const int flipped = candidates[r] == i;
      // With its label flipped the margin has the other sign, and an update goes the other way.
      const double slack = flipped ? 2 - before + own[r] : before - delta[r * stride + i];
      near |= (uint32_t)(__builtin_fabs(slack) < tolerance) << r;
      const int change = (flipped ? -(slack > 0) : (slack > 0)) - (before > 0);
      if (!change) continue;
      updates[r * n + i] += change;
      if (candidates[r] < n) own[r] += change * base->gram[i * n + candidates[r]];
      FG(add_scaled_double)(delta + r * stride, change, base->gram + i * n, n);
    }
  }
  return near;
}

static uint32_t FG(hinge_lanes)(const float *features, const double *signs, size_t n, size_t d,
                                const int32_t *order, size_t visits, double rate, double decay,
                                double tolerance, const size_t *candidates, double *weights) {
  (void)n;
  uint32_t near = 0;
  for (size_t k = 0; k < (d + 1) * FG_HINGE_LANES; k++) weights[k] = 0;
  double *bias = weights + d * FG_HINGE_LANES;
  for (size_t visit = 0; visit < visits; visit++) {
    const size_t i = (size_t)order[visit];
    const float *x = features + i * d;
    FG(doubles) s0 = {0}, s1 = {0}, t0 = {0}, t1 = {0};
    size_t k = 0;
    for (; k + 2 <= d; k += 2) {
      const double *w = weights + k * FG_HINGE_LANES;
      s0 += (double)x[k] * LOAD8(w);
      s1 += (double)x[k] * LOAD8(w + 8);
      t0 += (double)x[k + 1] * LOAD8(w + 16);
      t1 += (double)x[k + 1] * LOAD8(w + 24);
    }
    if (k < d) {
      s0 += (double)x[k] * LOAD8(weights + k * FG_HINGE_LANES);
      s1 += (double)x[k] * LOAD8(weights + k * FG_HINGE_LANES + 8);
    }
    double score[FG_HINGE_LANES], push[FG_HINGE_LANES];
    STORE8(score, s0 + t0 + LOAD8(bias));
    STORE8(score + 8, s1 + t1 + LOAD8(bias + 8));
    int any = 0;
    for (size_t lane = 0; lane < FG_HINGE_LANES; lane++) {
      const double sign = candidates[lane] == i ? -signs[i] : signs[i];
      const double slack = 1 - sign * score[lane];
      near |= (uint32_t)(__builtin_fabs(slack) < tolerance) << lane;
      push[lane] = slack > 0 ? rate * sign : 0;
      any |= slack > 0;
    }
    if (decay != 1)
      for (size_t j = 0; j < d * FG_HINGE_LANES; j += 8) STORE8(weights + j, decay * LOAD8(weights + j));
    if (!any) continue;
    const FG(doubles) p0 = LOAD8(push), p1 = LOAD8(push + 8);
    for (size_t j = 0; j < d; j++) {
      double *w = weights + j * FG_HINGE_LANES;
      STORE8(w, LOAD8(w) + (double)x[j] * p0);
      STORE8(w + 8, LOAD8(w + 8) + (double)x[j] * p1);
    }
    STORE8(bias, LOAD8(bias) + p0);
    STORE8(bias + 8, LOAD8(bias + 8) + p1);
  }
  return near;
}

#undef LOAD8
#undef LOAD8F
#undef STORE8
#undef SPREAD8
#undef FG_TILE
#undef FG_SQUARED
#undef FG_ABSOLUTE
#undef FG_LARGEST
#undef FG_PRODUCT
#undef FG_UNEQUAL
