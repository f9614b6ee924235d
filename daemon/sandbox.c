#include "daemon/worker/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#ifdef MASTERYD_SECCOMP
#include <seccomp.h>
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool sanitized = true;
#else
static const bool sanitized = false;
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
	if (!sanitized && setrlimit(RLIMIT_AS, &memory) < 0) {
		return -errno;
	}
	return 0;
}

#ifdef MASTERYD_SECCOMP

/* Messages, memory, time, random bytes, the watchdog, one line to stderr, and the end. */
static const int answering[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(futex),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
    SCMP_SYS(sched_yield),
    SCMP_SYS(setitimer),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(close),
    SCMP_SYS(shutdown),
    SCMP_SYS(munlock), /* the keys, when they are wiped */
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* A thread of libzmq may still be at its very start when the filter comes to hold for it. */
static const int starting[] = {
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(sched_getparam),
    SCMP_SYS(sched_getscheduler),
    SCMP_SYS(sched_getaffinity),
};

static const int reconnecting[] = {
    SCMP_SYS(socket),
    SCMP_SYS(connect),
    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockopt),
    SCMP_SYS(getsockname),
    SCMP_SYS(getpeername),
    SCMP_SYS(fcntl),
    SCMP_SYS(ioctl),
};

static int allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
	int error = 0;
	for (size_t i = 0; i < count && error == 0; i++) {
		error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	}
	return error;
}

/* Memory, but none that can be executed. */
static int allow_memory(scmp_filter_ctx filter)
{
	static const int calls[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
	int error = 0;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]) && error == 0; i++) {
		error = seccomp_rule_add(
		    filter, SCMP_ACT_ALLOW, calls[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	}
	return error;
}

int sandbox_lock(bool reconnects)
{
	if (sanitized) {
		return 0;
	}
	/* EPERM and not a kill: PCRE2 then matches an author's pattern without its compiler, which is slower
	 * only. */
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter) {
		return -ENOMEM;
	}
	int error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	if (error == 0) {
		error = allow(filter, answering, sizeof(answering) / sizeof(answering[0]));
	}
	if (error == 0) {
		error = allow(filter, starting, sizeof(starting) / sizeof(starting[0]));
	}
	if (error == 0) {
		error = seccomp_rule_add(
		    filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME, 0));
	}
	if (error == 0) {
		error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(sched_setscheduler), 1,
		    SCMP_A1(SCMP_CMP_EQ, SCHED_OTHER, 0));
	}
	if (error == 0) {
		error = allow_memory(filter);
	}
	if (error == 0 && reconnects) {
		error = allow(filter, reconnecting, sizeof(reconnecting) / sizeof(reconnecting[0]));
	}
	if (error == 0) {
		error = seccomp_load(filter);
	}
	seccomp_release(filter);
	return error;
}

#else

int sandbox_lock(bool reconnects)
{
	(void)reconnects;
	return 0;
}

#endif
