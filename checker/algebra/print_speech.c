/*
 * Speech: what a person would say, unambiguous by ear: brackets are spoken wherever they are needed. The
 * phrases of each locale are rows of one table.
 */
#include "checker/algebra/print.h"

#include "checker/algebra/brackets.h"
#include "checker/algebra/words.h"

#include <string.h>

enum phrase {
	SAY_PLUS,
	SAY_MINUS,
	SAY_NEGATIVE, /* of a number: negative 3 */
	SAY_OPPOSITE, /* of anything else: minus x */
	SAY_TIMES,
	SAY_DIVIDED,
	SAY_OVER,
	SAY_OPEN,
	SAY_CLOSE,
	SAY_SQUARED,
	SAY_CUBED,
	SAY_POWER,
	SAY_SQUARE_ROOT,
	SAY_CUBE_ROOT,
	SAY_ROOT_OF_DEGREE,
	SAY_LOG,
	SAY_LOG_BASE,
	SAY_NATURAL_LOG,
	SAY_OF,
	SAY_ABSOLUTE,
	SAY_PERCENT,
	SAY_AND,
	SAY_OR,
	SAY_NOT,
	SAY_UNION,
	SAY_SET,
	SAY_INTERVAL,
	SAY_TO,
	SAY_INCLUDED,
	SAY_EXCLUDED,
	SAY_PLUS_OR_MINUS,
	SAY_POINT,
	SAY_REPEATING,
	SAY_INFINITY,
	SAY_EQUALS,
	SAY_NOT_EQUAL,
	SAY_LESS,
	SAY_LESS_EQUAL,
	SAY_GREATER,
	SAY_GREATER_EQUAL,
	PHRASES
};

static const char *const phrases[PHRASES][LOCALES] = {
    [SAY_PLUS] = {" plus ", " más "},
    [SAY_MINUS] = {" minus ", " menos "},
    [SAY_NEGATIVE] = {"negative ", "menos "},
    [SAY_OPPOSITE] = {"minus ", "menos "},
    [SAY_TIMES] = {" times ", " por "},
    [SAY_DIVIDED] = {" divided by ", " dividido entre "},
    [SAY_OVER] = {" over ", " sobre "},
    [SAY_OPEN] = {"open bracket ", "abre paréntesis "},
    [SAY_CLOSE] = {" close bracket", " cierra paréntesis"},
    [SAY_SQUARED] = {" squared", " al cuadrado"},
    [SAY_CUBED] = {" cubed", " al cubo"},
    [SAY_POWER] = {" to the power of ", " elevado a "},
    [SAY_SQUARE_ROOT] = {"the square root of ", "la raíz cuadrada de "},
    [SAY_CUBE_ROOT] = {"the cube root of ", "la raíz cúbica de "},
    [SAY_ROOT_OF_DEGREE] = {"the root of degree ", "la raíz de índice "},
    [SAY_LOG] = {"log of ", "logaritmo de "},
    [SAY_LOG_BASE] = {"log base ", "logaritmo en base "},
    [SAY_NATURAL_LOG] = {"natural log of ", "logaritmo natural de "},
    [SAY_OF] = {" of ", " de "},
    [SAY_ABSOLUTE] = {"the absolute value of ", "el valor absoluto de "},
    [SAY_PERCENT] = {" percent", " por ciento"},
    [SAY_AND] = {" and ", " y "},
    [SAY_OR] = {" or ", " o "},
    [SAY_NOT] = {"not ", "no "},
    [SAY_UNION] = {" together with ", " unido con "},
    [SAY_SET] = {"the set of ", "el conjunto de "},
    [SAY_INTERVAL] = {"the interval from ", "el intervalo de "},
    [SAY_TO] = {" to ", " a "},
    [SAY_INCLUDED] = {" included", " incluido"},
    [SAY_EXCLUDED] = {" not included", " no incluido"},
    [SAY_PLUS_OR_MINUS] = {"plus or minus ", "más menos "},
    [SAY_POINT] = {" point ", " coma "},
    [SAY_REPEATING] = {" repeating ", " periódico "},
    [SAY_INFINITY] = {"infinity", "infinito"},
    [SAY_EQUALS] = {" equals ", " es igual a "},
    [SAY_NOT_EQUAL] = {" is not equal to ", " no es igual a "},
    [SAY_LESS] = {" is less than ", " es menor que "},
    [SAY_LESS_EQUAL] = {" is less than or equal to ", " es menor o igual que "},
    [SAY_GREATER] = {" is greater than ", " es mayor que "},
    [SAY_GREATER_EQUAL] = {" is greater than or equal to ", " es mayor o igual que "},
};

struct speaker {
	struct text *out;
	enum locale locale;
	bool division_sign;
};

static void speak(const struct speaker *speaker, const struct expr *expr);

static void say(const struct speaker *speaker, enum phrase phrase)
{
	text_add(speaker->out, phrases[phrase][speaker->locale]);
}

