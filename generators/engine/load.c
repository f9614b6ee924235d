/*
 * Loading all content: which files there are, in which order they are read, and the content versions.
 *
 * A version is a hash of what the files say and not of how they are laid out: comments, indentation and
 * quotes do not count, the order of fields does.
 */
#include "generators/engine/load.h"
#include "generators/engine/diagnose.h"
#include "generators/engine/embedded.h"
#include "generators/engine/nodes.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CONTENT_BYTES = 1 << 30, SCRATCH_BYTES = 256 << 20, PATH_BYTES = 4096, FILES = 4096 };

/* One file to read: its path below the content folder, its text, the folder it lies in. */
struct source {
	const char *path;
	const char *text;
	size_t length;
	const char *folder; /* "logarithms"; NULL: the top, or a file given alone */
	bool given;         /* by itself: it takes the place of the family of its name */
	size_t built_in;    /* its place among the built-in files and one; 0: none of them */
	struct node *root;
	bool stand_in; /* the built-in one, as the folder has none */
};

struct sources {
	struct source *list;
	size_t count;
};

/* ---- finding the files ---- */

static int read_file(struct arena *arena, const char *path, const char **ret_text, size_t *ret_length)
{
	FILE *file = fopen(path, "re");
	if (!file)
		return -errno;
	/* One byte past the limit is enough for the loader to refuse the file. */
	struct stat about;
	int error = fstat(fileno(file), &about) == 0 ? 0 : -errno;
	size_t room = about.st_size > LOAD_FILE_BYTES ? LOAD_FILE_BYTES + 1 : (size_t)about.st_size;
	char *text = error ? NULL : arena_alloc(arena, room + 1);
	if (text) {
		*ret_length = fread(text, 1, room, file);
		text[*ret_length] = '\0';
		*ret_text = text;
		error = ferror(file) ? -EIO : 0;
	}
	fclose(file);
	return error;
}

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? arena_copy(arena, path, (size_t)(slash - path)) : NULL;
}

static int add_source(struct sources *sources, struct arena *arena, const char *base, const char *path)
{
	char full[PATH_BYTES];
	int length =
	    base ? snprintf(full, sizeof full, "%s/%s", base, path) : snprintf(full, sizeof full, "%s", path);
	if (sources->count == FILES || length >= PATH_BYTES)
		return -ENAMETOOLONG;
	struct source *source = &sources->list[sources->count];
	*source = (struct source){.path = arena_copy(arena, path, strlen(path)),
	    .folder = base ? folder_of(arena, path) : NULL,
	    .given = !base};
	int error = read_file(arena, full, &source->text, &source->length);
	if (error == 0)
		sources->count++;
	return error;
}

static bool is_family_file(const char *name)
{
	size_t length = strlen(name);
	return length > 5 && name[0] != '.' && strcmp(name + length - 5, ".yaml") == 0;
}

static int add_folder(struct sources *sources, struct arena *arena, const char *base, const char *unit)
{
	char path[PATH_BYTES];
	if (snprintf(path, sizeof path, "%s/%s", base, unit) >= PATH_BYTES)
		return -ENAMETOOLONG;
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);
	if (count < 0)
		return errno == ENOENT ? 0 : -errno; /* a unit without families has no folder */
	int error = 0;
	for (int i = 0; i < count; i++) {
		if (error == 0 && is_family_file(entries[i]->d_name) &&
		    snprintf(path, sizeof path, "%s/%s", unit, entries[i]->d_name) < PATH_BYTES)
			error = add_source(sources, arena, base, path);
		free(entries[i]);
	}
	free(entries);
	return error;
}

/* The built-in files; `only` NULL: all of them. */
static void add_embedded(struct sources *sources, struct arena *arena, const char *only)
{
	for (size_t i = 0; i < embedded_file_count && sources->count < FILES; i++) {
		const struct embedded_file *file = &embedded_files[i];
		if (only && strcmp(only, file->path) != 0)
			continue;
		sources->list[sources->count++] = (struct source){.path = file->path,
		    .text = file->start,
		    .length = (size_t)(file->end - file->start),
		    .folder = folder_of(arena, file->path),
		    .built_in = i + 1};
	}
}

