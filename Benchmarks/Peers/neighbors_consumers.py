"""Checks that scikit-learn and cleanlab take the graphs that `flipguard neighbors` writes, and conclude the same.

    swift build -c release
    /tmp/peers/bin/python Benchmarks/Peers/neighbors_consumers.py

The program writes graph.npz for features without ties; NumPy loads it, and its arrays are the parts of a SciPy
CSR matrix of distances as they are. Checked against what the libraries compute from the features themselves:

- the matrix itself, against scikit-learn's kneighbors_graph;
- KNeighborsClassifier, DBSCAN and NearestNeighbors of scikit-learn with metric="precomputed";
- cleanlab's Datalab, which looks for outliers, near duplicates and dependent rows in a knn_graph.
"""

import subprocess
import tempfile
import warnings
from pathlib import Path

import neighbor_data as data
import numpy
from scipy.sparse import csr_matrix
from sklearn.cluster import DBSCAN
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors, kneighbors_graph

K = 10


def make(columns, rows=1500, classes=5, seed=3):
    """Clusters of points, a few far ones, a few pairs that nearly coincide; no two distances are equal."""
    generator = numpy.random.default_rng(seed)
    centers = generator.normal(0, 6, (classes, columns))
    labels = generator.integers(0, classes, rows)
    features = centers[labels] + generator.normal(size=(rows, columns))
    features[:15] *= 4
    features[20:40] = features[60:80] + generator.normal(0, 1e-4, (20, columns))
    labels[generator.random(rows) < 0.1] = 0
    return features.astype(numpy.float32), labels


def flipguard_graph(features, metric, folder):
    """The program's graph as a CSR matrix: row i holds its neighbors, nearest first."""
    path, output = folder / "X.npy", folder / "graph.npz"
    numpy.save(path, features)
    output.unlink(missing_ok=True)
    command = [data.FLIPGUARD, "neighbors", path, "--scaling", "none", "--k", K, "--metric", metric]
    subprocess.run(
        [str(word) for word in [*command, "--recall", "exact", "--output", output]],
        check=True, capture_output=True)  # fmt: skip
    archive = numpy.load(output)
    indices, distances = archive["indices"], archive["distances"]
    rows = len(features)
    assert indices.shape == distances.shape == (rows, K), (indices.shape, distances.shape)
    starts = numpy.arange(0, rows * K + 1, K)
    return csr_matrix((distances.ravel(), indices.ravel(), starts), shape=(rows, rows))


def check_matrix(graph, features, metric):
    reference = kneighbors_graph(features.astype(float), K, mode="distance", metric=metric)
    assert (graph.indptr == reference.indptr).all()
    assert (graph.indices == reference.indices).all(), "other neighbors, or another order"
    # The graph's distances are float32; scikit-learn's cosine of near rows loses digits to 1 - cos.
    difference = numpy.abs(graph.data - reference.data)
    assert (difference <= 1e-6 * reference.data + 1e-9).all(), difference.max()
    print(f"{metric}: the matrix of kneighbors_graph, {graph.nnz:,} neighbors")


def check_classifier(graph, features, labels):
    """Every row is predicted from the others: a row is not among its own neighbors."""
    for weights in ("uniform", "distance"):
        mine = KNeighborsClassifier(K, metric="precomputed", weights=weights).fit(graph, labels)
        other = KNeighborsClassifier(K, weights=weights).fit(features.astype(float), labels)
        neighbors = other.kneighbors()[1]
        assert (neighbors == graph.indices.reshape(-1, K)).all()
        predicted, expected = mine.predict(graph), other.predict(None)
        assert (predicted == expected).all(), f"{(predicted != expected).sum()} predictions differ"
        changed = int((predicted != labels).sum())
        print(f"KNeighborsClassifier, {weights}: the same predictions, {changed} unlike the label")


def check_search(graph, features):
    mine = NearestNeighbors(n_neighbors=K, metric="precomputed").fit(graph).kneighbors(graph)
    # Brute force there loses digits of small distances; a tree subtracts before it squares.
    tree = NearestNeighbors(n_neighbors=K, algorithm="kd_tree").fit(features.astype(float))
    other = tree.kneighbors()
    assert (mine[1] == other[1]).all() and numpy.allclose(mine[0], other[0], rtol=1e-6, atol=0)
    print("NearestNeighbors: the same neighbors and distances")


def check_clusters(graph, features):
    """The graph holds all pairs within a radius that no row's k-th neighbor is within."""
    last = graph.data.reshape(-1, K)[:, -1]
    radius = float(last.min()) * 0.999
    with warnings.catch_warnings():
        # scikit-learn itself adds a diagonal to the sparse matrix, and SciPy finds that slow.
        warnings.simplefilter("ignore")
        mine = DBSCAN(eps=radius, min_samples=3, metric="precomputed").fit(graph.copy())
    other = DBSCAN(eps=radius, min_samples=3).fit(features.astype(float))
    assert (mine.labels_ == other.labels_).all()
    assert (mine.core_sample_indices_ == other.core_sample_indices_).all()
    count = mine.labels_.max() + 1
    assert count > 1, "a radius that finds clusters"
    print(f"DBSCAN: the same {count} clusters")


def check_cleanlab(graph, features, labels, metric):
    from cleanlab import Datalab

    def issues(**source):
        kinds = {"outlier": {"k": K}, "near_duplicate": {}, "non_iid": {}}
        if "features" in source:
            kinds = {kind: {"metric": metric, **options} for kind, options in kinds.items()}
        lab = Datalab(data={"label": labels}, label_name="label", verbosity=0)
        lab.find_issues(issue_types=kinds, **source)
        return lab.get_issues(), lab.get_issue_summary()

    mine, my_summary = issues(knn_graph=graph)
    other, other_summary = issues(features=features.astype(float))
    assert list(mine.columns) == list(other.columns), (mine.columns, other.columns)
    for column in mine:
        if mine[column].dtype == bool:
            assert (mine[column] == other[column]).all(), column
        else:
            assert numpy.allclose(mine[column], other[column], rtol=1e-4, atol=1e-6), column
    assert my_summary["num_issues"].tolist() == other_summary["num_issues"].tolist()
    found = dict(zip(my_summary["issue_type"], my_summary["num_issues"]))
    assert found["outlier"] and found["near_duplicate"], found
    print(f"cleanlab Datalab, {metric}: the same issues and scores, {found}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for columns, metric in ((2, "euclidean"), (20, "euclidean"), (20, "cosine")):
            print(f"{columns} columns, {metric}:")
            features, labels = make(columns)
            graph = flipguard_graph(features, metric, folder)
            check_matrix(graph, features, metric)
            if metric == "euclidean":
                check_classifier(graph, features, labels)
                check_search(graph, features)
            if columns == 2:
                check_clusters(graph, features)
            check_cleanlab(graph, features, labels, metric)
    print("all agree")


if __name__ == "__main__":
    main()
