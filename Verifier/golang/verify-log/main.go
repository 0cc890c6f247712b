// verify-log verifies a tiled transparency log in a folder with the packages note and tlog of
// golang.org/x/mod/sumdb, which serve the checksum database of Go.
//
//	verify-log FOLDER VKEY [CHECKPOINT...]
//
// It opens FOLDER/checkpoint, recomputes its root from the entry bundles, compares every tile with
// the entries, checks a record proof for every entry (of at most 1,000, spread evenly) and a tree
// proof from every earlier size (likewise), both read from the tiles. Each further checkpoint must
// be of the same log, and no larger. Exit status: 0 verified, 1 not verified, 2 usage or unreadable.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height    = 8 // of tiles: 256 hashes
	width     = 1 << height
	maxProofs = 1000
)

// unreadable marks errors that say nothing about the log.
type unreadable struct{ error }

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: verify-log FOLDER VKEY [CHECKPOINT...]")
		os.Exit(2)
	}
	sentence, err := verify(os.Args[1], os.Args[2], os.Args[3:])
	var cannot unreadable
	switch {
	case err == nil:
		fmt.Println("verified:", sentence)
	case errors.As(err, &cannot):
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "not verified:", err)
		os.Exit(1)
	}
}

func verify(folder, vkey string, further []string) (string, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", unreadable{err}
	}
	tree, err := openCheckpoint(filepath.Join(folder, "checkpoint"), verifier)
	if err != nil {
		return "", err
	}
	// The hashes made from the entries, in the order in which tlog stores them.
	var made hashes
	var leaves []tlog.Hash
	for int64(len(leaves)) < tree.N {
		entries, err := readBundle(folder, tree.N, int64(len(leaves))/width)
		if err != nil {
			return "", err
		}
		for _, entry := range entries {
			stored, err := tlog.StoredHashes(int64(len(leaves)), entry, made)
			if err != nil {
				return "", err
			}
			made = append(made, stored...)
			leaves = append(leaves, tlog.RecordHash(entry))
		}
	}
	root, err := treeHash(tree.N, made)
	if err != nil {
		return "", err
	}
	if root != tree.Hash {
		return "", fmt.Errorf("the %d entries give the root %v, the checkpoint says %v",
			tree.N, root, tree.Hash)
	}
	compared, err := compareTiles(folder, tree.N, leaves, made)
	if err != nil {
		return "", err
	}
	records, trees, err := checkProofs(folder, tree, leaves, made, verifier, further)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: %d entries, root %v, %d files under tile, %d record proofs, %d tree proofs",
		verifier.Name(), tree.N, tree.Hash, compared, records, trees), nil
}

// openCheckpoint opens a signed note with the verifier, and reads origin, size and root.
func openCheckpoint(path string, verifier note.Verifier) (tree tlog.Tree, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return tree, unreadable{err}
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tree, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	// note accepts base64 whose last character has stray bits; the canonical spelling is asked for.
	for _, signature := range append(opened.Sigs, opened.UnverifiedSigs...) {
		if _, err := base64.StdEncoding.Strict().DecodeString(signature.Base64); err != nil {
			return tree, fmt.Errorf("the signature of %s is not canonical base64", signature.Name)
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tree, fmt.Errorf("the checkpoint is not of the origin %s", verifier.Name())
	}
	tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || tree.N < 0 || strconv.FormatInt(tree.N, 10) != lines[1] {
		return tree, fmt.Errorf("%q is not a tree size", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || copy(tree.Hash[:], root) != len(root) || len(root) != tlog.HashSize {
		return tree, fmt.Errorf("%q is not a root hash", lines[2])
	}
	return tree, nil
}

// treeHash is tlog.TreeHash, with RFC 6962's root of the empty tree.
func treeHash(n int64, made hashes) (tlog.Hash, error) {
	if n == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(n, made)
}

// hashes is a tlog.HashReader over hashes in memory.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(h)) {
			return nil, fmt.Errorf("hash %d is not stored", index)
		}
		read[i] = h[index]
	}
	return read, nil
}

// tilePath is where tlog-tiles puts a tile: as tlog does, but without the height, and with entries
// for data.
func tilePath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tile.H))
	if tile.L == -1 {
		path = "entries/" + strings.TrimPrefix(path, "data/")
	}
	return "tile/" + path
}

// parseTilePath is the inverse of tilePath.
func parseTilePath(path string) (tlog.Tile, bool) {
	rest := strings.TrimPrefix(path, "tile/")
	if strings.HasPrefix(rest, "entries/") {
		rest = "data/" + strings.TrimPrefix(rest, "entries/")
	}
	tile, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", height, rest))
	return tile, err == nil && tilePath(tile) == path && tile.L < 64
}

// readTile reads the tile, or as much of the full one, which may stand for it.
func readTile(folder string, tile tlog.Tile) (data []byte, full bool, err error) {
	data, err = os.ReadFile(filepath.Join(folder, tilePath(tile)))
	if errors.Is(err, fs.ErrNotExist) && tile.W < width {
		whole := tile
		whole.W = width
		if data, err = os.ReadFile(filepath.Join(folder, tilePath(whole))); err == nil {
			return data, true, nil
		}
	}
	if err != nil {
		return nil, false, fmt.Errorf("%s is missing: %w", tilePath(tile), err)
	}
	return data, tile.W == width, nil
}

