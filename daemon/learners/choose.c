#include "daemon/learners/choose_examined.h"
#include "daemon/learners/pick.h"
#include "daemon/learners/state.h"

#include <string.h>

enum {
	NEW_PER_REVIEW = 2,   /* new items for one that is due */
	PROBE_ATTEMPTS = 6,   /* on a skill that does not come, then what it rests on is probed */
	HALTING_ATTEMPTS = 2, /* on a repair in vain, then what it rests on and was not shown is due sooner */
	RETURN_MS = DAY_MS,   /* from proficient to the item that finishes it */
};
#define PROBE_BELIEF .8

/* What a choice is made from. */
struct situation {
	const struct course *course;
	const struct learner *learner;
	int64_t now;
	struct skill_set goal, relevant; /* the goal, and with all that it rests on */
	struct skill_set open;           /* relevant, below proficient, all prerequisites proficient */
	struct skill_set due;            /* a review, or an item that finishes the goal */
	struct skill_set finishing;      /* of those due: what finishes the goal */
	struct skill_set unproved;       /* of those due: below the skill in hand, inferred, never answered */
	uint16_t ahead;                  /* the skill that was asked for before its time; SKILL_NONE */
};

static bool is_learnt(const struct situation *s, size_t skill)
{
	return state_is_proficient(&s->learner->skills[skill]) || !pick_has_items(s->course, skill);
}

static double belief(const struct situation *s, size_t skill)
{
	return learner_belief(&s->learner->skills[skill], s->now);
}

/* --- what there is to do --- */

static bool all_learnt(const struct situation *s, const struct skill_set *skills)
{
	SKILL_EACH(skill, skills)
	{
		if (!is_learnt(s, skill)) {
			return false;
		}
	}
	return true;
}

static void find_open(struct situation *s)
{
	SKILL_EACH(skill, &s->relevant)
	{
		if (!is_learnt(s, skill) && all_learnt(s, &s->course->skills[skill].parents)) {
			skill_set_add(&s->open, skill);
		}
	}
}

/*
 * Where no review is due and nothing is left to learn, the goal is finished skill by skill. Finished sooner,
 * unit by unit, as many items leave two points less known 30 days later and twice the false mastery: what is
 * lost while the units above are learnt is not looked at again.
 */
static void find_due(struct situation *s)
{
	for (size_t skill = 0; skill < s->course->skill_count; skill++) {
		if (learner_due(&s->learner->skills[skill]) <= s->now && pick_has_items(s->course, skill)) {
			skill_set_add(&s->due, skill);
		}
	}
	if (!skill_set_is_empty(&s->due) || !all_learnt(s, &s->relevant)) {
		return;
	}
	SKILL_EACH(skill, &s->goal)
	{
		const struct learner_skill *row = &s->learner->skills[skill];
		if (row->level == LEVEL_PROFICIENT && s->now >= row->proficient_at + RETURN_MS &&
		    pick_has_items(s->course, skill)) {
			skill_set_add(&s->finishing, skill);
		}
	}
	s->due = s->finishing;
}

/* Inferred, and never answered; `shown`: for so long that a right answer can show mastery. */
static bool is_unproved(const struct situation *s, size_t skill, bool shown)
{
	const struct learner_skill *row = &s->learner->skills[skill];
	return row->inferred && !row->attempts && state_is_proficient(row) &&
	       (!shown || s->now - row->proficient_at >= MASTERY_DELAY_MS) &&
	       pick_has_items(s->course, skill);
}

/*
 * What the skill in hand rests on and is only inferred is due as well: a hole there costs many items above
 * it, and sooner or later each is to be shown anyway. What it rests on directly, where the inference was
 * weak, is looked at once; the rest waits.
 */
static void find_unproved(struct situation *s)
{
	size_t current = s->learner->current;
	if (current >= s->course->skill_count || is_learnt(s, current)) {
		return;
	}
	const struct course_skill *row = &s->course->skills[current];
	SKILL_EACH(parent, &row->parents)
	{
		if (is_unproved(s, parent, s->learner->skills[parent].belief >= BELIEF_PROFICIENT)) {
			skill_set_add(&s->unproved, parent);
		}
	}
	if (skill_set_is_empty(&s->unproved)) {
		SKILL_EACH(ancestor, &row->ancestors)
		{
			if (is_unproved(s, ancestor, true)) {
				skill_set_add(&s->unproved, ancestor);
			}
		}
	}
	skill_set_join(&s->due, &s->unproved);
}

