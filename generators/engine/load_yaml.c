/*
 * YAML to nodes, by libfyaml. The one file that knows YAML. The document is turned into a tree of ours and
 * dropped at once, because reading it may be ended by a refusal of the arena, which frees only arena memory.
 */
#include "generators/engine/load.h"

#include <libfyaml.h>
#include <string.h>

struct conversion {
	struct loader *loader;
	struct fy_document *document;
	struct node *root;
};

static struct place place_of(struct fy_node *node, struct place otherwise)
{
	if (fy_node_is_mapping(node) || fy_node_is_sequence(node)) {
		void *previous = NULL;
		if (fy_node_is_sequence(node)) {
			struct fy_node *first = fy_node_sequence_iterate(node, &previous);
			return first ? place_of(first, otherwise) : otherwise;
		}
		struct fy_node_pair *pair = fy_node_mapping_iterate(node, &previous);
		return pair && fy_node_pair_key(pair) ? place_of(fy_node_pair_key(pair), otherwise)
		                                      : otherwise;
	}
	struct fy_token *token = fy_node_get_scalar_token(node);
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
	return mark ? (struct place){mark->line + 1, mark->column + 1} : otherwise;
}

static struct node *convert(
    struct conversion *conversion, struct fy_node *from, struct place otherwise, int depth);

static void convert_map(struct conversion *conversion, struct fy_node *from, struct node *node, int depth)
{
	struct arena *arena = conversion->loader->arena;
	size_t count = (size_t)fy_node_mapping_item_count(from);
	node->kind = NODE_MAP;
	node->keys = arena_array(arena, count + 1, sizeof(struct node *));
	node->items = arena_array(arena, count + 1, sizeof(struct node *));
	void *previous = NULL;
	struct fy_node_pair *pair;
	while (node->count < count && (pair = fy_node_mapping_iterate(from, &previous))) {
		struct node *key = convert(conversion, fy_node_pair_key(pair), node->at, depth + 1);
		struct node *value = convert(conversion, fy_node_pair_value(pair), key->at, depth + 1);
		if (key->kind != NODE_SCALAR) {
			load_fault(conversion->loader, key->at,
			    "a field's name must be a word; a text that begins with { or [ needs quotes");
			continue;
		}
		node->keys[node->count] = key;
		node->items[node->count++] = value;
	}
}

static struct node *convert(
    struct conversion *conversion, struct fy_node *from, struct place otherwise, int depth)
{
	struct arena *arena = conversion->loader->arena;
	struct node *node = arena_zero(arena, sizeof *node);
	node->at = from ? place_of(from, otherwise) : otherwise;
	node->text = "";
	if (depth > LOAD_DEPTH) {
		load_fault(conversion->loader, node->at, "nested deeper than %d levels", LOAD_DEPTH);
		return node;
	}
	if (!from || fy_node_is_null(from))
		return node;
	if (fy_node_is_alias(from)) {
		node->at.column--; /* the star itself */
		load_fault(conversion->loader, node->at,
		    "this begins with *, which YAML takes for an alias: quote this");
	} else if (fy_node_is_mapping(from)) {
		convert_map(conversion, from, node, depth);
	} else if (fy_node_is_sequence(from)) {
		node->kind = NODE_LIST;
		size_t count = (size_t)fy_node_sequence_item_count(from);
		node->items = arena_array(arena, count + 1, sizeof(struct node *));
		void *previous = NULL;
		struct fy_node *item;
		while (node->count < count && (item = fy_node_sequence_iterate(from, &previous)))
			node->items[node->count++] = convert(conversion, item, node->at, depth + 1);
	} else {
		const char *text = fy_node_get_scalar(from, &node->length);
		node->text = arena_copy(arena, text ? text : "", text ? node->length : 0);
		node->quoted = fy_node_get_style(from) != FYNS_PLAIN;
	}
	return node;
}

static void convert_document(void *context)
{
	struct conversion *conversion = context;
	conversion->root =
	    convert(conversion, fy_document_root(conversion->document), (struct place){1, 1}, 0);
}

/* The line a fault points at, to see whether one of YAML's own signs opened the value. */
static const char *line_start(const char *text, size_t length, int line)
{
	const char *end = text + length;
	for (int passed = 1; passed < line; passed++) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		if (!newline)
			return NULL;
		text = newline + 1;
	}
	return text;
}

