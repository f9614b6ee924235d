/* See make.h. */
#include "generators/engine/make.h"

#include "checker/algebra/print.h"
#include "generators/engine/answer.h"
#include "generators/engine/template.h"
#include "generators/engine/worked.h"

#include <stdio.h>
#include <string.h>

static const double difficulties[LEVELS + 1] = {0.5, 0.25, 0.5, 0.75};

struct making {
	struct arena *arena;
	const struct make_request *request;
	const struct family *family;
	const struct variant *variant;
	struct tuple tuple;
	struct answer answer;
	struct item *item;
};

double make_difficulty(int level)
{
	return difficulties[level >= 0 && level <= LEVELS ? level : 0];
}

/* Who believes what the wrong step follows sees no error in it: every step is right, and so is the end. */
static struct predicted_answer predicted_by_worked(struct making *making)
{
	const struct worked *worked = making->answer.worked;
	const char *gives = making->variant->asks_step
	                        ? "0"
	                        : answer_printed(making->arena, worked->lines[worked->count - 1]);
	return (struct predicted_answer){worked->belief->id, gives};
}

static void predict(struct making *making)
{
	const struct variant *variant = making->variant;
	struct predicted_answer *predicted =
	    arena_array(making->arena, variant->prediction_count + 2, sizeof *predicted);
	const char **blind = arena_array(making->arena, variant->prediction_count + 1, sizeof *blind);
	size_t count = 0, blind_count = 0;
	for (size_t i = 0; i < variant->prediction_count; i++) {
		const struct prediction *row = &variant->predictions[i];
		struct value value;
		const struct expr *tree;
		enum belief belief = answer_predict(&making->answer, row, &value, &tree);
		if (belief == BELIEF_RIGHT)
			blind[blind_count++] = row->misconception;
		if (belief != BELIEF_WRONG)
			continue;
		predicted[count++] =
		    (struct predicted_answer){row->misconception, answer_printed(making->arena, tree)};
	}
	if (making->answer.worked && making->answer.worked->belief)
		predicted[count++] = predicted_by_worked(making);
	making->item->question.predicted = predicted;
	making->item->question.predicted_count = count;
	making->item->blind = blind;
	making->item->blind_count = blind_count;
}

static void fill_parameters(struct making *making)
{
	const struct family *family = making->family;
	size_t named = family->variant_count > 1;
	struct item_parameter *parameters =
	    arena_array(making->arena, family->parameter_count + named, sizeof *parameters);
	for (size_t i = 0; i < family->parameter_count; i++)
		parameters[i] = (struct item_parameter){family->parameters[i].name,
		    family->parameters[i].list.values[making->tuple.digits[i]].plain};
	if (named)
		parameters[family->parameter_count] =
		    (struct item_parameter){"variant", making->variant->name};
	making->item->parameters = parameters;
	making->item->parameter_count = family->parameter_count + named;
}

/* 128 bits of BLAKE2b over family, content version and parameters, each with its final NUL. */
static void fill_id(struct item *item)
{
	unsigned char hash[16];
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)item->family, strlen(item->family) + 1);
	crypto_generichash_update(
	    &state, (const unsigned char *)item->content_version, strlen(item->content_version) + 1);
	for (size_t i = 0; i < item->parameter_count; i++) {
		const struct item_parameter *parameter = &item->parameters[i];
		crypto_generichash_update(
		    &state, (const unsigned char *)parameter->name, strlen(parameter->name) + 1);
		crypto_generichash_update(
		    &state, (const unsigned char *)parameter->value, strlen(parameter->value) + 1);
	}
	crypto_generichash_final(&state, hash, sizeof hash);
	sodium_bin2hex(item->id, sizeof item->id, hash, sizeof hash);
}

static void fill_say(struct making *making)
{
	struct question_spec *question = &making->item->question;
	making->item->say = making->variant->say[making->request->locale];
	if (making->item->say)
		return;
	struct question *parsed = NULL;
	struct question_fault fault;
	making->item->say = "";
	if (question_parse(making->arena, question, &parsed, &fault) == 0)
		making->item->say = arena_copy(making->arena, question_say(parsed, making->request->locale),
		    strlen(question_say(parsed, making->request->locale)));
	question_done(parsed);
}

static void fill_prompt(struct making *making)
{
	const struct variant *variant = making->variant;
	const struct text_template *prompt = &variant->prompt[making->request->locale];
	if (!prompt->count)
		prompt = &variant->prompt[LOCALE_EN];
	struct text texts[NOTATIONS];
	for (size_t i = 0; i < NOTATIONS; i++)
		text_init(&texts[i], making->arena);
	struct template_shown shown = {making->answer.shown, making->answer.worked, variant->division_sign};
	template_render_all(texts, prompt, making->family, &making->tuple, &shown, making->request->locale);
	making->item->prompt = (struct rendered){
	    texts[NOTATION_TEXT].data, texts[NOTATION_TEX].data, texts[NOTATION_SPEECH].data};
}

/* A comma parts the members of a list; it is the decimal sign there only where the key has decimals. */
static bool takes_comma(const struct making *making)
{
	const struct question_spec *question = &making->item->question;
	bool several = question->kind == KIND_LIST || question->kind == KIND_SOLUTIONS ||
	               question->kind == KIND_INTERVAL;
	return template_printing(making->request->locale).decimal_comma &&
	       (!several || strchr(question->expected, '.'));
}

static bool fill_question(struct making *making)
{
	struct item *item = making->item;
	const struct expr *key = making->answer.tree;
	if (!key)
		return false;
	struct text tex;
	text_init(&tex, making->arena);
	struct print_options printing = template_printing(making->request->locale);
	print_tex(&tex, key, &printing);
	item->expected_tex = tex.data;
	answer_question(&making->answer, making->family, making->request->locale, &item->question);
	item->question.decimal_comma = takes_comma(making);
	if (making->request->predict)
		predict(making);
	fill_say(making);
	return true;
}

/* With no more derived names than the item shows. */
static bool open_valid(struct making *making)
{
	const struct make_request *request = making->request;
	slot_set slots = request->predict ? making->variant->predicted_slots : making->variant->slots;
	return tuple_open_some(making->family, making->arena, request->tuple, slots, &making->tuple);
}

enum made make_item(struct arena *arena, const struct make_request *request, struct item *ret_item)
{
	struct making *making = arena_alloc(arena, sizeof *making);
	const struct family *family = request->family;
	making->arena = arena;
	making->request = request;
	making->family = family;
	making->item = ret_item;
	bool valid = family->index && request->level; /* and its level is known */
	making->variant = &family->variants[request->tuple % family->variant_count];
	if (!(valid ? open_valid(making) : tuple_open(family, arena, request->tuple, &making->tuple)))
		return MADE_HOLE;
	int level = valid ? request->level : tuple_level(family, arena, &making->tuple);
	if (level == 0 || (request->level && level != request->level))
		return MADE_HOLE;
	*ret_item = (struct item){.family = family->id,
	    .skill = request->content->skills[family->skill].row.id,
	    .unit = family->unit,
	    .content_version = family->version,
	    .level = level,
	    .difficulty = make_difficulty(level),
	    .tuple = request->tuple,
	    .hint_count = making->variant->hint_count};
	fill_parameters(making);
	if (!answer_open(arena, family, &making->tuple, &making->answer))
		return MADE_NOTHING;
	fill_id(ret_item);
	if (!fill_question(making))
		return MADE_NOTHING;
	fill_prompt(making);
	return MADE;
}
