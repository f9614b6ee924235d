/*
 * The built-in content as trees of nodes: what the YAML parser makes of the files, made when the program is
 * built (make_index.c), so that no process has to parse them again. Content from a folder is parsed as ever.
 */
#ifndef GENERATORS_NODES_H
#define GENERATORS_NODES_H

#include "generators/engine/load.h"

#include <stdio.h>

/*
 * The tree of the built-in file at place `file` of embedded_files, in the arena; its texts stay in the
 * program. NULL where the program was built without: load_yaml() reads the file then.
 */
struct node *nodes_take(struct arena *arena, size_t file);
/* Parses all built-in files and writes their trees. 0, -1 after a reported fault, or a negative errno. */
int nodes_write(content_fault_fn report, void *context, FILE *out);

#endif
