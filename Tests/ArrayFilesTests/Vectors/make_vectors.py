"""Writes Vectors.swift: files made by NumPy, as base64, with the values that they hold.

Usage, with NumPy 2.4: python3 make_vectors.py > ../Vectors.swift && swift format -i ../Vectors.swift
"""

import base64
import gzip
import io
import warnings
import zipfile

import numpy as np
from numpy.lib import format as npy

warnings.simplefilter("ignore")


def save(array, version=None):
    file = io.BytesIO()
    npy.write_array(file, array, version=version)
    return file.getvalue()


def literal(data):
    lines = base64.b64encode(data).decode()
    return "\n".join(lines[i : i + 92] for i in range(0, len(lines), 92))


def entry(name, data, numbers):
    values = ", ".join(f"{float(v):g}" for v in numbers)
    text = "\n".join("      " + line for line in literal(data).split("\n"))
    return (
        f'    Vector(\n      name: "{name}",\n      base64: """\n{text}\n      """,\n'
        f"      values: [{values}]),"
    )


base = np.array([[0, 1, 2], [3, 100, 5]])
out = []
for code in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    values = base.astype(code)
    if code[0] in "fi":
        values[0, 1] = -1
    orders = ["<", ">"] if np.dtype(code).itemsize > 1 else ["|"]
    for order in orders:
        array = values.astype(order + code)
        out.append(entry(order + code, save(array), array.ravel()))
square = base.astype("<f4")
out.append(entry("version 2", save(square, (2, 0)), square.ravel()))
out.append(entry("version 3", save(square, (3, 0)), square.ravel()))
out.append(entry("fortran", save(np.asfortranarray(square)), square.ravel()))
cube = np.arange(24, dtype=">i2").reshape(2, 3, 4)
out.append(entry("fortran cube", save(np.asfortranarray(cube)), cube.ravel()))
out.append(entry("single value", save(np.array(7.5)), [7.5]))
out.append(entry("vector", save(np.arange(5, dtype="<i4")), np.arange(5)))


def named(name, data):
    text = "\n".join("    " + line for line in literal(data).split("\n"))
    return f'  static let {name} = """\n{text}\n    """'


text = np.array(["cat", "h\u00e9risson", "\U0001f40e"])
octets = np.array([b"cat", b"dog!"])
objects = io.BytesIO()
np.save(objects, np.array([None, 1], dtype=object), allow_pickle=True)
structured = save(np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
x = np.arange(12, dtype="<f4").reshape(4, 3)
y = np.array([0, 1, 1, 0])
plain, packed = io.BytesIO(), io.BytesIO()
np.savez(plain, X=x, y=y, ids=np.array(["a", "b", "c", "d"]))
np.savez_compressed(packed, X=x, y=y)
# Streaming to a file that cannot seek gives data descriptors.
piped = io.BytesIO()


class Pipe(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        return piped.write(data)


with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
    with archive.open("X.npy", "w", force_zip64=True) as member:
        member.write(save(x))
    with archive.open("y.npy", "w") as member:
        member.write(save(y))
members = gzip.compress(b"hello, ", mtime=0) + gzip.compress(b"world\n", mtime=0)

print("// Made by Vectors/make_vectors.py; do not edit.")
print()
print("/// Files that NumPy and Python wrote.")
print("enum Vectors {")
print("  static let numbers: [Vector] = [")
print("\n".join(out))
print("  ]")
print("  static let archives: [Vector] = [")
for name, file in [("stored", plain), ("compressed", packed), ("streamed", piped)]:
    print(entry(name, file.getvalue(), x.ravel()))
print("  ]")
for name, data in [
    ("text", save(text)),
    ("bigEndianText", save(text.astype(">U8"))),
    ("octets", save(octets)),
    ("objects", objects.getvalue()),
    ("structured", structured),
    ("complex", save(np.zeros(2, dtype="c8"))),
    ("gzipMembers", members),
]:
    print(named(name, data))
print("}")
