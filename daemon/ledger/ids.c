#include "daemon/ledger/ids.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 1024 };

int ids_add(struct id_list *list, struct store_bytes id)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : FIRST_CAPACITY;
		struct store_bytes *ids = realloc(list->ids, capacity * sizeof(*ids));
		if (!ids) {
			return -ENOMEM;
		}
		list->ids = ids;
		list->capacity = capacity;
	}
	char *copy = malloc(id.length + 1);
	if (!copy) {
		return -ENOMEM;
	}
	memcpy(copy, id.data, id.length);
	copy[id.length] = '\0';
	list->ids[list->count++] = (struct store_bytes){copy, id.length};
	return 0;
}

static int visit(void *context, const struct store_learner *learner)
{
	return ids_add(context, learner->id);
}

int ids_take(struct id_list *list, struct store *store, struct store_bytes class)
{
	return store_each_learner(store, class, visit, list);
}

void ids_done(struct id_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free((void *)(uintptr_t)list->ids[i].data);
	}
	free(list->ids);
	*list = (struct id_list){0};
}
