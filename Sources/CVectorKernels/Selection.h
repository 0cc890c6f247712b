// The smallest of many words. Selection.c includes this file for every instruction set, with FG(name) giving the
// variant's name; no include guard for that reason.

// Counting below a guess takes no branch that cannot be foretold, so halving the range of the words is faster here
// than quickselect. Some ten guesses do: the first that parts exactly `k` words from the others.
static uint64_t FG(threshold)(const uint64_t *words, size_t count, size_t k) {
  uint64_t low = UINT64_MAX, high = 0;
  for (size_t i = 0; i < count; i++) {
    low = words[i] < low ? words[i] : low;
    high = words[i] > high ? words[i] : high;
  }
  if (k == 1) return low;
  while (low < high) {
    const uint64_t guess = low + (high - low) / 2;
    uint64_t below = 0;
    for (size_t i = 0; i < count; i++) below += words[i] <= guess;
    if (below == k) return guess;
    if (below > k) high = guess;
    else low = guess + 1;
  }
  return high;
}

static void FG(keep_smallest)(uint64_t *words, size_t count, size_t k) {
  if (k == 0 || k >= count) return;
  const uint64_t threshold = FG(threshold)(words, count, k);
  for (size_t i = 0, kept = 0; i < count; i++) {
    const uint64_t word = words[i];
    words[i] = words[kept];
    words[kept] = word;
    kept += word <= threshold;
  }
}

// A number and its place in one word, the words of large numbers first.
static inline __attribute__((always_inline)) uint64_t FG(descending)(int32_t value, size_t place) {
  return (uint64_t)(~(uint32_t)value ^ 0x80000000u) << 32 | (uint32_t)place;
}

static void FG(places)(uint64_t *words, size_t count, size_t k, uint32_t *places) {
  FG(keep_smallest)(words, count, k);
  for (size_t i = 0; i < k; i++) places[i] = (uint32_t)words[i];
}

static void FG(largest_places)(const int32_t *values, size_t count, size_t k, uint64_t *words,
                               uint32_t *places) {
  for (size_t i = 0; i < count; i++) words[i] = FG(descending)(values[i], i);
  FG(places)(words, count, k, places);
}

static void FG(largest_places_float)(const float *values, size_t count, size_t k, uint64_t *words,
                                     uint32_t *places) {
  for (size_t i = 0; i < count; i++) {
    int32_t bits;
    __builtin_memcpy(&bits, values + i, 4);
    // The bits of negative floats are turned, so that whole numbers are ordered as the floats.
    words[i] = FG(descending)(bits ^ ((bits >> 31) & 0x7FFFFFFF), i);
  }
  FG(places)(words, count, k, places);
}
