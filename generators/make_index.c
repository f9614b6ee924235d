/*
 * make_index nodes FILE: parses the built-in content and writes it down. make_index index FILE: walks the
 * spaces of its families and writes down which items there are. Part of the build only.
 */
#include "generators/engine/index.h"
#include "generators/engine/nodes.h"

#include <string.h>

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	fprintf(stderr, "generators/%s:%d:%d: %s\n", fault->file, fault->line, fault->column, fault->message);
}

static int write_nodes(FILE *out)
{
	return nodes_write(print_fault, NULL, out);
}

static int write_index(FILE *out)
{
	struct content *content;
	if (content_load(NULL, print_fault, NULL, &content) != 0)
		return -1;
	int error = index_write(content, out);
	content_free(content);
	return error;
}

static int write_file(const char *path, int (*write)(FILE *out))
{
	FILE *out = fopen(path, "wbe");
	int error = out ? write(out) : -1;
	if (out && fclose(out) != 0)
		error = -1;
	if (error)
		fprintf(stderr, "make_index: %s cannot be written\n", path);
	return error;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "nodes") == 0)
		return write_file(argv[2], write_nodes) ? 1 : 0;
	if (argc == 3 && strcmp(argv[1], "index") == 0)
		return write_file(argv[2], write_index) ? 1 : 0;
	fprintf(stderr, "usage: make_index nodes|index FILE\n");
	return 2;
}
