#ifndef C_MATRIX_UNIT_MODEL_H
#define C_MATRIX_UNIT_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "../../../Sources/CVectorKernels/include/TileKernels.h"

// The kernel for matrix units, compiled over a model of the unit in plain C.

fg_tile_shape model_tile_shape(void);
void model_tile_pack(const uint8_t *codes, size_t code_bytes, size_t count, uint8_t *packed);
size_t model_tile_scan(const fg_panel *panel);

#endif
