import LabelLedger
import Testing

/// Exports as the tools write them, shortened, and what stands in them.
enum ImportSamples {
  static let csv = "task,worker,label\r\n\"t,1\",w1,cat\nt2,w1,\nt2,w2,dog\nt2,w2,dog\n"

  static let labelStudio = #"""
    [{"id": 1, "data": {"image": "a.png", "size": 1.5}, "predictions": [{"score": 0.25}],
      "annotations": [
        {"id": 1001, "completed_by": {"id": 7, "email": "x@example.com"}, "was_cancelled": false,
         "created_at": "2021-03-09T22:16:08.728353Z", "updated_at": "2021-03-09T22:17:00.5Z",
         "lead_time": 4.288, "result": [{"id": "Dx", "type": "choices", "from_name": "animal",
           "to_name": "img", "value": {"choices": ["cat"]}}]},
        {"id": "1002", "completed_by": 8, "was_cancelled": true, "result": []},
        {"id": 1003, "completed_by": 9, "updated_at": null, "result": []}]},
     {"id": 2, "data": {"image": "b.png"}, "annotations": [
        {"id": 1004, "completed_by": 7, "result": [{"type": "rating", "from_name": "animal",
           "value": {"rating": 4}}]},
        {"id": 1005, "completed_by": 8, "result": [{"type": "taxonomy", "from_name": "animal",
           "value": {"taxonomy": [["mammal", "cat"]]}}]}]}]
    """#

  static let labelStudioMinimal = #"""
    [{"image": "a.png", "id": 1, "animal": "cat", "annotator": 7, "annotation_id": 1001,
      "created_at": "2021-03-09T22:16:08.728353Z", "updated_at": "2021-03-09T22:16:08.728378Z",
      "lead_time": 4.288},
     {"image": "b.png", "id": 2, "animal": 4, "annotator": 7, "annotation_id": 1004},
     {"image": "b.png", "id": 2, "annotator": 8, "annotation_id": 1005}]
    """#

  static let argillaByQuestion = #"""
    {"id": "r1", "fields": {"text": "x"}, "metadata": {"p": 0.5}, "suggestions": {}, "responses": {"label": [{"value": "pos", "user_id": "u-1"}, {"value": "neg", "user_id": "u-2", "status": "draft"}]}}

    {"id": "r2", "fields": {"text": "y"}, "responses": {}, "vectors": {"v": [0.1, 1e-3]}}
    """#

  static let argillaByUser = #"""
    [{"id": "r1", "responses": [
       {"id": "a", "user_id": "u-1", "status": "submitted", "values": {"label": {"value": "pos"}},
        "updated_at": "2024-01-01T00:00:00.123456Z"},
       {"user_id": "u-2", "status": "discarded", "values": null},
       {"user_id": "u-3", "status": "submitted", "values": {}}]}]
    """#

  static let doccano = #"""
    {"id": 1, "text": "x", "label": ["pos"], "Comments": []}
    {"id": 2, "text": "y", "label": []}
    {"id": 3, "text": "z", "labels": ["neg"], "score": 0.5}
    """#

  static func error(_ read: () throws -> LabelImport) throws -> ImportError {
    try #require(throws: ImportError.self) { try read() }
  }
}
