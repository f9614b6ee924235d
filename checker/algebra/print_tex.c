/* TeX that KaTeX accepts. Fractions stand on a bar, so brackets are fewer than in print.c. */
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

static void print_bracketed(const struct printer *printer, const struct expr *expr)
{
	text_add(printer->out, "\\left(");
	print(printer, expr);
	text_add(printer->out, "\\right)");
}

static void print_part(const struct printer *printer, const struct expr *expr, uint32_t index)
{
	const struct expr *part = expr->parts[index].expr;

	if (needs_brackets(expr, index))
		print_bracketed(printer, part);
	else
		print(printer, part);
}

static void print_braced(const struct printer *printer, const struct expr *expr)
{
	text_add_char(printer->out, '{');
	print(printer, expr);
	text_add_char(printer->out, '}');
}

static void print_digits(const struct printer *printer, const char *digits, size_t length)
{
	if (!printer->options->decimal_comma) {
		text_add_bytes(printer->out, digits, length);
		return;
	}
	for (size_t i = 0; i < length; i++) {
		if (digits[i] == '.')
			text_add(printer->out, "{,}");
		else
			text_add_char(printer->out, digits[i]);
	}
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
		text_add(printer->out, "\\overline{");
		text_add(printer->out, digits + length - expr->literal.repeating);
		text_add_char(printer->out, '}');
	}
}

/* A fraction that stands inside a product as one factor needs no brackets: its bar holds it together. */
static void print_factor(const struct printer *printer, const struct expr *expr, uint32_t index)
{
	const struct expr *part = expr->parts[index].expr;
	bool quotient = part->kind == EXPR_PRODUCT && part->count == 2 && part->parts[1].op == PART_DIVIDE;

	if (quotient && !printer->options->division_sign && index > 0 &&
	    expr->parts[index].op != PART_IMPLIED)
		print(printer, part);
	else
		print_part(printer, expr, index);
}

static void print_factors(const struct printer *printer, const struct expr *expr, uint32_t count);

/* The parts [0, count) of a product whose last one is divided by: a fraction over all that stands before it.
 */
static void print_quotient(const struct printer *printer, const struct expr *expr, uint32_t count)
{
	const struct expr *below = expr->parts[count - 1].expr;

	text_add(printer->out, "\\frac{");
	if (count == 2)
		print(printer, expr->parts[0].expr);
	else
		print_factors(printer, expr, count - 1);
	text_add(printer->out, "}");
	print_braced(printer, below);
}

/* A command of letters would swallow the letter behind it: \pi r. */
static bool ends_in_command(const struct expr *expr)
{
	return expr->kind == EXPR_CONSTANT && expr->style != CONSTANT_E;
}