/* A skill that was asked for by name may run ahead while all it rests on is at least familiar. */
static void find_ahead(struct situation *s, const char *asked)
{
	uint16_t skill = asked && *asked ? course_find_skill(s->course, asked) : (uint16_t)SKILL_NONE;
	s->ahead = SKILL_NONE;
	if (skill == SKILL_NONE || is_learnt(s, skill) || skill_set_has(&s->open, skill) ||
	    !pick_has_items(s->course, skill)) {
		return;
	}
	SKILL_EACH(parent, &s->course->skills[skill].parents)
	{
		if (s->learner->skills[parent].level < LEVEL_FAMILIAR && pick_has_items(s->course, parent)) {
			return;
		}
	}
	s->ahead = skill;
}

static bool take_in(struct situation *s, const char *asked)
{
	const char *goal = asked && *asked ? asked : s->learner->goal;
	if (!course_scope(s->course, goal, &s->goal)) {
		if (asked && *asked) {
			return false;
		}
		course_scope(s->course, "", &s->goal); /* the content has the goal no longer */
	}
	s->relevant = s->goal;
	SKILL_EACH(skill, &s->goal)
	{
		skill_set_join(&s->relevant, &s->course->skills[skill].ancestors);
	}
	find_open(s);
	find_due(s);
	find_unproved(s);
	find_ahead(s, asked);
	return true;
}

/* --- reasons --- */

static bool take(
    const struct situation *s, enum reason_code code, size_t skill, uint16_t other, struct choice *choice)
{
	choice->kind = CHOICE_ITEM;
	choice->reason = (struct reason){.code = (uint8_t)code, .skill = (uint16_t)skill, .other = other};
	return pick_item(s->course, s->learner, skill, 0, NULL, s->now, choice);
}

/* A skill is in hand only for the sake of another one. */
static bool is_repairing(const struct situation *s)
{
	return s->learner->current < s->course->skill_count &&
	       s->learner->destination < s->course->skill_count;
}

/*
 * What an answer tells of: what the item needs; below a repair, where nothing was shown yet, all that its
 * skill rests on, so that the search for a hole takes big steps.
 */
static struct skill_set covered_by(const struct situation *s, const struct choice *item)
{
	struct skill_set covered = s->course->families[item->family].levels[item->level - 1].components;
	if (is_repairing(s) && skill_set_has(&s->unproved, item->skill)) {
		skill_set_join(&covered, &s->course->skills[item->skill].ancestors);
	}
	return covered;
}

/* The due review whose item covers most others that are due, then the one that has waited longest. */
static bool take_due(const struct situation *s, struct choice *choice)
{
	size_t best = SKILLS_MAX, best_covered = 0;
	int64_t best_since = 0;
	SKILL_EACH(skill, &s->due)
	{
		struct choice item;
		if (!pick_item(s->course, s->learner, skill, 0, NULL, s->now, &item)) {
			continue;
		}
		struct skill_set covered = covered_by(s, &item);
		for (size_t i = 0; i < SKILL_WORDS; i++) {
			covered.words[i] &= s->due.words[i];
		}
		size_t count = skill_set_count(&covered);
		int64_t since = learner_due(&s->learner->skills[skill]);
		if (best == SKILLS_MAX || count > best_covered ||
		    (count == best_covered && since < best_since)) {
			best = skill;
			best_covered = count;
			best_since = since;
		}
	}
	if (best == SKILLS_MAX) {
		return false;
	}
	choice->review = true;
	return take(
	    s, skill_set_has(&s->finishing, best) ? REASON_DELAYED : REASON_REVIEW, best, SKILL_NONE, choice);
}

/* The misconception, traced to this skill, that speaks loudest; 0: none. */
static uint32_t loudest(const struct situation *s, size_t skill)
{
	double most = 0;
	uint32_t key = 0;
	for (size_t i = 0; i < LEARNER_MISCONCEPTIONS; i++) {
		uint32_t candidate = s->learner->misconceptions[i].key;
		const struct course_misconception *row =
		    candidate ? course_find_misconception_key(s->course, candidate) : NULL;
		double odds =
		    row && row->prerequisite == skill ? learner_log_odds(s->learner, candidate, s->now) : 0;
		if (odds > most) {
			most = odds;
			key = candidate;
		}
	}
	return key;
}

