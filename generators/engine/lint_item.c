/* What is checked of each item that is walked. */
#include "generators/engine/lint_parts.h"
#include "generators/engine/solve.h"

#include <ctype.h>
#include <string.h>

const char *lint_parameters(struct arena *arena, const struct item *item)
{
	struct text text;
	text_init(&text, arena);
	for (size_t i = 0; i < item->parameter_count; i++)
		text_format(
		    &text, "%s%s=%s", i ? " " : "", item->parameters[i].name, item->parameters[i].value);
	return text.data;
}

/* FNV-1a (Fowler, Noll, Vo), with a last mix, as the low bits decide nothing here. */
uint64_t lint_hash(uint64_t seed, const char *text, size_t length)
{
	uint64_t hash = seed ^ 0xcbf29ce484222325U;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3U;
	hash ^= hash >> 32;
	return hash * 0x9e3779b97f4a7c15U;
}

enum verdict_kind lint_judge(struct hand *hand, const char *answer, bool comma)
{
	struct check_options options = {.locale = LOCALE_EN, .decimal = comma ? 2 : 0};
	struct arena_mark mark = arena_mark(hand->arena);
	struct verdict *verdict = arena_zero(hand->arena, sizeof *verdict);
	check_answer(hand->arena, hand->question, answer, strlen(answer), &options, verdict);
	enum verdict_kind kind = verdict->kind;
	arena_rewind(hand->arena, mark);
	hand->judged++;
	return kind;
}

static struct place answer_place(const struct hand *hand)
{
	const struct variant *variant = hand->variant;
	return variant->answer_at.line ? variant->answer_at
	       : variant->ask_at.line  ? variant->ask_at
	                               : variant->at;
}

/* ---- facts ---- */

/* The pieces of a list in any order: a list shown in another order is the same item. */
static uint64_t hash_list(const char *text)
{
	uint64_t sum = 0;
	int depth = 0;
	const char *start = text;
	for (const char *c = text;; c++) {
		depth += (*c == '(') - (*c == ')');
		if (*c && (*c != ',' || depth))
			continue;
		while (*start == ' ')
			start++;
		sum += lint_hash(1, start, (size_t)(c - start));
		start = c + 1;
		if (!*c)
			return sum;
	}
}

static bool mentions_only_ask(const struct expr *tree)
{
	if (tree->kind == EXPR_SYMBOL)
		return strcmp(tree->name, "ask") == 0;
	if (tree->kind == EXPR_NUMBER)
		return true;
	for (uint32_t i = 0; i < tree->count; i++)
		if (!mentions_only_ask(tree->parts[i].expr))
			return false;
	return true;
}

static bool shows_ask(const struct text_template *prompt)
{
	for (size_t i = 0; i < prompt->count; i++)
		if (prompt->pieces[i].kind == PIECE_ASK)
			return true;
	return false;
}

/* Does `ask` with the way to its answer settle what is asked, whatever the words around it are? */
static uint64_t meaning_of(const struct hand *hand)
{
	const struct variant *variant = hand->variant;
	const struct question_spec *question = &hand->item->question;
	uint64_t way = (uint64_t)variant->value_kind + 1;
	if (!question->ask || variant->at_count || !shows_ask(&variant->prompt[LOCALE_EN]))
		return 0; /* a story is another item than the sum that solves it */
	if (variant->value_kind == ANSWER_FORMULA && !question->unknown) {
		if (!variant->value.tree || !mentions_only_ask(variant->value.tree))
			return 0;
		way = expr_hash(variant->value.tree);
	}
	uint64_t hash = hash_list(question->ask);
	hash = lint_hash(hash ^ way, question->expected, strlen(question->expected));
	for (size_t i = 0; i < question->form_count; i++)
		hash = lint_hash(hash, question->forms[i], strlen(question->forms[i]));
	hash = lint_hash(hash, question->unknown ? question->unknown : "", question->unknown ? 1 : 0);
	return hash + (uint64_t)question->kind;
}

static void fill_fact(const struct hand *hand, struct fact *fact)
{
	const struct item *item = hand->item;
	const struct question_spec *question = &item->question;
	fact->prompt = lint_hash(0, item->prompt.text, strlen(item->prompt.text));
	for (size_t i = 0; i < question->option_count; i++)
		fact->prompt = lint_hash(fact->prompt, question->options[i], strlen(question->options[i]));
	fact->meaning = meaning_of(hand);
	fact->key = lint_hash(0, question->expected, strlen(question->expected));
	fact->tuple = hand->tuple;
	fact->level = (uint8_t)item->level;
	fact->variant = (uint8_t)(hand->tuple % hand->walk->family->variant_count);
}

/* ---- texts ---- */

static bool is_word_byte(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || c == '_';
}

/* `word` in `text`, not as a part of a longer number or word. */
static const char *find_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
		char after = at[length], next = after ? at[length + 1] : '\0';
		bool begins = at == text || (!is_word_byte(at[-1]) && at[-1] != '.');
		bool decimal = after == '.' && isdigit((unsigned char)next);
		if (begins && !is_word_byte(after) && !decimal)
			return at;
	}
	return NULL;
}

