/*
 * The values of a parameter: `2..12`, `-9..-2`, `2..20 step 2`, `primes 2..19`, `rationals 1..9 / 2..9`,
 * single values, several of these with commas or in a list, and ` except ` some; symbols; words with their
 * translations.
 */
#include "generators/engine/load_family.h"

#include "checker/algebra/print.h"
#include "checker/algebra/text.h"
#include "checker/reading/read.h"

#include <string.h>

struct reader {
	struct loader *loader;
	const struct node *node; /* for places */
	struct value_list list;
	size_t room;
	bool refused; /* one value too many: said once */
};

static bool same_value(const struct parameter_value *a, const struct parameter_value *b)
{
	/* Different numbers are told apart without their texts; 0.5 and 1/2 are two ways to write one. */
	if (a->small.den && b->small.den && (a->small.num != b->small.num || a->small.den != b->small.den))
		return false;
	return strcmp(a->plain, b->plain) == 0;
}

/* Among those that an ordered list may hold: any two of them can be compared without overflow. */
static bool is_orderable(struct small value)
{
	return value.den && value.den <= INT32_MAX && value.num >= INT32_MIN && value.num <= INT32_MAX;
}

static bool is_less(struct small a, struct small b)
{
	return a.num * b.den < b.num * a.den;
}

size_t load_find_value(const struct value_list *list, const struct parameter_value *value)
{
	size_t at = 0, end = list->count;
	if (list->unordered) {
		while (at < end && !same_value(&list->values[at], value))
			at++;
		return at;
	}
	if (!is_orderable(value->small))
		return list->count;
	while (at < end) {
		size_t middle = at + (end - at) / 2;
		if (is_less(list->values[middle].small, value->small))
			at = middle + 1;
		else
			end = middle;
	}
	return at < list->count && same_value(&list->values[at], value) ? at : list->count;
}

/* Does the value stand at the end of an ordered list, which then remains one? */
static bool continues(const struct value_list *list, struct small small)
{
	return !list->unordered && is_orderable(small) &&
	       (list->count == 0 || is_less(list->values[list->count - 1].small, small));
}

static void add(struct reader *reader, struct parameter_value value)
{
	struct loader *loader = reader->loader;
	struct value_list *list = &reader->list;
	bool next = continues(list, value.small);
	if (!next && load_find_value(list, &value) < list->count)
		return;
	if (list->count == PARAMETER_VALUES) {
		if (!reader->refused)
			load_fault(loader, reader->node->at, "more than %d values", PARAMETER_VALUES);
		reader->refused = true;
		return;
	}
	if (list->count == reader->room) {
		reader->room = reader->room ? reader->room * 2 : 16;
		struct parameter_value *values = arena_array(loader->arena, reader->room, sizeof *values);
		if (list->count)
			memcpy(values, list->values, list->count * sizeof *values);
		list->values = values;
	}
	list->values[list->count++] = value;
	list->unordered = !next;
}

static void add_tree(struct reader *reader, const struct expr *tree, struct small small)
{
	struct text text;
	text_init(&text, reader->loader->arena);
	print_text(&text, tree, NULL);
	add(reader, (struct parameter_value){.small = small, .tree = tree, .plain = text.data});
}

static void add_ratio(struct reader *reader, int64_t num, int64_t den)
{
	struct small small;
	if (!small_ratio(num, den, &small))
		return;
	struct number number = {small.num, small.den, NULL};
	add_tree(reader, expr_from_number(reader->loader->arena, number), small);
}

static bool is_decimal(const struct expr *tree)
{
	if (tree->kind == EXPR_NEGATE)
		tree = tree->parts[0].expr;
	return tree->kind == EXPR_NUMBER && tree->style != LITERAL_INTEGER;
}

static const struct expr *parse(struct reader *reader, const char *text)
{
	struct note note = {0};
	const struct expr *tree = read_formula(reader->loader->arena, text, NULL, 0, &note);
	if (!tree)
		load_fault(reader->loader, reader->node->at, "cannot read the value `%s`: %s", text,
		    note_words(note.code, LOCALE_EN));
	return tree;
}

