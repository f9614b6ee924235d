#include "daemon/wire/pack.h"
#include "daemon/wire/bytes.h"
#include "daemon/wire/question.h"

#include <errno.h>
#include <string.h>

enum { PACK_VERSION = 1, PACK_END = 0 };

enum packed_kind { PACKED_TEXT, PACKED_TEXTS, PACKED_NUMBER, PACKED_FLAG, PACKED_REAL, PACKED_PREDICTED };

/* A tag is for ever: never reuse one, never change what it means. Rows are in the order of their tags. */
struct packed_row {
	uint8_t tag;
	enum packed_kind kind;
	size_t offset, count_offset; /* count_offset of PACKED_REAL: its flag */
	uint64_t maximum;            /* value, or rows */
};

#define AT(member) offsetof(struct question_spec, member)

static const struct packed_row rows[] = {
    {1, PACKED_TEXT, AT(expected), 0, 0},
    {2, PACKED_NUMBER, AT(kind), 0, KINDS - 1},
    {3, PACKED_TEXTS, AT(forms), AT(form_count), LIMIT_FORMS},
    {4, PACKED_TEXTS, AT(variables), AT(variable_count), LIMIT_VARIABLES},
    {5, PACKED_FLAG, AT(assume_real), 0, 0},
    {6, PACKED_TEXT, AT(log_base), 0, 0},
    {7, PACKED_FLAG, AT(decimal_comma), 0, 0},
    {8, PACKED_NUMBER, AT(tolerance_kind), 0, TOLERANCE_RELATIVE},
    {9, PACKED_NUMBER, AT(tolerance_digits), 0, QUESTION_TOLERANCE_DIGITS},
    {10, PACKED_TEXT, AT(tolerance_relative), 0, 0},
    {11, PACKED_NUMBER, AT(equivalent), 0, EQUIVALENTS - 1},
    {12, PACKED_FLAG, AT(unordered), 0, 0},
    {13, PACKED_TEXTS, AT(options), AT(option_count), LIMIT_OPTIONS},
    {14, PACKED_TEXT, AT(unit), 0, 0},
    {15, PACKED_FLAG, AT(ratio), 0, 0},
    {16, PACKED_REAL, AT(form_score), AT(has_form_score), 1},
    {17, PACKED_TEXT, AT(ask), 0, 0},
    {18, PACKED_TEXT, AT(unknown), 0, 0},
    {19, PACKED_PREDICTED, AT(predicted), AT(predicted_count), QUESTION_PREDICTED},
    {20, PACKED_FLAG, AT(ask_hidden), 0, 0},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* --- packing --- */

/* Does the row say anything beyond the default? */
static bool row_present(const struct packed_row *row, const struct question_spec *spec)
{
	const char *at = (const char *)spec + row->offset;
	const char *count = (const char *)spec + row->count_offset;
	switch (row->kind) {
	case PACKED_TEXT:
		return *(const char *const *)at != NULL;
	case PACKED_TEXTS:
	case PACKED_PREDICTED:
		return *(const size_t *)count > 0;
	case PACKED_NUMBER:
		return *(const int *)at != 0;
	case PACKED_FLAG:
		return *(const bool *)at;
	case PACKED_REAL:
		return *(const bool *)count;
	}
	return false;
}

static void put_row(struct buffer *out, const struct packed_row *row, const struct question_spec *spec)
{
	const char *at = (const char *)spec + row->offset;
	switch (row->kind) {
	case PACKED_TEXT:
		put_text(out, *(const char *const *)at);
		break;
	case PACKED_TEXTS: {
		size_t count = *(const size_t *)((const char *)spec + row->count_offset);
		put_number(out, count);
		for (size_t i = 0; i < count; i++) {
			put_text(out, ((const char *const *)at)[i]);
		}
		break;
	}
	case PACKED_NUMBER:
		put_number(out, (uint64_t) * (const int *)at);
		break;
	case PACKED_FLAG:
		break;
	case PACKED_REAL:
		put_real(out, *(const double *)at);
		break;
	case PACKED_PREDICTED:
		put_number(out, spec->predicted_count);
		for (size_t i = 0; i < spec->predicted_count; i++) {
			put_text(out, spec->predicted[i].misconception);
			put_text(out, spec->predicted[i].gives);
		}
		break;
	}
}

void pack_question(struct buffer *out, const struct question_spec *spec)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (row_present(&rows[i], spec)) {
			put_byte(out, rows[i].tag);
			put_row(out, &rows[i], spec);
		}
	}
	put_byte(out, PACK_END);
}