/* The prompt with the ask cut out, where it is shown. */
static const char *beside_ask(struct hand *hand)
{
	const char *prompt = hand->item->prompt.text, *ask = hand->item->question.ask;
	const char *at = ask ? strstr(prompt, ask) : NULL;
	if (!at)
		return prompt;
	struct text rest;
	text_init(&rest, hand->arena);
	text_add_bytes(&rest, prompt, (size_t)(at - prompt));
	text_add(&rest, " ");
	text_add(&rest, at + strlen(ask));
	return rest.data;
}

/* The most significant digits of a number in a text: those of 1000000 and 0.0001 are one. */
static int longest_number(const char *text, const char **ret_number, size_t *ret_length)
{
	int longest = 0;
	for (const char *c = text; *c;) {
		if (!isdigit((unsigned char)*c)) {
			c++;
			continue;
		}
		const char *start = c;
		int digits = 0, zeros = 0;
		for (; isdigit((unsigned char)*c) || (*c == '.' && isdigit((unsigned char)c[1])); c++) {
			if (*c == '.')
				continue;
			zeros = *c == '0' ? zeros + 1 : 0;
			digits += digits > 0 || *c != '0';
		}
		if (digits - zeros > longest) {
			longest = digits - zeros;
			*ret_number = start;
			*ret_length = (size_t)(c - start);
		}
	}
	return longest;
}

static void check_digits(struct hand *hand, const char *text, const char *what, struct place at)
{
	const char *number = "";
	size_t length = 0;
	int allowed = hand->walk->family->digits, found = longest_number(text, &number, &length);
	if (found > allowed) {
		lint_find(hand, LINT_DIGITS, at, what,
		    "%.*s in the %s has %d digits, and this family allows %d; narrow the parameters or say "
		    "`digits: %d` (%s)",
		    (int)length, number, what, found, allowed, found,
		    lint_parameters(hand->arena, hand->item));
	}
}

static void check_template(
    struct hand *hand, const struct tuple *tuple, const struct text_template *text, const char *what)
{
	for (size_t i = 0; i < text->count; i++) {
		const struct text_piece *piece = &text->pieces[i];
		if (piece->kind == PIECE_FORMULA && piece->formula.has_calls &&
		    !formula_shown(hand->arena, &piece->formula, &tuple->environment)) {
			lint_find(hand, LINT_DISPLAY, text->at, what,
			    "an expression in the %s has no value (%s)", what,
			    lint_parameters(hand->arena, hand->item));
		}
	}
}

static void check_texts(struct hand *hand)
{
	const struct variant *variant = hand->variant;
	struct tuple *tuple = arena_alloc(hand->arena, sizeof *tuple);
	if (!tuple_open(hand->walk->family, hand->arena, hand->tuple, tuple))
		return;
	for (size_t locale = 0; locale < LOCALES; locale++) {
		check_template(hand, tuple, &variant->prompt[locale], "prompt");
		for (size_t i = 0; i < variant->hint_count; i++)
			check_template(hand, tuple, &variant->hints[i][locale], "hint");
		for (size_t i = 0; i < variant->step_count; i++) {
			const struct authored_step *step = &variant->steps[i];
			if (!step->has_where || formula_holds(hand->arena, &step->where, &tuple->environment))
				check_template(hand, tuple, &step->says[locale], "step");
		}
	}
	for (size_t i = 0; i < variant->question.option_count; i++)
		check_template(hand, tuple, &variant->options[i], "option");
	check_digits(hand, hand->item->prompt.text, "prompt", variant->prompt[LOCALE_EN].at);
	check_digits(hand, hand->item->question.expected, "key", answer_place(hand));
}

/* ---- answers ---- */

static const struct prediction *prediction_of(const struct hand *hand, const char *misconception)
{
	const struct variant *variant = hand->variant;
	size_t i = 0;
	while (i + 1 < variant->prediction_count &&
	       strcmp(variant->predictions[i].misconception, misconception) != 0)
		i++;
	return &variant->predictions[i];
}

static void check_predictions(struct hand *hand)
{
	const struct item *item = hand->item;
	for (size_t i = 0; i < item->question.predicted_count; i++) {
		const struct predicted_answer *row = &item->question.predicted[i];
		enum verdict_kind kind = lint_judge(hand, row->gives, false);
		if (kind == VERDICT_INCORRECT)
			continue;
		bool meets = kind == VERDICT_CORRECT || kind == VERDICT_WRONG_FORM;
		lint_find(hand, meets ? LINT_MEETS_KEY : LINT_PREDICTION,
		    prediction_of(hand, row->misconception)->at, row->misconception,
		    "%s gives `%s`, which is judged %s beside the key `%s` (%s)", row->misconception,
		    row->gives, verdict_names[kind], item->question.expected,
		    lint_parameters(hand->arena, item));
	}
	for (size_t i = 0; i < item->blind_count; i++) {
		lint_find(hand, LINT_MEETS_KEY, prediction_of(hand, item->blind[i])->at, item->blind[i],
		    "%s gives the right answer `%s`; say `where` it applies, or list it under `separates` "
		    "(%s)",
		    item->blind[i], item->question.expected, lint_parameters(hand->arena, item));
	}
}