static void speak_bracketed(const struct speaker *speaker, const struct expr *expr, bool brackets)
{
	if (brackets)
		say(speaker, SAY_OPEN);
	speak(speaker, expr);
	if (brackets)
		say(speaker, SAY_CLOSE);
}

/* After an operator "negative 3" cannot be misheard, so a negative number needs no spoken brackets there. */
static void speak_part(const struct speaker *speaker, const struct expr *expr, uint32_t index)
{
	const struct expr *part = expr->parts[index].expr;
	bool negative = part->kind == EXPR_NEGATE && part->parts[0].expr->kind == EXPR_NUMBER;

	speak_bracketed(speaker, part,
	    needs_brackets(expr, index) && part->kind != EXPR_NUMBER &&
	        !(negative && (expr->kind == EXPR_SUM || expr->kind == EXPR_PRODUCT)));
}

/* One thing by ear: a number, a name, a negative number. */
static bool is_single(const struct expr *expr)
{
	if (expr->kind == EXPR_NEGATE)
		expr = expr->parts[0].expr;
	return expr->kind == EXPR_NUMBER || expr->kind == EXPR_SYMBOL || expr->kind == EXPR_CONSTANT;
}

static void speak_operand(const struct speaker *speaker, const struct expr *expr)
{
	speak_bracketed(speaker, expr, !is_single(expr));
}

static void speak_number(const struct speaker *speaker, const struct expr *expr)
{
	const char *digits = expr->literal.digits, *point;

	if (!digits) {
		text_add_number(speaker->out, expr->literal.value);
		return;
	}
	point = strchr(digits, '.');
	text_add_bytes(speaker->out, digits, point ? (size_t)(point - digits) : strlen(digits));
	if (!point)
		return;
	say(speaker, SAY_POINT);
	text_add_bytes(speaker->out, point + 1, strlen(point + 1) - expr->literal.repeating);
	if (expr->literal.repeating) {
		say(speaker, SAY_REPEATING);
		text_add(speaker->out, digits + strlen(digits) - expr->literal.repeating);
	}
}

static void speak_product(const struct speaker *speaker, const struct expr *expr)
{
	bool fraction = !speaker->division_sign && expr->count == 2 && expr->parts[1].op == PART_DIVIDE &&
	                is_single(expr->parts[0].expr) && is_single(expr->parts[1].expr);

	for (uint32_t i = 0; i < expr->count; i++) {
		if (i > 0 && expr->parts[i].op == PART_DIVIDE)
			say(speaker, fraction ? SAY_OVER : SAY_DIVIDED);
		else if (i > 0 && expr->parts[i].op == PART_IMPLIED &&
		         expr->parts[i].expr->kind == EXPR_SYMBOL)
			text_add_char(speaker->out, ' ');
		else if (i > 0)
			say(speaker, SAY_TIMES);
		speak_part(speaker, expr, i);
	}
}

static void speak_sum(const struct speaker *speaker, const struct expr *expr)
{
	for (uint32_t i = 0; i < expr->count; i++) {
		if (i > 0)
			say(speaker, expr->parts[i].op == PART_MINUS ? SAY_MINUS : SAY_PLUS);
		speak_part(speaker, expr, i);
	}
}

static bool is_literal(const struct expr *expr, int64_t value)
{
	return expr->kind == EXPR_NUMBER && !expr->literal.value.big && expr->literal.value.num == value &&
	       expr->literal.value.den == 1;
}

static void speak_power(const struct speaker *speaker, const struct expr *expr)
{
	const struct expr *exponent = expr->parts[1].expr;

	speak_part(speaker, expr, 0);
	if (is_literal(exponent, 2)) {
		say(speaker, SAY_SQUARED);
	} else if (is_literal(exponent, 3)) {
		say(speaker, SAY_CUBED);
	} else {
		say(speaker, SAY_POWER);
		speak_operand(speaker, exponent);
	}
}

static void speak_root(const struct speaker *speaker, const struct expr *expr)
{
	if (is_literal(expr->parts[1].expr, 2)) {
		say(speaker, SAY_SQUARE_ROOT);
	} else if (is_literal(expr->parts[1].expr, 3)) {
		say(speaker, SAY_CUBE_ROOT);
	} else {
		say(speaker, SAY_ROOT_OF_DEGREE);
		speak(speaker, expr->parts[1].expr);
		say(speaker, SAY_OF);
	}
	speak_operand(speaker, expr->parts[0].expr);
}

static void speak_log(const struct speaker *speaker, const struct expr *expr)
{
	if (expr->style == LOG_NATURAL) {
		say(speaker, SAY_NATURAL_LOG);
	} else if (expr->style == LOG_BASE) {
		say(speaker, SAY_LOG_BASE);
		speak_operand(speaker, expr->parts[1].expr);
		say(speaker, SAY_OF);
	} else {
		say(speaker, SAY_LOG);
	}
	speak_operand(speaker, expr->parts[0].expr);
}