static void print_factors(const struct printer *printer, const struct expr *expr, uint32_t count)
{
	uint32_t begun = 0;

	for (uint32_t i = count; i-- > 1 && begun == 0 && !printer->options->division_sign;) {
		if (expr->parts[i].op == PART_DIVIDE)
			begun = i + 1;
	}
	if (begun)
		print_quotient(printer, expr, begun);
	for (uint32_t i = begun; i < count; i++) {
		const struct expr *part = expr->parts[i].expr;

		if (i > 0 && expr->parts[i].op == PART_DIVIDE)
			text_add(printer->out, " \\div ");
		else if (i > 0 && expr->parts[i].op == PART_TIMES)
			text_add(printer->out, is_power_of_ten(part) ? " \\times " : " \\cdot ");
		else if (i > 0 && (part->kind == EXPR_CONSTANT || ends_in_command(expr->parts[i - 1].expr)))
			text_add_char(printer->out, ' ');
		print_factor(printer, expr, i);
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

static void print_log(const struct printer *printer, const struct expr *expr)
{
	static const char *const names[] = {
	    [LOG_PLAIN] = "\\log", [LOG_BASE] = "\\log_", [LOG_NATURAL] = "\\ln", [LOG_TEN] = "\\lg"};

	text_add(printer->out, names[expr->style]);
	if (expr->style == LOG_BASE)
		print_braced(printer, expr->parts[1].expr);
	print_bracketed(printer, expr->parts[0].expr);
}

static void print_root(const struct printer *printer, const struct expr *expr)
{
	text_add(printer->out, "\\sqrt");
	if (expr->style != ROOT_SQUARE) {
		text_add_char(printer->out, '[');
		print(printer, expr->parts[1].expr);
		text_add_char(printer->out, ']');
	}
	print_braced(printer, expr->parts[0].expr);
}

static const char *relation_tex(enum part_op op)
{
	switch (op) {
	case PART_NOT_EQUAL:
		return " \\ne ";
	case PART_LESS:
		return " < ";
	case PART_LESS_EQUAL:
		return " \\le ";
	case PART_GREATER:
		return " > ";
	case PART_GREATER_EQUAL:
		return " \\ge ";
	default:
		return " = ";
	}
}

static void print_separated(const struct printer *printer, const struct expr *expr, const char *separator)
{
	for (uint32_t i = 0; i < expr->count; i++) {
		if (i > 0)
			text_add(printer->out,
			    expr->kind == EXPR_RELATION ? relation_tex(expr->parts[i].op) : separator);
		print_part(printer, expr, i);
	}
}

static void print_list(
    const struct printer *printer, const struct expr *expr, const char *open, const char *close)
{
	text_add(printer->out, open);
	print_separated(printer, expr, printer->options->decimal_comma ? "; " : ", ");
	text_add(printer->out, close);
}

static bool is_greek(const char *name)
{
	static const char *const letters[] = {"alpha", "beta", "gamma", "delta", "Delta", "epsilon", "theta",
	    "lambda", "mu", "nu", "rho", "sigma", "tau", "phi", "omega"};

	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
		if (strcmp(name, letters[i]) == 0)
			return true;
	}
	return false;
}

static void print_name(const struct printer *printer, const char *name)
{
	if (is_greek(name)) {
		text_add_char(printer->out, '\\');
		text_add(printer->out, name);
		text_add_char(printer->out, ' ');
	} else if (name[0] && name[1]) {
		text_add(printer->out, "\\mathrm{");
		text_add(printer->out, name);
		text_add_char(printer->out, '}');
	} else {
		text_add(printer->out, name);
	}
}

static void print_word(const struct printer *printer, const struct expr *expr)
{
	static const char *const signs[WORDS] = {[WORD_LESS] = "<",
	    [WORD_GREATER] = ">",
	    [WORD_EQUAL] = "=",
	    [WORD_LESS_EQUAL] = "\\le",
	    [WORD_GREATER_EQUAL] = "\\ge",
	    [WORD_NOT_EQUAL] = "\\ne"};

	if (signs[expr->style]) {
		text_add(printer->out, signs[expr->style]);
	} else {
		text_add(printer->out, "\\text{");
		text_add(printer->out, word_text((enum word)expr->style, printer->options->locale));
		text_add_char(printer->out, '}');
	}
}

static void print_leaf(const struct printer *printer, const struct expr *expr)
{
	static const char *const constants[] = {
	    [CONSTANT_E] = "e", [CONSTANT_PI] = "\\pi", [CONSTANT_INFINITY] = "\\infty"};

	switch (expr->kind) {
	case EXPR_NUMBER:
		print_literal(printer, expr);
		break;
	case EXPR_SYMBOL:
		print_name(printer, expr->name);
		break;
	case EXPR_CONSTANT:
		text_add(printer->out, constants[expr->style]);
		break;
	default:
		print_word(printer, expr);
	}
}

static void print_mixed(const struct printer *printer, const struct expr *expr)
{
	print(printer, expr->parts[0].expr);
	text_add(printer->out, "\\frac");
	print_braced(printer, expr->parts[1].expr);
	print_braced(printer, expr->parts[2].expr);
}

static void print_plus_minus(const struct printer *printer, const struct expr *expr)
{
	if (expr->count == 2) {
		if (expr_tightness(expr->parts[0].expr) < TIGHT_SIGN)
			print_bracketed(printer, expr->parts[0].expr);
		else
			print(printer, expr->parts[0].expr);
	}
	text_add(printer->out, " \\pm ");
	print_part(printer, expr, expr->count - 1);
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
		print_factors(printer, expr, expr->count);
		break;
	case EXPR_NEGATE:
		print_prefixed(printer, expr, "-", "");
		break;
	case EXPR_PLUS_MINUS:
		print_plus_minus(printer, expr);
		break;
	case EXPR_PERCENT:
		print_prefixed(printer, expr, "", "\\%");
		break;
	case EXPR_ABSOLUTE:
		print_prefixed(printer, expr, "\\left|", "\\right|");
		break;
	case EXPR_NOT:
		print_prefixed(printer, expr, "\\lnot ", "");
		break;
	case EXPR_POWER:
		print_part(printer, expr, 0);
		text_add_char(printer->out, '^');
		print_braced(printer, expr->parts[1].expr);
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
		text_add(printer->out, "\\operatorname{");
		text_add(printer->out, expr->name);
		print_list(printer, expr, "}\\left(", "\\right)");
		break;
	case EXPR_AND:
		print_separated(printer, expr, "\\text{ and }");
		break;
	case EXPR_OR:
		print_separated(printer, expr, "\\text{ or }");
		break;
	case EXPR_UNION:
		print_separated(printer, expr, " \\cup ");
		break;
	case EXPR_RELATION:
		print_separated(printer, expr, NULL);
		break;
	case EXPR_LIST:
		print_list(printer, expr, "", "");
		break;
	case EXPR_SET:
		print_list(printer, expr, "\\left\\{", "\\right\\}");
		break;
	case EXPR_INTERVAL:
		print_list(printer, expr, expr->style & INTERVAL_CLOSED_LOW ? "\\left[" : "\\left(",
		    expr->style & INTERVAL_CLOSED_HIGH ? "\\right]" : "\\right)");
		break;
	default:
		print_leaf(printer, expr);
	}
}

void print_tex(struct text *out, const struct expr *expr, const struct print_options *options)
{
	const struct printer printer = {out, options ? options : &defaults};

	print(&printer, expr);
}
