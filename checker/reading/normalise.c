#include "checker/reading/normalise.h"

#include "checker/reading/characters.h"

#include <string.h>
#include <utf8proc.h>

/* A growing text with sources. */
struct writer {
	struct arena *arena;
	char *bytes;
	uint32_t *source;
	size_t length, capacity;
};

static void writer_init(struct writer *writer, struct arena *arena, size_t capacity)
{
	writer->arena = arena;
	writer->capacity = capacity + 64;
	writer->bytes = arena_alloc(arena, writer->capacity);
	writer->source = arena_array(arena, writer->capacity, sizeof writer->source[0]);
	writer->length = 0;
}

static void write_byte(struct writer *writer, char byte, uint32_t source)
{
	if (writer->length == writer->capacity) {
		struct writer larger;

		writer_init(&larger, writer->arena, writer->capacity * 2);
		memcpy(larger.bytes, writer->bytes, writer->length);
		memcpy(larger.source, writer->source, writer->length * sizeof writer->source[0]);
		larger.length = writer->length;
		*writer = larger;
	}
	writer->bytes[writer->length] = byte;
	writer->source[writer->length++] = source;
}

static void write_piece(struct writer *writer, const char *piece, uint32_t source)
{
	while (*piece)
		write_byte(writer, *piece++, source);
}

uint32_t mapped_source(const struct mapped *text, size_t at)
{
	if (at >= text->length)
		return (uint32_t)text->source_length;
	return text->source ? text->source[at] : (uint32_t)at;
}

static _Noreturn void refuse(struct arena *arena, struct notes *notes, enum note_code code, size_t at)
{
	notes_add(notes, (struct note){.code = code, .at = (uint32_t)at, .length = 1, .placed = true});
	arena_refuse(arena, REFUSAL_UNREADABLE);
}

/* One character at `at`: its code and its length in bytes. */
static size_t decode(
    struct arena *arena, const struct mapped *text, size_t at, struct notes *notes, int32_t *ret_code)
{
	utf8proc_ssize_t length = utf8proc_iterate(
	    (const utf8proc_uint8_t *)text->bytes + at, (utf8proc_ssize_t)(text->length - at), ret_code);

	if (length <= 0 || *ret_code == 0)
		refuse(arena, notes, NOTE_NOT_TEXT, mapped_source(text, at));
	if (*ret_code == '&') {
		size_t entity = entity_read(text->bytes + at, text->length - at, ret_code);

		return entity ? entity : 1;
	}
	return (size_t)length;
}

/*
 * A decimal digit of any script, or -1. Unicode keeps the ten digits of a script in one run, so the number of
 * digits before it in its run, modulo ten, is its value (Unicode 15, chapter 4.6: decimal digits form
 * contiguous ranges in ascending order).
 */
static int digit_value(int32_t code)
{
	int before = 0;

	if (utf8proc_category(code) != UTF8PROC_CATEGORY_ND)
		return -1;
	while (before < 64 && utf8proc_category(code - before - 1) == UTF8PROC_CATEGORY_ND)
		before++;
	return before % 10;
}

/* A character without a row: its compatibility decomposition (NFKC's), digits of any script as ASCII. */
static void write_other(
    struct writer *writer, const struct mapped *text, size_t at, size_t length, int32_t code)
{
	utf8proc_int32_t parts[32];
	int class = 0;
	uint32_t source = mapped_source(text, at);
	int digit = digit_value(code);
	utf8proc_ssize_t count;

	if (digit >= 0) {
		write_byte(writer, (char)('0' + digit), source);
		return;
	}
	count = utf8proc_decompose_char(code, parts, 32, UTF8PROC_COMPAT | UTF8PROC_COMPOSE, &class);
	if (count >= 1 && count <= 32) {
		bool ascii = true;

		for (utf8proc_ssize_t i = 0; i < count; i++)
			ascii = ascii && parts[i] > 0x1f && parts[i] < 0x7f;
		if (ascii) {
			for (utf8proc_ssize_t i = 0; i < count; i++)
				write_byte(writer, (char)parts[i], source);
			return;
		}
	}
	for (size_t i = 0; i < length; i++)
		write_byte(writer, text->bytes[at + i], source);
}

/* x¹⁄₂ is a power of x; 2¹⁄₂ is a mixed number. */
static bool ends_in_letter(const struct writer *writer)
{
	char last = writer->length ? writer->bytes[writer->length - 1] : ' ';

	return (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z') || last == ')';
}

