/// The full entry of ``EntrySamples`` as another program wrote, signed and hashed it.
///
/// Made with Python's `json`, `hashlib` and `cryptography`: keys sorted, seeds of 32 bytes 0x01 and 0x02, leaf prefix 0x00.
enum GoldenEntry {
  static let payload = #"""
    {"actor":{"credential":"6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f0\#
    3827","id":"curator-3","kind":"human","network":"d9298a10d1b0735837dc4bd85dac641b0f3\#
    cef27a47e5d53a54f2f3f5b2fcffa","session":"s-1","tool":"flipguard-ledger","toolVersio\#
    n":"1.0"},"actorSeq":4,"clientTime":1790000000007,"clockHeld":true,"evidence":[{"det\#
    ector":"knn","direction":"low","inputDigest":"d9298a10d1b0735837dc4bd85dac641b0f3cef\#
    27a47e5d53a54f2f3f5b2fcffa","paramsDigest":"9f91161f43433e49a6de6db680d79f60159f2e4a\#
    c9172621a12846428158440b","reference":"seal-3","score":"0.125","threshold":"0.5","ve\#
    rsion":"1"}],"id":"01a0c450-6c00-7001-8203-040506070809","idempotencyKey":"request-1\#
    ","kind":"label.given","label":{"confidence":"0.95","new":"cat","previous":"dog","pr\#
    eviousEntry":{"index":17,"leafHash":"9f91161f43433e49a6de6db680d79f60159f2e4ac917262\#
    1a12846428158440b"},"scheme":"animals"},"nonce":"000102030405060708090a0b0c0d0e0f","\#
    policy":"d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa","prevActo\#
    rEntry":"9f91161f43433e49a6de6db680d79f60159f2e4ac9172621a12846428158440b","reason":\#
    {"code":"correction","note":"d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3\#
    f5b2fcffa"},"source":{"batch":"b-1","connector":"label-studio","externalDigest":"9f9\#
    1161f43433e49a6de6db680d79f60159f2e4ac9172621a12846428158440b","externalID":"12/7","\#
    manifestDigest":"d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa","\#
    origin":"import","transform":[{"name":"merge","paramsDigest":"9f91161f43433e49a6de6d\#
    b680d79f60159f2e4ac9172621a12846428158440b","version":"2"}]},"subject":{"dataset":"l\#
    abels","example":"image/Straße-7.png","exampleDigest":"d9298a10d1b0735837dc4bd85dac6\#
    41b0f3cef27a47e5d53a54f2f3f5b2fcffa"},"time":1790000000000,"v":1}
    """#

  static let envelope = #"""
    {"payload":"eyJhY3RvciI6eyJjcmVkZW50aWFsIjoiNmEzODAzZDVmMDU5OTAyYTFjNmRhZmJjOWJhNDcy\#
    OTIxMmY3Y2FhYzA4NjM0Y2MzYWU3NmIyNzUyOWYwMzgyNyIsImlkIjoiY3VyYXRvci0zIiwia2luZCI6Imh1\#
    bWFuIiwibmV0d29yayI6ImQ5Mjk4YTEwZDFiMDczNTgzN2RjNGJkODVkYWM2NDFiMGYzY2VmMjdhNDdlNWQ1\#
    M2E1NGYyZjNmNWIyZmNmZmEiLCJzZXNzaW9uIjoicy0xIiwidG9vbCI6ImZsaXBndWFyZC1sZWRnZXIiLCJ0\#
    b29sVmVyc2lvbiI6IjEuMCJ9LCJhY3RvclNlcSI6NCwiY2xpZW50VGltZSI6MTc5MDAwMDAwMDAwNywiY2xv\#
    Y2tIZWxkIjp0cnVlLCJldmlkZW5jZSI6W3siZGV0ZWN0b3IiOiJrbm4iLCJkaXJlY3Rpb24iOiJsb3ciLCJp\#
    bnB1dERpZ2VzdCI6ImQ5Mjk4YTEwZDFiMDczNTgzN2RjNGJkODVkYWM2NDFiMGYzY2VmMjdhNDdlNWQ1M2E1\#
    NGYyZjNmNWIyZmNmZmEiLCJwYXJhbXNEaWdlc3QiOiI5ZjkxMTYxZjQzNDMzZTQ5YTZkZTZkYjY4MGQ3OWY2\#
    MDE1OWYyZTRhYzkxNzI2MjFhMTI4NDY0MjgxNTg0NDBiIiwicmVmZXJlbmNlIjoic2VhbC0zIiwic2NvcmUi\#
    OiIwLjEyNSIsInRocmVzaG9sZCI6IjAuNSIsInZlcnNpb24iOiIxIn1dLCJpZCI6IjAxYTBjNDUwLTZjMDAt\#
    NzAwMS04MjAzLTA0MDUwNjA3MDgwOSIsImlkZW1wb3RlbmN5S2V5IjoicmVxdWVzdC0xIiwia2luZCI6Imxh\#
    YmVsLmdpdmVuIiwibGFiZWwiOnsiY29uZmlkZW5jZSI6IjAuOTUiLCJuZXciOiJjYXQiLCJwcmV2aW91cyI6\#
    ImRvZyIsInByZXZpb3VzRW50cnkiOnsiaW5kZXgiOjE3LCJsZWFmSGFzaCI6IjlmOTExNjFmNDM0MzNlNDlh\#
    NmRlNmRiNjgwZDc5ZjYwMTU5ZjJlNGFjOTE3MjYyMWExMjg0NjQyODE1ODQ0MGIifSwic2NoZW1lIjoiYW5p\#
    bWFscyJ9LCJub25jZSI6IjAwMDEwMjAzMDQwNTA2MDcwODA5MGEwYjBjMGQwZTBmIiwicG9saWN5IjoiZDky\#
    OThhMTBkMWIwNzM1ODM3ZGM0YmQ4NWRhYzY0MWIwZjNjZWYyN2E0N2U1ZDUzYTU0ZjJmM2Y1YjJmY2ZmYSIs\#
    InByZXZBY3RvckVudHJ5IjoiOWY5MTE2MWY0MzQzM2U0OWE2ZGU2ZGI2ODBkNzlmNjAxNTlmMmU0YWM5MTcy\#
    NjIxYTEyODQ2NDI4MTU4NDQwYiIsInJlYXNvbiI6eyJjb2RlIjoiY29ycmVjdGlvbiIsIm5vdGUiOiJkOTI5\#
    OGExMGQxYjA3MzU4MzdkYzRiZDg1ZGFjNjQxYjBmM2NlZjI3YTQ3ZTVkNTNhNTRmMmYzZjViMmZjZmZhIn0s\#
    InNvdXJjZSI6eyJiYXRjaCI6ImItMSIsImNvbm5lY3RvciI6ImxhYmVsLXN0dWRpbyIsImV4dGVybmFsRGln\#
    ZXN0IjoiOWY5MTE2MWY0MzQzM2U0OWE2ZGU2ZGI2ODBkNzlmNjAxNTlmMmU0YWM5MTcyNjIxYTEyODQ2NDI4\#
    MTU4NDQwYiIsImV4dGVybmFsSUQiOiIxMi83IiwibWFuaWZlc3REaWdlc3QiOiJkOTI5OGExMGQxYjA3MzU4\#
    MzdkYzRiZDg1ZGFjNjQxYjBmM2NlZjI3YTQ3ZTVkNTNhNTRmMmYzZjViMmZjZmZhIiwib3JpZ2luIjoiaW1w\#
    b3J0IiwidHJhbnNmb3JtIjpbeyJuYW1lIjoibWVyZ2UiLCJwYXJhbXNEaWdlc3QiOiI5ZjkxMTYxZjQzNDMz\#
    ZTQ5YTZkZTZkYjY4MGQ3OWY2MDE1OWYyZTRhYzkxNzI2MjFhMTI4NDY0MjgxNTg0NDBiIiwidmVyc2lvbiI6\#
    IjIifV19LCJzdWJqZWN0Ijp7ImRhdGFzZXQiOiJsYWJlbHMiLCJleGFtcGxlIjoiaW1hZ2UvU3RyYcOfZS03\#
    LnBuZyIsImV4YW1wbGVEaWdlc3QiOiJkOTI5OGExMGQxYjA3MzU4MzdkYzRiZDg1ZGFjNjQxYjBmM2NlZjI3\#
    YTQ3ZTVkNTNhNTRmMmYzZjViMmZjZmZhIn0sInRpbWUiOjE3OTAwMDAwMDAwMDAsInYiOjF9","payloadTy\#
    pe":"application/vnd.flipguard.entry.v1+json","signatures":[{"keyid":"34750f98bd59fc\#
    fc946da45aaabe933be154a4b5094e1c4abf42866505f3c97e","sig":"uJlPcO6JndhJknYIDOqzA9LL4\#
    QDMXPNty0elC4DWKXSft/x1igBovB1Q/sraK6jFd/EUtwppvPMUge7LAeg+BA=="},{"keyid":"6a3803d5\#
    f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f03827","sig":"xGDOFfgVb5QEjcl8zxl\#
    PUqFOjmA/CppNfvdwxxmnM9Lnla/WoiqqJxLZPGWdFtFpV5liVlQioqQllRJnqOqLDw=="}]}
    """#

  static let leafHash = "9832e5b418f354fd96df8f20c5f537e87bf3050777b16e659791a9a562f92289"
}
