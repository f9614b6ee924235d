/* How a wrong answer stands to the key. */
#include "daemon/commands/unexplained.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 24, FACTOR_LAST = 12 };

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

static bool is_whole(double value)
{
	return fabs(value) < 1e15 && floor(value) == value;
}

static bool is_negative(double key, double answer)
{
	return near(answer, -key);
}

static bool is_reciprocal(double key, double answer)
{
	return near(answer * key, 1);
}

static bool is_negative_reciprocal(double key, double answer)
{
	return near(answer * key, -1);
}

static bool is_off_by_one(double key, double answer)
{
	return near(fabs(answer - key), 1);
}

static bool is_power_of_ten(double key, double answer)
{
	double places = key != 0 && answer / key > 0 ? log10(answer / key) : (double)NAN;
	return fabs(places) < 30 && near(pow(10, round(places)), answer / key);
}

/* Both whole, of as many digits: in how many places do they differ? And are the digits the same? */
static size_t places_that_differ(double key, double answer, bool *ret_same_digits)
{
	char left[DIGITS], right[DIGITS];
	int counts[10] = {0};
	size_t differ = 0;
	*ret_same_digits = false;
	if (!is_whole(key) || !is_whole(answer) || (key < 0) != (answer < 0)) {
		return SIZE_MAX;
	}
	snprintf(left, sizeof(left), "%.0f", fabs(key));
	snprintf(right, sizeof(right), "%.0f", fabs(answer));
	if (strlen(left) != strlen(right) || strlen(left) < 2) {
		return SIZE_MAX;
	}
	for (size_t i = 0; left[i]; i++) {
		differ += left[i] != right[i];
		counts[left[i] - '0']++;
		counts[right[i] - '0']--;
	}
	*ret_same_digits = true;
	for (size_t i = 0; i < 10; i++) {
		*ret_same_digits = *ret_same_digits && counts[i] == 0;
	}
	return differ;
}

static bool is_digit_swap(double key, double answer)
{
	bool same;
	return places_that_differ(key, answer, &same) == 2 && same;
}

static bool is_digit(double key, double answer)
{
	bool same;
	return places_that_differ(key, answer, &same) == 1;
}

static bool is_factor(double key, double answer)
{
	double ratio = key == 0 ? (double)NAN : fabs(answer / key);
	double large = ratio < 1 ? 1 / ratio : ratio;
	return large <= FACTOR_LAST + .5 && near(large, round(large));
}

static bool is_square(double key, double answer)
{
	return near(answer, key * key) || near(answer * answer, key);
}

static bool is_one_number(double key, double answer)
{
	return !isnan(key) && !isnan(answer);
}

static bool is_anything(double key, double answer)
{
	(void)key;
	(void)answer;
	return true;
}

static const struct {
	const char *name;
	bool (*holds)(double key, double answer);
} relations[] = {
    {"the negative of the key", is_negative},
    {"the reciprocal of the key", is_reciprocal},
    {"the negative reciprocal of the key", is_negative_reciprocal},
    {"off by one", is_off_by_one},
    {"off by a power of ten", is_power_of_ten},
    {"the key's digits, two of them swapped", is_digit_swap},
    {"the key but for one digit", is_digit},
    {"a small multiple or fraction of the key, or of its negative", is_factor},
    {"the square or a root of the key", is_square},
    {"another number", is_one_number},
    {"not one number", is_anything},
};
const size_t relation_count = sizeof(relations) / sizeof(relations[0]);

const char *relation_name(size_t relation)
{
	return relations[relation].name;
}

size_t relation_of(double key, double answer)
{
	size_t at = 0;
	while (!relations[at].holds(key, answer)) {
		at++;
	}
	return at;
}
