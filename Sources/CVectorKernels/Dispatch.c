// Compiles the kernels once for every instruction set and chooses one at run time, so that the package needs no
// compiler flags and one executable runs on every processor.
#include "CVectorKernels.h"

// A fused multiply-add rounds once instead of twice; without it every variant gives the same bits.
#pragma STDC FP_CONTRACT OFF

#define FG_JOIN(a, b) a##_##b

#define FG(name) FG_JOIN(baseline, name)
#include "Variants.h"
#undef FG

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FG(name) FG_JOIN(avx2, name)
#include "Variants.h"
#undef FG
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl"))), apply_to = function)
#define FG(name) FG_JOIN(avx512, name)
#include "Variants.h"
#undef FG
#pragma clang attribute pop

static int level(void) { return fg_instruction_level() < 2 ? fg_instruction_level() : 2; }
#define FG_CALL(name, ...) \
  (level() == 2 ? avx512_##name(__VA_ARGS__) : level() == 1 ? avx2_##name(__VA_ARGS__) : baseline_##name(__VA_ARGS__))
#else
#define FG_CALL(name, ...) baseline_##name(__VA_ARGS__)
#endif

double fg_dot(const double *a, const float *x, size_t n) { return FG_CALL(dot, a, x, n); }

double fg_dot_double(const double *a, const double *x, size_t n) {
  return FG_CALL(dot_double, a, x, n);
}

void fg_add_scaled(double *y, double a, const float *x, size_t n) {
  FG_CALL(add_scaled, y, a, x, n);
}

void fg_add_scaled_double(double *y, double a, const double *x, size_t n) {
  FG_CALL(add_scaled_double, y, a, x, n);
}

void fg_add_products(float *c, size_t c_row, const float *a, size_t a_row, size_t a_step,
                     const float *b, size_t b_row, size_t m, size_t n, size_t k) {
  FG_CALL(add_products, c, c_row, a, a_row, a_step, b, b_row, m, n, k);
}

void fg_add_products_double(double *c, size_t c_row, const double *a, size_t a_row, size_t a_step,
                            const double *b, size_t b_row, size_t m, size_t n, size_t k) {
  FG_CALL(add_products_double, c, c_row, a, a_row, a_step, b, b_row, m, n, k);
}

void fg_hinge_run(const fg_hinge_base *base, double *slack, double *scores, int32_t *updates) {
  FG_CALL(hinge_run, base, slack, scores, updates);
}

uint32_t fg_hinge_replays(const fg_hinge_base *base, const size_t candidates[FG_HINGE_REPLAYS],
                          double *delta, int32_t *updates) {
  return FG_CALL(hinge_replays, base, candidates, delta, updates);
}

uint32_t fg_hinge_lanes(const float *features, const double *signs, size_t n, size_t d,
                        const int32_t *order, size_t visits, double rate, double decay,
                        double tolerance, const size_t *candidates, double *weights) {
  return FG_CALL(hinge_lanes, features, signs, n, d, order, visits, rate, decay, tolerance,
                 candidates, weights);
}