// readBundle returns the entries of a bundle that belong to a tree of the size.
func readBundle(folder string, size, n int64) ([][]byte, error) {
	tile := tlog.Tile{H: height, L: -1, N: n, W: width}
	if size-n*width < width {
		tile.W = int(size - n*width)
	}
	data, full, err := readTile(folder, tile)
	if err != nil {
		return nil, err
	}
	entries, err := splitBundle(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", tilePath(tile), err)
	}
	if len(entries) != tile.W && !(full && len(entries) == width) {
		return nil, fmt.Errorf("%s holds %d entries", tilePath(tile), len(entries))
	}
	return entries[:tile.W], nil
}

func splitBundle(data []byte) (entries [][]byte, err error) {
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("the bundle is cut short")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	return entries, nil
}

// compareTiles compares every tile and bundle in the folder with the entries, up to the tree's size,
// and asks for the tiles that a tree of the size must have. It returns how many files it compared.
func compareTiles(folder string, size int64, leaves []tlog.Hash, made hashes) (int, error) {
	compared := 0
	top := filepath.Join(folder, "tile")
	err := filepath.WalkDir(top, func(path string, item fs.DirEntry, err error) error {
		if err != nil && path == top && size == 0 {
			return nil
		}
		if err != nil || item.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		tile, ok := parseTilePath(filepath.ToSlash(name))
		if !ok {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		compared++
		return compareTile(tile, data, size, leaves, made)
	})
	if err != nil {
		return 0, err
	}
	for _, tile := range tlog.NewTiles(height, 0, size) {
		level := size >> (height * uint(tile.L))
		if tile.W < width && tile.N*width+int64(tile.W) < level {
			continue // A partial tile of an earlier size, which need not be kept.
		}
		if _, _, err := readTile(folder, tile); err != nil {
			return 0, err
		}
	}
	return compared, nil
}

func compareTile(tile tlog.Tile, data []byte, size int64, leaves []tlog.Hash, made hashes) error {
	var got []tlog.Hash
	if tile.L == -1 {
		entries, err := splitBundle(data)
		if err != nil {
			return fmt.Errorf("%s: %w", tilePath(tile), err)
		}
		for _, entry := range entries {
			got = append(got, tlog.RecordHash(entry))
		}
	} else {
		for ; len(data) >= tlog.HashSize; data = data[tlog.HashSize:] {
			var hash tlog.Hash
			copy(hash[:], data)
			got = append(got, hash)
		}
		if len(data) > 0 {
			return fmt.Errorf("%s is not whole hashes", tilePath(tile))
		}
	}
	if len(got) != tile.W {
		return fmt.Errorf("%s holds %d items", tilePath(tile), len(got))
	}
	level := tile.L
	if level == -1 {
		level = 0
	}
	have := size
	for i := 0; i < level; i++ {
		have >>= height
	}
	for i, hash := range got {
		n := tile.N*width + int64(i)
		if n >= have {
			break
		}
		wanted, err := made.ReadHashes([]int64{tlog.StoredHashIndex(height*level, n)})
		if err != nil {
			return err
		}
		if hash != wanted[0] {
			return fmt.Errorf("%s does not agree with the entries", tilePath(tile))
		}
	}
	return nil
}

// tiles reads the tiles of a folder for tlog, which authenticates them.
type tiles struct{ folder string }

func (t tiles) Height() int { return height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, _, err := readTile(t.folder, tile)
		if err != nil {
			return nil, err
		}
		if len(data) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is cut short", tilePath(tile))
		}
		read[i] = data[:tile.W*tlog.HashSize]
	}
	return read, nil
}

// checkProofs proves entries and earlier trees from the tiles, and the further checkpoints.
func checkProofs(
	folder string, tree tlog.Tree, leaves []tlog.Hash, made hashes, verifier note.Verifier,
	further []string,
) (records, trees int, err error) {
	reader := tlog.TileHashReader(tree, tiles{folder})
	step := (tree.N + maxProofs - 1) / maxProofs
	for n := int64(0); n < tree.N; n += step {
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return 0, 0, fmt.Errorf("record proof of entry %d: %w", n, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, leaves[n]); err != nil {
			return 0, 0, fmt.Errorf("record proof of entry %d: %w", n, err)
		}
		records++
	}
	prove := func(old tlog.Tree) error {
		if old.N == 0 { // tlog has no proof for the empty tree; its root is fixed.
			if empty, err := treeHash(0, made); err != nil || old.Hash != empty {
				return errors.New("the root of the empty tree is another")
			}
			return nil
		}
		proof, err := tlog.ProveTree(tree.N, old.N, reader)
		if err == nil {
			err = tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
		}
		trees++
		return err
	}
	for n := int64(1); n <= tree.N; n += step {
		root, err := tlog.TreeHash(n, made)
		if err == nil {
			err = prove(tlog.Tree{N: n, Hash: root})
		}
		if err != nil {
			return 0, 0, fmt.Errorf("tree proof from size %d: %w", n, err)
		}
	}
	for _, path := range further {
		old, err := openCheckpoint(path, verifier)
		if err == nil && old.N > tree.N {
			err = fmt.Errorf("it has %d entries, the log only %d", old.N, tree.N)
		}
		if err == nil {
			err = prove(old)
		}
		if err != nil {
			return 0, 0, fmt.Errorf("checkpoint %s: %w", path, err)
		}
	}
	return records, trees, nil
}