/* What the skill rests on and is open itself: what an answer pointed to, else the least sure. */
static size_t to_repair(const struct situation *s, size_t skill)
{
	size_t weakest = SKILLS_MAX;
	SKILL_EACH(below, &s->course->skills[skill].ancestors)
	{
		if (!skill_set_has(&s->open, below)) {
			continue;
		}
		if (below == s->learner->doubted_skill) {
			return below;
		}
		if (weakest == SKILLS_MAX || belief(s, below) < belief(s, weakest)) {
			weakest = below;
		}
	}
	return weakest;
}

static bool take_repair(const struct situation *s, size_t skill, size_t sake, struct choice *choice)
{
	uint32_t misconception = loudest(s, skill);
	bool taken =
	    take(s, misconception ? REASON_REPAIR_BELIEF : REASON_REPAIR, skill, (uint16_t)sake, choice);
	choice->reason.misconception = misconception;
	return taken;
}

/* Below a skill that does not come: what the diagnosis named, else what is least sure, the nearest first. */
static bool take_probe(const struct situation *s, size_t skill, struct choice *choice)
{
	size_t weakest = SKILLS_MAX;
	SKILL_EACH(below, &s->course->skills[skill].ancestors)
	{
		if (!pick_has_items(s->course, below)) {
			continue;
		}
		if (below == s->learner->doubted_skill) {
			weakest = below;
			break;
		}
		if (weakest == SKILLS_MAX || belief(s, below) <= belief(s, weakest)) {
			weakest = below;
		}
	}
	if (weakest != SKILLS_MAX && weakest != s->learner->doubted_skill &&
	    belief(s, weakest) >= BELIEF_FAMILIAR) {
		return false; /* there is nothing to be found out */
	}
	return weakest != SKILLS_MAX && take(s, REASON_PROBE, weakest, (uint16_t)skill, choice);
}

static bool wants_probe(const struct situation *s, size_t skill)
{
	const struct learner_skill *row = &s->learner->skills[skill];
	return !s->learner->probed && row->since > 0 && row->since % PROBE_ATTEMPTS == 0 &&
	       belief(s, skill) < PROBE_BELIEF;
}

static bool take_current(const struct situation *s, size_t skill, struct choice *choice)
{
	const struct learner_skill *row = &s->learner->skills[skill];
	if (wants_probe(s, skill) && take_probe(s, skill, choice)) {
		return true;
	}
	if (s->learner->doubted[0]) {
		choice->separate[0] = s->learner->doubted[0];
		choice->separate[1] = s->learner->doubted[1];
		return take(s, REASON_SETTLE, skill, SKILL_NONE, choice);
	}
	return take(
	    s, row->run && row->attempts ? REASON_CONFIRM : REASON_PRACTISE, skill, SKILL_NONE, choice);
}

/* A skill of the goal that rests on this one. */
static uint16_t for_whose_sake(const struct situation *s, size_t skill)
{
	SKILL_EACH(above, &s->course->skills[skill].descendants)
	{
		if (skill_set_has(&s->goal, above) && !is_learnt(s, above)) {
			return (uint16_t)above;
		}
	}
	return SKILL_NONE;
}

static bool take_next(const struct situation *s, struct choice *choice)
{
	size_t skill = skill_set_next(&s->open, 0);
	if (skill == SKILLS_MAX) {
		return false;
	}
	if (!skill_set_has(&s->goal, skill)) {
		return take(s, REASON_FIRST, skill, for_whose_sake(s, skill), choice);
	}
	return take(s, REASON_NEW_SKILL, skill, SKILL_NONE, choice);
}

/*
 * Practice stays with one skill until it is proficient. What turns out missing below it is repaired first,
 * and then practice returns.
 */
