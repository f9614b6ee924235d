#include "daemon/ledger/report_walk.h"

#include "checker/check.h"
#include "daemon/learners/view.h"
#include "daemon/ledger/ids.h"
#include "daemon/ledger/record.h"
#include "daemon/wire/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROMPT_ARENA = 16 << 20 };

struct walk {
	struct reader *reader;
	struct store *store;
	int64_t now;
	report_visit_fn visit;
	void *context;
	struct report *log;
	struct arena *arena;
	/* the learner in hand */
	uint32_t number;
	struct ledger_state state;
	struct report_learner learner;
	struct report_shown shown[SHOWN_MAX];
};

/* A scored answer: read, decided, and not a retry. */
static bool is_scored(const struct record_attempt *attempt)
{
	return !attempt->retry && attempt->verdict != VERDICT_UNREADABLE &&
	       attempt->verdict != VERDICT_UNDECIDED;
}

/* What was typed without spaces and control characters, cut: so that the same answer is the same text. */
static void plain_answer(const struct record_attempt *attempt, char ret_text[SHOWN_TEXT])
{
	char text[RECORD_ANSWER + 1];
	size_t length = 0;
	for (size_t i = 0; i < attempt->answer_length && i < RECORD_ANSWER; i++) {
		char c = attempt->answer[i];
		if ((unsigned char)c > ' ' && c != '\x7f') {
			text[length++] = c;
		}
	}
	length = utf8_cut(text, length, SHOWN_TEXT - 1);
	memcpy(ret_text, text, length);
	ret_text[length] = '\0';
}

static int add_up(struct walk *walk, const struct record_attempt *attempt, int64_t at)
{
	const struct course *course = walk->reader->course;
	char answer[SHOWN_TEXT];
	plain_answer(attempt, answer);
	struct report_row row = {
	    .learner = walk->number,
	    .at = at,
	    .skill = course_find_skill(course, attempt->skill),
	    .family = course_find_family(course, attempt->family),
	    .level = (uint8_t)attempt->level,
	    .right = attempt->verdict == VERDICT_CORRECT,
	    .explained =
	        attempt->skipped || attempt->verdict == VERDICT_WRONG_FORM || attempt->unexplained < .5,
	    .answer = answer,
	    .before = (uint8_t)attempt->before,
	    .after = (uint8_t)attempt->after,
	    .confidence = (uint8_t)attempt->confidence,
	    .elapsed_ms = (int64_t)attempt->elapsed_ms,
	};
	return report_add(walk->log, &row);
}

/* Does it show what one of the learner's gaps is about? Then it is kept, in place of the oldest. */
static void keep_shown(struct walk *walk, const struct record_attempt *attempt, int64_t at)
{
	const struct course *course = walk->reader->course;
	const struct course_misconception *misconception =
	    *attempt->misconception ? course_find_misconception(course, attempt->misconception) : NULL;
	if (!misconception || misconception->prerequisite == SKILL_NONE ||
	    !skill_set_has(&walk->learner.gaps, misconception->prerequisite)) {
		return;
	}
	if (walk->learner.shown_count == SHOWN_MAX) {
		walk->learner.shown_count--;
		memmove(&walk->shown[0], &walk->shown[1], sizeof(walk->shown) - sizeof(walk->shown[0]));
	}
	struct report_shown *shown = &walk->shown[walk->learner.shown_count++];
	*shown = (struct report_shown){.skill = misconception->prerequisite,
	    .family = course_find_family(course, attempt->family),
	    .misconception = misconception->id,
	    .probability = attempt->probability,
	    .level = attempt->level,
	    .at = at,
	    .tuple = attempt->tuple};
	snprintf(shown->version, sizeof(shown->version), "%s", attempt->content_version);
	plain_answer(attempt, shown->answer);
}

static int visit_entry(void *context, struct store_bytes id, const struct store_entry *entry)
{
	struct walk *walk = context;
	struct record record;
	(void)id;
	if (entry->kind != EVIDENCE_ATTEMPT ||
	    record_take(entry->record.data, entry->record.length, entry->kind, &record) < 0 ||
	    !is_scored(&record.attempt)) {
		return 0;
	}
	keep_shown(walk, &record.attempt, entry->at);
	return add_up(walk, &record.attempt, entry->at);
}