static enum phrase relation_phrase(enum part_op op)
{
	switch (op) {
	case PART_NOT_EQUAL:
		return SAY_NOT_EQUAL;
	case PART_LESS:
		return SAY_LESS;
	case PART_LESS_EQUAL:
		return SAY_LESS_EQUAL;
	case PART_GREATER:
		return SAY_GREATER;
	case PART_GREATER_EQUAL:
		return SAY_GREATER_EQUAL;
	default:
		return SAY_EQUALS;
	}
}

static void speak_row(const struct speaker *speaker, const struct expr *expr)
{
	for (uint32_t i = 0; i < expr->count; i++) {
		if (i > 0 && expr->kind == EXPR_RELATION)
			say(speaker, relation_phrase(expr->parts[i].op));
		else if (i > 0 && expr->kind == EXPR_AND)
			say(speaker, SAY_AND);
		else if (i > 0 && expr->kind == EXPR_OR)
			say(speaker, SAY_OR);
		else if (i > 0 && expr->kind == EXPR_UNION)
			say(speaker, SAY_UNION);
		else if (i > 0)
			text_add(speaker->out, ", ");
		speak(speaker, expr->parts[i].expr);
	}
}

static void speak_interval(const struct speaker *speaker, const struct expr *expr)
{
	say(speaker, SAY_INTERVAL);
	speak(speaker, expr->parts[0].expr);
	say(speaker, expr->style & INTERVAL_CLOSED_LOW ? SAY_INCLUDED : SAY_EXCLUDED);
	say(speaker, SAY_TO);
	speak(speaker, expr->parts[1].expr);
	say(speaker, expr->style & INTERVAL_CLOSED_HIGH ? SAY_INCLUDED : SAY_EXCLUDED);
}

static void speak_leaf(const struct speaker *speaker, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		speak_number(speaker, expr);
		break;
	case EXPR_SYMBOL:
		text_add(speaker->out, expr->name);
		break;
	case EXPR_CONSTANT:
		if (expr->style == CONSTANT_INFINITY)
			say(speaker, SAY_INFINITY);
		else
			text_add(speaker->out, expr->style == CONSTANT_E ? "e" : "pi");
		break;
	default:
		text_add(speaker->out, word_text((enum word)expr->style, speaker->locale));
	}
}

static void speak_signed(const struct speaker *speaker, const struct expr *expr)
{
	const struct expr *part = expr->parts[expr->count - 1].expr;

	if (expr->kind == EXPR_PLUS_MINUS) {
		if (expr->count == 2) {
			speak(speaker, expr->parts[0].expr);
			text_add_char(speaker->out, ' ');
		}
		say(speaker, SAY_PLUS_OR_MINUS);
	} else {
		say(speaker, part->kind == EXPR_NUMBER ? SAY_NEGATIVE : SAY_OPPOSITE);
	}
	speak_part(speaker, expr, expr->count - 1);
}

static void speak_mixed(const struct speaker *speaker, const struct expr *expr)
{
	speak(speaker, expr->parts[0].expr);
	say(speaker, SAY_AND);
	speak(speaker, expr->parts[1].expr);
	say(speaker, SAY_OVER);
	speak(speaker, expr->parts[2].expr);
}

static void speak(const struct speaker *speaker, const struct expr *expr)
{
	switch ((enum expr_kind)expr->kind) {
	case EXPR_SUM:
		speak_sum(speaker, expr);
		break;
	case EXPR_PRODUCT:
		speak_product(speaker, expr);
		break;
	case EXPR_NEGATE:
	case EXPR_PLUS_MINUS:
		speak_signed(speaker, expr);
		break;
	case EXPR_PERCENT:
		speak_operand(speaker, expr->parts[0].expr);
		say(speaker, SAY_PERCENT);
		break;
	case EXPR_POWER:
		speak_power(speaker, expr);
		break;
	case EXPR_ROOT:
		speak_root(speaker, expr);
		break;
	case EXPR_LOG:
		speak_log(speaker, expr);
		break;
	case EXPR_MIXED:
		speak_mixed(speaker, expr);
		break;
	case EXPR_ABSOLUTE:
		say(speaker, SAY_ABSOLUTE);
		speak_operand(speaker, expr->parts[0].expr);
		break;
	case EXPR_NOT:
		say(speaker, SAY_NOT);
		speak_operand(speaker, expr->parts[0].expr);
		break;
	case EXPR_INTERVAL:
		speak_interval(speaker, expr);
		break;
	case EXPR_SET:
		say(speaker, SAY_SET);
		speak_row(speaker, expr);
		break;
	case EXPR_CALL:
		text_add(speaker->out, expr->name);
		say(speaker, SAY_OF);
		speak_row(speaker, expr);
		break;
	case EXPR_RELATION:
	case EXPR_AND:
	case EXPR_OR:
	case EXPR_UNION:
	case EXPR_LIST:
		speak_row(speaker, expr);
		break;
	default:
		speak_leaf(speaker, expr);
	}
}

void print_speech(struct text *out, const struct expr *expr, const struct print_options *options)
{
	const struct speaker speaker = {
	    out, options ? options->locale : LOCALE_EN, options && options->division_sign};

	speak(&speaker, expr);
}
