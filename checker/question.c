#define PCRE2_CODE_UNIT_WIDTH 8
#include "checker/question.h"

#include "checker/judge.h"

#include <pcre2.h>
#include <string.h>

const char *const question_kind_names[KINDS] = {
    "number", "expression", "equation", "solutions", "list", "interval", "choice"};
const char *const equivalent_names[EQUIVALENTS] = {"factor", "same", "solutions"};

static const char pattern_prefix[] = "pattern:";

struct parse_job {
	struct arena *arena;
	const struct question_spec *spec;
	struct question *question;
	struct question_fault *fault;
};

static int refuse(struct parse_job *job, const char *field, const char *message)
{
	job->fault->field = field;
	job->fault->message = message;
	return -1;
}

/* Reads a text of the question; authors write a point, whatever the learners type. */
static const struct expr *read_field(struct parse_job *job, const char *text, struct notes *ret_notes)
{
	struct read_options options = job->question->read;
	struct reading reading;

	options.decimal_comma = false;
	options.unit = NULL;
	if (read_text(job->arena, text, strlen(text), &options, &reading) != 0 &&
	    job->question->read.decimal_comma) {
		options.decimal_comma = true;
		read_text(job->arena, text, strlen(text), &options, &reading);
	}
	*ret_notes = reading.notes;
	return reading.expr;
}

static int parse_pattern(struct parse_job *job, const char *text, struct required_form *form)
{
	int error;
	PCRE2_SIZE place;
	pcre2_code *code;

	if (strlen(text) > LIMIT_PATTERN_BYTES)
		return refuse(job, "form", "The pattern is too long.");
	code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED, &error, &place, NULL);
	if (!code)
		return refuse(job, "form", "The pattern is not a regular expression.");
	form->pattern = code;
	return 0;
}

/* One of the parts of a+b: a name, or name:base. */
static int parse_form(struct parse_job *job, const char *text, size_t length, struct required_form *form)
{
	const char *colon = memchr(text, ':', length);
	size_t name_length = colon ? (size_t)(colon - text) : length;
	struct notes notes;

	form->row = form_find(text, name_length);
	if (!form->row)
		return refuse(job, "form", "There is no form of this name.");
	if (!colon)
		return 0;
	if (!form->row->say_base[LOCALE_EN])
		return refuse(job, "form", "This form takes no base.");
	form->base_text = arena_copy(job->arena, colon + 1, length - name_length - 1);
	form->base = read_field(job, form->base_text, &notes);
	return form->base ? 0 : refuse(job, "form", "The base of this form cannot be read.");
}

static int parse_alternative(struct parse_job *job, const char *text, struct form_alternative *alternative)
{
	if (strncmp(text, pattern_prefix, sizeof pattern_prefix - 1) == 0) {
		alternative->count = 1;
		return parse_pattern(job, text + sizeof pattern_prefix - 1, &alternative->forms[0]);
	}
	for (const char *part = text;; part++) {
		size_t length = strcspn(part, "+");

		if (alternative->count == FORMS_TOGETHER)
			return refuse(job, "form", "Too many forms are asked for at once.");
		if (parse_form(job, part, length, &alternative->forms[alternative->count++]) != 0)
			return -1;
		part += length;
		if (!*part)
			return 0;
	}
}

static void add_form(struct question *question, const char *name)
{
	struct form_alternative *alternative = &question->alternatives[question->alternative_count++];

	alternative->count = 1;
	alternative->forms[0].row = form_find(name, strlen(name));
}

/*
 * What a teacher would accept: a number worked out where the key is rational, and in scientific notation
 * where the key is written so.
 */
static void default_forms(struct parse_job *job)
{
	struct question *question = job->question;
	struct notes ignored = {.count = 0};
	const struct form_context context = {job->arena, NULL, NULL, &ignored};

	if (job->spec->kind != KIND_NUMBER || !question->rational) {
		add_form(question, "any");
		return;
	}
	add_form(question, "evaluated");
	if (form_is_scientific(&context, question->expected))
		add_form(question, "scientific");
}

static int parse_forms(struct parse_job *job)
{
	struct question *question = job->question;
	const struct question_spec *spec = job->spec;

	for (size_t i = 0; i < spec->form_count; i++) {
		struct form_alternative *alternative = &question->alternatives[i];

		question->alternative_count++;
		if (parse_alternative(job, spec->forms[i], alternative) != 0)
			return -1;
		for (size_t k = 0; k < alternative->count; k++) {
			const struct form_row *row = alternative->forms[k].row;

			question->asks_relation =
			    question->asks_relation || (row && row->scope == FORM_OF_RELATION);
		}
	}
	if (spec->form_count == 0)
		default_forms(job);
	return 0;
}

