/*
 * The bytes: a header, where each file's tree begins, then the nodes, each followed by its text or its items.
 * As in index.c they are in the byte order of the machine, and unaligned.
 */
#include "generators/engine/nodes.h"

#include "generators/engine/embedded.h"

#include <errno.h>
#include <string.h>

enum { NODES_MAGIC = 0x4e44494d, NODES_BYTES = 256 << 20 };

struct nodes_header {
	uint32_t magic, count;
};
struct packed_node {
	uint32_t line, column, length; /* of the text, or the count of items */
	uint8_t kind, quoted;
};

/* Absent in the program that makes them. */
extern const unsigned char embedded_nodes[] __attribute__((weak));

/* ---- reading ---- */

static struct node *take_node(struct arena *arena, const unsigned char **at)
{
	struct packed_node packed;
	memcpy(&packed, *at, sizeof packed);
	*at += sizeof packed;
	struct node *node = arena_alloc(arena, sizeof *node);
	*node = (struct node){.kind = (enum node_kind)packed.kind,
	    .at = {(int)packed.line, (int)packed.column},
	    .quoted = packed.quoted,
	    .text = ""};
	if (node->kind == NODE_SCALAR) {
		node->text = (const char *)*at;
		node->length = packed.length;
		*at += packed.length + 1;
		return node;
	}
	node->count = packed.length;
	node->items = arena_array(arena, node->count + 1, sizeof(struct node *));
	if (node->kind == NODE_MAP)
		node->keys = arena_array(arena, node->count + 1, sizeof(struct node *));
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == NODE_MAP)
			node->keys[i] = take_node(arena, at);
		node->items[i] = take_node(arena, at);
	}
	return node;
}

struct node *nodes_take(struct arena *arena, size_t file)
{
	const struct nodes_header *header = (const void *)embedded_nodes;
	if (!header || header->magic != NODES_MAGIC || header->count != embedded_file_count)
		return NULL;
	const unsigned char *at = embedded_nodes + ((const uint32_t *)(header + 1))[file];
	return take_node(arena, &at);
}

/* ---- writing ---- */

static void write_node(const struct node *node, FILE *out)
{
	bool scalar = node->kind == NODE_SCALAR;
	struct packed_node packed;
	memset(&packed, 0, sizeof packed); /* its padding too: the same content makes the same bytes */
	packed.line = (uint32_t)node->at.line;
	packed.column = (uint32_t)node->at.column;
	packed.length = (uint32_t)(scalar ? node->length : node->count);
	packed.kind = (uint8_t)node->kind;
	packed.quoted = node->quoted;
	fwrite(&packed, sizeof packed, 1, out);
	if (scalar)
		fwrite(node->text, 1, node->length + 1, out);
	for (size_t i = 0; !scalar && i < node->count; i++) {
		if (node->kind == NODE_MAP)
			write_node(node->keys[i], out);
		write_node(node->items[i], out);
	}
}

/* The trees, and where each begins. */
static int write_trees(struct loader *loader, uint32_t *ret_starts, FILE *out)
{
	for (size_t i = 0; i < embedded_file_count; i++) {
		const struct embedded_file *file = &embedded_files[i];
		loader->file = file->path;
		const struct node *root = load_yaml(loader, file->start, (size_t)(file->end - file->start));
		if (!root)
			return -1;
		ret_starts[i] = (uint32_t)ftell(out);
		write_node(root, out);
		arena_reset(loader->arena);
	}
	return 0;
}

int nodes_write(content_fault_fn report, void *context, FILE *out)
{
	struct arena *arena = arena_new(NODES_BYTES), *rows = arena_new(NODES_BYTES);
	int error = -ENOMEM;
	if (arena && rows) {
		struct loader loader = {.report = report, .context = context, .arena = arena};
		struct nodes_header header = {NODES_MAGIC, (uint32_t)embedded_file_count};
		uint32_t *starts = arena_zero(rows, embedded_file_count * sizeof *starts);
		fwrite(&header, sizeof header, 1, out);
		fwrite(starts, sizeof *starts, embedded_file_count, out);
		error = write_trees(&loader, starts, out);
		if (error == 0 && fseek(out, sizeof header, SEEK_SET) == 0)
			fwrite(starts, sizeof *starts, embedded_file_count, out);
		if (error == 0 && (fflush(out) != 0 || ferror(out)))
			error = -EIO;
	}
	arena_free(rows);
	arena_free(arena);
	return error;
}