struct prompt_work {
	struct walk *walk;
	struct report_shown *shown;
};

static void make_prompt(void *context)
{
	struct prompt_work *work = context;
	const struct course *course = work->walk->reader->course;
	struct report_shown *shown = work->shown;
	struct item item;
	if (item_again(course->content, work->walk->arena, course->families[shown->family].id, shown->version,
	        shown->tuple, (enum locale)work->walk->state.locale, &item) == CONTENT_OK) {
		size_t length = utf8_cut(item.prompt.text, strlen(item.prompt.text), SHOWN_PROMPT - 1);
		memcpy(shown->prompt, item.prompt.text, length);
		shown->prompt[length] = '\0';
	}
}

static void make_prompts(struct walk *walk)
{
	arena_serve_gmp(walk->arena);
	for (size_t i = 0; i < walk->learner.shown_count; i++) {
		struct prompt_work work = {walk, &walk->shown[i]};
		if (walk->shown[i].family != FAMILY_NONE) {
			arena_reset(walk->arena);
			(void)arena_try(walk->arena, make_prompt, &work); /* refused: there is no prompt */
		}
	}
	arena_serve_gmp(NULL);
}

/* False: there is no such learner, or nothing is known that this version understands. */
static int load(struct walk *walk, struct store_bytes id, bool *ret_known)
{
	const struct course *course = walk->reader->course;
	struct store_learner row;
	int result = store_find_learner(walk->store, id, &row);
	*ret_known = result == 0 && row.version && row.state.length &&
	             state_unpack(course, row.state.data, row.state.length, &walk->state) == 0;
	walk->learner =
	    (struct report_learner){.id = id, .learner = &walk->state.learner, .shown = walk->shown};
	if (*ret_known) {
		const struct learner *learner = &walk->state.learner;
		view_gaps(course, learner, walk->now, &walk->learner.gaps);
		view_ready(course, learner, &walk->learner.ready);
		view_stuck(course, learner, &walk->learner.stuck);
		view_indeterminate(course, learner, &walk->learner.indeterminate);
	}
	return result;
}

static int take(struct walk *walk, struct store_bytes id)
{
	bool known;
	int result = load(walk, id, &known);
	if (result == 0) {
		result = store_each_entry(walk->store, id, visit_entry, walk);
	}
	if (result == 0 && known) {
		make_prompts(walk);
		result = walk->visit(walk->context, &walk->learner);
	}
	return result;
}

static int list_learners(struct store *store, const struct report_request *request, struct id_list *ids)
{
	int result = 0;
	if (request->group) {
		return ids_take(ids, store, (struct store_bytes){request->group, strlen(request->group)});
	}
	for (size_t i = 0; i < request->learner_count && result == 0; i++) {
		result =
		    ids_add(ids, (struct store_bytes){request->learners[i], strlen(request->learners[i])});
	}
	return result;
}

int report_walk(struct reader *reader, const struct report_request *request, int64_t now,
    report_visit_fn visit, void *context, struct report *log, char *ret_why)
{
	struct id_list ids = {0};
	struct walk *walk = calloc(1, sizeof(*walk));
	struct store *store = NULL;
	int result = walk ? store_open(reader->store, STORE_READ, &store, ret_why) : -ENOMEM;
	if (result < 0) {
		free(walk);
		return result;
	}
	*walk = (struct walk){.reader = reader,
	    .store = store,
	    .now = now,
	    .visit = visit,
	    .context = context,
	    .log = log,
	    .arena = arena_new(PROMPT_ARENA)};
	result = walk->arena ? list_learners(store, request, &ids) : -ENOMEM;
	for (size_t i = 0; i < ids.count && result == 0; i++) {
		walk->number = (uint32_t)i;
		result = take(walk, ids.ids[i]);
	}
	if (result < 0) {
		memcpy(ret_why, store_why(store), STORE_WHY_BYTES);
	}
	ids_done(&ids);
	store_close(store);
	arena_free(walk->arena);
	free(walk);
	return result;
}

size_t report_shown_before(const struct report_learner *learner, size_t skill, size_t before)
{
	while (before > 0) {
		if (learner->shown[--before].skill == skill) {
			return before;
		}
	}
	return SIZE_MAX;
}
