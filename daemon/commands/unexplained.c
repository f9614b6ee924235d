/* masteryd unexplained: which wrong answers does no belief explain, and what belief would? */
#include "daemon/commands/unexplained.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/lines.h"
#include "daemon/commands/start.h"
#include "daemon/worker/handlers.h"

#include "checker/algebra/print.h"
#include "checker/diagnosis/approximate.h"
#include "checker/reading/read.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARENA_BYTES = 1 << 30 };
static const double unexplained_from = .5;

struct values {
	const char *state, *content;
	int64_t groups;
};
static const struct option_row options[] = {
    {"groups", OPTION_INTEGER, "N", offsetof(struct values, groups), "how many groups to show (40)", 1,
        10000},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state),
        "folder of the sealing keys, for lines with a sealed item (./state)", 0, 0},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "folder of the content whose misconceptions explain wrong answers; built-in when left out", 0, 0},
};

struct collecting {
	struct worker worker; /* first: what judges a line is given this and finds the rest */
	struct buffer reply;
	struct arena *kept; /* texts and trees of the answers */
	const struct keyring *keys;
	const struct content *content;
	struct unexplained_answer *answers;
	size_t count, room;
	size_t judged, wrong;
};

/* ---- one line ---- */

struct line {
	const struct json_value *question;
	const char *item, *family, *answer;
	size_t answer_length;
	bool plain; /* the answer is a text */
};

static void take_member(const struct json_member *member, struct line *line)
{
	size_t length;
	const char *text =
	    json_kind_of(member->value) == JSON_TEXT ? json_get_text(member->value, &length) : NULL;
	if (strcmp(member->name, "question") == 0) {
		line->question = member->value;
	} else if (text && strcmp(member->name, "item") == 0) {
		line->item = text;
	} else if (text && strcmp(member->name, "family") == 0) {
		line->family = text;
	} else if (text && strcmp(member->name, "answer") == 0) {
		line->answer = text;
		line->answer_length = length;
	}
}

static const char *keep_text(struct collecting *collecting, const char *text)
{
	return arena_copy(collecting->kept, text ? text : "", text ? strlen(text) : 0);
}

static const char *printed(struct arena *arena, const struct expr *tree)
{
	struct text text;
	text_init(&text, arena);
	print_text(&text, tree, NULL);
	return text.data;
}

static void keep_answer(struct collecting *collecting, const struct line *line,
    const struct question_spec *spec, const struct expr *read)
{
	if (collecting->count == collecting->room) {
		size_t room = collecting->room ? 2 * collecting->room : 256;
		void *more = realloc(collecting->answers, room * sizeof(*collecting->answers));
		if (!more) {
			return;
		}
		collecting->answers = more;
		collecting->room = room;
	}
	bool open = spec->kind == KIND_NUMBER || spec->kind == KIND_EXPRESSION;
	collecting->answers[collecting->count++] =
	    (struct unexplained_answer){.family = keep_text(collecting, line->family),
	        .ask = keep_text(collecting, spec->ask),
	        .expected = keep_text(collecting, spec->expected),
	        .text = keep_text(collecting, printed(collecting->worker.arena, read)),
	        .key = open ? 0 : (double)NAN,
	        .count = 1};
}

static void judge_line(
    struct collecting *collecting, const struct line *line, const struct question_cache *cache)
{
	struct worker *worker = &collecting->worker;
	struct verdict verdict;
	struct explanation explanation = {.unexplained = 1};
	struct candidates candidates;
	check_answer(worker->arena, cache->question, line->answer, line->answer_length, NULL, &verdict);
	collecting->judged++;
	if (verdict.kind != VERDICT_INCORRECT || !verdict.read) {
		return;
	}
	collecting->wrong++;
	struct diagnosed *diagnosed = question_diagnosed(worker);
	if (diagnosed) {
		diagnose_answer(
		    diagnosed, worker->arena, line->answer, line->answer_length, NULL, &verdict, &candidates);
		diagnose_words(
		    diagnosed, worker->arena, &candidates, verdict.read, NULL, LOCALE_EN, &explanation);
	}
	if (explanation.unexplained >= unexplained_from) {
		keep_answer(collecting, line, &cache->spec, verdict.read);
	}
}

static enum error_code take_line(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct collecting *collecting = (struct collecting *)worker;
	const struct json_value *object;
	const struct question_cache *cache = NULL;
	struct refusal_report report = {.code = ERROR_BAD_REQUEST};
	struct line line = {0};
	struct json_member member;
	(void)reply;
	if (fields_open_text(worker->reader, body, length, &object, &report.fault) < 0) {
		return ERROR_BAD_REQUEST;
	}
	for (bool any = json_first(object, &member); any; any = json_next(&member)) {
		take_member(&member, &line);
	}
	struct subject subject = {line.item, line.question, NULL, -1};
	if (!line.answer || (!line.item && !line.question) ||
	    !question_find(worker, &subject, &cache, &report) || !cache) {
		return ERROR_BAD_REQUEST;
	}
	judge_line(collecting, &line, cache);
	return ERROR_NONE;
}

