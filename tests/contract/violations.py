"""Violations of a request, derived from its schema: nothing here knows an operation.

violations(name, valid) yields (what, request, field): `valid` with one thing made wrong, and the path that a
refusal has to name.
"""
import copy

from contract import fits, resolve, schema

WRONG = {"string": 7, "integer": "7", "number": "7", "boolean": "true", "array": {"0": 1}, "object": ["x"],
         "null": 7}


def types_of(node):
    if "type" in node:
        return node["type"] if isinstance(node["type"], list) else [node["type"]]
    return ["string"] if "enum" in node else []


def changed(request, path, value):
    """A copy in which the value at `path` is replaced, or removed when `value` is KeyError."""
    request = copy.deepcopy(request)
    at = request
    for step in path[:-1]:
        at = at[step]
    if value is KeyError:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return request


def spell(path):
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def wrong_values(node):
    """(what, value) that this node alone refuses."""
    types = types_of(node)
    for name, value in (("a number", 7), ("a fraction", 7.5), ("a text", "certainly not"), ("true", True), ("a list", [[]]),
                        ("an object", {"no": "such"}), ("null", None)):
        kind = {int: "integer", float: "number", str: "string", bool: "boolean", list: "array", dict: "object",
                type(None): "null"}[type(value)]
        allowed = kind in types or (kind == "integer" and "number" in types)
        if types and not allowed:
            yield f"{name} instead of {'/'.join(types)}", value
    if "enum" in node:
        for value in ("", "certainly not", node["enum"][0].upper(), node["enum"][0] + " "):
            yield f"not of the enum: {value!r}", value
    if "string" in types and "enum" not in node:
        if node.get("minLength", 0) > 0:
            yield "an empty text", ""
        if node.get("maxLength", 1 << 30) <= 200000:
            yield "a text too long", "a" * (node["maxLength"] + 1)
            yield "a text too long in characters of three bytes", "€" * (node["maxLength"] + 1)
    for kind in ("integer", "number"):
        if kind in types:
            if "minimum" in node:
                yield "below the minimum", node["minimum"] - 1
                yield "far below the minimum", -10**30
            if "maximum" in node:
                yield "above the maximum", node["maximum"] + 1
                yield "far above the maximum", 10**30
    if "integer" in types:
        yield "an integer with a fraction", (node.get("minimum", 0)) + 0.5
    if "array" in types:
        if node.get("minItems", 0) > 0:
            yield "an empty list", []
        if "maxItems" in node:
            one = "a" if resolve(node.get("items", {})).get("type") == "string" else {}
            yield "a list too long", [one] * (node["maxItems"] + 1)
    if "object" in types and "maxProperties" in node:
        yield "too many entries", {f"m{i}": "1" for i in range(node["maxProperties"] + 1)}


def alternatives(node):
    """The groups of fields of which exactly one is to be there."""
    if "oneOf" in node and all(set(row) == {"required"} for row in node["oneOf"]):
        return [row["required"][0] for row in node["oneOf"]]
    return []


def inside(node, request, path):
    node = resolve(node)
    at = request
    for step in path:
        at = at[step]
    if path:
        for what, value in wrong_values(node):
            yield what, changed(request, path, value), spell(path)
    if isinstance(at, dict) and "properties" in node:
        yield "an unknown field", changed(request, [*path, "unheard_of"], 1), spell([*path, "unheard_of"])
        for name in node.get("required", []):
            yield f"{name} is missing", changed(request, [*path, name], KeyError), spell([*path, name])
        group = alternatives(node)
        there = [name for name in group if name in at]
        if there:
            yield "none of a group", changed(request, [*path, there[0]], KeyError), spell([*path, group[0]])
        for name, value in at.items():
            yield from inside(node["properties"][name], request, [*path, name])
    elif isinstance(at, dict) and isinstance(node.get("additionalProperties"), dict):
        for name in at:
            yield from inside(node["additionalProperties"], request, [*path, name])
    elif isinstance(at, list) and "items" in node:
        for index in range(len(at)):
            yield from inside(node["items"], request, [*path, index])


def violations(name, valid):
    assert fits(name, valid), (name, valid)
    for what, request, field in inside(schema(name), valid, []):
        # A value that is wrong for one type of several may be right for another: the schema decides.
        if not fits(name, request):
            yield what, request, field


def count_properties(node, valid):
    """Every property that a schema knows and `valid` lacks: the sample requests have to show them all."""
    node = resolve(node)
    if not isinstance(valid, dict) or "properties" not in node:
        return []
    missing = [name for name in node["properties"] if name not in valid and name not in alternatives(node)]
    for name, value in valid.items():
        missing += [f"{name}.{inner}" for inner in count_properties(node["properties"][name], value)]
    return missing
