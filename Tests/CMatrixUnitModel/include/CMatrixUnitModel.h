#ifndef C_MATRIX_UNIT_MODEL_H
#define C_MATRIX_UNIT_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "../../../Sources/CVectorKernels/include/TileKernels.h"

// The kernels for matrix units, compiled over a model of the unit in plain C: fg_code_bytes and fg_code_bfloats.

fg_tile_shape model_tile_shape(fg_code_kind kind);
void model_tile_pack(fg_code_kind kind, const uint8_t *codes, size_t code_bytes, size_t count,
                     uint8_t *packed);
size_t model_tile_scan(fg_code_kind kind, const fg_panel *panel);

#endif
