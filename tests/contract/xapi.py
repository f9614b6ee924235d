"""The shape of an Experience API statement, from the specification (xAPI 1.0.3, part two: Experience Data).

require(statement) raises AssertionError at what a conformant record store would refuse.
"""
import re

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")  # RFC 4122, 2.4.4
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")  # RFC 5646
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339, 4.2.7
DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")  # ISO 8601, 4.6
INTERACTIONS = {"true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert",
                "numeric", "other"}


def fields(value, required, optional=()):
    """An object of just these properties (2.2: nothing unknown, no null, nothing empty)."""
    assert isinstance(value, dict) and value, value
    assert set(required) <= set(value) <= set(required) | set(optional), sorted(value)
    assert None not in value.values(), value


def iri(value):
    assert isinstance(value, str) and IRI.fullmatch(value), value


def words(value):
    assert isinstance(value, dict) and value
    for language, text in value.items():
        assert LANGUAGE.fullmatch(language) and isinstance(text, str), value


def extensions(value):
    assert isinstance(value, dict)
    for name in value:
        iri(name)


def actor(value):
    fields(value, ["account"], ["objectType", "name"])  # exactly one inverse functional identifier
    assert value.get("objectType", "Agent") == "Agent"
    fields(value["account"], ["homePage", "name"])
    iri(value["account"]["homePage"])
    assert isinstance(value["account"]["name"], str) and value["account"]["name"]


def activity(value):
    fields(value, ["id"], ["objectType", "definition"])
    assert value.get("objectType", "Activity") == "Activity"
    iri(value["id"])
    definition = value.get("definition", {"type": "a:b"})
    fields(definition, [], ["name", "description", "type", "moreInfo", "interactionType", "extensions"])
    iri(definition.get("type", "a:b"))
    words(definition.get("name", {"en": ""}))
    assert definition.get("interactionType", "other") in INTERACTIONS
    if definition.get("type", "").endswith("cmi.interaction"):
        assert "interactionType" in definition


def result(value):
    fields(value, [], ["score", "success", "completion", "response", "duration", "extensions"])
    if "score" in value:
        fields(value["score"], [], ["scaled", "raw", "min", "max"])
        scaled = value["score"].get("scaled", 0)
        assert isinstance(scaled, (int, float)) and not isinstance(scaled, bool) and -1 <= scaled <= 1, scaled
    for name in ("success", "completion"):
        assert isinstance(value.get(name, True), bool), value
    assert isinstance(value.get("response", ""), str), value
    assert DURATION.fullmatch(value.get("duration", "PT1S")), value
    extensions(value.get("extensions", {}))


def context(value):
    fields(value, [], ["registration", "instructor", "team", "contextActivities", "revision", "platform", "language",
                       "statement", "extensions"])
    assert UUID.fullmatch(value.get("registration", "0" * 8 + "-0000-1000-8000-" + "0" * 12)), value
    assert isinstance(value.get("platform", ""), str)
    if "contextActivities" in value:
        fields(value["contextActivities"], [], ["parent", "grouping", "category", "other"])
        for row in value["contextActivities"].values():
            assert isinstance(row, list) and row
            for one in row:
                activity(one)


def require(statement):
    fields(statement, ["actor", "verb", "object"], ["id", "result", "context", "timestamp"])  # the rest is a store's
    assert UUID.fullmatch(statement["id"]), statement["id"]
    actor(statement["actor"])
    fields(statement["verb"], ["id"], ["display"])
    iri(statement["verb"]["id"])
    words(statement["verb"].get("display", {"en": ""}))
    activity(statement["object"])
    result(statement["result"])
    context(statement["context"])
    assert TIMESTAMP.fullmatch(statement["timestamp"]), statement["timestamp"]
