/* `catalog`: what there is to practise, with the sizes of the parameter spaces. */
#include "daemon/worker/catalog.h"

#include <string.h>

enum { LEVELS = 3, NAME_LENGTH = 128 };

const char *const catalog_names[CATALOGS] = {[CATALOG_SKILLS] = "skills", [CATALOG_FAMILIES] = "families"};

#define AT(member) offsetof(struct catalog_request, member)

static const struct field catalog_rows[] = {
    {.name = "what",
        .kind = FIELD_CHOICE,
        .required = true,
        .choices = catalog_names,
        .choice_count = CATALOGS,
        .offset = AT(what)},
    {.name = "unit", .kind = FIELD_TEXT, .minimum = 1, .maximum = NAME_LENGTH, .offset = AT(unit)},
    {.name = "skill", .kind = FIELD_TEXT, .minimum = 1, .maximum = NAME_LENGTH, .offset = AT(skill)},
};
static const struct field_table catalog_table = {
    .rows = catalog_rows,
    .count = sizeof(catalog_rows) / sizeof(catalog_rows[0]),
};

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static bool skill_wanted(const struct catalog_request *request, const struct skill_row *row)
{
	bool unit = !request->unit || same(request->unit, row->unit) || same(request->unit, row->seed_unit);
	return unit && (!request->skill || same(request->skill, row->id));
}

static void write_names(struct buffer *reply, const char *name, const char *const *names, size_t count)
{
	json_open_array(reply, name);
	for (size_t i = 0; i < count; i++) {
		json_string(reply, NULL, names[i]);
	}
	json_close_array(reply);
}

static void write_optional(struct buffer *reply, const char *name, const char *value)
{
	if (value) {
		json_string(reply, name, value);
	}
}

static void write_resources(struct buffer *reply, const struct skill_row *row)
{
	json_open_array(reply, "resources");
	for (size_t i = 0; i < row->resource_count; i++) {
		json_open_object(reply, NULL);
		json_string(reply, "title", row->resources[i].title);
		write_optional(reply, "address", row->resources[i].address);
		json_close_object(reply);
	}
	json_close_array(reply);
}

static void write_skill(struct buffer *reply, const struct skill_row *row)
{
	json_open_object(reply, NULL);
	json_string(reply, "skill", row->id);
	json_string(reply, "title", row->title);
	json_string(reply, "unit", row->unit);
	write_optional(reply, "seed_unit", row->seed_unit);
	write_optional(reply, "standard", row->standard);
	write_names(reply, "prerequisites", row->prerequisites, row->prerequisite_count);
	json_unsigned(reply, "families", row->family_count);
	write_resources(reply, row);
	json_close_object(reply);
}

static void write_family(struct buffer *reply, const struct family_row *row)
{
	json_open_object(reply, NULL);
	json_string(reply, "family", row->id);
	json_string(reply, "title", row->title);
	json_string(reply, "skill", row->skill);
	json_string(reply, "unit", row->unit);
	json_string(reply, "content_version", row->content_version);
	json_open_array(reply, "levels");
	for (int i = 0; i < LEVELS; i++) {
		json_open_object(reply, NULL);
		json_integer(reply, "level", i + 1);
		json_unsigned(reply, "items", row->items[i]);
		json_bool(reply, "exact", row->exact[i]);
		json_close_object(reply);
	}
	json_close_array(reply);
	json_unsigned(reply, "hints", row->hint_count);
	write_names(reply, "separates", row->separates, row->separate_count);
	json_close_object(reply);
}

static void end_row(struct buffer *out, void (*after)(struct buffer *out))
{
	if (after) {
		after(out);
	}
}

static void write_families(
    const struct content *content, const char *skill, struct buffer *out, void (*after)(struct buffer *out))
{
	for (size_t i = 0; i < content_family_count(content); i++) {
		struct family_row family;
		content_family(content, i, &family);
		if (same(family.skill, skill)) {
			write_family(out, &family);
			end_row(out, after);
		}
	}
}

size_t catalog_write(const struct content *content, const struct catalog_request *request, struct buffer *out,
    void (*after)(struct buffer *out))
{
	size_t wanted = 0;
	for (size_t i = 0; i < content_skill_count(content); i++) {
		struct skill_row skill;
		content_skill(content, i, &skill);
		if (!skill_wanted(request, &skill)) {
			continue;
		}
		wanted++;
		if (request->what == CATALOG_SKILLS) {
			write_skill(out, &skill);
			end_row(out, after);
		} else {
			write_families(content, skill.id, out, after);
		}
	}
	return wanted;
}

enum error_code handle_catalog(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct catalog_request request = {0};
	enum error_code code = read_body(worker, &catalog_table, body, length, &request, reply);
	if (code) {
		return code;
	}
	json_open_object(reply, NULL);
	json_string(reply, "what", catalog_names[request.what]);
	json_string(reply, "content_version", content_version(worker->content));
	json_open_array(reply, "rows");
	size_t wanted = catalog_write(worker->content, &request, reply, NULL);
	json_close_array(reply);
	json_close_object(reply);
	if (wanted == 0 && (request.unit || request.skill)) {
		/* A typing error must not pass for an empty catalogue. */
		buffer_error(reply, ERROR_UNKNOWN_SKILL, request.skill ? "skill" : "unit", NULL);
		return ERROR_UNKNOWN_SKILL;
	}
	return ERROR_NONE;
}
