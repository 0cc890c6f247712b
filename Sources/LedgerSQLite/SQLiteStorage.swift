internal import GRDB
internal import LabelLedger
