/* Forms about logarithms. */
#include "checker/forms_shape.h"

bool form_is_single_log(const struct form_context *context, const struct expr *expr)
{
	if (expr->kind != EXPR_LOG)
		return form_missing(context, NOTE_NOT_SINGLE_LOG, NULL);
	if (has_rational_value(context->arena, expr->parts[0].expr) && !is_one_number(expr->parts[0].expr))
		form_missing(
		    context, NOTE_NOT_EVALUATED, expr->parts[0].expr); /* log(2*3): said, and let pass */
	return true;
}

/*
 * A symbol or an integer: nothing that a law of logarithms takes apart. A sum with a symbol is such a thing
 * too, as there is no law for log(x+1).
 */
static bool is_plain_argument(const struct expr *argument)
{
	switch (argument->kind) {
	case EXPR_SYMBOL:
	case EXPR_CONSTANT:
		return true;
	case EXPR_NUMBER:
		return argument->style == LITERAL_INTEGER;
	case EXPR_SUM:
		return expr_mentions(argument, NULL);
	case EXPR_ABSOLUTE: /* log(x^2) is 2log|x| where x may be negative */
		return is_plain_argument(argument->parts[0].expr);
	default:
		return false;
	}
}

static bool is_expanded_log(const struct form_context *context, const struct expr *log)
{
	const struct expr *argument = log->parts[0].expr;

	if (!is_plain_argument(argument))
		return form_missing(context, NOTE_NOT_EXPANDED_LOGS, log);
	/* log_2(8) is 3, and log_b(b) is 1 */
	if (expr_same(argument, log->parts[1].expr) || can_be_evaluated(context->arena, log))
		return form_missing(context, NOTE_NOT_EVALUATED, log);
	return true;
}

/* A finished number times logs, symbols and powers of them. */
static bool is_expanded_term(const struct form_context *context, const struct expr *expr)
{
	struct term term = term_read(context->arena, expr);

	if (term.second_sign || term.sign_below)
		return form_missing(context, NOTE_NOT_SIMPLIFIED, expr);
	if (!term_numbers_settled(context, &term, false))
		return false;
	for (size_t i = 0; i < term.factor_count; i++) {
		const struct term_factor *factor = &term.factors[i];

		if (factor->base->kind == EXPR_LOG) {
			if (!is_expanded_log(context, factor->base))
				return false;
		} else if (find_kind(factor->base, EXPR_LOG)) { /* 2(log(x)+log(y)) */
			return form_missing(context, NOTE_NOT_EXPANDED_LOGS, factor->base);
		} else if (has_rational_value(context->arena, factor->base)) {
			return form_missing(context, NOTE_NOT_EVALUATED, factor->base);
		}
	}
	return true;
}

/* A sum of terms; what is no log, as the 3 of log_2(8x), is a number or a symbol by itself. */
bool form_is_expanded_logs(const struct form_context *context, const struct expr *expr)
{
	for (size_t i = 0; i < sum_count(expr); i++) {
		if (!is_expanded_term(context, sum_part(expr, i)))
			return false;
	}
	return expr->kind != EXPR_SUM || sum_collected(context, expr);
}
