#include "daemon/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
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

int sandbox_enter(enum sandbox_profile profile)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
		return -errno;
	}
	struct rlimit none = {0, 0};
	if (profile != SANDBOX_BROKER && setrlimit(RLIMIT_CORE, &none) < 0) {
		return -errno;
	}
	bool bounded = profile == SANDBOX_WORKER || profile == SANDBOX_FAR_WORKER;
	struct rlimit memory = {(rlim_t)SANDBOX_MEMORY_MIB << 20, (rlim_t)SANDBOX_MEMORY_MIB << 20};
	if (bounded && !sanitized && setrlimit(RLIMIT_AS, &memory) < 0) {
		return -errno;
	}
	return 0;
}

#ifdef MASTERYD_SECCOMP

/* One system call, of any arguments or only where one of them compares as told. */
struct rule {
	int call;
	unsigned compared; /* 0 or 1: is `argument` of any meaning? */
	struct scmp_arg_cmp argument;
	int error; /* in place of EPERM, where it is refused */
};
struct rules {
	const struct rule *rows;
	size_t count;
};
#define CALL(name)                                                                                           \
	{                                                                                                    \
		.call = SCMP_SYS(name)                                                                       \
	}
#define CALL_IF(name, ...)                                                                                   \
	{                                                                                                    \
		.call = SCMP_SYS(name), .compared = 1, .argument = { __VA_ARGS__ }                           \
	}
#define RULES(rows)                                                                                          \
	{                                                                                                    \
		rows, sizeof(rows) / sizeof((rows)[0])                                                       \
	}

/* Messages, memory (none that can be executed), time, random bytes, the watchdog, a line to stderr, the end.
 */
static const struct rule answering[] = {
    CALL(read),
    CALL(write),
    CALL(readv),
    CALL(writev),
    CALL(recvfrom),
    CALL(sendto),
    CALL(recvmsg),
    CALL(sendmsg),
    CALL(poll),
    CALL(ppoll),
    CALL(epoll_wait),
    CALL(epoll_pwait),
    CALL(epoll_ctl),
    CALL(futex),
    CALL(munmap),
    CALL(mremap),
    CALL(madvise),
    CALL(brk),
    CALL(clock_gettime),
    CALL(clock_nanosleep),
    CALL(nanosleep),
    CALL(gettimeofday),
    CALL(getrandom),
    CALL(getpid),
    CALL(gettid),
    CALL(tgkill),
    CALL(sched_yield),
    CALL(setitimer),
    CALL(rt_sigaction),
    CALL(rt_sigprocmask),
    CALL(rt_sigreturn),
    CALL(restart_syscall),
    CALL(fstat),
    CALL(newfstatat),
    CALL(close),
    CALL(shutdown),
    CALL(munlock), /* the keys, when they are wiped */
    CALL(exit),
    CALL(exit_group),
    CALL_IF(mmap, .arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0),
    CALL_IF(mprotect, .arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0),
};

/* A thread of libzmq may still be at its very start when the filter comes to hold for it. */
static const struct rule starting[] = {
    CALL(rseq),
    CALL(set_robust_list),
    CALL(sched_getparam),
    CALL(sched_getscheduler),
    CALL(sched_getaffinity),
    CALL_IF(prctl, .arg = 0, .op = SCMP_CMP_EQ, .datum_a = PR_SET_NAME),
    CALL_IF(sched_setscheduler, .arg = 1, .op = SCMP_CMP_EQ, .datum_a = SCHED_OTHER),
};

static const struct rule connecting[] = {
    CALL(socket),
    CALL(connect),
    CALL(setsockopt),
    CALL(getsockopt),
    CALL(getsockname),
    CALL(getpeername),
    CALL(fcntl),
    CALL(ioctl),
};

/* SQLite: files, their locks, and that they are on disk. libpq: where the server is, and who we are. */
static const struct rule storing[] = {
    CALL(openat),
    CALL(open),
    CALL(access),
    CALL(faccessat),
    CALL(faccessat2),
    CALL(stat),
    CALL(lstat),
    CALL(statx),
    CALL(fstatfs),
    CALL(readlink),
    CALL(getcwd),
    CALL(lseek),
    CALL(pread64),
    CALL(pwrite64),
    CALL(fsync),
    CALL(fdatasync),
    CALL(ftruncate),
    CALL(fallocate),
    CALL(unlink),
    CALL(unlinkat),
    CALL(rename),
    CALL(getdents64),
    CALL(fchmod),
    CALL(fchown),
    CALL(mkdir),
    CALL(umask),
    CALL(flock),
    CALL(msync),
    CALL(bind),
    CALL(rt_sigpending),
    CALL(rt_sigtimedwait),
    CALL(sendmmsg),
    CALL(recvmmsg),
    CALL(uname),
    CALL(sysinfo),
    CALL(geteuid),
    CALL(getuid),
    CALL(getegid),
    CALL(getgid),
    CALL(getppid),
    CALL(prlimit64),
    CALL(pipe2),
    CALL(eventfd2),
};