static int parse_tolerance(struct parse_job *job)
{
	struct notes notes;
	struct number value;

	if (job->spec->tolerance_kind != TOLERANCE_RELATIVE)
		return 0;
	job->question->relative = read_field(job, job->spec->tolerance_relative, &notes);
	if (!job->question->relative ||
	    expr_worth(job->arena, job->question->relative, &value) != WORTH_RATIONAL ||
	    number_sign(value) < 0)
		return refuse(job, "tolerance.relative", "This is not a number of zero or more.");
	return 0;
}

/* Variables that nobody declared are those of the expected value. */
static void find_variables(struct parse_job *job, const struct expr *expected)
{
	struct symbols *symbols;

	if (job->spec->variable_count > 0 || !expected)
		return;
	symbols = arena_zero(job->arena, sizeof *symbols);
	symbols_collect(expected, symbols);
	job->question->read.variables = symbols->names;
	job->question->read.variable_count = symbols->count;
}

static int parse_expected(struct parse_job *job)
{
	struct question *question = job->question;
	struct notes notes;

	question->expected = read_field(job, job->spec->expected, &notes);
	if (!question->expected && job->spec->kind != KIND_CHOICE)
		return refuse(job, "expected", note_words(notes.list[notes.count - 1].code, LOCALE_EN));
	if (!question->expected)
		return 0;
	find_variables(job, question->expected);
	if (job->spec->kind == KIND_NUMBER || job->spec->kind == KIND_EXPRESSION) {
		enum worth worth = expr_worth(job->arena, question->expected, &question->value);

		question->rational = worth == WORTH_RATIONAL;
		question->undefined = worth == WORTH_UNDEFINED || question->expected->kind == EXPR_WORD;
	}
	return 0;
}

static void fill_options(struct question *question, const struct question_spec *spec)
{
	question->spec = spec;
	question->assumptions.real = spec->assume_real;
	question->read = (struct read_options){.variables = spec->variables,
	    .variable_count = spec->variable_count,
	    .log_base = spec->log_base,
	    .decimal_comma = spec->decimal_comma,
	    .ratio = spec->ratio,
	    .list = spec->kind == KIND_SOLUTIONS || spec->kind == KIND_LIST || spec->kind == KIND_INTERVAL,
	    .choice = spec->kind == KIND_CHOICE,
	    .unit = spec->unit};
	question->read.number = spec->kind == KIND_NUMBER && spec->variable_count == 0;
}

static void parse_job(void *context)
{
	struct parse_job *job = context;

	fill_options(job->question, job->spec);
	if (parse_expected(job) == 0 && parse_tolerance(job) == 0 && parse_forms(job) == 0)
		question_put_words(job->arena, job->question);
}

int question_parse(struct arena *arena, const struct question_spec *spec, struct question **ret_question,
    struct question_fault *ret_fault)
{
	struct parse_job job = {arena, spec, NULL, ret_fault};
	enum refusal refusal;

	*ret_fault = (struct question_fault){NULL, NULL};
	if (arena_used(arena) == 0 && !spec->expected)
		return refuse(&job, "expected", "It is missing.");
	job.question = arena_zero(arena, sizeof *job.question);
	refusal = arena_try(arena, parse_job, &job);
	if (refusal != REFUSAL_NONE && !ret_fault->field)
		refuse(&job, "expected", "This is too large.");
	if (ret_fault->field) {
		question_done(job.question);
		return -1;
	}
	*ret_question = job.question;
	return 0;
}

void question_done(struct question *question)
{
	if (!question)
		return;
	for (size_t i = 0; i < question->alternative_count; i++) {
		pcre2_code_free(question->alternatives[i].forms[0].pattern);
		question->alternatives[i].forms[0].pattern = NULL;
	}
}

const char *question_say(const struct question *question, enum locale locale)
{
	return question->say[locale] ? question->say[locale] : "";
}

bool pattern_matches(const void *pattern, const char *text, size_t length)
{
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	bool matches = false;

	if (data && context) {
		pcre2_set_match_limit(context, LIMIT_PATTERN_MATCHES);
		pcre2_set_depth_limit(context, LIMIT_PATTERN_DEPTH);
		matches = pcre2_match(pattern, (PCRE2_SPTR)text, length, 0, 0, data, context) >= 0;
	}
	pcre2_match_context_free(context);
	pcre2_match_data_free(data);
	return matches;
}
