/*
 * A practice session in the terminal: item, answer, feedback, solution, next. It is a client like any other;
 * where no daemon is running it starts one for as long as the session lasts.
 */
#include "daemon/broker/sockets.h"
#include "daemon/client/client.h"
#include "daemon/clock.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/wire/buffer.h"
#include "daemon/wire/json.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ENDPOINT = 512,
	LINE = 4096,
	BODY = 64 * 1024,
	TOKEN = 16 * 1024 + 1,
	ASK_MS = 5000,
	FIRST_MS = 300,
	START_MS = 60000,
	ATTEMPT = 48,
};

struct values {
	const char *learner, *goal, *state, *locale;
};

struct session {
	const struct values *values;
	struct client *client;
	struct json_reader *reader;
	struct buffer body;
	char token[TOKEN]; /* of the item in hand */
	int64_t shown_at;
	int64_t hint; /* the next to ask for */
	pid_t daemon; /* that we started; 0: it was running */
	unsigned right, answered;
};

/* --- asking --- */

static const struct json_value *member(const struct json_value *object, const char *name)
{
	struct json_member row;
	if (!object || json_kind_of(object) != JSON_OBJECT) {
		return NULL;
	}
	for (bool any = json_first(object, &row); any; any = json_next(&row)) {
		if (strcmp(row.name, name) == 0) {
			return row.value;
		}
	}
	return NULL;
}

static const char *text_of(const struct json_value *object, const char *name)
{
	const struct json_value *value = member(object, name);
	size_t length;
	return value && json_kind_of(value) == JSON_TEXT ? json_get_text(value, &length) : "";
}

static void begin(struct session *session)
{
	buffer_clear(&session->body);
	json_open_object(&session->body, NULL);
	json_string(&session->body, "learner", session->values->learner);
}

/* The reply to what the body says; NULL after an error was printed. It stands until the next question. */
static const struct json_value *ask(struct session *session, const char *operation, bool *ret_ok)
{
	struct client_reply reply;
	const struct json_value *object = NULL;
	struct json_fault fault;
	json_close_object(&session->body);
	int error =
	    client_ask(session->client, operation, session->body.data, session->body.length, ASK_MS, &reply);
	json_forget(session->reader);
	if (error == 0 && json_read(session->reader, reply.body, reply.body_length, &object, &fault) == 0) {
		*ret_ok = reply.status_length == 2 && memcmp(reply.status, "ok", 2) == 0;
		return object;
	}
	printf("The daemon does not answer (%s).\n", strerror(error ? -error : EPROTO));
	return NULL;
}

/* --- showing --- */

static void show_solution(const struct json_value *solution)
{
	const struct json_value *steps = member(solution, "steps");
	for (size_t i = 0; steps && i < json_array_count(steps); i++) {
		const struct json_value *step = json_array_at(steps, i);
		const char *after = text_of(member(step, "after"), "text");
		printf("    %s%s%s\n", text_of(step, "says"), *after ? "   " : "", after);
	}
	printf("    The answer: %s\n", text_of(solution, "answer"));
}

static bool ask_solution(struct session *session)
{
	bool ok;
	begin(session);
	json_string(&session->body, "item", session->token);
	const struct json_value *solution = ask(session, "solution", &ok);
	if (solution && ok) {
		show_solution(solution);
	} else if (solution) {
		printf("  %s\n", text_of(solution, "message"));
	}
	return solution != NULL;
}

static bool ask_hint(struct session *session)
{
	bool ok;
	begin(session);
	json_string(&session->body, "item", session->token);
	json_integer(&session->body, "number", session->hint);
	const struct json_value *hint = ask(session, "hint", &ok);
	if (hint) {
		const char *words = text_of(hint, ok ? "hint" : "message");
		printf("  %s\n", *words ? words : "That was the last hint; `!` shows the solution.");
		session->hint += ok && *words;
	}
	return hint != NULL;
}

