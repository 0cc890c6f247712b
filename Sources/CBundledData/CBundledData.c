// The bundled data sets live inside the program, so a copied executable still works.
#include "CBundledData.h"

// #embed is C23; the toolchain's compiler takes it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char wdbc[] = {
#embed "Files/wdbc.csv.gz"
};
static const unsigned char spambase[] = {
#embed "Files/spambase.csv.gz"
};
static const unsigned char mnist17_images[] = {
#embed "Files/mnist17-images-idx3-ubyte.gz"
};
static const unsigned char mnist17_labels[] = {
#embed "Files/mnist17-labels-idx1-ubyte.gz"
};

fg_bundled_file fg_bundled_wdbc(void) { return (fg_bundled_file){wdbc, sizeof wdbc}; }
fg_bundled_file fg_bundled_spambase(void) { return (fg_bundled_file){spambase, sizeof spambase}; }
fg_bundled_file fg_bundled_mnist17_images(void) {
  return (fg_bundled_file){mnist17_images, sizeof mnist17_images};
}
fg_bundled_file fg_bundled_mnist17_labels(void) {
  return (fg_bundled_file){mnist17_labels, sizeof mnist17_labels};
}
