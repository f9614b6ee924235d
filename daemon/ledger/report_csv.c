/* The mastery grid as comma-separated values. */
#include "daemon/ledger/reader.h"

#include "daemon/learners/view.h"
#include "daemon/ledger/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct grid_walk {
	const struct course *course;
	struct buffer *out;
	struct ledger_state *state;
	struct skill_set all;
};

int report_each_learner(
    struct store *store, const struct report_request *request, store_learner_fn visit, void *context)
{
	if (request->group) {
		struct store_bytes class = {request->group, strlen(request->group)};
		return store_each_learner(store, class, visit, context);
	}
	int result = 0;
	for (size_t i = 0; i < request->learner_count && result == 0; i++) {
		struct store_bytes id = {request->learners[i], strlen(request->learners[i])};
		struct store_learner learner;
		result = store_find_learner(store, id, &learner);
		if (result == 0 && learner.version) {
			result = visit(context, &learner);
		}
	}
	return result;
}

static void add_text(struct buffer *out, const char *text)
{
	buffer_add(out, text, strlen(text));
}

/* RFC 4180: quotes around it, and doubled inside. */
static void add_quoted(struct buffer *out, struct store_bytes text)
{
	const char *at = text.data;
	add_text(out, "\"");
	for (size_t i = 0; i < text.length; i++) {
		buffer_add(out, &at[i], 1);
		if (at[i] == '"') {
			add_text(out, "\"");
		}
	}
	add_text(out, "\"");
}

static int visit_csv(void *context, const struct store_learner *row)
{
	struct grid_walk *walk = context;
	char share[32];
	if (row->state.length == 0 ||
	    state_unpack(walk->course, row->state.data, row->state.length, walk->state) < 0) {
		return 0;
	}
	const struct learner *learner = &walk->state->learner;
	add_quoted(walk->out, row->id);
	snprintf(share, sizeof(share), ",%.4f", view_share(learner, &walk->all));
	add_text(walk->out, share);
	for (size_t i = 0; i < walk->course->skill_count; i++) {
		add_text(walk->out, ",");
		add_text(walk->out, level_names[learner->skills[i].level]);
	}
	add_text(walk->out, "\r\n");
	return walk->out->full ? -EMSGSIZE : 0;
}

int report_write_csv(
    struct reader *reader, const struct report_request *request, struct buffer *out, char *ret_why)
{
	struct grid_walk walk = {.course = reader->course, .out = out};
	struct store *store = NULL;
	int result = store_open(reader->store, STORE_READ, &store, ret_why);
	if (result < 0) {
		return result;
	}
	walk.state = malloc(sizeof(*walk.state));
	course_scope(reader->course, "", &walk.all);
	add_text(out, "learner,share");
	for (size_t i = 0; i < reader->course->skill_count; i++) {
		add_text(out, ",");
		add_text(out, reader->course->skills[i].id);
	}
	add_text(out, "\r\n");
	result = walk.state ? report_each_learner(store, request, visit_csv, &walk) : -ENOMEM;
	if (result < 0) {
		memcpy(ret_why, store_why(store), STORE_WHY_BYTES);
	}
	free(walk.state);
	store_close(store);
	return result;
}
