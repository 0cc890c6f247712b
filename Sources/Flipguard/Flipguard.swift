// One import for all of the library.
@_exported public import ArrayFiles
@_exported public import Classifiers
@_exported public import Experiments
@_exported public import LabelAttacks
@_exported public import LabelCertificates
@_exported public import LabelContracts
@_exported public import LabelData
@_exported public import LabelDefenses
@_exported public import Neighbors
@_exported public import VectorKernels