/* A misconception by its id, or `none`: a word that is the same in every locale. */
static bool add_belief(struct reader *reader, const char *text, size_t letters)
{
	struct loader *loader = reader->loader;
	bool belief = letters > 1 && text[letters] == '-' && load_is_identifier(text);
	if (!belief && strcmp(text, "none") != 0)
		return false;
	if (belief)
		load_check_misconception(loader, reader->node->at, text);
	struct parameter_value value = {.plain = arena_copy(loader->arena, text, strlen(text))};
	for (size_t locale = 0; locale < LOCALES; locale++)
		value.words[locale] = value.plain;
	add(reader, value);
	return true;
}

static void add_single(struct reader *reader, const char *text)
{
	struct arena *arena = reader->loader->arena;
	size_t letters = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (add_belief(reader, text, letters))
		return;
	if (letters > 1 && text[letters] == '\0') {
		load_fault(reader->loader, reader->node->at,
		    "`%s` is a word: write it in each locale, {en: %s, es: ...}; a symbol is one letter",
		    text, text);
		return;
	}
	const struct expr *tree = parse(reader, text);
	if (!tree)
		return;
	struct value value = value_of(arena, tree);
	if (value.kind == VALUE_UNDEFINED)
		load_fault(reader->loader, reader->node->at, "`%s` has no value", text);
	else if (value.kind == VALUE_NUMBER) {
		add_tree(reader, is_decimal(tree) ? tree : expr_from_number(arena, value.number),
		    small_from_number(value.number));
	} else {
		add_tree(reader, tree, (struct small){0, 0});
	}
}

/* "-9..-2": two whole numbers, each a formula without parameters. */
static bool read_range(struct reader *reader, const char *text, int64_t *ret_low, int64_t *ret_high)
{
	const char *dots = strstr(text, "..");
	int64_t *ends[] = {ret_low, ret_high};
	if (!dots) {
		load_fault(reader->loader, reader->node->at, "`%s` must be a range, such as 2..9", text);
		return false;
	}
	for (size_t i = 0; i < 2; i++) {
		const char *end =
		    i ? dots + 2 : arena_copy(reader->loader->arena, text, (size_t)(dots - text));
		const struct expr *tree = parse(reader, end);
		if (!tree)
			return false;
		struct value value = value_of(reader->loader->arena, tree);
		if (value.kind != VALUE_NUMBER || !number_is_small_integer(value.number)) {
			load_fault(reader->loader, reader->node->at,
			    "a range runs between whole numbers: `%s`", text);
			return false;
		}
		*ends[i] = value.number.num;
	}
	if (*ret_low > *ret_high) {
		load_fault(reader->loader, reader->node->at,
		    "the range `%s` is empty: write the smaller number first", text);
		return false;
	}
	return true;
}

static bool is_small_enough(struct reader *reader, int64_t low, int64_t high, int64_t step)
{
	if (step >= 1 && low > -(INT64_C(1) << 53) && high < INT64_C(1) << 53 &&
	    (high - low) / step < PARAMETER_VALUES)
		return true;
	load_fault(reader->loader, reader->node->at, "more than %d values", PARAMETER_VALUES);
	return false;
}

static void add_range(struct reader *reader, char *text)
{
	int64_t low, high, step = 1;
	char *step_text = strstr(text, " step ");
	if (step_text) {
		*step_text = '\0';
		const struct expr *tree = parse(reader, step_text + 6);
		if (!tree)
			return;
		struct value value = value_of(reader->loader->arena, tree);
		step = value.kind == VALUE_NUMBER && number_is_small_integer(value.number) ? value.number.num
		                                                                           : 0;
		if (step < 1) {
			load_fault(reader->loader, reader->node->at, "a step is a whole number from 1");
			return;
		}
	}
	if (!read_range(reader, text, &low, &high) || !is_small_enough(reader, low, high, step))
		return;
	for (int64_t value = low; value <= high; value += step)
		add_ratio(reader, value, 1);
}