/* A folder need not have the skills and misconceptions: the built-in ones do for families alone. */
static int add_rules(struct sources *sources, struct arena *arena, const char *folder, const char *path)
{
	int error = add_source(sources, arena, folder, path);
	if (error == -ENOENT) {
		size_t first = sources->count;
		add_embedded(sources, arena, path);
		for (size_t i = first; i < sources->count; i++)
			sources->list[i].stand_in = true;
		error = 0;
	}
	return error;
}

static int find_sources(struct sources *sources, struct arena *arena, const char *folder)
{
	sources->list = arena_zero(arena, FILES * sizeof *sources->list);
	if (!folder) {
		add_embedded(sources, arena, NULL);
		return 0;
	}
	struct stat about;
	if (stat(folder, &about) != 0)
		return -errno;
	int error = S_ISDIR(about.st_mode) ? add_rules(sources, arena, folder, "skills.yaml") : -ENOTDIR;
	if (error == 0)
		error = add_rules(sources, arena, folder, "misconceptions.yaml");
	if (error == 0)
		error = add_rules(sources, arena, folder, "laws.yaml");
	for (const struct unit_row *unit = content_units; error == 0 && unit->name; unit++)
		error = add_folder(sources, arena, folder, unit->name);
	return error;
}

/* ---- versions ---- */

static void hash_node(crypto_generichash_state *state, const struct node *node)
{
	unsigned char head[5] = {(unsigned char)node->kind};
	uint32_t count = (uint32_t)(node->kind == NODE_SCALAR ? node->length : node->count);
	for (unsigned i = 0; i < 4; i++)
		head[1 + i] = (unsigned char)(count >> (8 * i));
	crypto_generichash_update(state, head, sizeof head);
	if (node->kind == NODE_SCALAR)
		crypto_generichash_update(state, (const unsigned char *)node->text, node->length);
	for (size_t i = 0; node->kind != NODE_SCALAR && i < node->count; i++) {
		if (node->kind == NODE_MAP)
			hash_node(state, node->keys[i]);
		hash_node(state, node->items[i]);
	}
}

static void hash_begin(crypto_generichash_state *state)
{
	unsigned char format = ENGINE_FORMAT;
	crypto_generichash_init(state, NULL, 0, crypto_generichash_BYTES);
	crypto_generichash_update(state, &format, 1);
}

static void hash_end(crypto_generichash_state *state, char *ret_version)
{
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash_final(state, hash, sizeof hash);
	sodium_bin2hex(ret_version, VERSION_BYTES, hash, (VERSION_BYTES - 1) / 2);
}

/* ---- reading them ---- */

struct work {
	struct loader loader;
	const char *folder;
	const char *const *files;
	size_t file_count;
	struct sources sources;
	int error;
};

static bool is_laws(const struct source *source)
{
	return strcmp(source->path, "laws.yaml") == 0;
}

/* Skills first, then misconceptions and laws, then families: each names the ones before. */
static int rank(const struct source *source)
{
	if (strcmp(source->path, "skills.yaml") == 0)
		return 0;
	bool rules = strcmp(source->path, "misconceptions.yaml") == 0 || is_laws(source);
	return rules ? 1 : 2;
}

/* A family file given beside the others takes the place of the one of its name. */
static bool is_replaced(const struct work *work, const struct source *source)
{
	const struct node *id = node_get(source->root, "family");
	return work->file_count && !source->given && id && id->kind == NODE_SCALAR &&
	       content_find_family(work->loader.content, id->text);
}

struct reading_work {
	struct work *work;
	struct source *source;
	crypto_generichash_state *rules;
};

static void read_source(void *context)
{
	struct reading_work *reading = context;
	struct work *work = reading->work;
	struct source *source = reading->source;
	crypto_generichash_state *rules = reading->rules;
	struct loader *loader = &work->loader;
	if (is_replaced(work, source))
		return;
	if (rank(source) == 0) {
		load_skills(loader, source->root);
		load_check_skills(loader);
		hash_node(rules, source->root);
	} else if (is_laws(source)) {
		load_laws(loader, source->root);
		hash_node(rules, source->root);
	} else if (rank(source) == 1) {
		load_misconceptions(loader, source->root);
		hash_node(rules, source->root);
	} else {
		load_family(loader, source->root, source->folder);
		arena_reset(loader->scratch);
	}
}

