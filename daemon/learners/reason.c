#include "daemon/learners/reason.h"
#include "daemon/learners/course.h"
#include "daemon/wire/utf8.h"

#include <stdio.h>
#include <string.h>

const char *const reason_names[REASONS] = {
#define X(code, name) name,
    REASON_TABLE(X)
#undef X
};

/* {skill} and {other} are titles, {belief} what a misconception says, {done} and {count} numbers. */
static const char *const reason_words[REASONS][LOCALES] = {
    [REASON_NEW_SKILL] = {"Next: {skill}. Everything it rests on is in place.",
        "Ahora: {skill}. Ya tienes todo en lo que se apoya."},
    [REASON_PRACTISE] = {"One more on {skill}: not there yet, and each one brings it nearer.",
        "Uno más de {skill}: todavía no está, y cada uno lo acerca."},
    [REASON_CONFIRM] = {"That went well; one more on {skill} to make sure.",
        "Ha ido bien; uno más de {skill} para asegurarlo."},
    [REASON_REVIEW] = {"A look back at {skill}, so that it stays.",
        "Un repaso de {skill}, para que se quede."},
    [REASON_REPAIR] = {"A look at {skill} first: {other} rests on it. Then straight back.",
        "Primero un vistazo a {skill}: {other} se apoya en ello. Después volvemos."},
    [REASON_REPAIR_BELIEF] =
        {"Your answers look like this idea: \"{belief}\" A few items on {skill} clear it "
         "up, then back to {other}.",
            "Tus respuestas se parecen a esta idea: «{belief}» Unos ejercicios de {skill} la aclaran, y "
            "luego volvemos "
            "a {other}."},
    [REASON_PROBE] =
        {"{other} does not come yet; this checks whether the reason is {skill}, which it rests on.",
            "{other} todavía no sale; esto mira si la razón es {skill}, en lo que se apoya."},
    [REASON_SETTLE] = {"The last answer could have come from more than one idea; this item tells them apart.",
        "La última respuesta pudo venir de más de una idea; este ejercicio las distingue."},
    [REASON_RETURN] = {"Back to {skill}: what it rests on is in place now.",
        "De vuelta a {skill}: ahora está en su sitio aquello en lo que se apoya."},
    [REASON_FIRST] = {"{skill} first: {other} rests on it.", "Primero {skill}: {other} se apoya en ello."},
    [REASON_AHEAD] = {"{skill}, as was asked; {other}, which it rests on, is still open.",
        "{skill}, como se pidió; {other}, en lo que se apoya, sigue abierto."},
    [REASON_DELAYED] = {"Some time has passed: one item shows that {skill} has stayed.",
        "Ha pasado un tiempo: un ejercicio muestra que {skill} se ha quedado."},
    [REASON_PLACEMENT] =
        {"Question {done}, to find the right place to begin. \"I don't know\" is a good answer "
         "too.",
            "Pregunta {done}, para encontrar dónde empezar. «No lo sé» también es una buena respuesta."},
    [REASON_ASSESSMENT] = {"Item {done} of {count}.", "Ejercicio {done} de {count}."},
    [REASON_COME_BACK] = {"Nothing is due now. Come back later: what was learnt needs a while to settle.",
        "Ahora no toca nada. Vuelve más tarde: lo aprendido necesita un tiempo para asentarse."},
    [REASON_ALL_DONE] = {"Everything in this goal is mastered.", "Todo lo de esta meta está dominado."},
    [REASON_OVER] = {"This one is finished.", "Este ya está terminado."},
};

struct writing {
	char *text;
	size_t length, size;
	bool full;
};

static void put(struct writing *out, const char *text, size_t length)
{
	size_t room = out->size - 1 - out->length;
	size_t taken = length <= room ? length : utf8_cut(text, length, room);
	if (!out->full) {
		memcpy(out->text + out->length, text, taken);
		out->length += taken;
	}
	out->full = out->full || taken < length;
}

static void put_skill(struct writing *out, const struct course *course, uint16_t skill, enum locale locale)
{
	const char *title = skill < course->skill_count
	                        ? content_skill_title(course->content, course->skills[skill].place, locale)
	                        : "...";
	put(out, title, strlen(title));
}

static void put_belief(
    struct writing *out, const struct course *course, uint32_t misconception, enum locale locale)
{
	struct misconception_row row;
	for (size_t i = 0; misconception && i < content_misconception_count(course->content); i++) {
		content_misconception(course->content, i, locale, &row);
		if (course_key(row.id) == misconception && row.believes) {
			put(out, row.believes, strlen(row.believes));
			return;
		}
	}
}

static void put_number(struct writing *out, unsigned number)
{
	char digits[16];
	int length = snprintf(digits, sizeof(digits), "%u", number);
	put(out, digits, (size_t)length);
}

/* Writes what the placeholder at `name` stands for; gives the bytes that it takes up. */
static size_t put_placeholder(struct writing *out, const struct course *course, const struct reason *reason,
    enum locale locale, const char *name)
{
	if (strncmp(name, "{skill}", 7) == 0) {
		put_skill(out, course, reason->skill, locale);
	} else if (strncmp(name, "{other}", 7) == 0) {
		put_skill(out, course, reason->other, locale);
	} else if (strncmp(name, "{belief}", 8) == 0) {
		put_belief(out, course, reason->misconception, locale);
	} else if (strncmp(name, "{done}", 6) == 0) {
		put_number(out, reason->done);
	} else if (strncmp(name, "{count}", 7) == 0) {
		put_number(out, reason->count);
	}
	return strcspn(name, "}") + 1;
}

size_t reason_write(
    const struct course *course, const struct reason *reason, enum locale locale, char *text, size_t size)
{
	struct writing out = {.text = text, .size = size};
	if (size == 0) {
		return 0;
	}
	const char *at = reason->code < REASONS ? reason_words[reason->code][locale] : "";
	while (*at) {
		size_t plain = strcspn(at, "{");
		put(&out, at, plain);
		at += plain;
		if (*at) {
			at += put_placeholder(&out, course, reason, locale, at);
		}
	}
	out.text[out.length] = '\0';
	return out.length;
}