static void add_primes(struct reader *reader, const char *text)
{
	int64_t low, high;
	if (!read_range(reader, text, &low, &high) || !is_small_enough(reader, low, high, 1))
		return;
	for (int64_t value = low < 2 ? 2 : low; value <= high; value++) {
		bool prime = true;
		for (int64_t factor = 2; prime && factor <= value / factor; factor++)
			prime = value % factor != 0;
		if (prime)
			add_ratio(reader, value, 1);
	}
}

static void add_rationals(struct reader *reader, char *text)
{
	int64_t low, high, below, above;
	char *slash = strstr(text, " / ");
	if (!slash) {
		load_fault(reader->loader, reader->node->at, "write `rationals 1..9 / 2..9`");
		return;
	}
	*slash = '\0';
	if (!read_range(reader, text, &low, &high) || !read_range(reader, slash + 3, &below, &above) ||
	    !is_small_enough(reader, low, high, 1) || !is_small_enough(reader, below, above, 1))
		return;
	for (int64_t den = below; den <= above; den++) {
		for (int64_t num = low; num <= high; num++) {
			struct small small;
			bool reduced = den > 1 && small_ratio(num, den, &small) && small.den == den;
			if (reduced)
				add_ratio(reader, num, den);
		}
	}
}

static char *trimmed(char *text)
{
	while (*text == ' ')
		text++;
	for (size_t length = strlen(text); length > 0 && text[length - 1] == ' '; length--)
		text[length - 1] = '\0';
	return text;
}

static void add_piece(struct reader *reader, char *text)
{
	text = trimmed(text);
	if (*text == '\0')
		load_fault(reader->loader, reader->node->at, "a value is missing beside a comma");
	else if (strncmp(text, "primes ", 7) == 0)
		add_primes(reader, text + 7);
	else if (strncmp(text, "rationals ", 10) == 0)
		add_rationals(reader, text + 10);
	else if (strstr(text, ".."))
		add_range(reader, text);
	else
		add_single(reader, text);
}

/* Commas separate outside of brackets. */
static void add_pieces(struct reader *reader, char *text)
{
	int depth = 0;
	for (char *c = text;; c++) {
		depth += (*c == '(') - (*c == ')');
		if (*c != '\0' && (*c != ',' || depth))
			continue;
		bool last = *c == '\0';
		*c = '\0';
		add_piece(reader, text);
		if (last)
			return;
		text = c + 1;
	}
}

static void remove_values(struct value_list *list, const struct value_list *removed)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++)
		if (load_find_value(removed, &list->values[i]) == removed->count)
			list->values[kept++] = list->values[i];
	list->count = kept;
}

static void add_scalar(struct reader *reader, const struct node *node)
{
	const char *text = load_text(reader->loader, node, "a parameter's values");
	if (!text)
		return;
	char *copy = arena_copy(reader->loader->arena, text, node->length);
	char *except = strstr(copy, " except ");
	if (!except) {
		add_pieces(reader, copy);
		return;
	}
	*except = '\0';
	struct reader kept = {.loader = reader->loader, .node = node}, removed = kept;
	add_pieces(&kept, copy);
	add_pieces(&removed, except + 8);
	remove_values(&kept.list, &removed.list);
	for (size_t i = 0; i < kept.list.count; i++)
		add(reader, kept.list.values[i]);
}

static void add_word(struct reader *reader, const struct node *node)
{
	struct parameter_value value = {.small = {0, 0}};
	load_localised(reader->loader, node, "a word", value.words);
	value.plain = value.words[LOCALE_EN];
	if (value.plain)
		add(reader, value);
}

void load_values(struct loader *loader, const struct node *node, struct value_list *ret_values)
{
	struct reader reader = {.loader = loader, .node = node};
	if (node->kind == NODE_SCALAR)
		add_scalar(&reader, node);
	else if (node->kind == NODE_MAP)
		add_word(&reader, node);
	for (size_t i = 0; node->kind == NODE_LIST && i < node->count; i++) {
		reader.node = node->items[i];
		if (reader.node->kind == NODE_MAP)
			add_word(&reader, reader.node);
		else
			add_scalar(&reader, reader.node);
	}
	*ret_values = reader.list;
}
