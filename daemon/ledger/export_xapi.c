#include "daemon/ledger/export_xapi.h"

#include "checker/check.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* A name that no one can own (RFC 2606), so that it never points to somebody else's activities. */
const char xapi_home[] = "https://masteryd.invalid/";

enum { UUID_BYTES = 16, UUID_TEXT = 37, IRI_TEXT = 1024, TIME_TEXT = 40 };

static const char verb_answered[] = "http://adlnet.gov/expapi/verbs/answered";
static const char type_interaction[] = "http://adlnet.gov/expapi/activities/cmi.interaction";
static const char type_objective[] = "http://adlnet.gov/expapi/activities/objective";
static const char type_assessment[] = "http://adlnet.gov/expapi/activities/assessment";

/* In the layout of a UUID made from a name (RFC 4122, 4.3), by BLAKE2b. */
static void uuid_of(
    const char *home, struct store_bytes learner, const uint64_t *numbers, size_t count, char uuid[UUID_TEXT])
{
	static const int dashes[] = {4, 6, 8, 10};
	unsigned char bytes[UUID_BYTES];
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, UUID_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)home, strlen(home) + 1);
	crypto_generichash_update(&state, (const unsigned char *)numbers, count * sizeof(*numbers));
	crypto_generichash_update(&state, learner.data, learner.length);
	crypto_generichash_final(&state, bytes, UUID_BYTES);
	bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x50);
	bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
	char *at = uuid;
	for (int i = 0, dash = 0; i < UUID_BYTES; i++) {
		if (dash < 4 && i == dashes[dash]) {
			*at++ = '-';
			dash++;
		}
		at += sprintf(at, "%02x", bytes[i]);
	}
}

/* RFC 3339 with milliseconds. */
static void write_timestamp(struct buffer *out, int64_t at)
{
	char second[TIME_TEXT] = "", text[TIME_TEXT + 8];
	struct tm parts;
	time_t seconds = (time_t)(at / 1000);
	if (gmtime_r(&seconds, &parts) && strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &parts) > 0) {
		snprintf(text, sizeof(text), "%s.%03dZ", second, (int)(at % 1000));
		json_string(out, "timestamp", text);
	}
}

static void write_iri(
    struct buffer *out, const char *name, const char *home, const char *kind, const char *last)
{
	char iri[IRI_TEXT];
	snprintf(iri, sizeof(iri), "%s%s/%s", home, kind, last);
	json_string(out, name, iri);
}

static void write_words(struct buffer *out, const char *name, const char *words)
{
	json_open_object(out, name);
	json_string(out, "en", words);
	json_close_object(out);
}

static void write_actor(struct buffer *out, const char *home, struct store_bytes learner)
{
	json_open_object(out, "actor");
	json_string(out, "objectType", "Agent");
	json_open_object(out, "account");
	json_string(out, "homePage", home);
	json_string_bytes(out, "name", learner.data, learner.length);
	json_close_object(out);
	json_close_object(out);
}

/* An activity in a list, as the context has them. */
static void write_activity(
    struct buffer *out, const char *home, const char *kind, const char *name, const char *type)
{
	json_open_object(out, NULL);
	json_string(out, "objectType", "Activity");
	write_iri(out, "id", home, kind, name);
	json_open_object(out, "definition");
	json_string(out, "type", type);
	write_words(out, "name", name);
	json_close_object(out);
	json_close_object(out);
}

static void write_object(struct buffer *out, const char *home, const struct record_attempt *attempt)
{
	char item[IRI_TEXT / 2];
	snprintf(
	    item, sizeof(item), "%s/%s/%" PRIu64, attempt->family, attempt->content_version, attempt->tuple);
	json_open_object(out, "object");
	json_string(out, "objectType", "Activity");
	write_iri(out, "id", home, "items", item);
	json_open_object(out, "definition");
	json_string(out, "type", type_interaction);
	json_string(out, "interactionType", "fill-in");
	write_words(out, "name", attempt->family);
	json_close_object(out);
	json_close_object(out);
}

