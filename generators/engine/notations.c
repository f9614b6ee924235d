/* See notations.h. */
#include "generators/engine/notations.h"

#include "checker/algebra/print.h"
#include "generators/engine/formula.h"

#include <ctype.h>
#include <string.h>

static bool has_digit_blank_digit(const char *text)
{
	for (const char *c = text; *c; c++)
		if (*c == ' ' && c > text && isdigit((unsigned char)c[-1]) && isdigit((unsigned char)c[1]))
			return true;
	return false;
}

/* The text with some pieces replaced: pairs of what and by what, longer ones first. */
static bool replace(const char *text, const char *const (*pairs)[2], size_t count, struct text *out)
{
	bool changed = false;
	while (*text) {
		size_t i = 0;
		while (i < count && strncmp(text, pairs[i][0], strlen(pairs[i][0])) != 0)
			i++;
		if (i < count) {
			text_add(out, pairs[i][1]);
			text += strlen(pairs[i][0]);
			changed = true;
		} else {
			text_add_char(out, *text++);
		}
	}
	return changed;
}

/* ---- plain notation, typed in other ways ---- */

static bool write_unicode(const struct typed_answer *key, struct text *out)
{
	static const char *const pairs[][2] = {
	    {"<=", "≤"}, {">=", "≥"}, {"!=", "≠"}, {"-", "−"}, {"*", "×"}, {"sqrt(", "√("}, {"inf", "∞"}};
	return replace(key->text, pairs, sizeof pairs / sizeof pairs[0], out);
}

static bool write_dots(const struct typed_answer *key, struct text *out)
{
	static const char *const pairs[][2] = {{"*", "·"}, {"/", " ÷ "}};
	return strchr(key->text, '*') && !strchr(key->text, '/') && replace(key->text, pairs, 1, out);
}

static bool write_stars(const struct typed_answer *key, struct text *out)
{
	static const char *const pairs[][2] = {{"^", "**"}};
	return replace(key->text, pairs, 1, out);
}

static bool write_wide(const struct typed_answer *key, struct text *out)
{
	static const char *const pairs[][2] = {{"0", "０"}, {"1", "１"}, {"2", "２"}, {"3", "３"},
	    {"4", "４"}, {"5", "５"}, {"6", "６"}, {"7", "７"}, {"8", "８"}, {"9", "９"}};
	return replace(key->text, pairs, 10, out);
}

/* 2^(-3), x^12: only whole exponents have superscripts */
static bool write_superscripts(const struct typed_answer *key, struct text *out)
{
	static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	bool changed = false;
	for (const char *c = key->text; *c;) {
		bool bracket = c[0] == '^' && c[1] == '(', minus = bracket && c[2] == '-';
		const char *first = c + 1 + bracket + minus;
		size_t length = *c == '^' ? strspn(first, "0123456789") : 0;
		if (length == 0 || (bracket && first[length] != ')')) {
			text_add_char(out, *c++);
			continue;
		}
		text_add(out, minus ? "⁻" : "");
		for (size_t i = 0; i < length; i++)
			text_add(out, digits[first[i] - '0']);
		c = first + length + bracket;
		changed = true;
	}
	return changed;
}

static bool write_blanks(const struct typed_answer *key, struct text *out)
{
	static const char *const pairs[][2] = {{"<=", " <= "}, {">=", " >= "}, {"+", " + "}, {"*", " * "},
	    {"/", " / "}, {"^", " ^ "}, {",", " , "}, {"=", " = "}};
	text_add(out, "  ");
	if (has_digit_blank_digit(key->text))
		text_add(out, key->text); /* 1 1/2: blanks have a meaning */
	else
		replace(key->text, pairs, sizeof pairs / sizeof pairs[0], out);
	text_add(out, " ");
	return true;
}

static bool write_stop(const struct typed_answer *key, struct text *out)
{
	text_format(out, "%s.", key->text);
	return key->item->question.kind != KIND_CHOICE || isalnum((unsigned char)*key->text);
}

static bool write_equals(const struct typed_answer *key, struct text *out)
{
	text_format(out, "= %s", key->text);
	return key->tree->kind != EXPR_WORD;
}

static bool write_named(const struct typed_answer *key, struct text *out)
{
	const char *unknown = key->item->question.unknown;
	text_format(out, "%s = %s", unknown ? unknown : "x", key->text);
	return key->tree->kind != EXPR_WORD && !expr_mentions(key->tree, unknown ? unknown : "x");
}

static bool write_sentence(const struct typed_answer *key, struct text *out)
{
	text_format(out, "the answer is %s", key->text);
	return true;
}

static bool write_unit(const struct typed_answer *key, struct text *out)
{
	text_format(out, "%s %s", key->text, key->item->question.unit ? key->item->question.unit : "");
	return key->item->question.unit;
}

static bool write_capitals(const struct typed_answer *key, struct text *out)
{
	bool word = true;
	for (const char *c = key->text; *c; c++) {
		word = word && (isalpha((unsigned char)*c) || *c == ' ');
		text_add_char(out, (char)toupper((unsigned char)*c));
	}
	return word && strlen(key->text) > 1;
}

/* ---- TeX ---- */

static bool write_tex(const struct typed_answer *key, struct text *out)
{
	text_add(out, key->tex);
	return true;
}

static bool write_dollars(const struct typed_answer *key, struct text *out)
{
	text_format(out, "$%s$", key->tex);
	return true;
}

