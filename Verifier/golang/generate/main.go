// generate prints roots, proofs and tiles of trees at the edges of tiles, as JSON; leaf i is the
// decimal text of i. All of it is made, and checked again, by golang.org/x/mod/sumdb/tlog.
//
//	generate > Tests/LabelLedgerTests/Vectors/cross-tile.json
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

var sizes = []int64{255, 256, 257, 65535, 65536, 65537}

type root struct {
	Size  int64  `json:"size"`
	Root  string `json:"root"`
	Tiles []tile `json:"tiles"`
}

// tile is the last tile of a level, with the SHA-256 of its bytes.
type tile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

type inclusion struct {
	Size  int64    `json:"size"`
	Index int64    `json:"index"`
	Proof []string `json:"proof"`
}

type consistency struct {
	Old   int64    `json:"old"`
	New   int64    `json:"new"`
	Proof []string `json:"proof"`
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func text(hashes []tlog.Hash) []string {
	lines := []string{}
	for _, hash := range hashes {
		lines = append(lines, base64.StdEncoding.EncodeToString(hash[:]))
	}
	return lines
}

func main() {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		read := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			read[i] = stored[index]
		}
		return read, nil
	})
	leaf := func(i int64) []byte { return []byte(strconv.FormatInt(i, 10)) }
	for i := int64(0); i < sizes[len(sizes)-1]; i++ {
		hashes, err := tlog.StoredHashes(i, leaf(i), reader)
		must(err)
		stored = append(stored, hashes...)
	}

	var vectors struct {
		Made        string        `json:"made"`
		Roots       []root        `json:"roots"`
		Inclusion   []inclusion   `json:"inclusion"`
		Consistency []consistency `json:"consistency"`
	}
	vectors.Made = "by Verifier/golang/generate, with golang.org/x/mod/sumdb/tlog; leaf i is the decimal text of i"
	roots := map[int64]tlog.Hash{}
	for _, size := range sizes {
		hash, err := tlog.TreeHash(size, reader)
		must(err)
		roots[size] = hash
		last := map[int]tlog.Tile{}
		for _, t := range tlog.NewTiles(8, size-1, size) {
			last[t.L] = t
		}
		made := root{Size: size, Root: text([]tlog.Hash{hash})[0], Tiles: []tile{}}
		for level := 0; level < 64; level++ {
			if t, ok := last[level]; ok {
				data, err := tlog.ReadTileData(t, reader)
				must(err)
				sum := sha256.Sum256(data)
				made.Tiles = append(made.Tiles, tile{
					Path: "tile/" + strings.TrimPrefix(t.Path(), "tile/8/"), SHA256: hex.EncodeToString(sum[:])})
			}
		}
		vectors.Roots = append(vectors.Roots, made)
	}
	for _, size := range sizes {
		seen := map[int64]bool{}
		for _, index := range []int64{0, 1, 100, 254, 255, 256, 32768, 65279, 65280, size - 2, size - 1} {
			if index >= size || seen[index] {
				continue
			}
			seen[index] = true
			proof, err := tlog.ProveRecord(size, index, reader)
			must(err)
			must(tlog.CheckRecord(proof, size, roots[size], index, tlog.RecordHash(leaf(index))))
			vectors.Inclusion = append(vectors.Inclusion, inclusion{size, index, text(proof)})
		}
		for _, old := range append([]int64{1, 128, 32768}, sizes...) {
			if old > size {
				continue
			}
			hash, err := tlog.TreeHash(old, reader)
			must(err)
			proof, err := tlog.ProveTree(size, old, reader)
			must(err)
			must(tlog.CheckTree(proof, size, roots[size], old, hash))
			vectors.Consistency = append(vectors.Consistency, consistency{old, size, text(proof)})
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(vectors))
}