static void *begin(void *context)
{
	struct collecting *collecting = context;
	buffer_init(&collecting->reply, WORKER_REPLY_LIMIT);
	return worker_init(&collecting->worker, collecting->content, collecting->keys) < 0 ? NULL
	                                                                                   : collecting;
}

static void end(void *state)
{
	struct collecting *collecting = state;
	worker_done(&collecting->worker);
	buffer_done(&collecting->reply);
}

static bool answer_line(void *state, const char *line, size_t length, struct buffer *out)
{
	struct collecting *collecting = state;
	(void)out;
	return line &&
	       worker_run(&collecting->worker, take_line, line, length, &collecting->reply) == ERROR_NONE;
}

/* ---- groups ---- */

struct reading_answer {
	struct arena *arena;
	struct unexplained_answer *answer;
};

static const struct expr *tree_of(struct arena *arena, const char *text)
{
	struct reading reading;
	return *text && read_text(arena, text, strlen(text), NULL, &reading) == 0 ? reading.expr : NULL;
}

static double number_of(const struct expr *tree)
{
	return tree && tree->kind < EXPR_CALL && !expr_mentions(tree, NULL)
	           ? approximate(tree, (struct approximate_at){NULL, 0})
	           : (double)NAN;
}

static void read_answer(void *context)
{
	struct reading_answer *reading = context;
	struct unexplained_answer *answer = reading->answer;
	bool open = !isnan(answer->key);
	const struct expr *key = tree_of(reading->arena, answer->expected),
	                  *ask = open ? tree_of(reading->arena, answer->ask) : NULL;
	answer->read = tree_of(reading->arena, answer->text);
	answer->tree = ask && ask->kind < EXPR_CALL ? ask : NULL;
	answer->key = number_of(key);
	answer->value = number_of(answer->read);
	answer->relation = relation_of(answer->key, answer->value);
}

static int compare(const void *left, const void *right)
{
	const struct unexplained_answer *a = left, *b = right;
	int order = strcmp(a->family, b->family);
	order = order ? order : (a->relation > b->relation) - (a->relation < b->relation);
	order = order ? order : strcmp(a->ask, b->ask);
	return order ? order : strcmp(a->text, b->text);
}

/* Sorted, each answer to an item once. */
static void merge(struct collecting *collecting)
{
	size_t kept = 0;
	for (size_t i = 0; i < collecting->count; i++) {
		struct reading_answer reading = {collecting->kept, &collecting->answers[i]};
		(void)arena_try(collecting->kept, read_answer, &reading);
	}
	if (collecting->count) {
		qsort(collecting->answers, collecting->count, sizeof(*collecting->answers), compare);
	}
	for (size_t i = 0; i < collecting->count; i++) {
		struct unexplained_answer *answers = collecting->answers;
		if (kept > 0 && compare(&answers[kept - 1], &answers[i]) == 0) {
			answers[kept - 1].count++;
		} else {
			answers[kept++] = answers[i];
		}
	}
	collecting->count = kept;
}

struct group_of_answers {
	const struct unexplained_answer *first;
	size_t items, answers;
	bool whole; /* the family's answers of all relations */
};

static int by_answers(const void *left, const void *right)
{
	const struct group_of_answers *a = left, *b = right;
	return a->answers != b->answers ? (a->answers < b->answers ? 1 : -1)
	       : a->whole != b->whole   ? (a->whole ? -1 : 1)
	                                : (a->first > b->first) - (a->first < b->first);
}

/* Runs of one family and relation, and where a family has several, all of it. */
static size_t make_groups(const struct collecting *collecting, struct group_of_answers *ret_groups)
{
	size_t count = 0, family = 0;
	for (size_t i = 0; i < collecting->count; i++) {
		const struct unexplained_answer *answer = &collecting->answers[i];
		bool same_family = i && strcmp(answer->family, answer[-1].family) == 0;
		if (!same_family) {
			family = count;
			ret_groups[count++] = (struct group_of_answers){.first = answer, .whole = true};
		}
		if (!same_family || answer->relation != answer[-1].relation) {
			ret_groups[count++] = (struct group_of_answers){.first = answer};
		}
		ret_groups[family].items++;
		ret_groups[family].answers += answer->count;
		ret_groups[count - 1].items++;
		ret_groups[count - 1].answers += answer->count;
	}
	return count;
}