/* The next item, printed; false: there is none, or no answer. */
static bool show_next(struct session *session)
{
	bool ok;
	begin(session);
	if (session->values->goal) {
		json_string(&session->body, "goal", session->values->goal);
	}
	if (session->values->locale) {
		json_string(&session->body, "locale", session->values->locale);
	}
	const struct json_value *reply = ask(session, "next", &ok);
	const struct json_value *item = reply ? member(reply, "item") : NULL;
	if (!reply || !ok) {
		printf("%s\n", reply ? text_of(reply, "message") : "");
		return false;
	}
	printf("\n%s\n", text_of(member(reply, "reason"), "words"));
	if (!item || json_kind_of(item) != JSON_OBJECT) {
		return false;
	}
	snprintf(session->token, sizeof(session->token), "%s", text_of(item, "item"));
	const struct json_value *format = member(item, "answer_format");
	const char *say = text_of(format, "say");
	const struct json_value *choices = member(format, "options");
	printf("\n  %s%s%s%s\n", text_of(member(item, "prompt"), "text"), *say ? "  (" : "", say,
	    *say ? ")" : "");
	for (size_t i = 0; choices && i < json_array_count(choices); i++) {
		size_t length;
		printf("    - %s\n", json_get_text(json_array_at(choices, i), &length));
	}
	session->shown_at = clock_milliseconds();
	session->hint = 1;
	return true;
}

static void show_changes(const struct json_value *reply)
{
	const struct json_value *changes = member(reply, "changes");
	for (size_t i = 0; changes && i < json_array_count(changes); i++) {
		const struct json_value *change = json_array_at(changes, i);
		printf("  %s: %s\n", text_of(change, "skill"), text_of(change, "after"));
	}
}

/* What the most likely misconception made of it, where one is likelier than not. */
static void show_path(const struct json_value *reply)
{
	const struct json_value *diagnosis = member(reply, "diagnosis");
	const struct json_value *first =
	    diagnosis && json_array_count(diagnosis) ? json_array_at(diagnosis, 0) : NULL;
	const struct json_value *path = member(first, "path");
	double probability = 0;
	if (!path || json_array_count(path) < 2 ||
	    !json_get_real(member(first, "probability"), &probability) || probability < .5) {
		return;
	}
	printf("  ");
	for (size_t i = 0; i < json_array_count(path); i++) {
		size_t length;
		printf("%s%s", i ? " -> " : "", json_get_text(json_array_at(path, i), &length));
	}
	printf("\n");
}

enum step { STEP_STAY, STEP_NEXT, STEP_END };

/* `answer` NULL: "I don't know". */
static enum step submit(struct session *session, const char *answer)
{
	char attempt[ATTEMPT];
	bool ok;
	snprintf(
	    attempt, sizeof(attempt), "practice-%d-%lld", (int)getpid(), (long long)clock_microseconds());
	begin(session);
	json_string(&session->body, "item", session->token);
	json_string(&session->body, "attempt", attempt);
	json_integer(&session->body, "elapsed_ms", clock_milliseconds() - session->shown_at);
	if (answer) {
		json_string(&session->body, "answer", answer);
	} else {
		json_bool(&session->body, "skipped", true);
	}
	if (session->values->locale) {
		json_string(&session->body, "locale", session->values->locale);
	}
	const struct json_value *reply = ask(session, "submit", &ok);
	if (!reply || !ok) {
		printf("  %s\n", reply ? text_of(reply, "message") : "");
		return reply ? STEP_STAY : STEP_END;
	}
	const char *verdict = text_of(reply, "verdict");
	bool right = strcmp(verdict, "correct") == 0;
	bool open = strcmp(verdict, "unreadable") == 0 || strcmp(verdict, "undecided") == 0;
	printf("  %s\n", text_of(reply, "feedback"));
	show_path(reply);
	show_changes(reply);
	if (open) {
		return STEP_STAY;
	}
	session->answered++;
	session->right += right;
	return right || ask_solution(session) ? STEP_NEXT : STEP_END;
}

