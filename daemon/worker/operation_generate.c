/* `generate`: fresh items by family, skill or unit, from any number of a seed's sequence on. */
#include "daemon/wire/question.h"
#include "daemon/wire/rows.h"
#include "daemon/worker/items.h"

#include <string.h>

/* A seed of ours has 53 bits, so that a client whose numbers are doubles can send it back unchanged. */
enum { SEED_SHIFT = 64 - 53 };

struct generate_request {
	struct items_request items;
	bool has_seed;
};

#define AT(member) offsetof(struct generate_request, items.member)

static const struct field generate_rows[] = {
    {.name = "family",
        .kind = FIELD_TEXT,
        .minimum = 1,
        .maximum = ITEMS_NAME,
        .group = 1,
        .offset = AT(family)},
    {.name = "skill",
        .kind = FIELD_TEXT,
        .minimum = 1,
        .maximum = ITEMS_NAME,
        .group = 1,
        .offset = AT(skill)},
    {.name = "unit", .kind = FIELD_TEXT, .minimum = 1, .maximum = ITEMS_NAME, .group = 1, .offset = AT(unit)},
    {.name = "level", .kind = FIELD_INTEGER, .minimum = 1, .maximum = 3, .offset = AT(level)},
    {.name = "count", .kind = FIELD_INTEGER, .minimum = 1, .maximum = ITEMS_COUNT, .offset = AT(count)},
    {.name = "seed",
        .kind = FIELD_INTEGER,
        .maximum = ITEMS_NUMBER_LAST,
        .offset = AT(seed),
        .flag_offset = offsetof(struct generate_request, has_seed)},
    {.name = "from", .kind = FIELD_INTEGER, .maximum = ITEMS_NUMBER_LAST, .offset = AT(from)},
    ROW_LOCALE(AT(locale)),
    {.name = "key", .kind = FIELD_FLAG, .offset = AT(key)},
    {.name = "predict", .kind = FIELD_FLAG, .offset = AT(predict)},
    {.name = "separate",
        .kind = FIELD_TEXTS,
        .minimum = 1,
        .maximum = ITEMS_NAME,
        .maximum_count = ITEMS_SEPARATE,
        .offset = AT(separate),
        .count_offset = AT(separate_count)},
    {.name = "expires_in",
        .kind = FIELD_INTEGER,
        .minimum = 1,
        .maximum = ITEMS_EXPIRES_LAST,
        .offset = AT(expires_in)},
};
static const struct field_table generate_table = {
    .rows = generate_rows,
    .count = sizeof(generate_rows) / sizeof(generate_rows[0]),
    .groups = {[1] = GROUP_EXACTLY_ONE},
};

static int64_t random_seed(struct worker *worker)
{
	uint64_t seed;
	worker_random(worker, (uint8_t *)&seed, sizeof(seed));
	return (int64_t)(seed >> SEED_SHIFT);
}

enum error_code handle_generate(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct generate_request request = {.items = {.count = 1, .seal = worker->keys != NULL}};
	enum error_code code = read_body(worker, &generate_table, body, length, &request, reply);
	if (code) {
		return code;
	}
	if (!request.has_seed) {
		request.items.seed = random_seed(worker);
	}
	uint64_t next;
	struct refusal_report report = {0};
	json_open_object(reply, NULL);
	json_open_array(reply, "items");
	if (!items_write(worker, &request.items, reply, NULL, NULL, &next, &report)) {
		return report_reply(&report, reply);
	}
	json_close_array(reply);
	json_unsigned(reply, "next", next);
	json_integer(reply, "seed", request.items.seed);
	json_close_object(reply);
	return ERROR_NONE;
}
