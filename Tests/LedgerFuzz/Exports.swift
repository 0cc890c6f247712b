/// Exports as other tools write them, shortened.
enum Exports {
  static let csv = bytes("task,worker,label\r\n\"t,1\",w1,cat\nt2,w1,\nt2,w2,\"do\"\"g\"\n")

  static let labelStudio = bytes(
    #"""
    [{"id": 1, "data": {"image": "a.png", "size": 1.5}, "predictions": [{"score": 0.25}],
      "annotations": [
        {"id": 1001, "completed_by": {"id": 7, "email": "x"}, "was_cancelled": false,
         "created_at": "2021-03-09T22:16:08.728353Z", "lead_time": 4.288,
         "result": [{"id": "Dx", "type": "choices", "from_name": "animal", "to_name": "img",
           "value": {"choices": ["cat"]}}]},
        {"id": "1002", "completed_by": 8, "was_cancelled": true, "result": []}]},
     {"id": 2, "annotations": [{"id": 1005, "completed_by": 8, "result": [{"type": "taxonomy",
       "from_name": "animal", "value": {"taxonomy": [["mammal", "cat"]]}}]}]}]
    """#)

  static let labelStudioMinimal = bytes(
    #"""
    [{"image": "a.png", "id": 1, "animal": "cat", "annotator": 7, "annotation_id": 1001,
      "created_at": "2021-03-09T22:16:08.728353Z", "lead_time": 4.288},
     {"image": "b.png", "id": 2, "animal": 4, "annotator": 7, "annotation_id": 1004}]
    """#)

  static let argilla = bytes(
    #"""
    {"id": "r1", "fields": {"text": "x"}, "metadata": {"p": 0.5}, "responses": {"label": [{"value": "pos", "user_id": "u-1"}, {"value": "neg", "user_id": "u-2", "status": "draft"}]}}
    {"id": "r2", "responses": {}, "vectors": {"v": [0.1, 1e-3]}}
    """#,
    #"""
    [{"id": "r1", "responses": [
       {"id": "a", "user_id": "u-1", "status": "submitted", "values": {"label": {"value": "pos"}},
        "updated_at": "2024-01-01T00:00:00.123456Z"},
       {"user_id": "u-2", "status": "discarded", "values": null}]}]
    """#)

  static let doccano = bytes(
    #"""
    {"id": 1, "text": "x", "label": ["pos"], "Comments": []}
    {"id": 2, "text": "y", "label": []}
    {"id": 3, "text": "z", "labels": ["neg"], "score": 0.5}
    """#)

  private static func bytes(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}
