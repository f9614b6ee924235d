/*
 * Any bytes as the body of any operation: no crash, no leak, and a reply that is JSON to the letter. The
 * first byte chooses the operation. The content is what is built in; the keys are new, so tokens are
 * forgeries.
 */
#include "daemon/wire/keyring.h"
#include "daemon/wire/scan.h"
#include "daemon/worker/worker.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct worker worker;
static struct buffer reply;

static void ignore_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	(void)fault;
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	struct content *content;
	struct keyring *keys;
	(void)count;
	(void)arguments;
	if (content_load(NULL, ignore_fault, NULL, &content) != 0 || keyring_random(&keys) < 0 ||
	    worker_init(&worker, content, keys) < 0) {
		abort();
	}
	buffer_init(&reply, WORKER_REPLY_LIMIT);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct scan_result scan;
	if (length == 0) {
		return 0;
	}
	const char *name = operations[bytes[0] % operation_count].name;
	worker_answer(&worker, name, strlen(name), (const char *)bytes + 1, length - 1, &reply);
	if (scan_json(reply.data, reply.length, &scan) < 0) {
		abort();
	}
	return 0;
}
