#include "daemon/worker/sandbox.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool bounds_memory = false;
#else
static const bool bounds_memory = true;
#endif

int sandbox_enter(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
		return -errno;
	}
	struct rlimit none = {0, 0};
	if (setrlimit(RLIMIT_CORE, &none) < 0) {
		return -errno;
	}
	struct rlimit memory = {(rlim_t)SANDBOX_MEMORY_MIB << 20, (rlim_t)SANDBOX_MEMORY_MIB << 20};
	if (bounds_memory && setrlimit(RLIMIT_AS, &memory) < 0) {
		return -errno;
	}
	return 0;
}