static bool write_boxed(const struct typed_answer *key, struct text *out)
{
	text_format(out, "\\boxed{%s}", key->tex);
	return true;
}

static bool write_dfrac(const struct typed_answer *key, struct text *out)
{
	static const char *const pairs[][2] = {{"\\frac", "\\dfrac"}};
	return replace(key->tex, pairs, 1, out);
}

/* ---- values ---- */

static bool allows_decimals(const struct question_spec *question)
{
	static const char *const forms[] = {"any", "evaluated", "decimal"};
	for (size_t i = 0; i < question->form_count; i++) {
		for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++)
			if (strcmp(question->forms[i], forms[f]) == 0)
				return true;
	}
	return question->form_count == 0;
}

static bool write_decimal(const struct typed_answer *key, struct text *out)
{
	struct value value;
	struct number number;
	if (!allows_decimals(&key->item->question) ||
	    expr_worth(key->arena, key->tree, &number) != WORTH_RATIONAL)
		return false;
	value = (struct value){.kind = VALUE_NUMBER, .number = number};
	value = formula_function("decimal")->exact(key->arena, &value, 1);
	if (value.kind != VALUE_TREE)
		return false;
	print_text(out, value.tree, NULL);
	return true;
}

static bool write_comma(const struct typed_answer *key, struct text *out)
{
	print_text(out, key->tree, &(struct print_options){.decimal_comma = true});
	return true;
}

static bool write_comma_tex(const struct typed_answer *key, struct text *out)
{
	print_tex(out, key->tree, &(struct print_options){.decimal_comma = true});
	return true;
}

/* ---- several values ---- */

static bool is_several(const struct expr *tree)
{
	return (tree->kind == EXPR_LIST || tree->kind == EXPR_SET || tree->kind == EXPR_OR) &&
	       tree->count > 1;
}

static const struct expr *value_part(const struct expr *tree)
{
	return tree->kind == EXPR_RELATION && tree->count == 2 ? tree->parts[1].expr : tree;
}

static bool write_reversed(const struct typed_answer *key, struct text *out)
{
	if (!is_several(key->tree) ||
	    (key->item->question.kind == KIND_LIST && !key->item->question.unordered))
		return false;
	for (uint32_t i = key->tree->count; i-- > 0;) {
		print_text(out, value_part(key->tree->parts[i].expr), NULL);
		text_add(out, i ? ", " : "");
	}
	return true;
}

static bool write_each_named(const struct typed_answer *key, struct text *out)
{
	const char *unknown = key->item->question.unknown ? key->item->question.unknown : "x";
	uint32_t count = is_several(key->tree) ? key->tree->count : 1;
	if (key->tree->kind == EXPR_WORD)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		text_format(out, "%s%s = ", i ? " or " : "", unknown);
		print_text(
		    out, value_part(is_several(key->tree) ? key->tree->parts[i].expr : key->tree), NULL);
	}
	return true;
}

static bool write_braces(const struct typed_answer *key, struct text *out)
{
	if (key->tree->kind == EXPR_WORD)
		return false;
	text_add(out, "{");
	uint32_t count = is_several(key->tree) ? key->tree->count : 1;
	for (uint32_t i = 0; i < count; i++) {
		text_add(out, i ? ", " : "");
		print_text(
		    out, value_part(is_several(key->tree) ? key->tree->parts[i].expr : key->tree), NULL);
	}
	text_add(out, "}");
	return true;
}

#define VALUE    (1U << KIND_NUMBER | 1U << KIND_EXPRESSION)
#define SEVERAL  (1U << KIND_SOLUTIONS)
#define EVERY    ((1U << KINDS) - 1)
#define FORMULAS (EVERY & ~(1U << KIND_CHOICE))

const struct notation_row notations[] = {
    {"in Unicode", FORMULAS, write_unicode, false},
    {"with superscripts", FORMULAS, write_superscripts, false},
    {"with dots for products", FORMULAS, write_dots, false},
    {"with ** for powers", FORMULAS, write_stars, false},
    {"in full-width digits", FORMULAS, write_wide, false},
    {"with blanks", EVERY, write_blanks, false},
    {"with a full stop", EVERY, write_stop, false},
    {"after an equals sign", VALUE, write_equals, false},
    {"as `x = ...`", VALUE, write_named, false},
    {"in a sentence", EVERY, write_sentence, false},
    {"with its unit", 1U << KIND_NUMBER, write_unit, false},
    {"in capitals", 1U << KIND_CHOICE, write_capitals, false},
    {"in TeX", FORMULAS, write_tex, false},
    {"in TeX between dollars", FORMULAS, write_dollars, false},
    {"in TeX in a box", FORMULAS, write_boxed, false},
    {"in TeX with \\dfrac", FORMULAS, write_dfrac, false},
    {"as a decimal", 1U << KIND_NUMBER, write_decimal, false},
    {"with a decimal comma", FORMULAS, write_comma, true},
    {"in TeX with a decimal comma", FORMULAS, write_comma_tex, true},
    {"in the other order", SEVERAL | 1U << KIND_LIST, write_reversed, false},
    {"as `x = ... or x = ...`", SEVERAL, write_each_named, false},
    {"in braces", SEVERAL, write_braces, false},
};
const size_t notation_count = sizeof notations / sizeof notations[0];