static bool ends_in_operand(const struct writer *writer)
{
	char last = writer->length ? writer->bytes[writer->length - 1] : ' ';

	return (last >= '0' && last <= '9') || (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z') ||
	       last == ')' || last == ']' || last == '}' ||
	       (writer->length >= 4 && memcmp(writer->bytes + writer->length - 4, "\\pi ", 4) == 0);
}

/* ¹⁄₂, as writing programs make it: digits raised, a stroke, digits lowered. Gives where it ends; 0: it is
 * none. */
static size_t write_drawn_fraction(
    struct arena *arena, struct writer *writer, const struct mapped *text, size_t at, struct notes *notes)
{
	enum character_role roles[2] = {ROLE_SUPERSCRIPT, ROLE_SUBSCRIPT};
	char digits[2][16];
	size_t counts[2] = {0, 0}, end = at;
	int side = 0;

	while (end < text->length) {
		int32_t code;
		size_t bytes = decode(arena, text, end, notes, &code);
		const struct character *character = code < 0x80 ? NULL : character_find((uint32_t)code);
		bool stroke = code == '/' || (character && character->plain[0] == '/');

		if (character && character->role == roles[side] && character->plain[0] >= '0' &&
		    character->plain[0] <= '9' && counts[side] < sizeof digits[0])
			digits[side][counts[side]++] = character->plain[0];
		else if (stroke && side == 0 && counts[0] > 0)
			side = 1;
		else
			break;
		end += bytes;
	}
	if (counts[1] == 0)
		return 0;
	for (side = 0; side < 2; side++) {
		write_piece(writer, side ? "}{" : "\\frac{", mapped_source(text, at));
		for (size_t i = 0; i < counts[side]; i++)
			write_byte(writer, digits[side][i], mapped_source(text, at));
	}
	write_piece(writer, "}", mapped_source(text, at));
	return end;
}

/* A run of superscripts is an exponent, or the degree of a root; one of subscripts a base. */
static size_t write_run(struct arena *arena, struct writer *writer, const struct mapped *text, size_t at,
    const struct character *first, struct notes *notes)
{
	char run[64];
	size_t length = 0, end = at;
	const struct character *character = first;
	uint32_t source = mapped_source(text, at);
	int32_t code;

	if (first->role == ROLE_SUPERSCRIPT && !ends_in_letter(writer)) {
		size_t fraction = write_drawn_fraction(arena, writer, text, at, notes);

		if (fraction)
			return fraction;
	}
	while (end < text->length) {
		size_t bytes = decode(arena, text, end, notes, &code);

		character = character_find((uint32_t)code);
		if (!character || character->role != first->role || length == sizeof run - 1)
			break;
		run[length++] = character->plain[0];
		end += bytes;
		character = NULL;
	}
	run[length] = '\0';
	/* Behind an operand it is an exponent: x²√5. */
	if (first->role == ROLE_SUPERSCRIPT && end < text->length && character && character->code == 0x221a &&
	    !ends_in_operand(writer)) {
		write_piece(writer, "\\sqrt[", source);
		write_piece(writer, run, source);
		write_piece(writer, "]", source);
		return end + 3; /* the bytes of the root sign */
	}
	write_piece(writer, first->role == ROLE_SUPERSCRIPT ? "^(" : "_(", source);
	write_piece(writer, run, source);
	write_piece(writer, ")", source);
	return end;
}

void normalise_characters(struct arena *arena, struct mapped *text, struct notes *notes)
{
	struct writer writer;

	writer_init(&writer, arena, text->length + text->length / 2);
	for (size_t at = 0; at < text->length;) {
		int32_t code;
		size_t length = decode(arena, text, at, notes, &code);
		const struct character *character = code < 0x80 ? NULL : character_find((uint32_t)code);

		if (code < 0x80) {
			write_byte(&writer, (char)code, mapped_source(text, at));
		} else if (!character) {
			write_other(&writer, text, at, length, code);
		} else if (character->role == ROLE_SUPERSCRIPT || character->role == ROLE_SUBSCRIPT) {
			at = write_run(arena, &writer, text, at, character, notes);
			continue;
		} else {
			write_piece(&writer, character->plain, mapped_source(text, at));
		}
		at += length;
	}
	text->bytes = writer.bytes;
	text->source = writer.source;
	text->length = writer.length;
}

enum byte_class { BYTE_SIMPLE, BYTE_REWRITE, BYTE_HIGH, BYTE_CONTROL };

/* Is there anything for the tables to do? Digits, letters and the common signs pass as they are. */
static enum byte_class classify(const char *bytes, size_t length, bool decimal_comma)
{
	enum byte_class worst = BYTE_SIMPLE;
	bool blank_inside = false;

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		enum byte_class class = BYTE_SIMPLE;

		if (c >= 0x80 || c == '&')
			class = BYTE_HIGH;
		else if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			class = BYTE_CONTROL;
		else if (c == ',' || c == '$' || c == '\\' || c == ':' || c == ';' || c == '{' || c == '!' ||
		         c == '?' || c == '\n' || c == 'x' || c == 'X' || c == '"' || c == '\'' || c == '~' ||
		         c == '=' || c == '`' || c == '<' || c == '>' || ((c == '*' || c == '_') && i == 0) ||
		         (c == '.' && (decimal_comma || i + 1 == length || bytes[i + 1] == '.')))
			class = BYTE_REWRITE;
		else if (c == ' ' || c == '\t')
			blank_inside = true;
		if (class > worst)
			worst = class;
	}
	if (worst == BYTE_SIMPLE && blank_inside)
		return BYTE_REWRITE; /* digits in groups, or a sentence around the answer */
	return worst;
}

void normalise(struct arena *arena, const char *bytes, size_t length, const struct read_options *options,
    struct notes *notes, struct mapped *ret_text)
{
	struct mapped text = {bytes, NULL, length, length};
	enum byte_class class = classify(bytes, length, options->decimal_comma);

	if (class == BYTE_CONTROL)
		refuse(arena, notes, NOTE_NOT_TEXT, 0);
	if (class == BYTE_HIGH)
		normalise_characters(arena, &text, notes);
	if (class != BYTE_SIMPLE && !options->formula)
		normalise_patterns(arena, &text, options);
	*ret_text = text;
}
