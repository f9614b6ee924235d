/*
 * The clique tree behind the network. Private to network.c, which builds it, and network_infer.c.
 */
#ifndef DAEMON_NETWORK_PARTS_H
#define DAEMON_NETWORK_PARTS_H

#include "daemon/learners/network.h"

/*
 * The clique of v: v itself as bit 0, then its neighbours at its elimination, in the order in which they are
 * eliminated. What is left without v is the separator towards the clique of the first of them.
 */
struct clique {
	uint16_t members[TREEWIDTH_MAX + 1];
	size_t size;
	size_t up;          /* the clique above; the network's count: none */
	size_t table;       /* offset of its table, in entries */
	size_t message;     /* offset of its message, in entries */
	uint16_t *entry_up; /* for each entry of the table above: its entry in our message */
};

struct network {
	size_t count, treewidth;
	size_t table_entries, message_entries;
	uint16_t order[SKILLS_MAX], place[SKILLS_MAX];
	struct clique cliques[SKILLS_MAX]; /* by skill */
	double *prior;                     /* the tables with all conditional probabilities in them */
};

#endif