static enum step answer_line(struct session *session, char *line)
{
	line[strcspn(line, "\r\n")] = '\0';
	if (strcmp(line, "quit") == 0 || strcmp(line, "q") == 0) {
		return STEP_END;
	}
	if (strcmp(line, "?") == 0) {
		return ask_hint(session) ? STEP_STAY : STEP_END;
	}
	if (strcmp(line, "!") == 0) {
		return ask_solution(session) ? STEP_STAY : STEP_END;
	}
	return *line ? submit(session, line) : submit(session, NULL);
}

static void practise(struct session *session)
{
	char line[LINE];
	enum step step = STEP_NEXT;
	printf("An empty line: I don't know.  ?: a hint.  !: the solution.  q: the end.\n");
	while (step != STEP_END) {
		if (step == STEP_NEXT && !show_next(session)) {
			break;
		}
		printf("> ");
		fflush(stdout);
		step = fgets(line, sizeof(line), stdin) ? answer_line(session, line) : STEP_END;
	}
	printf("\n%u of %u right. Everything is kept; go on whenever you like.\n", session->right,
	    session->answered);
}

/* --- the daemon --- */

static void start_daemon(struct session *session)
{
	pid_t parent = getpid();
	session->daemon = fork();
	if (session->daemon != 0) {
		return;
	}
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDERR_FILENO);
	if (getppid() == parent) {
		execl("/proc/self/exe", "masteryd", "serve", "--state", session->values->state, "--workers",
		    "1", (char *)NULL);
	}
	_exit(EXIT_COULD_NOT_RUN);
}

/* Asks until somebody answers; false when the time is over. */
static bool wait_for_daemon(struct session *session)
{
	int64_t until = clock_milliseconds() + FIRST_MS;
	struct client_reply reply;
	do {
		begin(session);
		json_close_object(&session->body);
		int error = client_ask(session->client, "learner", session->body.data, session->body.length,
		    session->daemon ? ASK_MS : FIRST_MS, &reply);
		if (error == 0 && reply.status_length == 2) {
			return true;
		}
		if (error == -EHOSTUNREACH && !session->daemon) {
			printf("Starting a daemon on %s ...\n", session->values->state);
			fflush(stdout);
			start_daemon(session);
			until = clock_milliseconds() + START_MS;
		}
	} while (clock_milliseconds() < until);
	return false;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE};
	struct arguments arguments;
	char endpoint[ENDPOINT];
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	if (!values.learner) {
		return options_fault(command, "it needs --learner ID");
	}
	if (start_locale(command, values.locale) < 0) {
		return EXIT_USAGE;
	}
	if (socket_path(endpoint, sizeof(endpoint), values.state, "front.sock") < 0) {
		return options_fault(command, "the path of the state folder is too long for a socket");
	}
	struct session session = {.values = &values};
	buffer_init(&session.body, BODY);
	int error = json_reader_new(&session.reader);
	if (error == 0) {
		error = client_new(endpoint, &session.client);
	}
	exit_status = EXIT_DONE;
	if (error < 0 || !wait_for_daemon(&session)) {
		exit_status = start_fault(command, "no daemon answers, and none could be started");
	} else {
		practise(&session);
	}
	client_free(session.client);
	json_reader_free(session.reader);
	buffer_done(&session.body);
	if (session.daemon > 0) {
		kill(session.daemon, SIGTERM);
		waitpid(session.daemon, NULL, 0);
	}
	return exit_status;
}

static const struct option_row options[] = {
    {"learner", OPTION_TEXT, "ID", offsetof(struct values, learner), "who practises", 0, 0},
    {"goal", OPTION_TEXT, "NAME", offsetof(struct values, goal),
        "a skill or unit to work towards (the learner's own goal)", 0, 0},
    {"locale", OPTION_TEXT, "en|es", offsetof(struct values, locale), "language (the learner's own)", 0, 0},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "the daemon's state folder (./state)", 0,
        0},
};

const struct command command_practice = {
    .name = "practice",
    .summary = "A practice session in the terminal.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "Where no daemon is running on the state folder, one is started for the session.\n",
    .run = run,
};