static bool take_new(const struct situation *s, struct choice *choice)
{
	const struct learner *learner = s->learner;
	size_t current = learner->current, sake = learner->destination;
	if (s->ahead != SKILL_NONE) {
		SKILL_EACH(parent, &s->course->skills[s->ahead].parents)
		{
			if (!is_learnt(s, parent)) {
				return take(s, REASON_AHEAD, s->ahead, (uint16_t)parent, choice);
			}
		}
	}
	bool in_hand = current < s->course->skill_count && skill_set_has(&s->relevant, current) &&
	               !is_learnt(s, current);
	if (sake >= s->course->skill_count || !skill_set_has(&s->relevant, sake) || is_learnt(s, sake)) {
		sake = SKILLS_MAX;
	}
	if (in_hand) {
		size_t below = to_repair(s, current);
		if (below != SKILLS_MAX) {
			return take_repair(s, below, sake == SKILLS_MAX ? current : sake, choice);
		}
		return take_current(s, current, choice);
	}
	if (sake != SKILLS_MAX) {
		size_t below = to_repair(s, sake);
		return below != SKILLS_MAX ? take_repair(s, below, sake, choice)
		                           : take(s, REASON_RETURN, sake, SKILL_NONE, choice);
	}
	return take_next(s, choice);
}

/* Nothing for now: when to come back. */
static void take_nothing(const struct situation *s, struct choice *choice)
{
	int64_t at = INT64_MAX;
	bool done = true;
	for (size_t skill = 0; skill < s->course->skill_count; skill++) {
		int64_t due = learner_due(&s->learner->skills[skill]);
		at = due < at && pick_has_items(s->course, skill) ? due : at;
	}
	SKILL_EACH(skill, &s->goal)
	{
		const struct learner_skill *row = &s->learner->skills[skill];
		if (!pick_has_items(s->course, skill)) {
			continue;
		}
		done = done && row->level == LEVEL_MASTERED;
		if (row->level == LEVEL_PROFICIENT && row->proficient_at + RETURN_MS < at) {
			at = row->proficient_at + RETURN_MS;
		}
	}
	choice->kind = CHOICE_NOTHING;
	choice->at = at == INT64_MAX ? 0 : at > s->now ? at : s->now;
	choice->reason = (struct reason){
	    .code = done ? REASON_ALL_DONE : REASON_COME_BACK, .skill = SKILL_NONE, .other = SKILL_NONE};
}

/*
 * New items between two reviews. Where a repair does not come and something below it is only inferred, every
 * other item looks there: practice above a hole teaches little.
 */
static unsigned new_per_review(const struct situation *s)
{
	size_t current = s->learner->current;
	bool halting = is_repairing(s) && !skill_set_is_empty(&s->unproved) &&
	               s->learner->skills[current].since >= HALTING_ATTEMPTS &&
	               belief(s, current) < BELIEF_FAMILIAR;
	return halting ? 1 : NEW_PER_REVIEW;
}

static void practise(struct situation *s, const struct choose_request *request, struct choice *choice)
{
	bool only_reviews = request->mode == CHOOSE_REVIEW;
	if (request->without_reviews) {
		s->due = (struct skill_set){0};
	}
	bool some_open = !skill_set_is_empty(&s->open) || s->ahead != SKILL_NONE;
	bool due_now = only_reviews || !some_open || s->learner->new_items >= new_per_review(s);
	if (due_now && !skill_set_is_empty(&s->due) && take_due(s, choice)) {
		return;
	}
	if (!only_reviews && some_open && take_new(s, choice)) {
		return;
	}
	take_nothing(s, choice);
}

void learner_choose(const struct course *course, struct workspace *work, const struct learner *learner,
    const struct choose_request *request, int64_t now, struct choice *ret_choice)
{
	struct choice choice = {.skill = SKILL_NONE, .family = FAMILY_NONE};
	choice.reason.skill = choice.reason.other = SKILL_NONE;
	int64_t at = now > learner->now ? now : learner->now;
	if (request->mode == CHOOSE_ASSESSMENT) {
		choose_examined(course, work, learner, request->assessment, at, &choice);
		*ret_choice = choice;
		return;
	}
	if (learner->pending) {
		*ret_choice = learner->issued;
		return;
	}
	struct situation situation = {.course = course, .learner = learner, .now = at};
	if (!take_in(&situation, request->goal)) {
		choice.kind = CHOICE_REFUSED;
	} else {
		practise(&situation, request, &choice);
	}
	*ret_choice = choice;
}