/* Does text follow the brace that closes the one at `value`? Braces in double quotes do not count. */
static bool goes_on_after_brace(const char *value, const char *end)
{
	int depth = 0;
	bool quoted = false;
	for (const char *c = value; c < end; c++) {
		quoted = quoted != (*c == '"');
		depth += quoted ? 0 : (*c == '{') - (*c == '}');
		if (depth == 0 && !quoted)
			return c + 1 < end && c[1] != ',' && c[1] != '}' &&
			       c + 1 + strspn(c + 1, " \r") < end;
	}
	return false;
}

/* Is the first sign of a value one that YAML takes for its own, where the author meant a text? */
static bool is_trap(const char *value, const char *end)
{
	if (value >= end)
		return false;
	bool alone = value + 1 >= end || value[1] == '\r' || value[1] == '-' || value[1] == '+';
	switch (*value) {
	case '|':
	case '>':
		return !alone; /* the beginning of a block */
	case '{':
		return goes_on_after_brace(value, end);
	default:
		return strchr("*&!%@`", *value) != NULL;
	}
}

/*
 * `ask: |a|`, `prompt: {ask} is what?`, `where: *b`: the first sign of the value is YAML's. Looks at the line
 * of the error and the few above it, since the parser often notices only later.
 */
static bool report_trap(struct loader *loader, const char *text, size_t length, int line)
{
	for (int back = 0; back < 3 && line - back > 0; back++) {
		const char *start = line_start(text, length, line - back);
		const char *end = start ? memchr(start, '\n', (size_t)(text + length - start)) : NULL;
		end = end ? end : text + length;
		const char *value = start ? memmem(start, (size_t)(end - start), ": ", 2) : NULL;
		for (value = value ? value + 2 : end; value < end && *value == ' '; value++) {
		}
		if (!is_trap(value, end))
			continue;
		load_fault(loader, (struct place){line - back, (int)(value - start) + 1},
		    "quote this: a text that begins with %c means something else in YAML; write \"%.*s\"",
		    *value, (int)(end - value < 60 ? end - value : 60), value);
		return true;
	}
	return false;
}

static void report_syntax(struct loader *loader, struct fy_diag *diag, const char *text, size_t length)
{
	void *previous = NULL;
	struct fy_diag_error *error = fy_diag_errors_iterate(diag, &previous);
	if (!error) {
		load_fault(loader, (struct place){0, 0}, "this is not YAML");
		return;
	}
	if (report_trap(loader, text, length, error->line))
		return;
	load_fault(loader, (struct place){error->line, error->column},
	    "not YAML here: %s; a text that contains `: ` or ` #` needs quotes",
	    error->msg ? error->msg : "");
}

static bool is_readable(struct loader *loader, const char *text, size_t length)
{
	if (length > LOAD_FILE_BYTES) {
		load_fault(loader, (struct place){0, 0}, "larger than %d bytes", (int)LOAD_FILE_BYTES);
		return false;
	}
	int line = 1, column = 1;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '\t' || c == 0 || (c < 32 && c != '\n' && c != '\r')) {
			load_fault(loader, (struct place){line, column},
			    c == '\t' ? "a tab; write spaces" : "a control character; remove it");
			return false;
		}
		column = c == '\n' ? 1 : column + 1;
		line += c == '\n';
	}
	return true;
}

struct node *load_yaml(struct loader *loader, const char *text, size_t length)
{
	if (!is_readable(loader, text, length))
		return NULL;
	struct fy_diag_cfg diag_config;
	fy_diag_cfg_default(&diag_config);
	diag_config.fp = NULL;
	diag_config.output_fn = NULL;
	struct fy_diag *diag = fy_diag_create(&diag_config);
	if (!diag) {
		load_fault(loader, (struct place){0, 0}, "memory is out");
		return NULL;
	}
	fy_diag_set_collect_errors(diag, true);
	struct fy_parse_cfg config = {
	    .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_ALLOW_DUPLICATE_KEYS, .diag = diag};
	struct conversion conversion = {.loader = loader};
	conversion.document = fy_document_build_from_string(&config, text, length);
	if (!conversion.document) {
		report_syntax(loader, diag, text, length);
	} else {
		if (!fy_document_root(conversion.document))
			load_fault(loader, (struct place){0, 0}, "the file is empty");
		else if (arena_try(loader->arena, convert_document, &conversion) != REFUSAL_NONE)
			load_fault(loader, (struct place){0, 0}, "memory is out");
		fy_document_destroy(conversion.document);
	}
	fy_diag_destroy(diag);
	return conversion.root;
}
