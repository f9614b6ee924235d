/*
 * `catalog`: what there is to practise, with the sizes of the parameter spaces, and the beliefs and laws that
 * diagnoses and solutions name.
 */
#include "daemon/wire/rows.h"
#include "daemon/worker/catalog.h"

#include <string.h>

enum { LEVELS = 3, NAME_LENGTH = 128 };

const char *const catalog_names[CATALOGS] = {[CATALOG_SKILLS] = "skills",
    [CATALOG_FAMILIES] = "families",
    [CATALOG_MISCONCEPTIONS] = "misconceptions",
    [CATALOG_LAWS] = "laws"};

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
    ROW_LOCALE(AT(locale)),
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

static void write_skill(
    struct buffer *reply, const struct skill_row *row, const char *title, const char *can_do)
{
	json_open_object(reply, NULL);
	json_string(reply, "skill", row->id);
	json_string(reply, "title", title);
	json_string(reply, "can_do", can_do);
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

/* What one walk through the catalogue needs. */
struct listing {
	const struct content *content;
	const struct catalog_request *request;
	struct buffer *out;
	void (*after)(struct buffer *out);
	size_t skill; /* the number of the one in hand */
};

static void end_row(const struct listing *listing)
{
	if (listing->after) {
		listing->after(listing->out);
	}
}

static void list_skill(const struct listing *listing, const struct skill_row *skill)
{
	enum locale locale = (enum locale)listing->request->locale;
	write_skill(listing->out, skill, content_skill_title(listing->content, listing->skill, locale),
	    content_skill_learner(listing->content, listing->skill, locale));
	end_row(listing);
}

static void list_families(const struct listing *listing, const struct skill_row *skill)
{
	for (size_t i = 0; i < content_family_count(listing->content); i++) {
		struct family_row family;
		content_family(listing->content, i, &family);
		if (same(family.skill, skill->id)) {
			write_family(listing->out, &family);
			end_row(listing);
		}
	}
}

static void list_misconceptions(const struct listing *listing, const struct skill_row *skill)
{
	for (size_t i = 0; i < content_misconception_count(listing->content); i++) {
		struct misconception_row row;
		content_misconception(listing->content, i, (enum locale)listing->request->locale, &row);
		if (!same(row.prerequisite, skill->id)) {
			continue;
		}
		json_open_object(listing->out, NULL);
		json_string(listing->out, "misconception", row.id);
		json_string(listing->out, "believes", row.believes);
		json_string(listing->out, "prerequisite", row.prerequisite);
		json_string(listing->out, "unit", row.unit);
		json_close_object(listing->out);
		end_row(listing);
	}
}

static void list_laws(const struct listing *listing, const struct skill_row *skill)
{
	for (size_t i = 0; i < content_law_count(listing->content); i++) {
		struct law_row row;
		content_law(listing->content, i, (enum locale)listing->request->locale, &row);
		if (!same(row.skill, skill->id)) {
			continue;
		}
		json_open_object(listing->out, NULL);
		json_string(listing->out, "law", row.id);
		json_string(listing->out, "says", row.says);
		json_string(listing->out, "skill", row.skill);
		json_string(listing->out, "unit", skill->unit);
		json_close_object(listing->out);
		end_row(listing);
	}
}

/* The rows that go with one skill. */
static void (*const lists[CATALOGS])(const struct listing *listing, const struct skill_row *skill) = {
    [CATALOG_SKILLS] = list_skill,
    [CATALOG_FAMILIES] = list_families,
    [CATALOG_MISCONCEPTIONS] = list_misconceptions,
    [CATALOG_LAWS] = list_laws,
};

size_t catalog_write(const struct content *content, const struct catalog_request *request, struct buffer *out,
    void (*after)(struct buffer *out))
{
	struct listing listing = {content, request, out, after, 0};
	size_t wanted = 0;
	for (size_t i = 0; i < content_skill_count(content); i++) {
		struct skill_row skill;
		content_skill(content, i, &skill);
		if (skill_wanted(request, &skill)) {
			wanted++;
			listing.skill = i;
			lists[request->what](&listing, &skill);
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
