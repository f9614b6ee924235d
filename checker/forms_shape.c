#include "checker/forms_shape.h"

bool form_missing_detail(
    const struct form_context *context, enum note_code code, const struct expr *part, const char *detail)
{
	struct note note = {.code = code, .detail = detail};

	if (part && part->length > 0) {
		note.at = part->at;
		note.length = part->length;
		note.placed = true;
	}
	notes_add(context->notes, note);
	return false;
}

bool form_missing(const struct form_context *context, enum note_code code, const struct expr *part)
{
	return form_missing_detail(context, code, part, NULL);
}

const struct expr *unsigned_part(const struct expr *expr)
{
	return expr->kind == EXPR_NEGATE ? expr->parts[0].expr : expr;
}

bool is_integer_literal(const struct expr *expr)
{
	return expr->kind == EXPR_NUMBER && expr->style == LITERAL_INTEGER;
}

bool is_signed_integer(const struct expr *expr)
{
	return is_integer_literal(unsigned_part(expr));
}

bool is_fraction(const struct expr *expr)
{
	return expr->kind == EXPR_PRODUCT && expr->count == 2 && expr->parts[1].op == PART_DIVIDE &&
	       is_signed_integer(expr->parts[0].expr) && is_signed_integer(expr->parts[1].expr);
}

const struct expr *fraction_side(const struct expr *fraction, uint32_t index)
{
	return unsigned_part(fraction->parts[index].expr);
}

int fraction_signs(const struct expr *expr)
{
	const struct expr *fraction = unsigned_part(expr);

	return (expr != fraction) + (fraction->parts[0].expr->kind == EXPR_NEGATE) +
	       (fraction->parts[1].expr->kind == EXPR_NEGATE);
}

bool is_reduced(struct arena *arena, const struct expr *num, const struct expr *den)
{
	struct number quotient;

	if (number_is_zero(den->literal.value))
		return false;
	quotient = number_divide(arena, num->literal.value, den->literal.value);
	return number_equal(number_denominator(arena, quotient), den->literal.value);
}

bool is_one_number(const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (size->kind == EXPR_PERCENT)
		return size->parts[0].expr->kind == EXPR_NUMBER || size->parts[0].expr->kind == EXPR_MIXED;
	if (is_fraction(size))
		return fraction_signs(expr) < 2;
	return size->kind == EXPR_NUMBER || size->kind == EXPR_MIXED ||
	       (size->kind == EXPR_PRODUCT && (size->flags & EXPR_SCIENTIFIC));
}

bool has_rational_value(struct arena *arena, const struct expr *expr)
{
	struct number value;

	return !expr_mentions(expr, NULL) && expr_rational(arena, expr, &value) == WORTH_RATIONAL;
}

bool can_be_evaluated(struct arena *arena, const struct expr *expr)
{
	struct number value;

	return !expr_mentions(expr, NULL) && expr_worth(arena, expr, &value) == WORTH_RATIONAL;
}

const struct expr *find_kind(const struct expr *expr, enum expr_kind kind)
{
	const struct expr *found = expr->kind == kind ? expr : NULL;

	for (uint32_t i = 0; i < expr->count && !found; i++)
		found = find_kind(expr->parts[i].expr, kind);
	return found;
}

static void add_factor(struct term *term, const struct expr *expr, bool divides)
{
	const struct expr *base = expr->kind == EXPR_POWER ? expr->parts[0].expr : expr;
	const struct expr *exponent = expr->kind == EXPR_POWER ? expr->parts[1].expr : NULL;
	struct term_factor factor = {base, exponent, divides};

	if (expr->kind == EXPR_NUMBER || expr->kind == EXPR_MIXED || expr->kind == EXPR_PERCENT) {
		term->numbers[term->number_count++] = factor;
		return;
	}
	term->factors[term->factor_count++] = factor;
	/* A sum, so that the order does not count. */
	term->hash += expr_hash(base) + (exponent ? expr_hash(exponent) * 3 : 0) + divides;
}

static void keep_first(const struct expr **place, const struct expr *expr)
{
	if (!*place)
		*place = expr;
}

/* A 1 that multiplies, and does not stand above a bar. */
static bool is_idle_one(const struct expr *product, uint32_t index)
{
	const struct expr_part *part = &product->parts[index];

	return part->op != PART_DIVIDE && is_integer_literal(part->expr) &&
	       number_is_one(part->expr->literal.value) &&
	       (index + 1 == product->count || product->parts[index + 1].op != PART_DIVIDE);
}

