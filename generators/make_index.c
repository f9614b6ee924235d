/* make_index FILE: walks the spaces of all built-in families and writes their index. Part of the build only.
 */
#include "generators/engine/index.h"

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	fprintf(stderr, "generators/%s:%d:%d: %s\n", fault->file, fault->line, fault->column, fault->message);
}

int main(int argc, char **argv)
{
	struct content *content;
	if (argc != 2) {
		fprintf(stderr, "usage: make_index FILE\n");
		return 2;
	}
	if (content_load(NULL, print_fault, NULL, &content) != 0)
		return 1;
	FILE *out = fopen(argv[1], "wbe");
	int error = out ? index_write(content, out) : -1;
	if (out && fclose(out) != 0)
		error = -1;
	content_free(content);
	if (error)
		fprintf(stderr, "make_index: %s cannot be written\n", argv[1]);
	return error ? 1 : 0;
}
