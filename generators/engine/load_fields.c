/* What every part of the loader shares: faults, tables of fields, plain values. */
#include "generators/engine/load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE_BYTES = 600, WORD_BYTES = 64 };

const char *const locale_names[LOCALES] = {"en", "es"};

void load_fault(struct loader *loader, struct place at, const char *format, ...)
{
	char message[MESSAGE_BYTES];
	loader->total++;
	if (++loader->faults > LOAD_FAULTS || !loader->report)
		return;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	struct content_fault fault = {loader->file, at.line, at.column, message, NULL};
	loader->report(loader->context, &fault);
}

/* Letters to add, drop, change or swap until one word is the other; words longer than WORD_BYTES are far. */
static size_t distance(const char *a, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b);
	if (a_length >= WORD_BYTES || b_length >= WORD_BYTES)
		return WORD_BYTES;
	size_t rows[3][WORD_BYTES];
	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
			best = above[j] + 1 < best ? above[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    two_above[j - 2] + 1 < best)
				best = two_above[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[a_length % 3][b_length];
}

const char *load_nearest(const char *word, const char *const *names, size_t count)
{
	const char *nearest = NULL;
	size_t best = strlen(word) > 5 ? 3 : 2; /* at most this much less one */
	best = strlen(word) > 16 ? 6 : best;
	for (size_t i = 0; i < count; i++) {
		size_t far = distance(word, names[i]);
		if (far < best && far < strlen(word)) {
			best = far;
			nearest = names[i];
		}
	}
	return nearest;
}

const struct node *node_get(const struct node *map, const char *key)
{
	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->keys[i]->text, key) == 0)
			return map->items[i];
	return NULL;
}

struct place node_place(const struct node *node, size_t at)
{
	struct place place = node->at;
	for (size_t i = 0; i < at && i < node->length; i++) {
		if (node->text[i] == '\n') /* a block: only the line can be told */
			return (struct place){place.line + 1, 1};
		place.column += ((unsigned char)node->text[i] & 0xC0) != 0x80;
	}
	return place;
}

static void check_known(struct loader *loader, const struct node *map, const char *what,
    const struct load_field *fields, size_t count)
{
	for (size_t i = 0; i < map->count; i++) {
		const char *names[WORD_BYTES];
		bool known = false, doubled = false;
		for (size_t f = 0; f < count; f++) {
			names[f] = fields[f].name;
			known = known || strcmp(fields[f].name, map->keys[i]->text) == 0;
		}
		for (size_t j = 0; j < i; j++)
			doubled = doubled || strcmp(map->keys[j]->text, map->keys[i]->text) == 0;
		const char *nearest = known ? NULL : load_nearest(map->keys[i]->text, names, count);
		if (doubled)
			load_fault(loader, map->keys[i]->at, "`%s` is written twice", map->keys[i]->text);
		else if (nearest) {
			load_fault(loader, map->keys[i]->at, "unknown field `%s`; did you mean `%s`?",
			    map->keys[i]->text, nearest);
		} else if (!known) {
			load_fault(
			    loader, map->keys[i]->at, "unknown field `%s` in %s", map->keys[i]->text, what);
		}
	}
}

void load_fields(struct loader *loader, const struct node *map, const char *what,
    const struct load_field *fields, size_t count, void *target)
{
	if (map->kind != NODE_MAP) {
		load_fault(loader, map->at, "%s must be fields, each `name: value`", what);
		return;
	}
	check_known(loader, map, what, fields, count);
	for (size_t f = 0; f < count; f++) {
		const struct node *value = node_get(map, fields[f].name);
		if (value)
			fields[f].read(loader, value, target);
		else if (fields[f].required)
			load_fault(loader, map->at, "%s lacks the field `%s`", what, fields[f].name);
	}
}

const char *load_text(struct loader *loader, const struct node *node, const char *what)
{
	if (node->kind == NODE_MAP) {
		load_fault(loader, node->at, "%s must be a text; if it begins with {, quote this", what);
		return NULL;
	}
	if (node->kind == NODE_LIST) {
		load_fault(loader, node->at,
		    "%s must be one text and not a list; if it begins with [, quote this", what);
		return NULL;
	}
	if (node->length == 0) {
		load_fault(loader, node->at, "%s is empty", what);
		return NULL;
	}
	return node->text;
}

const char *const *load_texts(
    struct loader *loader, const struct node *node, const char *what, size_t *ret_count)
{
	*ret_count = 0;
	if (node->kind == NODE_MAP || (node->kind == NODE_SCALAR && node->length == 0)) {
		load_fault(loader, node->at, "%s must be a list, [a, b]", what);
		return NULL;
	}
	size_t room = node->kind == NODE_SCALAR ? 1 : node->count;
	const char **texts = arena_array(loader->arena, room + 1, sizeof *texts);
	for (size_t i = 0; i < room; i++) {
		const char *text = load_text(loader, node->kind == NODE_SCALAR ? node : node->items[i], what);
		if (text)
			texts[(*ret_count)++] = text;
	}
	return texts;
}

void load_localised(struct loader *loader, const struct node *node, const char *what, const char **ret_texts)
{
	if (node->kind == NODE_SCALAR) {
		ret_texts[LOCALE_EN] = load_text(loader, node, what);
		return;
	}
	if (node->kind == NODE_LIST) {
		load_fault(loader, node->at, "%s must be a text, or one in each locale: `en: ...`", what);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		size_t locale = 0;
		while (locale < LOCALES && strcmp(locale_names[locale], node->keys[i]->text) != 0)
			locale++;
		if (locale == LOCALES) {
			load_fault(loader, node->keys[i]->at,
			    "%s: unknown locale `%s`; write en or es (a text that begins with { needs "
			    "quotes)",
			    what, node->keys[i]->text);
		} else {
			ret_texts[locale] = load_text(loader, node->items[i], what);
		}
	}
	if (!node_get(node, "en"))
		load_fault(loader, node->at, "%s lacks English: add `en:`", what);
}

long load_integer(
    struct loader *loader, const struct node *node, const char *what, long low, long high, long otherwise)
{
	char *end = NULL;
	long value = node->kind == NODE_SCALAR && node->length ? strtol(node->text, &end, 10) : 0;
	if (!end || *end || value < low || value > high) {
		load_fault(loader, node->at, "%s must be a whole number from %ld to %ld", what, low, high);
		return otherwise;
	}
	return value;
}

bool load_is_identifier(const char *text)
{
	size_t length = strlen(text);
	return length > 0 && length < WORD_BYTES && text[0] >= 'a' && text[0] <= 'z' &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}
