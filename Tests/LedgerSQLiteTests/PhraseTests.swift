import LedgerSQLite
import Testing

@Suite struct PhraseTests {
  @Test(arguments: [
    ("The store is damaged.", "the store is damaged"), ("A key is gone", "a key is gone"),
    ("DSSE is not known.", "DSSE is not known"), ("Wait...", "wait..."), ("", ""), (".", ""),
    ("A", "A"), ("É tu.", "É tu"), ("'ann' is in", "'ann' is in"),
    ("x.csv, line 2", "x.csv, line 2"),
  ])
  func `a sentence goes on from a colon`(sentence: String, phrase: String) {
    #expect(Phrase.of(sentence) == phrase)
  }
}
