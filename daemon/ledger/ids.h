/* Whom a walk is about: ids are listed first, so that one walk of a store is over before the next begins. */
#ifndef DAEMON_IDS_H
#define DAEMON_IDS_H

#include "daemon/store/store.h"

struct id_list {
	struct store_bytes *ids; /* owned, as are their bytes */
	size_t count, capacity;
};

/* 0 or -ENOMEM. */
int ids_add(struct id_list *list, struct store_bytes id);
/* All learners of a class, or all there are when it is empty. 0 or a negative errno. */
int ids_take(struct id_list *list, struct store *store, struct store_bytes class);
void ids_done(struct id_list *list);

#endif