static void read_one(struct work *work, struct source *source, crypto_generichash_state *rules)
{
	struct loader *loader = &work->loader;
	struct reading_work reading = {work, source, rules};
	loader->file = source->path;
	loader->faults = 0;
	loader->stand_in = source->stand_in;
	source->root = source->built_in ? nodes_take(loader->arena, source->built_in - 1) : NULL;
	if (!source->root)
		source->root = load_yaml(loader, source->text, source->length);
	if (source->root && arena_try(loader->arena, read_source, &reading) != REFUSAL_NONE)
		load_fault(loader, (struct place){0, 0}, "a value in this file is too large to work out");
}

static void version_families(struct work *work)
{
	struct content *content = work->loader.content;
	crypto_generichash_state all;
	hash_begin(&all);
	crypto_generichash_update(&all, content->rules_hash, sizeof content->rules_hash);
	for (size_t i = 0; i < content->family_count; i++) {
		struct family *family = content->families[i];
		size_t source = 0;
		while (work->sources.list[source].path != family->file)
			source++;
		const struct node *root = work->sources.list[source].root;
		crypto_generichash_state own;
		hash_begin(&own);
		crypto_generichash_update(&own, content->rules_hash, sizeof content->rules_hash);
		hash_node(&own, root);
		hash_node(&all, root);
		hash_end(&own, family->version);
		content->skills[family->skill].row.family_count++;
	}
	hash_end(&all, content->version);
}

static void load_all(void *context)
{
	struct work *work = context;
	struct loader *loader = &work->loader;
	struct content *content = loader->content;
	work->error = find_sources(&work->sources, loader->arena, work->folder);
	for (size_t i = 0; work->error == 0 && i < work->file_count; i++)
		work->error = add_source(&work->sources, loader->arena, NULL, work->files[i]);
	if (work->error)
		return;
	content->families = arena_zero(loader->arena, (work->sources.count + 1) * sizeof(struct family *));
	crypto_generichash_state rules;
	hash_begin(&rules);
	/*
	 * From the end, as files given alone are the last and come before those they replace. Faults of one
	 * turn would only repeat themselves in the next, which names what this one defines.
	 */
	for (int turn = 0; turn <= 2 && loader->total == 0; turn++) {
		if (turn == 2)
			content->diagnostics = diagnose_prepare(content);
		for (size_t i = work->sources.count; i-- > 0;)
			if (rank(&work->sources.list[i]) == turn)
				read_one(work, &work->sources.list[i], &rules);
	}
	crypto_generichash_final(&rules, content->rules_hash, sizeof content->rules_hash);
	version_families(work);
}

int content_load_files(const char *folder, const char *const *files, size_t file_count,
    content_fault_fn report, void *context, struct content **ret_content)
{
	if (sodium_init() < 0)
		return -EIO;
	struct arena *arena = arena_new(CONTENT_BYTES), *scratch = arena_new(SCRATCH_BYTES);
	int error = -ENOMEM;
	bool kept = false;
	if (arena && scratch) {
		struct content *content = arena_zero(arena, sizeof *content);
		struct work work = {.loader = {.report = report,
		                        .context = context,
		                        .content = content,
		                        .arena = arena,
		                        .scratch = scratch},
		    .folder = folder,
		    .files = files,
		    .file_count = file_count};
		content->arena = arena;
		if (arena_try(arena, load_all, &work) != REFUSAL_NONE)
			load_fault(&work.loader, (struct place){0, 0}, "too large to load");
		error = work.error ? work.error : work.loader.total ? -1 : 0;
		kept = error == 0 || (error == -1 && content->family_count > 0);
		if (kept)
			*ret_content = content;
	}
	arena_serve_gmp(NULL);
	arena_free(scratch);
	if (!kept)
		arena_free(arena);
	return error;
}

int content_load_with(const char *folder, const char *family_file, content_fault_fn report, void *context,
    struct content **ret_content)
{
	struct content *content = NULL;
	int error = content_load_files(folder, &family_file, family_file != NULL, report, context, &content);
	if (error == 0)
		*ret_content = content;
	else
		content_free(content);
	return error;
}

int content_load(const char *folder, content_fault_fn report, void *context, struct content **ret_content)
{
	return content_load_with(folder, NULL, report, context, ret_content);
}
