#include "daemon/ledger/verify.h"

#include "daemon/ledger/ids.h"
#include "daemon/ledger/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct verifying {
	const struct course *course;
	struct workspace *work;
	struct ledger_state *state;
	struct id_list list;
	uint64_t number; /* of the last entry of the learner in hand */
	const char *fault;
	struct verify_result result;
};

static int replay_entry(void *context, struct store_bytes id, const struct store_entry *entry)
{
	struct verifying *verifying = context;
	(void)id;
	verifying->result.entries++;
	if (entry->number != ++verifying->number) {
		verifying->fault = "the entries have a gap";
		verifying->number = entry->number;
	}
	if (record_replay(verifying->course, verifying->work, entry->kind, entry->record.data,
	        entry->record.length, verifying->state) < 0) {
		verifying->fault = "an entry is damaged";
	}
	return 0;
}

static int verify_learner(struct verifying *verifying, struct store *store, struct store_bytes id)
{
	struct store_learner learner;
	uint8_t *packed = malloc(STATE_PACKED_MAX);
	if (!packed) {
		return -ENOMEM;
	}
	verifying->fault = NULL;
	verifying->number = 0;
	state_init(verifying->state, id.data, id.length);
	int result = store_each_entry(store, id, replay_entry, verifying);
	if (result == 0) {
		result = store_find_learner(store, id, &learner);
	}
	if (result == 0 && !verifying->fault) {
		size_t length = state_pack(verifying->course, verifying->state, packed);
		if (learner.version != verifying->number) {
			verifying->fault = "the state has seen other entries than there are";
		} else if (length != learner.state.length ||
		           memcmp(packed, learner.state.data, length) != 0) {
			verifying->fault = "the log gives another state";
		}
	}
	free(packed);
	return result;
}

int verify_run(const struct course *course, struct store *store,
    void (*report)(void *context, struct store_bytes learner, const char *why), void *context,
    struct verify_result *ret_result)
{
	struct verifying verifying = {.course = course, .work = workspace_new(course)};
	verifying.state = malloc(sizeof(*verifying.state));
	int result = verifying.work && verifying.state
	                 ? ids_take(&verifying.list, store, (struct store_bytes){0})
	                 : -ENOMEM;
	for (size_t i = 0; i < verifying.list.count && result == 0; i++) {
		result = verify_learner(&verifying, store, verifying.list.ids[i]);
		verifying.result.learners++;
		if (result == 0 && verifying.fault) {
			verifying.result.differing++;
			report(context, verifying.list.ids[i], verifying.fault);
		}
	}
	ids_done(&verifying.list);
	free(verifying.state);
	workspace_free(verifying.work);
	*ret_result = verifying.result;
	return result;
}