static void write_extensions(struct buffer *out, const char *home, const struct record_attempt *attempt)
{
	char iri[IRI_TEXT];
	const struct {
		const char *name, *text;
		uint64_t number;
		bool there;
	} rows[] = {
	    {"verdict", verdict_names[attempt->verdict], 0, true},
	    {"level", NULL, (uint64_t)attempt->level, true},
	    {"confidence", NULL, attempt->confidence, attempt->confidence > 0},
	    {"misconception", attempt->misconception, 0, *attempt->misconception != '\0'},
	    {"before", level_names[attempt->before], 0, true},
	    {"after", level_names[attempt->after], 0, true},
	};
	const struct {
		const char *name;
		bool value;
	} flags[] = {{"skipped", attempt->skipped}, {"retry", attempt->retry}, {"hint", attempt->hinted}};
	json_open_object(out, "extensions");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(iri, sizeof(iri), "%sextensions/%s", home, rows[i].name);
		if (rows[i].there && rows[i].text) {
			json_string(out, iri, rows[i].text);
		} else if (rows[i].there) {
			json_unsigned(out, iri, rows[i].number);
		}
	}
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		snprintf(iri, sizeof(iri), "%sextensions/%s", home, flags[i].name);
		json_bool(out, iri, flags[i].value);
	}
	json_close_object(out);
}

/*
 * What could not be read or decided is neither right nor wrong. What another form is worth is its question's
 * business, which the log does not hold: no score.
 */
static void write_result(struct buffer *out, const char *home, const struct record_attempt *attempt)
{
	bool right = attempt->verdict == VERDICT_CORRECT;
	bool wrong = attempt->verdict == VERDICT_INCORRECT;
	json_open_object(out, "result");
	if (right || wrong) {
		json_open_object(out, "score");
		json_integer(out, "scaled", right);
		json_close_object(out);
	}
	if (right || wrong || attempt->verdict == VERDICT_WRONG_FORM) {
		json_bool(out, "success", right);
	}
	if (!attempt->skipped) {
		json_string_bytes(out, "response", attempt->answer, attempt->answer_length);
	}
	if (attempt->elapsed_ms) {
		char duration[48];
		snprintf(duration, sizeof(duration), "PT%" PRIu64 ".%02uS", attempt->elapsed_ms / 1000,
		    (unsigned)(attempt->elapsed_ms % 1000 / 10));
		json_string(out, "duration", duration);
	}
	write_extensions(out, home, attempt);
	json_close_object(out);
}

/* The registration is the assessment, or the learner's practice as a whole. */
static void write_context(
    struct buffer *out, const char *home, struct store_bytes learner, const struct record_attempt *attempt)
{
	char uuid[UUID_TEXT];
	uuid_of(home, learner, &attempt->assessment, 1, uuid);
	json_open_object(out, "context");
	json_string(out, "registration", uuid);
	json_string(out, "platform", "masteryd");
	json_open_object(out, "contextActivities");
	if (attempt->assessment) {
		json_open_array(out, "parent");
		write_activity(out, home, "assessments", uuid, type_assessment);
		json_close_array(out);
	}
	json_open_array(out, "category");
	write_activity(out, home, "families", attempt->family, type_objective);
	json_close_array(out);
	if (*attempt->skill) {
		json_open_array(out, "grouping");
		write_activity(out, home, "skills", attempt->skill, type_objective);
		json_close_array(out);
	}
	json_close_object(out);
	json_close_object(out);
}

void xapi_write(struct buffer *out, const char *home, struct store_bytes learner,
    const struct store_entry *entry, const struct record_attempt *attempt)
{
	char uuid[UUID_TEXT];
	const uint64_t numbers[] = {entry->number, (uint64_t)entry->at};
	uuid_of(home, learner, numbers, 2, uuid);
	json_open_object(out, NULL);
	json_string(out, "id", uuid);
	write_actor(out, home, learner);
	json_open_object(out, "verb");
	json_string(out, "id", verb_answered);
	write_words(out, "display", "answered");
	json_close_object(out);
	write_object(out, home, attempt);
	write_result(out, home, attempt);
	write_context(out, home, learner, attempt);
	write_timestamp(out, entry->at);
	json_close_object(out);
}