/* ---- what is shown ---- */

static void print_edits(const struct group_of_answers *group)
{
	const struct unexplained_answer **answers =
	    calloc(group->items, sizeof(const struct unexplained_answer *));
	struct edit edits[EDITS_SHOWN];
	for (size_t i = 0; answers && i < group->items; i++) {
		answers[i] = &group->first[i];
	}
	size_t count = answers ? edits_find(answers, group->items, edits) : 0;
	for (size_t i = 0; i < count; i++) {
		printf("    # explains %zu of the %zu answers, to %zu items\n", edits[i].answers,
		    group->answers, edits[i].items);
		printf("    - rules: [\"%s\"]\n", edits[i].rule);
	}
	free(answers);
}

static void print_group(const struct group_of_answers *group)
{
	const struct unexplained_answer *first = group->first;
	for (size_t i = 1; i < group->items && !group->whole; i++) {
		first = group->first[i].count > first->count ? &group->first[i] : first;
	}
	printf("%zu answers to %zu items of %s: %s\n", group->answers, group->items,
	    *first->family ? first->family : "no named family",
	    group->whole ? "all together" : relation_name(first->relation));
	printf("    example: {ask: \"%s\", correct: \"%s\", wrong: \"%s\"}\n", first->ask, first->expected,
	    first->text);
	print_edits(group);
}

/* A family of which one group is all is shown once. */
static bool is_repeated(const struct group_of_answers *groups, size_t at)
{
	return groups[at].whole && at + 1 < SIZE_MAX && groups[at].items == groups[at + 1].items &&
	       groups[at].first == groups[at + 1].first;
}

static int report(const struct command *command, const struct collecting *collecting, size_t most)
{
	struct group_of_answers *groups = calloc(2 * collecting->count + 1, sizeof(*groups));
	if (!groups) {
		return start_fault(command, "memory is out");
	}
	size_t made = make_groups(collecting, groups), count = 0;
	for (size_t i = 0; i < made; i++) {
		if (!is_repeated(groups, i)) {
			groups[count++] = groups[i];
		}
	}
	if (count) {
		qsort(groups, count, sizeof(*groups), by_answers);
	}
	size_t unexplained = 0;
	for (size_t i = 0; i < collecting->count; i++) {
		unexplained += collecting->answers[i].count;
	}
	printf("%zu answers, %zu wrong, %zu of them unexplained\n", collecting->judged, collecting->wrong,
	    unexplained);
	for (size_t i = 0; i < count && i < most; i++) {
		print_group(&groups[i]);
	}
	free(groups);
	return start_flush(command);
}

/* ---- the command ---- */

static int collect(const struct command *command, struct collecting *collecting, size_t most)
{
	struct lines_result result = {0};
	struct lines_job job = {.in = STDIN_FILENO,
	    .out = STDOUT_FILENO,
	    .threads = 1,
	    .progress = isatty(STDERR_FILENO),
	    .context = collecting,
	    .start = begin,
	    .end = end,
	    .answer = answer_line};
	int error = lines_run(&job, &result);
	if (error < 0) {
		return start_fault(command, strerror(-error));
	}
	arena_serve_gmp(collecting->kept);
	merge(collecting);
	int status = report(command, collecting, most);
	arena_serve_gmp(NULL);
	if (result.bad) {
		fprintf(stderr, "%llu lines could not be judged\n", (unsigned long long)result.bad);
	}
	return status ? status : result.bad ? EXIT_FAULTS : EXIT_DONE;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.groups = 40};
	struct arguments arguments;
	struct keyring *keys = NULL;
	struct content *content = NULL;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	status = start_keys(command, values.state, false, &keys);
	if (status == EXIT_DONE) {
		status = start_content(command, values.content, NULL, &content);
	}
	if (status == EXIT_DONE) {
		struct collecting collecting = {
		    .keys = keys, .content = content, .kept = arena_new(ARENA_BYTES)};
		status = collecting.kept ? collect(command, &collecting, (size_t)values.groups)
		                         : start_fault(command, "memory is out");
		arena_free(collecting.kept);
		free(collecting.answers);
	}
	content_free(content);
	keyring_free(keys);
	return status;
}

const struct command command_unexplained = {
    .name = "unexplained",
    .summary = "Groups wrong answers that no belief explains, and proposes rules that would explain them.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "Reads lines as `grade` does, a JSON object each: {\"question\" or \"item\", \"answer\"}, with an "
        "optional\n\"family\"; other fields, such as those of a verdict, are left alone. Each answer is "
        "judged "
        "and\nexplained anew, by the beliefs of today. Groups are by family and by how the answer stands to "
        "the\nkey, most frequent first; the rules are in the notation of misconceptions.yaml.\n",
    .run = run,
};
