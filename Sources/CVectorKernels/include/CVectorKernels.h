#ifndef C_VECTOR_KERNELS_H
#define C_VECTOR_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "PairKernels.h"
#include "SelectionKernels.h"
#include "TileKernels.h"

// Every function exists in variants for AVX-512, AVX2 and the compiler's baseline (SSE2, NEON); the best that
// the processor has is chosen at the first call. All variants give the same bits: sums run over lanes that
// are folded in one fixed order, and multiplication and addition round separately.

/// The most able instruction set of this processor that FLIPGUARD_INSTRUCTIONS allows: 0 baseline, 1 AVX2,
/// 2 AVX-512, 3 AVX-512 with VNNI, 4 AMX.
int32_t fg_instruction_level(void);

/// Sum over i of a[i] * x[i]; n values.
double fg_dot(const double *a, const float *x, size_t n);

/// Sum over i of a[i] * x[i] in double precision; n values.
double fg_dot_double(const double *a, const double *x, size_t n);

/// y[i] += a * x[i] for n values.
void fg_add_scaled(double *y, double a, const float *x, size_t n);

/// y[i] += a * x[i] for n values in double precision.
void fg_add_scaled_double(double *y, double a, const double *x, size_t n);

/// c[i * c_row + j] += sum over step of a[i * a_row + step * a_step] * b[step * b_row + j], for i < m, j < n, step < k.
///
/// Each output is summed over ascending steps. The tables do not overlap.
void fg_add_products(float *c, size_t c_row, const float *a, size_t a_row, size_t a_step,
                     const float *b, size_t b_row, size_t m, size_t n, size_t k);

/// As fg_add_products, in double precision.
void fg_add_products_double(double *c, size_t c_row, const double *a, size_t a_row, size_t a_step,
                            const double *b, size_t b_row, size_t m, size_t n, size_t k);

/// What stays the same while every candidate flip of one greedy step is tried.
typedef struct {
  size_t n;              ///< training rows
  size_t visits;         ///< epochs * n
  const int32_t *order;  ///< row of each visit; each epoch visits every row once
  const double *gram;    ///< n x n: rate * s_i * s_j * (x_i.x_j + 1)
  const double *slack;   ///< 1 - margin of the visited row in the base run, before its update; per visit
  double tolerance;      ///< how close to 0 a slack may come before the plain loop must decide
} fg_hinge_base;

/// Runs the unflipped labels: fills slack (one per visit) and updates (n), the number of updates of each row.
///
/// scores is n doubles of scratch.
void fg_hinge_run(const fg_hinge_base *base, double *slack, double *scores, int32_t *updates);

/// Number of candidates that fg_hinge_replays runs together.
#define FG_HINGE_REPLAYS 8

/// Doubles from one candidate's scratch to the next; n and a little more, so that they share no cache sets.
static inline size_t fg_hinge_stride(size_t n) { return (n + 7) / 8 * 8 + 8; }

/// Runs the labels with one other label flipped each, 8 times, as differences to the base run.
///
/// A row of the Gram matrix is read once for all that need it at a visit. candidates[r] = n flips none. delta is
/// 8 x fg_hinge_stride(n) doubles of scratch; updates (8 x n) is set to the number of updates in the direction
/// of the unflipped label, less that of the base run. The tolerance is above 0. Returns a mask of the runs in
/// which some slack came within the tolerance of 0.
uint32_t fg_hinge_replays(const fg_hinge_base *base, const size_t candidates[FG_HINGE_REPLAYS],
                          double *delta, int32_t *updates);

/// Number of candidates that fg_hinge_lanes trains together.
#define FG_HINGE_LANES 16

/// Trains 16 linear hinge classifiers that differ in one flipped label each; candidates[c] = n flips none.
///
/// features: n x d, signs: n values +1 or -1, order: epochs * n rows. weights: (d + 1) x 16, bias last, starts
/// at zero. decay is 1 - rate * lambda. Returns a mask of the lanes whose margin came within the tolerance of 1.
uint32_t fg_hinge_lanes(const float *features, const double *signs, size_t n, size_t d,
                        const int32_t *order, size_t visits, double rate, double decay,
                        double tolerance, const size_t *candidates, double *weights);

#endif