static void lay_out(struct term *term, const struct expr *expr, bool divides, bool first)
{
	if (expr->kind == EXPR_NEGATE) {
		if (divides)
			keep_first(&term->sign_below, expr);
		else if (!first || term->negative)
			keep_first(&term->second_sign, expr);
		term->negative = !term->negative;
		lay_out(term, expr->parts[0].expr, divides, first);
		return;
	}
	if (expr->kind != EXPR_PRODUCT) {
		add_factor(term, expr, divides);
		return;
	}
	for (uint32_t i = 0; i < expr->count; i++) {
		bool below = expr->parts[i].op == PART_DIVIDE;

		if (divides && below)
			keep_first(&term->nested, expr);
		if (is_idle_one(expr, i))
			keep_first(&term->idle_one, expr->parts[i].expr);
		lay_out(term, expr->parts[i].expr, divides != below, first && i == 0);
	}
}

/* How many numbers and factors lay_out() can find. */
static size_t room_for(const struct expr *expr)
{
	size_t room = 0;

	if (expr->kind != EXPR_PRODUCT && expr->kind != EXPR_NEGATE)
		return 1;
	for (uint32_t i = 0; i < expr->count; i++)
		room += room_for(expr->parts[i].expr);
	return room;
}

struct term term_read(struct arena *arena, const struct expr *expr)
{
	size_t room = room_for(expr);
	struct term term = {.number_count = 0};

	term.numbers = arena_array(arena, room, sizeof term.numbers[0]);
	term.factors = arena_array(arena, room, sizeof term.factors[0]);
	lay_out(&term, expr, false, true);
	return term;
}

static bool same_factor(const struct term_factor *a, const struct term_factor *b)
{
	if (a->divides != b->divides || !a->exponent != !b->exponent || !expr_same(a->base, b->base))
		return false;
	return !a->exponent || expr_same(a->exponent, b->exponent);
}

static size_t occurrences(const struct term *term, const struct term_factor *factor)
{
	size_t count = 0;

	for (size_t i = 0; i < term->factor_count; i++)
		count += same_factor(&term->factors[i], factor);
	return count;
}

bool terms_alike(const struct term *a, const struct term *b)
{
	if (a->hash != b->hash || a->factor_count != b->factor_count)
		return false;
	for (size_t i = 0; i < a->factor_count; i++) {
		if (occurrences(a, &a->factors[i]) != occurrences(b, &a->factors[i]))
			return false;
	}
	return true;
}

bool term_numbers_settled(const struct form_context *context, const struct term *term, bool strict)
{
	const struct expr *sides[2] = {NULL, NULL};

	for (size_t i = 0; i < term->number_count; i++) {
		const struct term_factor *number = &term->numbers[i];

		if (sides[number->divides])
			return form_missing(context, NOTE_NOT_EVALUATED, number->base);
		sides[number->divides] = number->base;
	}
	if (strict && term->idle_one)
		return form_missing(context, NOTE_NOT_SIMPLIFIED, term->idle_one);
	if (sides[0] && term->factor_count > 0 && sides[0]->kind == EXPR_NUMBER &&
	    number_is_zero(sides[0]->literal.value))
		return form_missing(context, NOTE_NOT_EVALUATED, sides[0]);
	if (!sides[1])
		return true;
	if (!is_integer_literal(sides[1]) || (sides[0] && !is_integer_literal(sides[0])))
		return form_missing(context, NOTE_NOT_EVALUATED, sides[1]);
	if (number_is_one(sides[1]->literal.value) ||
	    (sides[0] && !is_reduced(context->arena, sides[0], sides[1]))) {
		form_missing(context, NOTE_UNREDUCED, sides[1]);
		return !strict; /* said, and let pass */
	}
	return true;
}

bool term_coefficient(struct arena *arena, const struct term *term, struct number *ret_value)
{
	struct number product = term->negative ? number_from_int(arena, -1) : NUMBER_ONE, value;

	for (size_t i = 0; i < term->number_count; i++) {
		if (expr_rational(arena, term->numbers[i].base, &value) != WORTH_RATIONAL)
			return false;
		if (!term->numbers[i].divides)
			product = number_multiply(arena, product, value);
		else if (number_is_zero(value))
			return false;
		else
			product = number_divide(arena, product, value);
	}
	*ret_value = product;
	return true;
}

size_t sum_count(const struct expr *expr)
{
	return expr->kind == EXPR_SUM ? expr->count : 1;
}

const struct expr *sum_part(const struct expr *expr, size_t index)
{
	return expr->kind == EXPR_SUM ? expr->parts[index].expr : expr;
}

bool sum_collected(const struct form_context *context, const struct expr *sum)
{
	size_t count = sum_count(sum);
	struct term *terms = arena_array(context->arena, count, sizeof terms[0]);

	for (size_t i = 0; i < count; i++) {
		terms[i] = term_read(context->arena, sum_part(sum, i));
		for (size_t k = 0; k < i; k++) {
			if (terms_alike(&terms[k], &terms[i])) {
				bool number = terms[i].factor_count == 0;

				return form_missing(context, number ? NOTE_NOT_EVALUATED : NOTE_NOT_COLLECTED,
				    sum_part(sum, i));
			}
		}
	}
	return true;
}