static void count_beliefs(struct hand *hand)
{
	const struct item *item = hand->item;
	struct walk *walk = hand->walk;
	for (size_t b = 0; b < walk->belief_count; b++) {
		bool shown = false, blind = false;
		for (size_t i = 0; i < item->question.predicted_count; i++)
			shown =
			    shown || strcmp(item->question.predicted[i].misconception, walk->beliefs[b]) == 0;
		for (size_t i = 0; i < item->blind_count; i++)
			blind = blind || strcmp(item->blind[i], walk->beliefs[b]) == 0;
		walk->items[b] += shown;
		walk->blind[b] += blind;
	}
}

/* False when the key itself is at fault: then no notation of it needs to be tried. */
static bool check_key(struct hand *hand)
{
	const char *key = hand->item->question.expected;
	struct question_fault fault = {0};
	if (question_parse(hand->arena, &hand->item->question, &hand->question, &fault) != 0) {
		hand->question = NULL;
		lint_find(hand, LINT_KEY, answer_place(hand), hand->variant->name, "`%s`: %s (%s)",
		    fault.field, fault.message, lint_parameters(hand->arena, hand->item));
		return false;
	}
	enum verdict_kind kind = lint_judge(hand, key, false);
	if (kind == VERDICT_WRONG_FORM) {
		lint_find(hand, LINT_FORM, answer_place(hand), hand->variant->name,
		    "the key `%s` is not of the asked form (%s)", key,
		    lint_parameters(hand->arena, hand->item));
	} else if (kind != VERDICT_CORRECT) {
		lint_find(hand, LINT_KEY, answer_place(hand), hand->variant->name,
		    "the key `%s` is judged %s (%s)", key, verdict_names[kind],
		    lint_parameters(hand->arena, hand->item));
	}
	return kind == VERDICT_CORRECT;
}

/* Written steps are proved at every item. */
static void check_steps(struct hand *hand)
{
	struct solution solution;
	struct authored_report report;
	if (solve_authored(hand->arena, hand->walk->family, hand->item, LOCALE_EN, &solution, &report))
		return;
	const char *parameters = lint_parameters(hand->arena, hand->item);
	const char *shown = report.shown ? report.shown : "";
	switch (report.fault) {
	case AUTHORED_FINE:
		break;
	case AUTHORED_NO_VALUE:
		lint_find(hand, LINT_STEP, report.at, "value", "what this step shows has no value (%s)",
		    parameters);
		break;
	case AUTHORED_NOT_PROVED:
		lint_find(hand, LINT_STEP, report.at, "proof", "`%s` is not proved%s%s%s (%s)", shown,
		    report.before ? " to follow from `" : "", report.before ? report.before : "",
		    report.before ? "`" : "", parameters);
		break;
	case AUTHORED_IDLE:
		lint_find(hand, LINT_STEP, report.at, "idle",
		    "`%s` stood there before this step; leave `shows` out (%s)", shown, parameters);
		break;
	case AUTHORED_NO_END:
		lint_find(hand, LINT_LAST_STEP, report.at, "",
		    "the last step shows `%s`, which is not judged correct; the key is `%s` (%s)", shown,
		    hand->item->question.expected, parameters);
		break;
	}
}

static void check_solution(struct hand *hand)
{
	struct solution solution;
	if (item_solution(hand->content, hand->arena, hand->item, LOCALE_EN, &solution) == CONTENT_OK)
		return;
	lint_find(hand, LINT_SOLUTION, hand->variant->ask_at.line ? hand->variant->ask_at : hand->variant->at,
	    hand->variant->name,
	    "no law leads from `%s` to `%s`; prefer laws with `solve:`, or write the steps under `solution:` "
	    "(%s)",
	    hand->item->prompt.text, hand->item->question.expected, lint_parameters(hand->arena, hand->item));
}

void lint_item(struct hand *hand, struct fact *ret_fact)
{
	fill_fact(hand, ret_fact);
	const struct question_spec *question = &hand->item->question;
	ret_fact->gives_away = find_word(beside_ask(hand), question->expected) &&
	                       !(question->ask && find_word(question->ask, question->expected));
	if (hand->walk->mode != WALK_WHOLE)
		return;
	check_texts(hand);
	count_beliefs(hand);
	if (!check_key(hand))
		return;
	lint_notations(hand);
	check_predictions(hand);
	lint_worked(hand);
	if (hand->to_prove)
		lint_separated(hand);
	if (hand->to_compare)
		lint_confusion(hand);
	if (solve_is_authored(hand->walk->family, hand->item))
		check_steps(hand);
	else if (hand->to_solve)
		check_solution(hand);
}