void pack_item(struct buffer *out, const struct sealed_item *item, const struct question_spec *spec)
{
	put_byte(out, PACK_VERSION);
	buffer_add(out, (const char *)item->issue, ISSUE_BYTES);
	put_number(out, (uint64_t)item->issued);
	put_number(out, (uint64_t)item->expires);
	put_number(out, item->tuple);
	put_number(out, item->number);
	put_number(out, (uint64_t)item->level);
	put_text(out, item->family);
	put_text(out, item->content_version);
	put_text(out, item->assessment);
	put_byte(out, (uint8_t)(item->bound | item->locale << 1));
	if (item->bound) {
		buffer_add(out, (const char *)item->learner, LEARNER_BYTES);
	}
	pack_question(out, spec);
}

/* --- unpacking --- */

static void take_predicted(
    struct arena *arena, struct cursor *cursor, size_t count, struct question_spec *spec)
{
	struct predicted_answer *predicted = arena_array(arena, count, sizeof(*predicted));
	for (size_t i = 0; i < count; i++) {
		predicted[i].misconception = take_text(cursor, PACK_LIMIT);
		predicted[i].gives = take_text(cursor, PACK_LIMIT);
	}
	spec->predicted = predicted;
	spec->predicted_count = count;
}

static void take_row(
    struct arena *arena, struct cursor *cursor, const struct packed_row *row, struct question_spec *spec)
{
	char *at = (char *)spec + row->offset;
	char *count_at = (char *)spec + row->count_offset;
	switch (row->kind) {
	case PACKED_TEXT:
		*(const char **)at = take_text(cursor, PACK_LIMIT);
		break;
	case PACKED_TEXTS: {
		size_t count = take_number(cursor, row->maximum);
		for (size_t i = 0; i < count; i++) {
			((const char **)at)[i] = take_text(cursor, PACK_LIMIT);
		}
		*(size_t *)count_at = count;
		break;
	}
	case PACKED_NUMBER:
		*(int *)at = (int)take_number(cursor, row->maximum);
		break;
	case PACKED_FLAG:
		*(bool *)at = true;
		break;
	case PACKED_REAL:
		*(double *)at = take_real(cursor, 0, (double)row->maximum);
		*(bool *)count_at = true;
		break;
	case PACKED_PREDICTED:
		take_predicted(arena, cursor, take_number(cursor, row->maximum), spec);
		break;
	}
}

int unpack_question(struct arena *arena, const uint8_t *bytes, size_t length, struct question_spec *ret_spec)
{
	struct cursor cursor = {bytes, length, false};
	struct question_spec spec = {0};
	size_t row = 0;
	for (;;) {
		uint8_t tag = take_byte(&cursor);
		if (cursor.broken) {
			return -EINVAL;
		}
		if (tag == PACK_END) {
			break;
		}
		while (row < ROWS && rows[row].tag < tag) {
			row++;
		}
		if (row == ROWS || rows[row].tag != tag) {
			return -EINVAL;
		}
		take_row(arena, &cursor, &rows[row++], &spec);
	}
	if (cursor.left || !spec.expected) {
		return -EINVAL;
	}
	*ret_spec = spec;
	return 0;
}

int unpack_item(const uint8_t *bytes, size_t length, struct sealed_item *ret_item)
{
	struct cursor cursor = {bytes, length, false};
	struct sealed_item item = {0};
	cursor.broken = take_byte(&cursor) != PACK_VERSION;
	take_into(&cursor, item.issue, ISSUE_BYTES);
	item.issued = (int64_t)take_number(&cursor, INT64_MAX);
	item.expires = (int64_t)take_number(&cursor, INT64_MAX);
	item.tuple = take_number(&cursor, UINT64_MAX);
	item.number = take_number(&cursor, UINT64_MAX);
	item.level = (int)take_number(&cursor, 3);
	item.family = take_text(&cursor, PACK_LIMIT);
	item.content_version = take_text(&cursor, PACK_LIMIT);
	item.assessment = take_text(&cursor, PACK_LIMIT);
	uint8_t flags = take_byte(&cursor); /* those of older tokens have no locale: English, which is 0 */
	item.bound = flags & 1;
	item.locale = flags >> 1;
	cursor.broken |= item.locale >= LOCALES;
	if (item.bound) {
		take_into(&cursor, item.learner, LEARNER_BYTES);
	}
	item.packed = cursor.at;
	item.packed_length = cursor.left;
	if (cursor.broken) {
		return -EINVAL;
	}
	*ret_item = item;
	return 0;
}
