/* Plain text: what reading/ reads. The other notations are in print_tex.c and print_speech.c. */
#include "checker/algebra/print.h"

#include "checker/algebra/brackets.h"
#include "checker/algebra/words.h"

#include <string.h>

static const struct print_options defaults = {.locale = LOCALE_EN};

struct printer {
	struct text *out;
	const struct print_options *options;
};

static void print(const struct printer *printer, const struct expr *expr);

static void print_grouped(const struct printer *printer, const struct expr *expr, bool brackets)
{
	if (brackets)
		text_add_char(printer->out, '(');
	print(printer, expr);
	if (brackets)
		text_add_char(printer->out, ')');
}

/* Does the notation end in brackets that would be read as a factor if more followed? 0.1(6)x is 0.1*6*x. */
static bool ends_in_repetend(const struct expr *expr)
{
	if (expr->kind == EXPR_POWER)
		return ends_in_repetend(expr->parts[1].expr);
	return expr->kind == EXPR_NUMBER && expr->style == LITERAL_REPEATING;
}

static bool would_lose_repetend(const struct expr *parent, uint32_t index)
{
	bool last = index + 1 == parent->count;

	if (last || !ends_in_repetend(parent->parts[index].expr))
		return false;
	return parent->kind == EXPR_POWER ||
	       (parent->kind == EXPR_PRODUCT && parent->parts[index + 1].op == PART_IMPLIED);
}

static void print_part(const struct printer *printer, const struct expr *expr, uint32_t index)
{
	const struct expr *part = expr->parts[index].expr;
	bool written = printer->options->written_brackets && (part->flags & EXPR_BRACKETED) &&
	               part->kind != EXPR_SYMBOL && part->kind != EXPR_NUMBER;

	print_grouped(
	    printer, part, written || needs_brackets(expr, index) || would_lose_repetend(expr, index));
}

static void print_digits(const struct printer *printer, const char *digits, size_t length)
{
	if (!printer->options->decimal_comma) {
		text_add_bytes(printer->out, digits, length);
		return;
	}
	for (size_t i = 0; i < length; i++)
		text_add_char(printer->out, digits[i] == '.' ? ',' : digits[i]);
}

static void print_literal(const struct printer *printer, const struct expr *expr)
{
	const char *digits = expr->literal.digits;
	size_t length;

	if (!digits) {
		text_add_number(printer->out, expr->literal.value);
		return;
	}
	length = strlen(digits);
	print_digits(printer, digits, length - expr->literal.repeating);
	if (expr->literal.repeating) {
		text_add_char(printer->out, '(');
		print_digits(printer, digits + length - expr->literal.repeating, expr->literal.repeating);
		text_add_char(printer->out, ')');
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first character that the notation of a tree has. */
static char first_character(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_SYMBOL:
	case EXPR_CALL:
		return expr->name[0];
	case EXPR_CONSTANT:
		return expr->style == CONSTANT_INFINITY ? '\0' : 'p';
	case EXPR_ROOT:
	case EXPR_LOG:
		return 'l';
	case EXPR_POWER:
	case EXPR_PERCENT:
		return needs_brackets(expr, 0) ? '(' : first_character(expr->parts[0].expr);
	case EXPR_ABSOLUTE:
		return '|';
	default:
		return '(';
	}
}

/* Would one more letter make the run of letters at the end of `out` contain a name of the notation? */
static bool forms_name(const struct text *out, char letter)
{
	char run[16];
	size_t length = 0;

	while (
	    length < sizeof run - 2 && length < out->length && is_letter(out->data[out->length - 1 - length]))
		length++;
	memcpy(run, out->data + out->length - length, length);
	run[length] = letter;
	run[length + 1] = '\0';
	for (const char *const *name = notation_names; *name; name++) {
		if (strstr(run, *name))
			return true;
	}
	return false;
}

/* What stands between two factors of an implied product: nothing, or a blank that keeps two names apart. */
static void print_implied(const struct printer *printer, const struct expr *next, bool brackets)
{
	const struct text *out = printer->out;
	char last = out->length ? out->data[out->length - 1] : '\0';
	char first = brackets ? '(' : first_character(next);
	bool single;

	if (!is_letter(last) || !is_letter(first))
		return;
	single = next->kind == EXPR_SYMBOL && next->name[1] == '\0' &&
	         (out->length < 2 || !is_letter(out->data[out->length - 2]));
	if (!single || forms_name(out, first))
		text_add_char(printer->out, ' ');
}

static void print_product(const struct printer *printer, const struct expr *expr)
{
	const char *divided = printer->options->division_sign ? " ÷ " : "/";
	uint32_t group = leading_group(expr);

	if (group)
		text_add_char(printer->out, '(');
	for (uint32_t i = 0; i < expr->count; i++) {
		enum part_op op = expr->parts[i].op;

		if (i > 0 && i == group)
			text_add_char(printer->out, ')');
		if (i > 0 && op == PART_IMPLIED)
			print_implied(printer, expr->parts[i].expr, needs_brackets(expr, i));
		else if (i > 0)
			text_add(printer->out, op == PART_DIVIDE ? divided : "*");
		print_part(printer, expr, i);
	}
}

static void print_sum(const struct printer *printer, const struct expr *expr)
{
	for (uint32_t i = 0; i < expr->count; i++) {
		if (i > 0)
			text_add(printer->out, expr->parts[i].op == PART_MINUS ? " - " : " + ");
		print_part(printer, expr, i);
	}
}

static void print_plus_minus(const struct printer *printer, const struct expr *expr)
{
	if (expr->count == 2) {
		print_grouped(printer, expr->parts[0].expr, expr_tightness(expr->parts[0].expr) < TIGHT_SIGN);
		text_add(printer->out, " ± ");
	} else {
		text_add(printer->out, "±");
	}
	print_part(printer, expr, expr->count - 1);
}

static void print_log(const struct printer *printer, const struct expr *expr)
{
	static const char *const names[] = {
	    [LOG_PLAIN] = "log", [LOG_BASE] = "log_", [LOG_NATURAL] = "ln", [LOG_TEN] = "lg"};
	const struct expr *base = expr->parts[1].expr;

	text_add(printer->out, names[expr->style]);
	if (expr->style == LOG_BASE)
		print_grouped(printer, base, base->kind != EXPR_NUMBER && base->kind != EXPR_SYMBOL);
	print_grouped(printer, expr->parts[0].expr, true);
}

static void print_root(const struct printer *printer, const struct expr *expr)
{
	text_add(printer->out, expr->style == ROOT_SQUARE ? "sqrt(" : "root(");
	print(printer, expr->parts[0].expr);
	if (expr->style != ROOT_SQUARE) {
		text_add(printer->out, printer->options->decimal_comma ? "; " : ", ");
		print(printer, expr->parts[1].expr);
	}
	text_add_char(printer->out, ')');
}

static const char *relation_text(enum part_op op)
{
	switch (op) {
	case PART_NOT_EQUAL:
		return " ≠ ";
	case PART_LESS:
		return " < ";
	case PART_LESS_EQUAL:
		return " ≤ ";
	case PART_GREATER:
		return " > ";
	case PART_GREATER_EQUAL:
		return " ≥ ";
	default:
		return " = ";
	}
}

static void print_separated(const struct printer *printer, const struct expr *expr, const char *separator)
{
	for (uint32_t i = 0; i < expr->count; i++) {
		if (i > 0)
			text_add(printer->out,
			    expr->kind == EXPR_RELATION ? relation_text(expr->parts[i].op) : separator);
		print_part(printer, expr, i);
	}
}

static void print_enclosed(
    const struct printer *printer, const struct expr *expr, const char *open, char close)
{
	text_add(printer->out, open);
	print_separated(printer, expr, printer->options->decimal_comma ? "; " : ", ");
	text_add_char(printer->out, close);
}

static void print_interval(const struct printer *printer, const struct expr *expr)
{
	print_enclosed(printer, expr, expr->style & INTERVAL_CLOSED_LOW ? "[" : "(",
	    expr->style & INTERVAL_CLOSED_HIGH ? ']' : ')');
}

static void print_mixed(const struct printer *printer, const struct expr *expr)
{
	print(printer, expr->parts[0].expr);
	text_add_char(printer->out, ' ');
	print(printer, expr->parts[1].expr);
	text_add_char(printer->out, '/');
	print(printer, expr->parts[2].expr);
}

static void print_call(const struct printer *printer, const struct expr *expr)
{
	text_add(printer->out, expr->name);
	print_enclosed(printer, expr, "(", ')');
}

static void print_constant(const struct printer *printer, const struct expr *expr)
{
	static const char *const names[] = {
	    [CONSTANT_E] = "e", [CONSTANT_PI] = "pi", [CONSTANT_INFINITY] = "∞"};

	text_add(printer->out, names[expr->style]);
}

static void print_leaf(const struct printer *printer, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		print_literal(printer, expr);
		break;
	case EXPR_SYMBOL:
		text_add(printer->out, expr->name);
		break;
	case EXPR_CONSTANT:
		print_constant(printer, expr);
		break;
	default:
		text_add(printer->out, word_text((enum word)expr->style, printer->options->locale));
	}
}

