/* skills.yaml: the graph that everything else names. */
#include "generators/engine/load.h"

#include <string.h>

/* ---- skills ---- */

static void skill_id(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`skill`");
	if (text && !load_is_identifier(text)) {
		load_fault(
		    loader, node->at, "`%s`: a skill's name is small letters, digits and hyphens", text);
	} else if (text && content_find_skill(loader->content, text) != SIZE_MAX) {
		load_fault(loader, node->at, "there are two skills `%s`", text);
	} else {
		((struct skill *)target)->row.id = text;
	}
}

static void skill_title(struct loader *loader, const struct node *node, void *target)
{
	struct skill *skill = target;
	load_localised(loader, node, "`title`", skill->titles);
	skill->row.title = skill->titles[LOCALE_EN];
}

const char *load_unit(struct loader *loader, const struct node *node, bool seed)
{
	const char *text = load_text(loader, node, seed ? "`seed_unit`" : "`unit`");
	const char *names[32];
	size_t count = 0;
	for (const struct unit_row *unit = content_units; text && unit->name; unit++) {
		const char *name = seed ? unit->seed_unit : unit->name;
		if (name && strcmp(name, text) == 0)
			return text;
		if (name)
			names[count++] = name;
	}
	const char *nearest = text ? load_nearest(text, names, count) : NULL;
	if (text)
		load_fault(loader, node->at, "there is no unit `%s`%s%s%s", text,
		    nearest ? "; did you mean `" : "", nearest ? nearest : "", nearest ? "`?" : "");
	return NULL;
}

static void skill_unit(struct loader *loader, const struct node *node, void *target)
{
	((struct skill *)target)->row.unit = load_unit(loader, node, false);
}

static void skill_seed_unit(struct loader *loader, const struct node *node, void *target)
{
	((struct skill *)target)->row.seed_unit = load_unit(loader, node, true);
}

static void skill_standard(struct loader *loader, const struct node *node, void *target)
{
	((struct skill *)target)->row.standard = load_text(loader, node, "`standard`");
}

static void skill_prerequisites(struct loader *loader, const struct node *node, void *target)
{
	struct skill_row *row = &((struct skill *)target)->row;
	row->prerequisites = load_texts(loader, node, "`prerequisites`", &row->prerequisite_count);
}

static void skill_learner(struct loader *loader, const struct node *node, void *target)
{
	load_localised(loader, node, "`learner`", ((struct skill *)target)->learner);
}

static void resource_title(struct loader *loader, const struct node *node, void *target)
{
	((struct skill_resource *)target)->title = load_text(loader, node, "`title`");
}

/* The platform fills it in: an empty one is no fault. */
static void resource_address(struct loader *loader, const struct node *node, void *target)
{
	bool empty = node->kind == NODE_SCALAR && node->length == 0;
	((struct skill_resource *)target)->address = empty ? NULL : load_text(loader, node, "`address`");
}

static void skill_resources(struct loader *loader, const struct node *node, void *target)
{
	static const struct load_field fields[] = {
	    {"title", true, resource_title},
	    {"address", false, resource_address},
	};
	struct skill_row *row = &((struct skill *)target)->row;
	if (node->kind != NODE_LIST || node->count > SKILL_RESOURCES) {
		load_fault(loader, node->at, "`resources` is a list of at most %d, each `- title: ...`",
		    SKILL_RESOURCES);
		return;
	}
	struct skill_resource *resources = arena_zero(loader->arena, (node->count + 1) * sizeof *resources);
	for (size_t i = 0; i < node->count; i++)
		load_fields(loader, node->items[i], "a resource", fields, sizeof fields / sizeof fields[0],
		    &resources[row->resource_count++]);
	row->resources = resources;
}

static const struct load_field skill_fields[] = {
    {"skill", true, skill_id},
    {"title", true, skill_title},
    {"unit", true, skill_unit},
    {"seed_unit", false, skill_seed_unit},
    {"standard", false, skill_standard},
    {"prerequisites", true, skill_prerequisites},
    {"learner", true, skill_learner},
    {"resources", false, skill_resources},
};

void load_skills(struct loader *loader, const struct node *root)
{
	if (root->kind != NODE_LIST) {
		load_fault(loader, root->at, "skills are a list, each `- skill: ...`");
		return;
	}
	loader->content->skills = arena_zero(loader->arena, (root->count + 1) * sizeof(struct skill));
	for (size_t i = 0; i < root->count; i++) {
		struct skill *skill = &loader->content->skills[loader->content->skill_count];
		size_t faults = loader->faults;
		load_fields(loader, root->items[i], "a skill", skill_fields,
		    sizeof skill_fields / sizeof skill_fields[0], skill);
		skill->at = root->items[i]->at;
		if (loader->faults == faults)
			loader->content->skill_count++;
		else
			*skill = (struct skill){.at = {0, 0}};
	}
}

enum visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

/* Depth first; a skill met again while it is open closes a circle. Depth is bounded by the number of skills.
 */
static bool is_circular(const struct content *content, size_t index, unsigned char *visits)
{
	const struct skill *skill = &content->skills[index];
	if (visits[index] != VISIT_NEW)
		return visits[index] == VISIT_OPEN;
	visits[index] = VISIT_OPEN;
	for (size_t i = 0; i < skill->row.prerequisite_count; i++) {
		if (skill->prerequisites[i] != SIZE_MAX &&
		    is_circular(content, skill->prerequisites[i], visits))
			return true;
	}
	visits[index] = VISIT_DONE;
	return false;
}

void load_check_skills(struct loader *loader)
{
	struct content *content = loader->content;
	for (size_t s = 0; s < content->skill_count; s++) {
		struct skill *skill = &content->skills[s];
		skill->prerequisites = arena_array(
		    loader->arena, skill->row.prerequisite_count + 1, sizeof *skill->prerequisites);
		for (size_t i = 0; i < skill->row.prerequisite_count; i++) {
			skill->prerequisites[i] = content_find_skill(content, skill->row.prerequisites[i]);
			if (skill->prerequisites[i] == SIZE_MAX) {
				load_fault(loader, skill->at,
				    "`%s`: there is no skill `%s` to be a prerequisite", skill->row.id,
				    skill->row.prerequisites[i]);
			}
		}
	}
	unsigned char *visits = arena_zero(loader->arena, content->skill_count + 1);
	for (size_t s = 0; s < content->skill_count; s++) {
		if (is_circular(content, s, visits)) {
			load_fault(loader, content->skills[s].at,
			    "`%s` is, by way of its prerequisites, its own prerequisite",
			    content->skills[s].row.id);
			return;
		}
	}
}
