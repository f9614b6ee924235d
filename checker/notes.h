/*
 * Notes: what the checker has to say about an answer besides its verdict. One table holds every code with its
 * words (notes.c); a place is a span of bytes in the learner's own text.
 */
#ifndef CHECKER_NOTES_H
#define CHECKER_NOTES_H

#include "checker/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* code, English, Spanish. The order is the order of the enum. %s: the note's own detail, where it has one. */
#define NOTE_TABLE(X)                                                                                        \
	X(EMPTY, "empty", "There is no answer here yet.", "Aquí no hay ninguna respuesta todavía.")          \
	X(TOO_LARGE, "too_large", "This is too large to work out. Is there a typing error?",                 \
	    "Esto es demasiado grande para calcularlo. ¿Hay un error al escribir?")                          \
	X(UNEXPECTED, "unexpected", "I cannot read this from here on.",                                      \
	    "No puedo leer esto a partir de aquí.")                                                          \
	X(UNKNOWN_CHARACTER, "unknown_character", "I do not know this character.",                           \
	    "No conozco este carácter.")                                                                     \
	X(UNKNOWN_WORD, "unknown_word", "I do not know this word.", "No conozco esta palabra.")              \
	X(TWO_NUMBERS, "two_numbers", "There are two numbers side by side: is a sign missing between them?", \
	    "Hay dos números seguidos: ¿falta un signo entre ellos?")                                        \
	X(BAD_NUMBER, "bad_number", "This is not a number I can read.", "Este número no se puede leer.")     \
	X(DECIMAL_COMMA, "decimal_comma", "Please write the decimal with a point: 0.5.",                     \
	    "Escribe el decimal con punto: 0.5.")                                                            \
	X(DECIMAL_POINT, "decimal_point", "Please write the decimal with a comma: 0,5.",                     \
	    "Escribe el decimal con coma: 0,5.")                                                             \
	X(UNCLOSED, "unclosed", "This bracket is never closed.", "Este paréntesis no se cierra.")            \
	X(UNOPENED, "unopened", "This bracket was never opened.", "Este paréntesis no se ha abierto.")       \
	X(MISSING_OPERAND, "missing_operand", "Something is missing after this.",                            \
	    "Falta algo después de esto.")                                                                   \
	X(TWO_SIGNS, "two_signs", "There are two signs in a row: put brackets around the negative number.",  \
	    "Hay dos signos seguidos: pon paréntesis alrededor del número negativo.")                        \
	X(BACKSLASH, "backslash", "Please write a fraction with / and not with \\.",                         \
	    "Escribe la fracción con / y no con \\.")                                                        \
	X(LN_NOT_IN, "ln_not_In", "Did you mean ln, with a small L?",                                        \
	    "¿Querías decir ln, con una ele minúscula?")                                                     \
	X(LETTER_CASE, "letter_case",                                                                        \
	    "Capital and small letters are different letters: which one do you mean?",                       \
	    "Las mayúsculas y las minúsculas son letras distintas: ¿cuál quieres decir?")                    \
	X(MISSING_ARGUMENT, "missing_argument", "A logarithm of what? Its argument is missing.",             \
	    "¿El logaritmo de qué? Falta el argumento.")                                                     \
	X(NOT_TEXT, "not_text", "This is not readable text.", "Esto no es un texto legible.")                \
	X(NOT_THIS_KIND, "not_this_kind", "This is not the kind of answer that is asked for.",               \
	    "Esta no es la clase de respuesta que se pide.")                                                 \
	X(CHAIN, "chain", "Not every = in this line holds.",                                                 \
	    "No todos los signos = de esta línea son ciertos.")                                              \
	X(PRECEDENCE, "precedence", "This can be read in two ways: %s.",                                     \
	    "Esto se puede leer de dos maneras: %s.")                                                        \
	X(DOMAIN, "domain", "Equal, except where a denominator is zero.",                                    \
	    "Igual, salvo donde un denominador es cero.")                                                    \
	X(UNDEFINED, "undefined", "This has no value.", "Esto no tiene valor.")                              \
	X(APPROXIMATION, "approximation", "This is a rounded value; the exact one is asked for.",            \
	    "Este es un valor redondeado; se pide el exacto.")                                               \
	X(EXTRANEOUS, "extraneous", "There is a solution too many.", "Sobra alguna solución.")               \
	X(MISSING_SOLUTION, "missing_solution", "A solution is missing.", "Falta alguna solución.")          \
	X(UNREDUCED, "unreduced", "The fraction can still be reduced.",                                      \
	    "La fracción todavía se puede simplificar.")                                                     \
	X(NOT_EVALUATED, "not_evaluated", "There is still something left to work out.",                      \
	    "Todavía queda algo por calcular.")                                                              \
	X(NOT_INTEGER, "not_integer", "Write it as a whole number.", "Escríbelo como número entero.")        \
	X(NOT_FRACTION, "not_fraction", "Write it as one fraction.", "Escríbelo como una sola fracción.")    \
	X(NOT_MIXED, "not_mixed", "Write it as a mixed number.", "Escríbelo como número mixto.")             \
	X(NOT_DECIMAL, "not_decimal", "Write it as a decimal.", "Escríbelo como decimal.")                   \
	X(NOT_POWER, "not_power", "Write it as one power.", "Escríbelo como una sola potencia.")             \
	X(OTHER_BASE, "other_base", "Write it as a power of %s.", "Escríbelo como potencia de %s.")          \
	X(NOT_SCIENTIFIC, "not_scientific", "Write it in scientific notation, like 3.2*10^5.",               \
	    "Escríbelo en notación científica, como 3.2*10^5.")                                              \
	X(COEFFICIENT_OUT_OF_RANGE, "coefficient_out_of_range",                                              \
	    "In scientific notation the first number is at least 1 and less than 10.",                       \
	    "En notación científica el primer número es al menos 1 y menor que 10.")                         \
	X(NEGATIVE_EXPONENT_LEFT, "negative_exponent_left", "There is still a negative exponent.",           \
	    "Todavía queda un exponente negativo.")                                                          \
	X(SIGN_IN_DENOMINATOR, "sign_in_denominator", "Put the minus in front of the fraction.",             \
	    "Pon el signo menos delante de la fracción.")                                                    \
	X(NOT_SIMPLIFIED, "not_simplified", "This can be simplified further.",                               \
	    "Esto se puede simplificar más.")                                                                \
	X(PATTERN, "pattern", "The answer is not written in the asked form.",                                \
	    "La respuesta no está escrita en la forma pedida.")                                              \
	X(UNDECIDED, "undecided", "I could not decide this one for certain; it costs you nothing.",          \
	    "No he podido decidirlo con certeza; no te cuesta nada.")                                        \
	X(NOT_COLLECTED, "not_collected", "There are like terms that can be put together.",                  \
	    "Hay términos semejantes que se pueden juntar.")                                                 \
	X(VARIABLE_REPEATED, "variable_repeated", "The same base appears twice: put its powers together.",   \
	    "La misma base aparece dos veces: junta sus potencias.")                                         \
	X(POWER_OF_PRODUCT, "power_of_product",                                                              \
	    "There is still a power of a power, a product or a quotient to work out.",                       \
	    "Todavía queda por resolver una potencia de otra potencia, de un producto o de un cociente.")    \
	X(NOT_PRIMES, "not_primes", "Write it as a product of prime numbers, like 2^3*5.",                   \
	    "Escríbelo como producto de números primos, como 2^3*5.")                                        \
	X(NOT_PRIME, "not_prime", "%s is not a prime number.", "%s no es un número primo.")                  \
	X(ROOT_LEFT, "root_left", "There is still a root: write it with an exponent.",                       \
	    "Todavía queda una raíz: escríbela con un exponente.")                                           \
	X(NOT_RATIONAL_EXPONENT, "not_rational_exponent", "Write it with an exponent.",                      \
	    "Escríbelo con un exponente.")                                                                   \
	X(NOT_RADICAL, "not_radical", "Write it with a root and not with a fractional exponent.",            \
	    "Escríbelo con una raíz y no con un exponente fraccionario.")                                    \
	X(ROOT_NOT_SIMPLIFIED, "root_not_simplified", "A root can still be simplified.",                     \
	    "Todavía se puede simplificar una raíz.")                                                        \
	X(ROOT_IN_DENOMINATOR, "root_in_denominator", "There is still a root in a denominator.",             \
	    "Todavía queda una raíz en un denominador.")                                                     \
	X(FRACTION_UNDER_ROOT, "fraction_under_root",                                                        \
	    "There is still a fraction or a decimal under a root.",                                          \
	    "Todavía queda una fracción o un decimal dentro de una raíz.")                                   \
	X(NOT_SINGLE_LOG, "not_single_log", "Write it as one logarithm, with nothing before or after it.",   \
	    "Escríbelo como un solo logaritmo, sin nada delante ni detrás.")                                 \
	X(NOT_EXPANDED_LOGS, "not_expanded_logs", "A logarithm can still be split into simpler ones.",       \
	    "Todavía se puede separar un logaritmo en otros más sencillos.")                                 \
	X(NOT_EXPANDED, "not_expanded", "There are still brackets to multiply out.",                         \
	    "Todavía quedan paréntesis por desarrollar.")                                                    \
	X(NOT_FACTORED, "not_factored", "This can still be written as a product.",                           \
	    "Esto todavía se puede escribir como producto.")                                                 \
	X(NOT_EXPONENTIAL, "not_exponential", "Write it with a power, like 2^3 = 8.",                        \
	    "Escríbelo con una potencia, como 2^3 = 8.")                                                     \
	X(NOT_LOGARITHMIC, "not_logarithmic", "Write it with a logarithm, like log_2(8) = 3.",               \
	    "Escríbelo con un logaritmo, como log_2(8) = 3.")                                                \
	X(INFINITY_CLOSED, "infinity_closed",                                                                \
	    "Infinity is not a number of the interval: put a round bracket there.",                          \
	    "El infinito no es un número del intervalo: pon ahí un paréntesis redondo.")

enum note_code {
#define X(name, code, en, es) NOTE_##name,
	NOTE_TABLE(X)
#undef X
	    NOTE_CODES
};

struct note {
	enum note_code code;
	uint32_t at, length; /* bytes of the learner's text; 0, 0: the whole of it */
	bool placed;         /* at and length mean something */
	const char *detail;  /* fills %s; arena or constant; NULL: none */
};

struct notes {
	size_t count;
	struct note list[LIMIT_NOTES];
};

/* Appends; past LIMIT_NOTES nothing is added. The same code at the same place is added once. */
void notes_add(struct notes *notes, struct note note);
/* The wire code: "too_large". */
const char *note_name(enum note_code code);
/* Its sentence, with %s still in it; locale as in print.h. */
const char *note_words(enum note_code code, int locale);

#endif
