extension SQLiteFormat {
  /// The database of a ledger: "FGLL" in the header.
  static let ledger = SQLiteFormat(
    applicationID: 0x4647_4C4C,
    migrations: [SQLiteMigration(version: 1, sql: logTables + stateTables)])

  /// What can only be added to: entries, nodes and checkpoints; and the notes, which can be erased.
  private static let logTables = """
    CREATE TABLE entries (
      idx INTEGER PRIMARY KEY,
      leaf_hash BLOB NOT NULL UNIQUE,
      body BLOB NOT NULL,
      kind TEXT NOT NULL,
      dataset TEXT NOT NULL,
      example TEXT,
      actor TEXT NOT NULL,
      time INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX entries_of_example ON entries (dataset, example) WHERE example IS NOT NULL;
    CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
      BEGIN SELECT RAISE(ABORT, 'An entry never changes.'); END;
    CREATE TRIGGER entries_remain BEFORE DELETE ON entries
      BEGIN SELECT RAISE(ABORT, 'An entry is never deleted.'); END;

    CREATE TABLE nodes (
      level INTEGER NOT NULL,
      idx INTEGER NOT NULL,
      hash BLOB NOT NULL,
      PRIMARY KEY (level, idx)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER nodes_stay BEFORE UPDATE ON nodes
      BEGIN SELECT RAISE(ABORT, 'A node never changes.'); END;
    CREATE TRIGGER nodes_remain BEFORE DELETE ON nodes
      BEGIN SELECT RAISE(ABORT, 'A node is never deleted.'); END;

    CREATE TABLE checkpoints (
      size INTEGER PRIMARY KEY,
      root BLOB NOT NULL,
      note BLOB NOT NULL
    ) STRICT;
    CREATE TRIGGER checkpoints_stay BEFORE UPDATE ON checkpoints
      WHEN NEW.size IS NOT OLD.size OR NEW.root IS NOT OLD.root
        OR length(NEW.note) < length(OLD.note)
        OR substr(NEW.note, 1, instr(NEW.note, x'0A0A'))
          IS NOT substr(OLD.note, 1, instr(OLD.note, x'0A0A'))
      BEGIN SELECT RAISE(ABORT, 'A checkpoint only gains cosignatures.'); END;
    CREATE TRIGGER checkpoints_remain BEFORE DELETE ON checkpoints
      BEGIN SELECT RAISE(ABORT, 'A checkpoint is never deleted.'); END;

    CREATE TABLE notes (
      leaf_hash BLOB PRIMARY KEY,
      salt BLOB NOT NULL,
      text BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    """

  /// What follows from the entries and can be made again from them.
  private static let stateTables = """
    CREATE TABLE ledger (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      origin TEXT NOT NULL,
      ingest_key BLOB NOT NULL,
      policy BLOB NOT NULL,
      last_time INTEGER NOT NULL,
      is_frozen INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE heads (
      dataset TEXT NOT NULL,
      example TEXT NOT NULL,
      example_digest BLOB,
      label TEXT,
      status TEXT NOT NULL,
      entry_idx INTEGER NOT NULL,
      leaf_hash BLOB NOT NULL,
      annotator TEXT NOT NULL,
      time INTEGER NOT NULL,
      batch TEXT,
      PRIMARY KEY (dataset, example)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE answers (
      dataset TEXT NOT NULL,
      example TEXT NOT NULL,
      annotator TEXT NOT NULL,
      label TEXT,
      earlier TEXT NOT NULL,
      entry_idx INTEGER NOT NULL,
      leaf_hash BLOB NOT NULL,
      PRIMARY KEY (dataset, example, annotator)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE proposals (
      entry_idx INTEGER NOT NULL,
      leaf_hash BLOB PRIMARY KEY,
      dataset TEXT NOT NULL,
      example TEXT NOT NULL,
      example_digest BLOB,
      scheme TEXT NOT NULL,
      label TEXT,
      disputed TEXT,
      head_idx INTEGER NOT NULL,
      head_leaf_hash BLOB NOT NULL,
      time INTEGER NOT NULL,
      batch TEXT,
      status TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX proposals_of_example ON proposals (dataset, example);
    CREATE INDEX open_proposals ON proposals (entry_idx) WHERE status = 'open';

    CREATE TABLE voters (
      proposal BLOB NOT NULL,
      position INTEGER NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL,
      session TEXT NOT NULL,
      credential BLOB NOT NULL,
      has_own_key INTEGER NOT NULL,
      PRIMARY KEY (proposal, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE actors (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      entry_count INTEGER NOT NULL,
      last_entry BLOB,
      fingerprint BLOB
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE keys (
      fingerprint BLOB PRIMARY KEY,
      key BLOB NOT NULL,
      actor TEXT NOT NULL,
      added INTEGER NOT NULL,
      ended INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE idempotency (
      actor TEXT NOT NULL,
      key TEXT NOT NULL,
      content BLOB NOT NULL,
      entry_idx INTEGER NOT NULL,
      leaf_hash BLOB NOT NULL,
      time INTEGER NOT NULL,
      PRIMARY KEY (actor, key)
    ) STRICT, WITHOUT ROWID;
    """
}
