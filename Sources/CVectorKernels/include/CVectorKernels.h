#ifndef C_VECTOR_KERNELS_H
#define C_VECTOR_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Each function exists in variants for AVX-512, AVX2 and the compiler's baseline (SSE2, NEON); the best one
// that the processor has is chosen when the program starts. All variants give the same bits: sums run over
// 16 lanes that are folded in one fixed order, and multiply and add round separately.

/// The instruction set chosen: "avx512", "avx2" or "baseline".
const char *fg_instruction_set(void);

/// Sum over i of a[i] * x[i]; n values.
double fg_dot(const double *a, const float *x, size_t n);

/// y[i] += a * x[i] for n values.
void fg_add_scaled(double *y, double a, const float *x, size_t n);

#endif
