/*
 * The bytes: a header, the entries in the order of their fingerprints, then the tuples of all of them. They
 * are read by the program they were made for, so they are in the byte order of the machine.
 */
#include "generators/engine/index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FINGERPRINT_BYTES = 16, INDEX_MAGIC = 0x4d49444d };

struct index_header {
	uint32_t magic, count;
};
struct index_entry {
	unsigned char fingerprint[FINGERPRINT_BYTES];
	uint64_t level_start[LEVELS + 1];
	uint32_t dropped[FAMILY_SEPARATES];
	uint64_t offset; /* of its tuples, counted in tuples */
};

/* Absent in the program that makes the index. */
extern const unsigned char embedded_index[] __attribute__((weak));

static void add(crypto_generichash_state *state, const void *bytes, size_t length)
{
	crypto_generichash_update(state, bytes, length);
}

static void add_count(crypto_generichash_state *state, uint64_t count)
{
	add(state, &count, sizeof count);
}

static void add_text(crypto_generichash_state *state, const char *text)
{
	add_count(state, text ? strlen(text) : 0);
	if (text)
		add(state, text, strlen(text));
}

static void add_formula(crypto_generichash_state *state, bool has, const struct formula *formula)
{
	add_count(state, has && formula->tree ? expr_hash(formula->tree) : 0);
}

static void add_parameter(crypto_generichash_state *state, const struct parameter *parameter)
{
	add_text(state, parameter->name);
	add_count(state, parameter->list.count);
	for (size_t i = 0; i < parameter->list.count; i++) {
		const struct parameter_value *value = &parameter->list.values[i];
		add_text(state, value->plain);
		add_count(state, value->tree ? expr_hash(value->tree) : 0);
		add_count(state, value->levels);
	}
}

/* What decides whether its tuples are valid, and which of them tell the separated beliefs apart. */
static void add_variant(crypto_generichash_state *state, const struct variant *variant)
{
	add_formula(state, variant->has_where, &variant->where);
	if (!variant->separates)
		return;
	add_formula(state, variant->has_ask, &variant->ask);
	add_count(state, variant->ask_hidden);
	add_count(state, variant->value_kind);
	add_formula(state, true, &variant->value);
	add_count(state, (uint64_t)variant->question.kind);
	add_count(state, variant->question.option_count);
	for (size_t i = 0; i < variant->at_count; i++) {
		add_text(state, variant->at_names[i]);
		add_formula(state, true, &variant->at_values[i]);
	}
	for (size_t i = 0; i < variant->prediction_count; i++) {
		const struct prediction *row = &variant->predictions[i];
		add_count(state, row->separated);
		if (!row->separated)
			continue;
		add_text(state, row->prerequisite);
		add_formula(state, true, &row->gives);
		add_formula(state, row->has_where, &row->where);
	}
}

static void add_rule(crypto_generichash_state *state, const struct rewrite_rule *rule)
{
	add_count(state, expr_hash(rule->from));
	add_count(state, expr_hash(rule->to));
	for (size_t i = 0; i < rule->condition_count; i++)
		add_count(state, expr_hash(rule->conditions[i].formula.tree));
	add_count(state, rule->implicit);
	add_count(state, rule->whole);
	for (size_t i = 0; i < rule->let_count; i++) {
		add_text(state, rule->lets[i].name);
		add_count(state, expr_hash(rule->lets[i].formula.tree));
	}
}

/* The rules by which separated beliefs are found. */
static void add_separated(crypto_generichash_state *state, const struct family *family)
{
	for (size_t s = 0; s < family->separate_count; s++) {
		const struct misconception *belief =
		    content_find_misconception(family->content, family->separates[s]);
		add_text(state, belief ? belief->prerequisite : "");
		add_count(state, belief && belief->reads);
		for (size_t i = 0; belief && i < belief->form_count; i++)
			add_text(state, belief->forms[i]);
		for (size_t r = 0; belief && r < belief->rule_count; r++)
			add_rule(state, &belief->rules[r]);
	}
}

static void fingerprint(const struct family *family, unsigned char *ret_fingerprint)
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, FINGERPRINT_BYTES);
	add_count(&state, ENGINE_FORMAT);
	add_text(&state, family->id);
	add_count(&state, family->product);
	add_count(&state, family->parameter_count);
	for (size_t i = 0; i < family->parameter_count; i++)
		add_parameter(&state, &family->parameters[i]);
	add_count(&state, family->let_count);
	for (size_t i = 0; i < family->let_count; i++) {
		add_text(&state, family->lets[i].name);
		add_formula(&state, true, &family->lets[i].formula);
	}
	add_formula(&state, family->has_where, &family->where);
	for (int level = 0; level < LEVELS; level++) {
		const struct family_level *row = &family->levels[level];
		add_count(&state, row->present);
		add_count(&state, row->variants);
		add_formula(&state, row->has_where, &row->where);
	}
	add_count(&state, family->variant_count);
	add_separated(&state, family);
	for (size_t i = 0; i < family->variant_count; i++)
		add_variant(&state, &family->variants[i]);
	crypto_generichash_final(&state, ret_fingerprint, FINGERPRINT_BYTES);
}

static int compare_entries(const void *a, const void *b)
{
	return memcmp(a, b, FINGERPRINT_BYTES);
}

bool index_take(struct family *family)
{
	const struct index_header *header = (const void *)embedded_index;
	struct index_entry wanted;
	if (!header || header->magic != INDEX_MAGIC)
		return false;
	const struct index_entry *entries = (const void *)(header + 1);
	fingerprint(family, wanted.fingerprint);
	const struct index_entry *entry =
	    bsearch(&wanted, entries, header->count, sizeof *entries, compare_entries);
	if (!entry)
		return false;
	memcpy(family->level_start, entry->level_start, sizeof family->level_start);
	memcpy(family->dropped, entry->dropped, sizeof family->dropped);
	/* Nobody writes to an index after it was built. */
	family->index = (uint32_t *)(uintptr_t)((const uint32_t *)(entries + header->count) + entry->offset);
	return true;
}

static int write_entries(
    const struct content *content, const struct index_entry *entries, uint32_t count, FILE *out)
{
	struct index_header header = {INDEX_MAGIC, count};
	fwrite(&header, sizeof header, 1, out);
	fwrite(entries, sizeof *entries, count, out);
	for (size_t i = 0; i < content->family_count; i++) {
		const struct family *family = content->families[i];
		if (family->index)
			fwrite(family->index, sizeof *family->index, family->level_start[LEVELS], out);
	}
	return fflush(out) == 0 && !ferror(out) ? 0 : -EIO;
}

int index_write(const struct content *content, FILE *out)
{
	struct index_entry *entries = calloc(content->family_count + 1, sizeof *entries);
	uint32_t count = 0;
	uint64_t offset = 0;
	if (!entries)
		return -ENOMEM;
	for (size_t i = 0; i < content->family_count; i++) {
		const struct family *family = content->families[i];
		if (!family->index)
			continue;
		fingerprint(family, entries[count].fingerprint);
		memcpy(entries[count].level_start, family->level_start, sizeof family->level_start);
		memcpy(entries[count].dropped, family->dropped, sizeof family->dropped);
		entries[count++].offset = offset;
		offset += family->level_start[LEVELS];
	}
	qsort(entries, count, sizeof *entries, compare_entries);
	int error = write_entries(content, entries, count, out);
	free(entries);
	return error;
}