static void print_prefixed(
    const struct printer *printer, const struct expr *expr, const char *before, const char *after)
{
	text_add(printer->out, before);
	print_part(printer, expr, 0);
	text_add(printer->out, after);
}

static void print(const struct printer *printer, const struct expr *expr)
{
	switch ((enum expr_kind)expr->kind) {
	case EXPR_SUM:
		print_sum(printer, expr);
		break;
	case EXPR_PRODUCT:
		print_product(printer, expr);
		break;
	case EXPR_NEGATE:
		print_prefixed(printer, expr, "-", "");
		break;
	case EXPR_PLUS_MINUS:
		print_plus_minus(printer, expr);
		break;
	case EXPR_PERCENT:
		print_prefixed(printer, expr, "", "%");
		break;
	case EXPR_ABSOLUTE:
		print_prefixed(printer, expr, "abs(", ")");
		break;
	case EXPR_NOT:
		print_prefixed(printer, expr, "not ", "");
		break;
	case EXPR_POWER:
		print_part(printer, expr, 0);
		text_add_char(printer->out, '^');
		print_part(printer, expr, 1);
		break;
	case EXPR_MIXED:
		print_mixed(printer, expr);
		break;
	case EXPR_ROOT:
		print_root(printer, expr);
		break;
	case EXPR_LOG:
		print_log(printer, expr);
		break;
	case EXPR_CALL:
		print_call(printer, expr);
		break;
	case EXPR_AND:
		print_separated(printer, expr, " and ");
		break;
	case EXPR_OR:
		print_separated(printer, expr, " or ");
		break;
	case EXPR_UNION:
		print_separated(printer, expr, " ∪ ");
		break;
	case EXPR_RELATION:
		print_separated(printer, expr, NULL);
		break;
	case EXPR_LIST:
		print_separated(printer, expr, printer->options->decimal_comma ? "; " : ", ");
		break;
	case EXPR_SET:
		print_enclosed(printer, expr, "{", '}');
		break;
	case EXPR_INTERVAL:
		print_interval(printer, expr);
		break;
	default:
		print_leaf(printer, expr);
	}
}

void print_text(struct text *out, const struct expr *expr, const struct print_options *options)
{
	const struct printer printer = {out, options ? options : &defaults};

	print(&printer, expr);
}
