/*
 * The rows of the catalogue, for the operation and the command alike.
 */
#ifndef DAEMON_CATALOG_H
#define DAEMON_CATALOG_H

#include "daemon/worker/handlers.h"

enum catalog_what { CATALOG_SKILLS, CATALOG_FAMILIES, CATALOG_MISCONCEPTIONS, CATALOG_LAWS, CATALOGS };
extern const char *const catalog_names[CATALOGS];

struct catalog_request {
	int what;                 /* enum catalog_what */
	const char *unit, *skill; /* NULL: all; a seed unit's name stands for all units that it gathers */
	int locale;               /* of what skills, misconceptions and laws say */
};

/*
 * Appends the rows as JSON values, each followed by after(out) when that is not NULL. Gives how many skills
 * the filters let through: 0 means that they name none.
 */
size_t catalog_write(const struct content *content, const struct catalog_request *request, struct buffer *out,
    void (*after)(struct buffer *out));

#endif
