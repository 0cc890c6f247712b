#ifndef C_BUNDLED_DATA_H
#define C_BUNDLED_DATA_H

#include <stddef.h>

/// One gzip-compressed file that is part of the program itself.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} fg_bundled_file;

fg_bundled_file fg_bundled_wdbc(void);
fg_bundled_file fg_bundled_spambase(void);
fg_bundled_file fg_bundled_mnist17_images(void);
fg_bundled_file fg_bundled_mnist17_labels(void);

#endif
