#include "daemon/ledger/csv.h"

#include <stdbool.h>
#include <string.h>

void csv_value(FILE *out, const char *text, size_t length)
{
	bool quoted = false;
	for (size_t i = 0; i < length; i++) {
		quoted = quoted || (text[i] && strchr(",\"\r\n", text[i]));
	}
	fputs(quoted ? "\"" : "", out);
	for (size_t i = 0; i < length; i++) {
		fputs(text[i] == '"' ? "\"" : "", out);
		fputc(text[i], out);
	}
	fputs(quoted ? "\"" : "", out);
}

void csv_end_row(FILE *out)
{
	fputs("\r\n", out);
}
