#include "checker/check.h"

#include "checker/second.h"

#include <string.h>

const char *const verdict_names[VERDICTS] = {"correct", "wrong_form", "incorrect", "unreadable", "undecided"};

const compare_fn comparers[KINDS] = {
    [KIND_NUMBER] = compare_value,
    [KIND_EXPRESSION] = compare_value,
    [KIND_EQUATION] = compare_equation,
    [KIND_SOLUTIONS] = compare_solutions,
    [KIND_LIST] = compare_list,
    [KIND_INTERVAL] = compare_interval,
    [KIND_CHOICE] = compare_choice,
};

static const double default_form_score = 0.5;

/* Sentences for the learner, by verdict and locale. */
static const char *const feedback[VERDICTS][LOCALES] = {
    [VERDICT_CORRECT] = {"Correct.", "Correcto."},
    [VERDICT_WRONG_FORM] = {"The value is right; it is not in the asked form yet.",
        "El valor es correcto; todavía no está en la forma pedida."},
    [VERDICT_INCORRECT] = {"Not yet.", "Todavía no."},
    [VERDICT_UNREADABLE] = {"I cannot read this answer; it costs you nothing.",
        "No puedo leer esta respuesta; no te cuesta nada."},
    [VERDICT_UNDECIDED] = {"I could not decide this one for certain; it costs you nothing.",
        "No he podido decidirlo con certeza; no te cuesta nada."},
};

struct check_job {
	struct judgement judgement;
	const char *text; /* as it was typed */
	size_t length;
	struct read_options options;
	enum verdict_kind verdict;
};

static void judge(void *context)
{
	struct check_job *job = context;
	struct judgement *judgement = &job->judgement;
	enum equality equality = comparers[judgement->question->spec->kind](judgement);

	if (equality == EQUALITY_UNKNOWN) {
		notes_add(judgement->notes, (struct note){.code = NOTE_UNDECIDED});
		job->verdict = VERDICT_UNDECIDED;
	} else if (equality == EQUALITY_DIFFERENT) {
		job->verdict = VERDICT_INCORRECT;
		if (judgement->reading->second)
			note_second_reading(
			    judgement, job->text, job->length, &job->options, judgement->reading);
	} else if (!judgement_has_form(judgement)) {
		job->verdict = VERDICT_WRONG_FORM;
	} else {
		job->verdict = VERDICT_CORRECT;
	}
}

static double score_of(const struct question *question, enum verdict_kind verdict)
{
	switch (verdict) {
	case VERDICT_CORRECT:
		return 1;
	case VERDICT_WRONG_FORM:
		return question->spec->has_form_score ? question->spec->form_score : default_form_score;
	case VERDICT_INCORRECT:
		return 0;
	default:
		return -1;
	}
}

/* The first note that tells the learner what to do is worth more than the general sentence. */
static const char *feedback_for(const struct verdict *verdict, enum locale locale)
{
	if ((verdict->kind == VERDICT_WRONG_FORM || verdict->kind == VERDICT_UNREADABLE) &&
	    verdict->notes.count > 0 && !strstr(note_words(verdict->notes.list[0].code, (int)locale), "%s"))
		return note_words(verdict->notes.list[0].code, (int)locale);
	return feedback[verdict->kind][locale];
}

static struct read_options options_for(const struct question *question, const struct check_options *options)
{
	struct read_options read = {.locale = LOCALE_EN};

	if (question)
		read = question->read;
	if (options) {
		read.locale = options->locale;
		if (options->decimal)
			read.decimal_comma = options->decimal == 2;
	}
	return read;
}

/*
 * Where the comma is the decimal sign, (2,5) and [2,5) are still intervals to many who write them: an
 * interval question is read with the comma between the ends where nothing else makes one of the text. Who
 * takes points reads 0.5, as calculators show it, where the text has no comma and the point parts no
 * thousands.
 */
static int read_answer(struct arena *arena, const struct question *question, const char *answer,
    size_t length, const struct read_options *options, bool points, struct reading *ret_reading)
{
	int result = read_text(arena, answer, length, options, ret_reading);
	struct read_options point = *options;
	struct reading other;

	point.decimal_comma = false;
	if (result != 0 && length > 0 && points && options->decimal_comma && memchr(answer, '.', length) &&
	    !memchr(answer, ',', length) && read_text(arena, answer, length, &point, &other) == 0) {
		*ret_reading = other;
		return 0;
	}
	if (!question || question->spec->kind != KIND_INTERVAL || !options->decimal_comma)
		return result;
	if (result == 0 && ret_reading->expr->kind != EXPR_NUMBER)
		return result;
	if (read_text(arena, answer, length, &point, &other) != 0 || other.expr->kind != EXPR_INTERVAL)
		return result;
	*ret_reading = other;
	return 0;
}

int check_read(struct arena *arena, const struct question *question, const char *answer, size_t length,
    const struct check_options *options, struct reading *ret_reading)
{
	const struct read_options read = options_for(question, options);

	return read_answer(
	    arena, question, answer, length, &read, options && options->takes_points, ret_reading);
}

void check_answer(struct arena *arena, const struct question *question, const char *answer, size_t length,
    const struct check_options *options, struct verdict *ret_verdict)
{
	struct reading reading;
	struct check_job job = {.text = answer,
	    .length = length,
	    .options = options_for(question, options),
	    .verdict = VERDICT_UNREADABLE};
	enum locale locale = options ? options->locale : LOCALE_EN;
	bool readable = read_answer(arena, question, answer, length, &job.options,
	                    options && options->takes_points, &reading) == 0;
	enum refusal refusal;

	*ret_verdict =
	    (struct verdict){.kind = VERDICT_UNREADABLE, .read = reading.expr, .notes = reading.notes};
	/* The words of a choice need not be mathematics. */
	if (readable || question->spec->kind == KIND_CHOICE) {
		job.judgement = (struct judgement){.arena = arena,
		    .question = question,
		    .reading = &reading,
		    .answer = reading.expr,
		    .notes = &ret_verdict->notes};
		arena_allow(arena, LIMIT_ANSWER_WORK);
		refusal = arena_try(arena, judge, &job);
		arena_allow(arena, SIZE_MAX);
		if (!readable && job.judgement.named)
			ret_verdict->notes.count = 0;
		ret_verdict->kind = readable || job.judgement.named ? job.verdict : VERDICT_UNREADABLE;
		if (refusal == REFUSAL_TOO_LARGE) {
			notes_add(&ret_verdict->notes, (struct note){.code = NOTE_TOO_LARGE});
			ret_verdict->kind = VERDICT_UNREADABLE;
		} else if (refusal != REFUSAL_NONE) {
			ret_verdict->kind = VERDICT_UNDECIDED;
		}
	}
	ret_verdict->score = score_of(question, ret_verdict->kind);
	ret_verdict->feedback = feedback_for(ret_verdict, locale);
}