/* What nobody needs who serves items: the first step of one who has taken a process over. */
static const struct rule dangerous[] = {
    /* other processes */
    CALL(ptrace),
    CALL(process_vm_readv),
    CALL(process_vm_writev),
    CALL(process_madvise),
    CALL(kcmp),
    CALL(pidfd_getfd),
    /* mounts and name spaces */
    CALL(mount),
    CALL(umount2),
    CALL(move_mount),
    CALL(open_tree),
    CALL(fsopen),
    CALL(fsconfig),
    CALL(fsmount),
    CALL(fspick),
    CALL(mount_setattr),
    CALL(pivot_root),
    CALL(chroot),
    CALL(unshare),
    CALL(setns),
    /* the kernel */
    CALL(bpf),
    CALL(perf_event_open),
    CALL(userfaultfd),
    CALL(kexec_load),
    CALL(kexec_file_load),
    CALL(init_module),
    CALL(finit_module),
    CALL(delete_module),
    CALL(io_uring_setup),
    CALL(io_uring_enter),
    CALL(io_uring_register),
    CALL(reboot),
    CALL(swapon),
    CALL(swapoff),
    CALL(acct),
    CALL(quotactl),
    CALL(syslog),
    CALL(iopl),
    CALL(ioperm),
    CALL(modify_ldt),
    CALL(personality),
    CALL(vhangup),
    CALL(fanotify_init),
    CALL(open_by_handle_at),
    /* key rings */
    CALL(keyctl),
    CALL(add_key),
    CALL(request_key),
    /* the clock and the name of the machine */
    CALL(settimeofday),
    CALL(clock_settime),
    CALL(clock_adjtime),
    CALL(adjtimex),
    CALL(sethostname),
    CALL(setdomainname),
    /* other identities */
    CALL(setuid),
    CALL(setgid),
    CALL(setreuid),
    CALL(setregid),
    CALL(setresuid),
    CALL(setresgid),
    CALL(setfsuid),
    CALL(setfsgid),
    CALL(setgroups),
    CALL(capset),
    CALL(mknod),
    CALL(mknodat),
    /* a new user name space would give all of that back; the arguments of clone3 cannot be seen, and where it
       is not there, clone is taken */
    CALL_IF(clone, .arg = 0, .op = SCMP_CMP_MASKED_EQ, .datum_a = CLONE_NEWUSER, .datum_b = CLONE_NEWUSER),
    {.call = SCMP_SYS(clone3), .error = ENOSYS},
    /* typing into the terminal that it was started from */
    CALL_IF(ioctl, .arg = 1, .op = SCMP_CMP_MASKED_EQ, .datum_a = UINT32_MAX, .datum_b = TIOCSTI),
};

enum { PROFILE_RULES = 4 };
static const struct profile {
	bool forbids; /* all but its rules is allowed; else nothing but them is */
	struct rules rules[PROFILE_RULES];
} profiles[SANDBOX_PROFILES] = {
    [SANDBOX_BROKER] = {true, {RULES(dangerous)}},
    [SANDBOX_LEDGER] = {false, {RULES(answering), RULES(starting), RULES(connecting), RULES(storing)}},
    [SANDBOX_WORKER] = {false, {RULES(answering), RULES(starting)}},
    [SANDBOX_FAR_WORKER] = {false, {RULES(answering), RULES(starting), RULES(connecting)}},
};

static int add(scmp_filter_ctx filter, bool forbids, const struct rules *rules)
{
	int error = 0;
	for (size_t i = 0; i < rules->count && error == 0; i++) {
		const struct rule *rule = &rules->rows[i];
		uint32_t refused = SCMP_ACT_ERRNO((uint32_t)(rule->error ? rule->error : EPERM));
		error = seccomp_rule_add_array(filter, forbids ? refused : SCMP_ACT_ALLOW, rule->call,
		    rule->compared, rule->compared ? &rule->argument : NULL);
	}
	return error;
}

int sandbox_lock(enum sandbox_profile profile)
{
	const struct profile *row = &profiles[profile];
	if (sanitized) {
		return 0;
	}
	/* EPERM and not a kill: PCRE2 then matches an author's pattern without its compiler, which is slower
	 * only. */
	scmp_filter_ctx filter = seccomp_init(row->forbids ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EPERM));
	if (!filter) {
		return -ENOMEM;
	}
	int error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	for (size_t i = 0; i < PROFILE_RULES && error == 0; i++) {
		error = add(filter, row->forbids, &row->rules[i]);
	}
	if (error == 0) {
		error = seccomp_load(filter);
	}
	seccomp_release(filter);
	return error;
}

bool sandbox_locks(void)
{
	return !sanitized;
}

#else

int sandbox_lock(enum sandbox_profile profile)
{
	(void)profile;
	return 0;
}

bool sandbox_locks(void)
{
	return false;
}

#endif
